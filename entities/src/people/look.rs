//! An administrator who sees pages as somebody else sees them.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, LookId, SignInId};

/// An administrator who sees pages as somebody else sees them.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "look")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LookId,
    /// As whom.
    pub account_id: AccountId,
    /// Who looks.
    pub by_account_id: AccountId,
    /// Under which of their sign-ins.
    pub sign_in_id: SignInId,
    /// Why.
    pub reason: String,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// Until when at the latest.
    pub expires_at: DateTimeUtc,
    /// When it was ended.
    pub ended_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
