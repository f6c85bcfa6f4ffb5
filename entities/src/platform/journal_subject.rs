//! Which things an entry is about, for finding a thing's history.

use sea_orm::entity::prelude::*;

use crate::ids::JournalEntryId;

/// Which things an entry is about, for finding a thing's history.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_subject")]
pub struct Model {
    /// What kind of thing, as in its id's prefix.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Which one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: JournalEntryId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
