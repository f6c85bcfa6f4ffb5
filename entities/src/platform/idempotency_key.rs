//! What a client's key led to the first time.

use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// What a client's key led to the first time.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Whose key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// For which action.
    #[sea_orm(primary_key, auto_increment = false)]
    pub action: String,
    /// The client's own word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the input, to tell a repeat from a mistake.
    pub input_digest: Vec<u8>,
    /// What came of it.
    pub subject_id: Option<Uuid>,
    /// When it was first used.
    pub at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
