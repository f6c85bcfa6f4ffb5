//! What a file holds, kept once under its digest.

use sea_orm::entity::prelude::*;

use crate::values::text_enum;

text_enum! {
    /// Whether the store has what was put there.
    ContentState {
        /// As when it was last looked at.
        Good,
        /// The store doesn't have it.
        Missing,
        /// The store has something else.
        Damaged,
    }
}

/// What a file holds, kept once under its digest.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "content")]
pub struct Model {
    /// SHA-256, in hexadecimal digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// How many bytes.
    pub size: i64,
    /// Whether the store has it.
    pub state: ContentState,
    /// When it was put there.
    pub created_at: DateTimeUtc,
    /// When the store was last asked.
    pub checked_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
