//! What somebody says an answer is worth that no rule marks.

use sea_orm::entity::prelude::*;

use super::question_body::Credit;
use super::rubric::Levels;
use crate::ids::{PersonId, QuizAttemptId};

/// What somebody says an answer is worth that no rule marks.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_grade")]
pub struct Model {
    /// Of which attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: QuizAttemptId,
    /// Where the question stands in it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// Who graded.
    #[sea_orm(primary_key, auto_increment = false)]
    pub grader_id: PersonId,
    /// The level of each criterion, where there is a rubric.
    #[sea_orm(column_type = "JsonBinary")]
    pub levels: Option<Levels>,
    /// What it is worth.
    pub credit: Credit,
    /// What is said to whose answer it is.
    pub comment: Option<String>,
    /// When it was said.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
