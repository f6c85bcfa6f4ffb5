//! What a quiz asks and by which rules, as data.

use chrono::{DateTime, Utc};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use super::question::Difficulty;
use super::question_body::Credit;
use crate::ids::{LessonId, QuestionId};

/// A part of a quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum QuizPart {
    /// One question, the same for everybody.
    Fixed {
        /// Which.
        question: QuestionId,
        /// What it is worth here, in hundredths of a point; what the bank says where nothing stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        points: Option<i32>,
    },
    /// Questions that are drawn for each attempt.
    Drawn(Draw),
}

/// From which questions so many are drawn: those that fit all that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// So many.
    pub count: i32,
    /// In this category or one within it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// With this tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// That are said to be so hard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// About this lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<LessonId>,
    /// What each is worth here, in hundredths of a point; what the bank says where nothing stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<i32>,
}

/// What becomes of an attempt whose time is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AtEnd {
    /// It is submitted as it stands.
    #[default]
    Submit,
    /// For so many minutes it can still be submitted, and answers no longer change; then it is abandoned.
    Grace {
        /// So many.
        minutes: i32,
    },
    /// It is abandoned: it counts for nothing.
    Abandon,
}

/// Which attempt counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// The best.
    #[default]
    Best,
    /// The last.
    Last,
    /// The first.
    First,
    /// The mean of all.
    Mean,
}

/// From when on something about an attempt may be seen by whom it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Never.
    Never,
    /// Once it was submitted.
    Submitted,
    /// Once no other attempt is left to them.
    Exhausted,
    /// Once the quiz has closed.
    Closed,
}

/// What may be seen of attempts, and from when on, by those whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The score of the whole.
    pub score: When,
    /// What each answer was worth.
    pub marks: When,
    /// What is said to each answer.
    pub feedback: When,
    /// The right answers.
    pub answers: When,
}

impl Default for Review {
    fn default() -> Self {
        Self { score: When::Submitted, marks: When::Exhausted, feedback: When::Exhausted, answers: When::Exhausted }
    }
}

/// What a quiz asks and by which rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct QuizPlan {
    /// What is asked, in this order.
    pub parts: Vec<QuizPart>,
    /// Whether each attempt has its questions in an order of its own.
    #[serde(default)]
    pub is_shuffled: bool,
    /// So many questions stand on a page; all on one where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<i32>,
    /// Whether a page that was left stays behind.
    #[serde(default)]
    pub is_forward_only: bool,
    /// From when on it can be begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<DateTime<Utc>>,
    /// Until when it is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<DateTime<Utc>>,
    /// How long an attempt may last, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i32>,
    /// What becomes of an attempt whose time is over.
    #[serde(default)]
    pub at_end: AtEnd,
    /// How many attempts one has; nothing for as many as one likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<i32>,
    /// How long one waits after an attempt, in minutes.
    #[serde(default)]
    pub wait_minutes: i32,
    /// Which attempt counts.
    #[serde(default)]
    pub scoring: Scoring,
    /// The share of the points with which it is passed.
    pub pass: Credit,
    /// What a wrong answer takes away, as a share of what the question is worth.
    #[serde(default)]
    pub penalty: Credit,
    /// What may be seen of attempts.
    #[serde(default)]
    pub review: Review,
    /// How many people grade each essay.
    #[serde(default = "one")]
    pub graders: i32,
    /// Whether those who grade do not know whose it is.
    #[serde(default)]
    pub is_blind: bool,
}

const fn one() -> i32 {
    1
}

impl Default for QuizPlan {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            is_shuffled: false,
            page_size: None,
            is_forward_only: false,
            opens_at: None,
            closes_at: None,
            minutes: None,
            at_end: AtEnd::default(),
            attempts: None,
            wait_minutes: 0,
            scoring: Scoring::default(),
            pass: Credit::NONE,
            penalty: Credit::NONE,
            review: Review::default(),
            graders: one(),
            is_blind: false,
        }
    }
}
