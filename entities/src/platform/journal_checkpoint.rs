//! The chain's hash at a position, signed.

use sea_orm::entity::prelude::*;

/// The chain's hash at a position, signed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_checkpoint")]
pub struct Model {
    /// The position that is signed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// When it was signed.
    pub at: DateTimeUtc,
    /// The hash at that position.
    pub hash: Vec<u8>,
    /// Which key signed.
    pub key_id: String,
    /// Ed25519 over position and hash.
    pub signature: Vec<u8>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
