//! What somebody was told.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, NoticeId};
use crate::values::text_enum;

text_enum! {
    /// What people are told about.
    NoticeTopic {
        /// Who can get into their account: told by mail always.
        Security,
        /// What the centre keeps about them.
        OwnData,
        /// Content that waits for them, or what became of theirs.
        Content,
        /// Runs of courses in which they take part, or that they look after.
        Learning,
    }
}

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// Who was told.
    pub account_id: AccountId,
    /// What it says, by the name of the letter that says the same.
    pub template: String,
    /// What it is about.
    pub topic: NoticeTopic,
    /// What it mentions, and to which page it leads, sealed.
    pub sealed: Vec<u8>,
    /// Whether the next letter that gathers notices is to mention it.
    pub awaits_digest: bool,
    /// When it was told.
    pub created_at: DateTimeUtc,
    /// When it was read.
    pub read_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
