//! The revision that an edition holds of a lesson in a language.

use sea_orm::entity::prelude::*;

use crate::ids::{EditionId, LessonId, LessonRevisionId};
use crate::values::Locale;

/// The revision that an edition holds of a lesson in a language.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_text")]
pub struct Model {
    /// The edition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: EditionId,
    /// The lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson_id: LessonId,
    /// The language.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: Locale,
    /// The revision.
    pub revision_id: LessonRevisionId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
