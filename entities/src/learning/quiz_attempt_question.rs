//! What an attempt asks, and what was answered.

use sea_orm::entity::prelude::*;

use super::question_body::Credit;
use super::response::Response;
use crate::ids::{QuestionRegradeId, QuestionVersionId, QuizAttemptId};

/// What an attempt asks, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_attempt_question")]
pub struct Model {
    /// Of which attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: QuizAttemptId,
    /// Where it stands in it, from nought.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// What is asked.
    pub question_version_id: QuestionVersionId,
    /// What it is worth here, in hundredths of a point.
    pub points: i32,
    /// The number of the last save, which the device gave it.
    pub number: i64,
    /// What was answered, as it was given: places are those in which things were shown.
    #[sea_orm(column_type = "JsonBinary")]
    pub answer: Option<Response>,
    /// When it was saved.
    pub saved_at: Option<DateTimeUtc>,
    /// What the answer is worth, once it is known.
    pub credit: Option<Credit>,
    /// By which it was marked anew, or will be.
    pub regrade_id: Option<QuestionRegradeId>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
