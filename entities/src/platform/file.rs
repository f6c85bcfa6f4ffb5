//! A file that somebody uploaded.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, FileId};
use crate::values::text_enum;

text_enum! {
    /// What a file is for, and so what it may be.
    FilePurpose {
        /// A picture.
        Image,
        /// A document to read or fill in.
        Document,
        /// Video or audio.
        Media,
        /// Captions of video or audio (WebVTT).
        Captions,
    }
}

/// A file that somebody uploaded.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// What it holds.
    pub digest: String,
    /// What it is.
    pub media_type: String,
    /// Its name, safe for every system.
    pub name: String,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Who uploaded it.
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
    /// Grows with each change.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
