//! One text of a lesson in one language; never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{LessonId, LessonRevisionId, PersonId};
use crate::values::Locale;

/// One text of a lesson in one language; never changed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_revision")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonRevisionId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// The language.
    pub locale: Locale,
    /// From 1 in each language.
    pub number: i32,
    /// One or two sentences.
    pub summary: Option<String>,
    /// The Markdown as written.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Digest of the body.
    pub digest: String,
    /// Digest of the source text that this translates.
    pub follows_digest: Option<String>,
    /// The body as rendered blocks.
    #[sea_orm(column_type = "JsonBinary")]
    pub blocks: Json,
    /// The words alone, for search.
    #[sea_orm(column_type = "Text")]
    pub plain: String,
    /// How many words.
    pub words: i32,
    /// Who wrote it.
    pub author_id: PersonId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
