//! How somebody wants to be told about something, where it is not the usual way.

use sea_orm::entity::prelude::*;

use super::notice::NoticeTopic;
use crate::ids::AccountId;
use crate::values::text_enum;

text_enum! {
    /// How somebody is told.
    NoticeDelivery {
        /// In the pages alone.
        Pages,
        /// By mail as well, each time.
        Mail,
        /// By mail as well, once a day for all that came.
        Digest,
    }
}

/// How somebody wants to be told about something.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_preference")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// About what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: NoticeTopic,
    /// How.
    pub delivery: NoticeDelivery,
    /// Since when.
    pub changed_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
