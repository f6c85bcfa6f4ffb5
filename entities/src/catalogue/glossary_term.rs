//! A term of the glossary.

use sea_orm::entity::prelude::*;

use crate::ids::GlossaryTermId;
use crate::values::LocalizedText;

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "glossary_term")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GlossaryTermId,
    /// Short name, as lessons link to it.
    pub code: String,
    /// The term.
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: LocalizedText,
    /// What it means.
    #[sea_orm(column_type = "JsonBinary")]
    pub definitions: LocalizedText,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
