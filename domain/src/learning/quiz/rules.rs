//! The rules of quizzes: when an attempt may begin and ends, which one counts, what may be seen of it. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::learning::question_body::Credit;
use nabta_entities::learning::quiz_attempt::{AttemptState, Model as Attempt};
use nabta_entities::learning::quiz_exception::Model as Exception;
use nabta_entities::learning::quiz_plan::{AtEnd, QuizPlan, Review, Scoring, When};

use super::super::actions::codes::{NO_ATTEMPT_LEFT, QUIZ_NO_LONGER_OPEN, QUIZ_NOT_YET_OPEN, WAIT};
use crate::kernel::Refusal;
use crate::kernel::clock::written_in_tunis;

/// So long may an answer be on its way that was given in time.
pub const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(10);

/// What holds for one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// From when on it can be begun.
    pub opens_at: Option<DateTime<Utc>>,
    /// Until when it is taken.
    pub closes_at: Option<DateTime<Utc>>,
    /// How long an attempt may last, in minutes.
    pub minutes: Option<i32>,
    /// How many attempts they have.
    pub attempts: Option<i32>,
    /// How long they wait after an attempt, in minutes.
    pub wait_minutes: i32,
}

impl Limits {
    /// What the quiz says, where neither the run's exception nor their own says otherwise.
    #[must_use]
    pub fn of(plan: &QuizPlan, of_run: Option<&Exception>, own: Option<&Exception>) -> Self {
        let nearest = [own, of_run];
        let exceptions = || nearest.iter().flatten();
        Self {
            opens_at: exceptions().find_map(|one| one.opens_at).or(plan.opens_at),
            closes_at: exceptions().find_map(|one| one.closes_at).or(plan.closes_at),
            minutes: exceptions().find_map(|one| one.minutes).or(plan.minutes),
            attempts: exceptions().find_map(|one| one.attempts).or(plan.attempts),
            wait_minutes: plan.wait_minutes,
        }
    }

    /// When the time of an attempt is over that began at an instant; `until` is when they can study no more.
    #[must_use]
    pub fn due(&self, started_at: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let timed = self.minutes.map(|minutes| started_at + TimeDelta::minutes(i64::from(minutes)));
        [timed, self.closes_at, until].into_iter().flatten().min()
    }

    /// Whether no attempt is left after so many.
    #[must_use]
    pub fn is_exhausted(&self, attempts: usize, now: DateTime<Utc>) -> bool {
        let used = self.attempts.is_some_and(|most| i32::try_from(attempts).is_ok_and(|used| used >= most));
        used || self.closes_at.is_some_and(|at| at <= now)
    }

    /// Whether another attempt can begin; the attempts so far are in order, and none is under way.
    pub fn may_begin(&self, attempts: &[Attempt], now: DateTime<Utc>) -> Result<(), Refusal> {
        if let Some(at) = self.opens_at.filter(|at| now < *at) {
            return Err(Refusal::new(QUIZ_NOT_YET_OPEN).with("at", written_in_tunis(at)));
        }
        if let Some(at) = self.closes_at.filter(|at| *at <= now) {
            return Err(Refusal::new(QUIZ_NO_LONGER_OPEN).with("at", written_in_tunis(at)));
        }
        if let Some(most) = self.attempts.filter(|_| self.is_exhausted(attempts.len(), now)) {
            return Err(Refusal::new(NO_ATTEMPT_LEFT).with("most", most));
        }
        let waits = TimeDelta::minutes(i64::from(self.wait_minutes));
        let next = attempts.iter().filter_map(|one| one.ended_at).max().map(|ended| ended + waits);
        match next.filter(|next| now < *next) {
            Some(next) => Err(Refusal::new(WAIT).with("at", written_in_tunis(next))),
            None => Ok(()),
        }
    }
}

/// Where an attempt stands by the clock, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It can be answered.
    Running,
    /// It can be submitted, and no longer answered.
    Overdue,
    /// It is over as it stands.
    Submit(DateTime<Utc>),
    /// It is over for nothing.
    Abandon(DateTime<Utc>),
}

