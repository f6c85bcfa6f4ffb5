//! Somebody's wish for an account, until the address is confirmed.

use sea_orm::entity::prelude::*;

use crate::ids::RegistrationId;

/// Somebody's wish for an account, until the address is confirmed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    /// Names, address, language and the password's hash, sealed under the operator's secret.
    pub sealed: Vec<u8>,
    /// Keyed digest of the address.
    pub email_digest: String,
    /// SHA-256 of the secret that the letter carries; nothing before it was written.
    pub secret_digest: Option<Vec<u8>>,
    /// When it was wished for.
    pub created_at: DateTimeUtc,
    /// Until when it can be confirmed.
    pub expires_at: DateTimeUtc,
    /// When it was confirmed.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
