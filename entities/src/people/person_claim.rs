//! A wish of somebody with an account to be known as a person who is on file.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PersonClaimId, PersonId};

/// A wish to be known as a person who is on file.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_claim")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonClaimId,
    /// Who wishes.
    pub account_id: AccountId,
    /// The telephone number or address that they gave, sealed; gone when it was answered.
    pub sealed: Option<Vec<u8>>,
    /// Who has it on file, if it is exactly one whom no account has.
    pub person_id: Option<PersonId>,
    /// The digest of the code.
    pub code_digest: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Until when the code is good.
    pub expires_at: DateTimeUtc,
    /// When it was fulfilled.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
