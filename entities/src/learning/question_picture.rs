//! A picture that questions of a course show. It never changes.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, QuestionPictureId};

/// A picture that questions of a course show. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_picture")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionPictureId,
    /// Of which course.
    pub course_id: CourseId,
    /// By which texts show it.
    pub name: String,
    /// SHA-256 of what it holds, by which it is read.
    pub digest: String,
    /// What it is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// When it came.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
