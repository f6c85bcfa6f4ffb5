//! A programme, with its funder.

use sea_orm::entity::prelude::*;

use crate::ids::ProgrammeId;
use crate::values::LocalizedText;

/// A programme, with its funder.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    /// Short name.
    pub code: String,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// Who pays for it.
    pub funder: Option<String>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
