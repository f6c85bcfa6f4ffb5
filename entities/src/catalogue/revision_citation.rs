//! A legal text that a lesson's text cites.

use sea_orm::entity::prelude::*;

use crate::ids::{LegalTextId, LessonRevisionId};

/// A legal text that a lesson's text cites.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_citation")]
pub struct Model {
    /// The text of the lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: LessonRevisionId,
    /// The legal text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub legal_text_id: LegalTextId,
    /// The article; empty for the text as a whole.
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
