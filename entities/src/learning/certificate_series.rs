//! The numbers of certificates of a year.

use sea_orm::entity::prelude::*;

/// The numbers of certificates of a year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_series")]
pub struct Model {
    /// The year, at the centre.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The last number that was given.
    pub last: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
