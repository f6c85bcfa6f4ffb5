//! An invitation to a role in a scope.

use sea_orm::entity::prelude::*;

use super::role_grant::Role;
use crate::ids::{AccountId, InvitationId};
use crate::values::Locale;

/// An invitation to a role in a scope.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The address, sealed under the operator's secret.
    pub sealed: Vec<u8>,
    /// In which language the letter is.
    pub locale: Locale,
    /// To which role.
    pub role: Role,
    /// The kind of the scope: `centre`, or an id's prefix.
    pub scope_kind: String,
    /// Which one; nil for the centre as a whole.
    pub scope_id: Uuid,
    /// Who invites.
    pub invited_by: AccountId,
    /// SHA-256 of the secret that the letter carries; nothing before it was written.
    pub secret_digest: Option<Vec<u8>>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Until when it can be accepted.
    pub expires_at: DateTimeUtc,
    /// When it was accepted.
    pub used_at: Option<DateTimeUtc>,
    /// When it was taken back.
    pub ended_at: Option<DateTimeUtc>,
    /// Grows with each change.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
