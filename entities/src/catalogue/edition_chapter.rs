//! A chapter's place and titles in an edition.

use sea_orm::entity::prelude::*;

use crate::ids::{ChapterId, EditionId};
use crate::values::LocalizedText;

/// A chapter's place and titles in an edition.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_chapter")]
pub struct Model {
    /// The edition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: EditionId,
    /// The chapter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chapter_id: ChapterId,
    /// Its place.
    pub position: i32,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
