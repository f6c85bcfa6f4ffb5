//! An entry's place in the chain.

use sea_orm::entity::prelude::*;

use crate::ids::JournalEntryId;

/// An entry's place in the chain.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_seal")]
pub struct Model {
    /// From 1, without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The entry.
    pub entry_id: JournalEntryId,
    /// SHA-256 of the previous hash and the entry's bytes.
    pub hash: Vec<u8>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
