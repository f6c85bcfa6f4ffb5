//! The one row that is there while everybody only reads.

use sea_orm::entity::prelude::*;

use crate::values::LocalizedText;

/// The one row that is there while everybody only reads.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "maintenance")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Since when.
    pub since: DateTimeUtc,
    /// What people are told, where the operator wrote something.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub messages: Option<LocalizedText>,
    /// After how many seconds a program may ask again.
    pub retry_after: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
