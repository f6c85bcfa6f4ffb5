//! A browser that is on its way to a provider of sign-ins and back.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ProviderTicketId};

/// A browser that is on its way to a provider of sign-ins and back.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_ticket")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderTicketId,
    /// SHA-256 of what the browser keeps.
    pub secret_digest: Vec<u8>,
    /// The operator's short name for the provider.
    pub provider: String,
    /// Who connects their account; nothing where somebody signs in.
    pub account_id: Option<AccountId>,
    /// What the provider was asked, and whom it knows, sealed under the operator's secret.
    pub sealed: Vec<u8>,
    /// When the provider was asked for the answer: once.
    pub asked_at: Option<DateTimeUtc>,
    /// Until when it is good.
    pub expires_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
