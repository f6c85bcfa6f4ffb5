//! That a quiz is otherwise for one person or for one run.

use sea_orm::entity::prelude::*;

use crate::ids::{EnrolmentId, QuizExceptionId, QuizId, RunId};

/// That a quiz is otherwise for one person or for one run. What is not said is as the quiz says.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_exception")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizExceptionId,
    /// Of which quiz.
    pub quiz_id: QuizId,
    /// For everybody in this run.
    pub run_id: Option<RunId>,
    /// For this person, as who takes part.
    pub enrolment_id: Option<EnrolmentId>,
    /// How long an attempt may last, in minutes.
    pub minutes: Option<i32>,
    /// How many attempts they have.
    pub attempts: Option<i32>,
    /// From when on it can be begun.
    pub opens_at: Option<DateTimeUtc>,
    /// Until when it is taken.
    pub closes_at: Option<DateTimeUtc>,
    /// Why.
    pub reason: String,
    /// When it was said last.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
