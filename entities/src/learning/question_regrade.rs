//! That answers to a question are marked anew, because it was wrong.

use sea_orm::entity::prelude::*;

use crate::ids::{QuestionId, QuestionRegradeId, QuestionVersionId};

/// That answers to a question are marked anew, because it was wrong.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_regrade")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionRegradeId,
    /// Of which question.
    pub question_id: QuestionId,
    /// By what it counts now; nothing where everybody gets the whole.
    pub question_version_id: Option<QuestionVersionId>,
    /// Why, as those read it whom it changes something for.
    pub reason: String,
    /// When it was said.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
