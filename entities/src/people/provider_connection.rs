//! An account that a provider of sign-ins knows as one of its own.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ProviderConnectionId};

/// An account that a provider of sign-ins knows as one of its own.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_connection")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderConnectionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// How the provider names itself.
    pub issuer: String,
    /// SHA-256 of how it names them.
    pub subject_digest: Vec<u8>,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// When it last signed in.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
