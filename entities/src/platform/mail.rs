//! A letter on its way, or what became of it.

use sea_orm::entity::prelude::*;

use crate::ids::{MailId, PersonId};
use crate::values::{Locale, text_enum};

text_enum! {
    /// Where a letter stands.
    MailState {
        /// On its way.
        Waiting,
        /// Taken by the mail server.
        Sent,
        /// Refused for good.
        Refused,
    }
}

text_enum! {
    /// By which way a letter goes.
    MailChannel {
        /// By mail.
        Mail,
        /// As a text message to a telephone.
        Sms,
    }
}

/// A letter on its way, or what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    /// The key; the letter's Message-ID is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// What it says, by name.
    pub template: String,
    /// By which way it goes.
    pub channel: MailChannel,
    /// In which language.
    pub locale: Locale,
    /// To whom, if it is somebody whom the centre knows.
    pub person_id: Option<PersonId>,
    /// Address and values, sealed; nothing once the letter was taken or refused.
    pub sealed: Option<Vec<u8>>,
    /// Where it stands.
    pub state: MailState,
    /// A word on why it was refused.
    pub problem: Option<String>,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was taken or refused.
    pub ended_at: Option<DateTimeUtc>,
    /// When it was told that it came back although it had been taken.
    pub bounced_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
