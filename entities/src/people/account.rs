//! Who may sign in, as which person.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PersonId};
use crate::values::Locale;
use crate::values::text_enum;

text_enum! {
    /// Whether an account may sign in.
    AccountState {
        /// May sign in.
        Active,
        /// May not, and is signed out everywhere.
        Disabled,
    }
}

/// Who may sign in, as which person.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The person.
    pub person_id: PersonId,
    /// Keyed digest of the address in lower case, by which it is found.
    pub email_digest: String,
    /// The address, sealed under the person's key; nothing when the person was erased.
    pub email_sealed: Option<Vec<u8>>,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// The language to speak to them.
    pub locale: Locale,
    /// Whether they may sign in.
    pub state: AccountState,
    /// When it was opened.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
