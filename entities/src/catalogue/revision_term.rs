//! A term of the glossary that a text links to.

use sea_orm::entity::prelude::*;

use crate::ids::LessonRevisionId;

/// A term of the glossary that a text links to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_term")]
pub struct Model {
    /// The text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: LessonRevisionId,
    /// The term.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_code: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
