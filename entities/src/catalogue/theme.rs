//! A theme of the catalogue.

use sea_orm::entity::prelude::*;

use crate::ids::ThemeId;
use crate::values::LocalizedText;

/// A theme of the catalogue.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "theme")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ThemeId,
    /// Short name.
    pub code: String,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// What it covers.
    #[sea_orm(column_type = "JsonBinary")]
    pub summaries: Option<LocalizedText>,
    /// Its place in lists.
    pub position: i32,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
