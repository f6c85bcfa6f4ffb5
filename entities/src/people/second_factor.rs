//! The second factor of an account: a secret that it shares with an app.

use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The shared secret, sealed under the operator's secret.
    pub sealed: Vec<u8>,
    /// The step of the last code that was taken: no code is taken twice.
    pub last_step: i64,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When the app showed that it has the secret; before, nobody is asked for a code.
    pub confirmed_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
