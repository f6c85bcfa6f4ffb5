//! One of the 24 governorates of Tunisia.

use sea_orm::entity::prelude::*;

use crate::values::LocalizedText;

/// One of the 24 governorates of Tunisia.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "governorate")]
pub struct Model {
    /// ISO 3166-2 code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Its names.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: LocalizedText,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
