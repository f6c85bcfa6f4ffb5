//! A try that is counted: of a password, of a code, of an address.

use sea_orm::entity::prelude::*;

/// A try that is counted.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is counted for: a keyed digest, so that it tells nothing of account or address.
    pub bucket: String,
    /// When.
    pub at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
