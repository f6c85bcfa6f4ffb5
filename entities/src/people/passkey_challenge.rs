//! What a browser is asked to sign with a passkey, while it is on its way.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PasskeyChallengeId};

/// What a browser is asked to sign with a passkey, while it is on its way.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_challenge")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyChallengeId,
    /// Who adds a passkey; nothing where somebody signs in.
    pub account_id: Option<AccountId>,
    /// What the library has to know again, sealed under the operator's secret.
    pub sealed: Vec<u8>,
    /// Until when an answer is taken.
    pub expires_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
