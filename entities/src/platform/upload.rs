//! A file on its way.

use sea_orm::entity::prelude::*;

use super::file::FilePurpose;
use crate::ids::{AccountId, FileId, UploadId};
use crate::values::text_enum;

text_enum! {
    /// Where a file on its way stands.
    UploadState {
        /// Its parts are coming.
        Open,
        /// All is here, and is looked at.
        Received,
        /// It has become a file.
        Stored,
        /// It was not taken.
        Refused,
        /// It was given up.
        Cancelled,
    }
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    /// Whose.
    pub account_id: AccountId,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Its name, safe for every system.
    pub name: String,
    /// How many bytes it will have.
    pub size: i64,
    /// What the client says that it is.
    pub media_type: String,
    /// The SHA-256 that the client says that it has, in hexadecimal digits.
    pub digest: Option<String>,
    /// Where it stands.
    pub state: UploadState,
    /// The code of why it was not taken.
    pub problem: Option<String>,
    /// What it has become.
    pub file_id: Option<FileId>,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// Until when its parts may come.
    pub expires_at: DateTimeUtc,
    /// Grows with each step.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