/// Where an attempt under way stands at an instant.
#[must_use]
pub fn clock(at_end: AtEnd, due_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Clock {
    let Some(due) = due_at.filter(|due| *due + ON_ITS_WAY <= now) else { return Clock::Running };
    match at_end {
        AtEnd::Submit => Clock::Submit(due),
        AtEnd::Abandon => Clock::Abandon(due),
        AtEnd::Grace { minutes } => {
            let last = due + TimeDelta::minutes(i64::from(minutes));
            if last + ON_ITS_WAY <= now { Clock::Abandon(last) } else { Clock::Overdue }
        }
    }
}

/// The instants at which somebody has to look after an attempt that begins now.
#[must_use]
pub fn looked_after_at(at_end: AtEnd, due_at: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let due = due_at + ON_ITS_WAY;
    match at_end {
        AtEnd::Grace { minutes } => vec![due, due + TimeDelta::minutes(i64::from(minutes))],
        AtEnd::Submit | AtEnd::Abandon => vec![due],
    }
}

/// Whether an attempt is under way as far as somebody looked.
#[must_use]
pub const fn is_under_way(state: AttemptState) -> bool {
    matches!(state, AttemptState::InProgress | AttemptState::Overdue)
}

/// Where an attempt stands at an instant, also where nobody looked after it yet.
#[must_use]
pub fn state_at(attempt: &Attempt, at_end: AtEnd, now: DateTime<Utc>) -> AttemptState {
    if !is_under_way(attempt.state) {
        return attempt.state;
    }
    match clock(at_end, attempt.due_at, now) {
        Clock::Running => AttemptState::InProgress,
        Clock::Overdue => AttemptState::Overdue,
        Clock::Submit(_) => AttemptState::Submitted,
        Clock::Abandon(_) => AttemptState::Abandoned,
    }
}

/// What a credit makes of points, in hundredths; half a hundredth is given.
#[must_use]
pub fn earned(points: i32, credit: Credit) -> i32 {
    let whole = i64::from(Credit::WHOLE.0);
    i32::try_from((i64::from(points) * i64::from(credit.0) + whole / 2).div_euclid(whole)).unwrap_or(0)
}

/// What an answer is worth once its penalty is taken: a wrong one takes away a share; none takes nothing.
#[must_use]
pub fn penalised(credit: Credit, penalty: Credit, is_answered: bool) -> Credit {
    if is_answered && credit <= Credit::NONE { Credit(Ord::min(credit.0, -penalty.0)) } else { credit }
}

/// The share that points are of the most.
#[must_use]
pub fn share(points: i32, most: i32) -> Credit {
    let (points, most) = (i64::from(points.max(0)), i64::from(most.max(1)));
    Credit(i32::try_from((points * i64::from(Credit::WHOLE.0) + most / 2) / most).unwrap_or(Credit::WHOLE.0))
}

/// The share that counts, of the attempts that are graded, in order.
#[must_use]
pub fn overall(scoring: Scoring, shares: &[Credit]) -> Option<Credit> {
    match scoring {
        Scoring::Best => shares.iter().max().copied(),
        Scoring::Last => shares.last().copied(),
        Scoring::First => shares.first().copied(),
        Scoring::Mean => {
            let sum: i64 = shares.iter().map(|share| i64::from(share.0)).sum();
            let count = i64::try_from(shares.len()).ok().filter(|count| *count > 0)?;
            i32::try_from((sum + count / 2) / count).ok().map(Credit)
        }
    }
}

/// What may be seen of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible {
    /// The score of the whole.
    pub score: bool,
    /// What each answer was worth.
    pub marks: bool,
    /// What is said to each answer.
    pub feedback: bool,
    /// The right answers.
    pub answers: bool,
}

impl Visible {
    /// All of it: for those who look after the bank.
    pub const ALL: Self = Self { score: true, marks: true, feedback: true, answers: true };
    /// Nothing of it.
    pub const NONE: Self = Self { score: false, marks: false, feedback: false, answers: false };
}

/// What whoever made an attempt may see of it now. While one is under way nothing is seen of any: a question may be the same.
#[must_use]
pub fn visible(review: &Review, limits: &Limits, attempts: &[AttemptState], now: DateTime<Utc>) -> Visible {
    if attempts.iter().any(|state| is_under_way(*state)) {
        return Visible::NONE;
    }
    let is_closed = limits.closes_at.is_some_and(|at| at <= now);
    let may = |when| match when {
        When::Never => false,
        When::Submitted => true,
        When::Exhausted => limits.is_exhausted(attempts.len(), now),
        When::Closed => is_closed,
    };
    Visible { score: may(review.score), marks: may(review.marks), feedback: may(review.feedback), answers: may(review.answers) }
}
