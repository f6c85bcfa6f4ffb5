//! What a quiz asks and by which rules. The same shape goes in and out.

use async_graphql::{Context, Enum, ID, InputObject, OneofObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Refusal;
use nabta_domain::learning::quiz::plan;

use super::amounts::{credit, hundredths, percent, points};
use super::question::Difficulty;
use crate::ids;

/// One question, the same for everybody.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "FixedQuestionInput")]
pub struct FixedQuestion {
    /// Which.
    question: ID,
    /// What it is worth here, in points: 0.01 to 1,000; what the bank says where nothing stands.
    points: Option<f64>,
}

/// Questions that are drawn for each attempt, from those of the bank that fit all that is said.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "DrawnQuestionsInput")]
pub struct DrawnQuestions {
    /// So many: 1 to 200.
    count: i32,
    /// In this category or one within it.
    category: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// That are said to be so hard.
    difficulty: Option<Difficulty>,
    /// About this lesson.
    lesson: Option<ID>,
    /// What each is worth here, in points: 0.01 to 1,000; what the bank says where nothing stands.
    points: Option<f64>,
}

/// A part of a quiz.
#[derive(Union, OneofObject, Clone, Debug)]
#[graphql(input_name = "QuizPartInput")]
pub enum QuizPart {
    /// One question, the same for everybody.
    Fixed(FixedQuestion),
    /// Questions that are drawn for each attempt.
    Drawn(DrawnQuestions),
}

/// What becomes of an attempt whose time is over.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuizAtEndKind {
    /// It is submitted as it stands.
    Submit,
    /// For some minutes it can still be submitted, and answers no longer change; then it is abandoned.
    Grace,
    /// It is abandoned: it counts for nothing.
    Abandon,
}

/// What becomes of an attempt whose time is over.
#[derive(SimpleObject, InputObject, Clone, Copy, Debug)]
#[graphql(input_name = "QuizAtEndInput")]
pub struct QuizAtEnd {
    /// What.
    kind: QuizAtEndKind,
    /// For so many minutes it can still be submitted, where there is grace.
    grace_minutes: Option<i32>,
}

impl From<plan::AtEnd> for QuizAtEnd {
    fn from(at_end: plan::AtEnd) -> Self {
        match at_end {
            plan::AtEnd::Submit => Self { kind: QuizAtEndKind::Submit, grace_minutes: None },
            plan::AtEnd::Grace { minutes } => Self { kind: QuizAtEndKind::Grace, grace_minutes: Some(minutes) },
            plan::AtEnd::Abandon => Self { kind: QuizAtEndKind::Abandon, grace_minutes: None },
        }
    }
}

impl From<QuizAtEnd> for plan::AtEnd {
    fn from(at_end: QuizAtEnd) -> Self {
        match at_end.kind {
            QuizAtEndKind::Submit => Self::Submit,
            QuizAtEndKind::Grace => Self::Grace { minutes: at_end.grace_minutes.unwrap_or_default() },
            QuizAtEndKind::Abandon => Self::Abandon,
        }
    }
}

/// Which attempt counts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "plan::Scoring")]
pub enum QuizScoring {
    /// The best.
    Best,
    /// The last.
    Last,
    /// The first.
    First,
    /// The mean of all.
    Mean,
}

/// From when on something about an attempt may be seen by whom it is of. While an attempt is under way, nothing is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "plan::When")]
pub enum QuizReviewTime {
    /// Never.
    Never,
    /// Once it was submitted.
    Submitted,
    /// Once no other attempt is left to them, or the quiz has closed.
    Exhausted,
    /// Once the quiz has closed.
    Closed,
}

/// What may be seen of attempts, and from when on, by those whose they are.
#[derive(SimpleObject, InputObject, Clone, Copy, Debug)]
#[graphql(input_name = "QuizReviewInput")]
pub struct QuizReview {
    /// The score of the whole.
    score: QuizReviewTime,
    /// What each answer was worth.
    marks: QuizReviewTime,
    /// What is said to each answer.
    feedback: QuizReviewTime,
    /// The right answers.
    answers: QuizReviewTime,
}

impl From<plan::Review> for QuizReview {
    fn from(review: plan::Review) -> Self {
        Self {
            score: review.score.into(),
            marks: review.marks.into(),
            feedback: review.feedback.into(),
            answers: review.answers.into(),
        }
    }
}

impl From<QuizReview> for plan::Review {
    fn from(review: QuizReview) -> Self {
        Self {
            score: review.score.into(),
            marks: review.marks.into(),
            feedback: review.feedback.into(),
            answers: review.answers.into(),
        }
    }
}

