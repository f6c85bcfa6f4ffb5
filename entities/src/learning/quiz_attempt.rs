//! An attempt at a quiz.

use sea_orm::entity::prelude::*;

use crate::ids::{EnrolmentId, QuizAttemptId, QuizId};
use crate::values::text_enum;

text_enum! {
    /// Where an attempt stands.
    AttemptState {
        /// It is being answered.
        InProgress,
        /// Its time is over, and it can still be submitted.
        Overdue,
        /// It was submitted, and waits for somebody who grades it.
        Submitted,
        /// It was left until it was too late.
        Abandoned,
        /// All of it is graded.
        Graded,
    }
}

/// An attempt at a quiz.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_attempt")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizAttemptId,
    /// At which quiz.
    pub quiz_id: QuizId,
    /// As who takes part in which run.
    pub enrolment_id: EnrolmentId,
    /// The first is 1.
    pub number: i32,
    /// Where it stands, as far as somebody looked.
    pub state: AttemptState,
    /// What its orders come from.
    pub seed: Vec<u8>,
    /// On which page they are, from nought.
    pub page: i32,
    /// When it was begun.
    pub started_at: DateTimeUtc,
    /// When its time is over.
    pub due_at: Option<DateTimeUtc>,
    /// When it was submitted or abandoned.
    pub ended_at: Option<DateTimeUtc>,
    /// What was earned, in hundredths of a point, once all is graded.
    pub points: Option<i32>,
    /// The most that can be earned, in hundredths of a point.
    pub most: i32,
    /// Grows with each change.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
