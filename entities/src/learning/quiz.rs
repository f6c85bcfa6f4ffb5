//! A quiz of a course.

use sea_orm::entity::prelude::*;

use super::quiz_plan::QuizPlan;
use crate::ids::{CourseId, LessonId, QuizId};
use crate::values::LocalizedText;

/// A quiz of a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quiz")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizId,
    /// Of which course.
    pub course_id: CourseId,
    /// The lesson in which it stands: it opens with its chapter.
    pub lesson_id: Option<LessonId>,
    /// By which texts name it.
    pub key: String,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// What is said before it begins, as Markdown.
    #[sea_orm(column_type = "JsonBinary")]
    pub introduction: LocalizedText,
    /// What is asked, and by which rules.
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: QuizPlan,
    /// Whether people may take it.
    pub is_open: bool,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
