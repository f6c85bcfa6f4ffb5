//! One entry of the append-only journal.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, JournalEntryId};

/// One entry of the append-only journal.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_entry")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JournalEntryId,
    /// When, by the server's clock.
    pub at: DateTimeUtc,
    /// What was done, such as `edition.publish`.
    pub action: String,
    /// Who did it; nobody for what the operator's commands do.
    pub account_id: Option<AccountId>,
    /// Under which request.
    pub request_id: Uuid,
    /// The whole entry as canonical JSON: the bytes that are hashed.
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
