//! From when to when the centre keeps which hours.

use sea_orm::entity::prelude::*;

use crate::ids::WorkingPeriodId;

/// From when to when the centre keeps which hours: those of the whole year, or others for a season.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "working_period")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkingPeriodId,
    /// The first day of a season; none for the hours of the whole year.
    pub first_day: Option<Date>,
    /// The last day of a season, which is one of them.
    pub last_day: Option<Date>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
