//! The secret address at which a calendar program fetches what concerns somebody.

use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// The secret address at which a calendar program fetches what concerns somebody; one for each account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// SHA-256 of the secret, which is kept nowhere.
    pub secret_digest: Vec<u8>,
    /// Since when this address is good.
    pub created_at: DateTimeUtc,
    /// About when it was last fetched.
    pub fetched_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
