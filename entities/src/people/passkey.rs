//! A passkey: the public half of a key that a person's device keeps.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PasskeyId};

/// A passkey: the public half of a key that a person's device keeps.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub struct Model {
    /// The key of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyId,
    /// Whose it is.
    pub account_id: AccountId,
    /// SHA-256 of what the device calls it.
    pub credential_digest: Vec<u8>,
    /// The public key and its counter, as the library writes them.
    pub credential: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// When it last signed in.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
