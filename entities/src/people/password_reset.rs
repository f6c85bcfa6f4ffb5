//! Somebody's wish for a new password.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PasswordResetId};

/// Somebody's wish for a new password.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "password_reset")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasswordResetId,
    /// The address that was given, sealed under the operator's secret; nothing once it was looked up.
    pub sealed: Option<Vec<u8>>,
    /// The account, if there is one with that address.
    pub account_id: Option<AccountId>,
    /// SHA-256 of the secret that the letter carries; nothing before it was written.
    pub secret_digest: Option<Vec<u8>>,
    /// When it was wished for.
    pub created_at: DateTimeUtc,
    /// Until when it is good.
    pub expires_at: DateTimeUtc,
    /// When a new password was set with it.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
