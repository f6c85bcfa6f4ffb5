//! A lesson to look at again, because a legal text that it cites changed.

use sea_orm::entity::prelude::*;

use crate::ids::{ContentReviewId, LegalTextId, LessonId, PersonId};

/// A lesson to look at again, because a legal text that it cites changed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "content_review")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContentReviewId,
    /// What changed.
    pub legal_text_id: LegalTextId,
    /// What rests on it.
    pub lesson_id: LessonId,
    /// How it changed.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Since when.
    pub opened_at: DateTimeUtc,
    /// When somebody had looked.
    pub closed_at: Option<DateTimeUtc>,
    /// Who had looked.
    pub closed_by: Option<PersonId>,
    /// What they found.
    pub note: Option<String>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
