//! All that is kept about somebody, put together for them.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, DataExportId, PersonId};
use crate::values::{Locale, text_enum};

text_enum! {
    /// Where it stands.
    DataExportState {
        /// It is being put together.
        Waiting,
        /// It can be fetched.
        Ready,
    }
}

/// All that is kept about somebody, put together for them.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "data_export")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DataExportId,
    /// Who asked.
    pub account_id: AccountId,
    /// About whom.
    pub person_id: PersonId,
    /// Where it stands.
    pub state: DataExportState,
    /// In which language.
    pub locale: Locale,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// Until when it can be fetched.
    pub expires_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
