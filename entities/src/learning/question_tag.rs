//! A word under which a question is found.

use sea_orm::entity::prelude::*;

use crate::ids::QuestionId;

/// A word under which a question is found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_tag")]
pub struct Model {
    /// Which question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: QuestionId,
    /// The word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
