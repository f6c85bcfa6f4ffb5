//! A venue, where sessions are held.

use sea_orm::entity::prelude::*;

use crate::ids::VenueId;
use crate::values::LocalizedText;

/// A venue, where sessions are held.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VenueId,
    /// Its names.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: LocalizedText,
    /// Street and town, as a letter has it.
    pub address: String,
    /// ISO 3166-2 code of its governorate.
    pub governorate: String,
    /// How many people it seats.
    pub capacity: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
