//! Days on which the centre is closed.

use sea_orm::entity::prelude::*;

use crate::ids::HolidayId;
use crate::values::LocalizedText;

/// Days on which the centre is closed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "holiday")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HolidayId,
    /// What is celebrated.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: LocalizedText,
    /// The first day.
    pub first_day: Date,
    /// The last day, which is one of them.
    pub last_day: Date,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was last changed: calendar programs ask for it.
    pub changed_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
