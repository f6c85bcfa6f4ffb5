//! What an answer had been worth before it was marked anew.

use sea_orm::entity::prelude::*;

use super::question_body::Credit;
use crate::ids::{QuestionRegradeId, QuizAttemptId};

/// What an answer had been worth before it was marked anew. It never changes itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz_mark_change")]
pub struct Model {
    /// When it was marked anew.
    #[sea_orm(primary_key, auto_increment = false)]
    pub regrade_id: QuestionRegradeId,
    /// Of which attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: QuizAttemptId,
    /// Where the question stands in it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// What the answer had been worth.
    pub former_credit: Option<Credit>,
    /// What the attempt had earned, in hundredths of a point.
    pub former_points: Option<i32>,
    /// When it changed.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
