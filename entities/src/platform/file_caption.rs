//! The captions of video or audio, in one language.

use sea_orm::entity::prelude::*;

use crate::ids::FileId;
use crate::values::Locale;

/// The captions of video or audio, in one language.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file_caption")]
pub struct Model {
    /// Of which file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: FileId,
    /// In which language.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: Locale,
    /// What they hold.
    pub digest: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