/// What a quiz asks, and by which rules.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "QuizPlanInput")]
pub struct QuizPlan {
    /// What is asked, in this order; 200 questions at most.
    parts: Vec<QuizPart>,
    /// Whether each attempt has its questions in an order of its own.
    #[graphql(default)]
    is_shuffled: bool,
    /// So many questions stand on a page; all on one where nothing is said.
    page_size: Option<i32>,
    /// Whether a page that was left stays behind.
    #[graphql(default)]
    is_forward_only: bool,
    /// From when on it can be begun.
    opens_at: Option<DateTime<Utc>>,
    /// Until when it is taken.
    closes_at: Option<DateTime<Utc>>,
    /// How long an attempt may last, in minutes.
    minutes: Option<i32>,
    /// What becomes of an attempt whose time is over; it is submitted where nothing is said.
    at_end: Option<QuizAtEnd>,
    /// How many attempts one has; nothing for as many as one likes.
    attempts: Option<i32>,
    /// How long one waits after an attempt, in minutes.
    #[graphql(default)]
    wait_minutes: i32,
    /// Which attempt counts; the best where nothing is said.
    scoring: Option<QuizScoring>,
    /// The share of the points with which it is passed, in percent: 0 to 100.
    pass_percent: f64,
    /// What a wrong answer takes away, in percent of what the question is worth: 0 to 100.
    #[graphql(default)]
    penalty_percent: f64,
    /// What may be seen of attempts; where nothing is said the score at once, and the rest once no attempt is left.
    review: Option<QuizReview>,
    /// How many people grade each essay: 1 or 2; their mean counts.
    #[graphql(default = 1)]
    graders: i32,
    /// Whether those who grade do not know whose it is.
    #[graphql(default)]
    is_blind: bool,
}

impl From<plan::QuizPlan> for QuizPlan {
    fn from(plan: plan::QuizPlan) -> Self {
        Self {
            parts: plan.parts.into_iter().map(Into::into).collect(),
            is_shuffled: plan.is_shuffled,
            page_size: plan.page_size,
            is_forward_only: plan.is_forward_only,
            opens_at: plan.opens_at,
            closes_at: plan.closes_at,
            minutes: plan.minutes,
            at_end: Some(plan.at_end.into()),
            attempts: plan.attempts,
            wait_minutes: plan.wait_minutes,
            scoring: Some(plan.scoring.into()),
            pass_percent: percent(plan.pass),
            penalty_percent: percent(plan.penalty),
            review: Some(plan.review.into()),
            graders: plan.graders,
            is_blind: plan.is_blind,
        }
    }
}

impl From<plan::QuizPart> for QuizPart {
    fn from(part: plan::QuizPart) -> Self {
        match part {
            plan::QuizPart::Fixed { question, points: of } => {
                Self::Fixed(FixedQuestion { question: ids::id(question), points: of.map(points) })
            }
            plan::QuizPart::Drawn(draw) => Self::Drawn(DrawnQuestions {
                count: draw.count,
                category: draw.category,
                tag: draw.tag,
                difficulty: draw.difficulty.map(Into::into),
                lesson: draw.lesson.map(ids::id),
                points: draw.points.map(points),
            }),
        }
    }
}

impl QuizPart {
    /// The ids are those of the wire; what else is wrong is the caller's to repair.
    fn parse(self, ctx: &Context<'_>, path: &str) -> Result<Result<plan::QuizPart, Refusal>> {
        let worth = |points: Option<f64>| points.map(|points| hundredths(points, &format!("{path}.points"))).transpose();
        Ok(match self {
            Self::Fixed(fixed) => {
                let question = ids::parse(ctx, &fixed.question)?;
                worth(fixed.points).map(|points| plan::QuizPart::Fixed { question, points })
            }
            Self::Drawn(drawn) => {
                let lesson = drawn.lesson.map(|id| ids::parse(ctx, &id)).transpose()?;
                worth(drawn.points).map(|points| {
                    plan::QuizPart::Drawn(plan::Draw {
                        count: drawn.count,
                        category: drawn.category,
                        tag: drawn.tag,
                        difficulty: drawn.difficulty.map(Into::into),
                        lesson,
                        points,
                    })
                })
            }
        })
    }
}

impl QuizPlan {
    pub(super) fn parse(self, ctx: &Context<'_>) -> Result<Result<plan::QuizPlan, Refusal>> {
        let parts = self.parts.into_iter().enumerate();
        let parts: Vec<_> = parts.map(|(index, part)| part.parse(ctx, &format!("plan.parts.{index}"))).collect::<Result<_>>()?;
        let parts: Result<Vec<_>, Refusal> = parts.into_iter().collect();
        let shares = credit(self.pass_percent, "plan.passPercent")
            .and_then(|pass| Ok((pass, credit(self.penalty_percent, "plan.penaltyPercent")?)));
        Ok(parts.and_then(|parts| Ok((parts, shares?))).map(|(parts, (pass, penalty))| plan::QuizPlan {
            parts,
            is_shuffled: self.is_shuffled,
            page_size: self.page_size,
            is_forward_only: self.is_forward_only,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            minutes: self.minutes,
            at_end: self.at_end.map(Into::into).unwrap_or_default(),
            attempts: self.attempts,
            wait_minutes: self.wait_minutes,
            scoring: self.scoring.map(Into::into).unwrap_or_default(),
            pass,
            penalty,
            review: self.review.map(Into::into).unwrap_or_default(),
            graders: self.graders,
            is_blind: self.is_blind,
        }))
    }
}
