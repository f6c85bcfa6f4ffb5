//! That a question rests on a legal text.

use sea_orm::entity::prelude::*;

use crate::ids::{LegalTextId, QuestionId};

/// That a question rests on a legal text.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_law")]
pub struct Model {
    /// Which question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: QuestionId,
    /// Which legal text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub legal_text_id: LegalTextId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
