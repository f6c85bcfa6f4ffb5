//! A person, whether or not they ever sign in.

use sea_orm::entity::prelude::*;

use crate::ids::PersonId;
use crate::values::LocalizedText;
use crate::values::text_enum;

text_enum! {
    /// What became of an entry.
    PersonState {
        /// It is used.
        Known,
        /// Another entry stands for it.
        Merged,
        /// Nobody knows any more who it was.
        Erased,
    }
}

/// A person, whether or not they ever sign in.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// The name, in Arabic and in Latin letters.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: LocalizedText,
    /// What became of the entry.
    pub state: PersonState,
    /// When they were entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
