//! What is known of what somebody did in a lesson: a set that only grows, so that news in any order, any number of times, lead to the same.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use nabta_entities::ids::{LessonId, QuizId};
use nabta_entities::learning::policy::LessonRule;

use super::minutes::{Minutes, OF_A_DAY};

/// A visit of a lesson, as a device tells it: once, again with more, or long afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which lesson.
    pub lesson: LessonId,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// In which minutes the page was looked at, counted from the minute in which it was opened.
    pub minutes: Vec<i32>,
    /// When its end was reached.
    pub viewed_at: Option<DateTime<Utc>>,
    /// Where in the lesson they were at last, in words of the client.
    pub place: Option<String>,
}

impl Visit {
    /// The last instant that it speaks of.
    #[must_use]
    pub fn last_at(&self) -> DateTime<Utc> {
        let studied =
            self.minutes.iter().max().map(|minute| begin_of_minute(self.opened_at) + Duration::minutes(i64::from(*minute)));
        [Some(self.opened_at), studied, self.viewed_at].into_iter().flatten().max().unwrap_or(self.opened_at)
    }
}

fn begin_of_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

/// When which quizzes had been passed.
pub type Passed = HashMap<QuizId, DateTime<Utc>>;

/// What is known of one lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was first opened.
    pub opened_at: DateTime<Utc>,
    /// When something was last done there.
    pub last_at: DateTime<Utc>,
    /// When its end was first reached.
    pub viewed_at: Option<DateTime<Utc>>,
    /// Where they were last, and since when.
    pub place: Option<(DateTime<Utc>, String)>,
    /// In which minutes of which days.
    pub days: BTreeMap<NaiveDate, Minutes>,
    /// When they had done what was asked for, under the rule of that day.
    pub completed_at: Option<DateTime<Utc>>,
}

impl Facts {
    /// What one visit tells.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        let mut days: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
        for minute in &visit.minutes {
            let at = visit.opened_at + Duration::minutes(i64::from(*minute));
            let of_day = at.time().signed_duration_since(NaiveTime::MIN).num_minutes();
            days.entry(at.date_naive()).or_default().add(usize::try_from(of_day).unwrap_or(OF_A_DAY));
        }
        let last_at = visit.last_at();
        Self {
            opened_at: visit.opened_at,
            last_at,
            viewed_at: visit.viewed_at,
            place: visit.place.clone().map(|place| (last_at, place)),
            days,
            completed_at: None,
        }
    }

    /// Adds what others tell of the same lesson.
    pub fn merge(&mut self, other: &Self) {
        self.opened_at = self.opened_at.min(other.opened_at);
        self.last_at = self.last_at.max(other.last_at);
        self.viewed_at = earlier(self.viewed_at, other.viewed_at);
        self.completed_at = earlier(self.completed_at, other.completed_at);
        // Of two places at the same instant any will do, as long as it is always the same.
        self.place = self.place.clone().max(other.place.clone());
        for (day, minutes) in &other.days {
            self.days.entry(*day).or_default().merge(minutes);
        }
    }

    /// How many minutes the lesson was studied.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.days.values().map(Minutes::count).sum()
    }

    /// When they had done what a rule asks for; nothing while they have not.
    #[must_use]
    pub fn fulfilled_at(&self, rule: LessonRule, passed: &Passed) -> Option<DateTime<Utc>> {
        match rule {
            LessonRule::Quiz { quiz } => passed.get(&quiz).map(|at| Ord::max(*at, self.opened_at)),
            LessonRule::Opened => Some(self.opened_at),
            LessonRule::Viewed => self.viewed_at.map(|at| at.max(self.opened_at)),
            LessonRule::Minutes { minutes } => {
                let last = usize::try_from(minutes).ok()?.checked_sub(1)?;
                let studied = self.days.iter().flat_map(|(day, of)| of.iter().map(move |minute| (*day, minute)));
                let (day, minute) = studied.into_iter().nth(last)?;
                let minute = Duration::minutes(i64::try_from(minute).ok()?);
                Some((day.and_time(NaiveTime::MIN).and_utc() + minute).max(self.opened_at))
            }
        }
    }

    /// Notes when they had done what is asked for. What was done once stays done, whatever is asked for later.
    pub fn settle(&mut self, rule: LessonRule, passed: &Passed) {
        self.completed_at = earlier(self.completed_at, self.fulfilled_at(rule, passed));
    }
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use nabta_entities::ids::TypedId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2020-11-23T08:00:00Z").unwrap().to_utc()
    }

    fn visit() -> impl Strategy<Value = Visit> {
        let minutes = prop::collection::vec(0..1_440_i32, 0..30);
        (0..200_000_i64, minutes, prop::option::of(0..3_000_i64), prop::option::of("[a-z]{1,3}")).prop_map(
            |(offset, minutes, viewed, place)| {
                let opened_at = start() + Duration::seconds(offset);
                let viewed_at = viewed.map(|seconds| opened_at + Duration::seconds(seconds));
                Visit { lesson: LessonId::from_uuid(Uuid::nil()), opened_at, minutes, viewed_at, place }
            },
        )
    }

    fn quiz() -> QuizId {
        QuizId::from_uuid(Uuid::nil())
    }

    fn passed() -> Passed {
        Passed::from([(quiz(), start() + Duration::hours(9))])
    }

    fn known(visits: &[Visit], rule: LessonRule, batch: usize) -> Option<Facts> {
        let mut facts: Option<Facts> = None;
        for batch in visits.chunks(batch) {
            for visit in batch {
                match &mut facts {
                    Some(facts) => facts.merge(&Facts::of(visit)),
                    None => facts = Some(Facts::of(visit)),
                }
            }
            facts.iter_mut().for_each(|facts| facts.settle(rule, &passed()));
        }
        facts
    }

    proptest! {
        #[test]
        fn visits_in_any_order_in_any_batches_any_number_of_times_lead_to_the_same(
            visits in prop::collection::vec(visit(), 1..12),
            seed in prop::collection::vec(any::<prop::sample::Index>(), 1..40),
            batch in 1..5_usize,
            minutes in 1..40_i32,
        ) {
            for rule in [LessonRule::Viewed, LessonRule::Opened, LessonRule::Minutes { minutes }, LessonRule::Quiz { quiz: quiz() }] {
                let mut told: Vec<Visit> = seed.iter().map(|index| index.get(&visits).clone()).collect();
                told.extend(visits.iter().rev().cloned());
                prop_assert_eq!(known(&told, rule, batch), known(&visits, rule, visits.len()));
            }
        }

        #[test]
        fn nobody_studies_longer_than_the_time_that_went_by(visits in prop::collection::vec(visit(), 1..12)) {
            let facts = known(&visits, LessonRule::Viewed, 1).unwrap();
            let last = visits.iter().map(Visit::last_at).max().unwrap();
            let first = visits.iter().map(|visit| visit.opened_at).min().unwrap();
            prop_assert!(i64::from(facts.minutes()) <= (last - first).num_minutes() + 2);
            prop_assert!(facts.days.values().all(|day| day.count() <= 1_440));
            let one_more = LessonRule::Minutes { minutes: i32::try_from(facts.minutes()).unwrap() + 1 };
            prop_assert!(facts.fulfilled_at(one_more, &passed()).is_none());
            let by_quiz = LessonRule::Quiz { quiz: quiz() };
            prop_assert!(facts.fulfilled_at(by_quiz, &Passed::new()).is_none());
        }
    }
}
