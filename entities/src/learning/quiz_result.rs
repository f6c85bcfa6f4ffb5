//! What somebody reached in a quiz.

use sea_orm::entity::prelude::*;

use super::question_body::Credit;
use crate::ids::{EnrolmentId, QuizId};

/// What somebody reached in a quiz, as it follows from their attempts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_result")]
pub struct Model {
    /// As who takes part in which run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// In which quiz.
    #[sea_orm(primary_key, auto_increment = false)]
    pub quiz_id: QuizId,
    /// The share of the points that counts.
    pub share: Option<Credit>,
    /// When they had passed it first.
    pub passed_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
