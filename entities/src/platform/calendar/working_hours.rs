//! One span of a weekday on which the centre is open.

use sea_orm::entity::prelude::*;

use crate::ids::WorkingPeriodId;

/// One span of a weekday on which the centre is open.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "working_hours")]
pub struct Model {
    /// In which period.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period_id: WorkingPeriodId,
    /// The day of the week as ISO 8601 counts it: 1 for Monday, 7 for Sunday.
    #[sea_orm(primary_key, auto_increment = false)]
    pub weekday: i32,
    /// When it opens, in minutes after midnight.
    #[sea_orm(primary_key, auto_increment = false)]
    pub opens: i32,
    /// When it closes, in minutes after midnight.
    pub closes: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
