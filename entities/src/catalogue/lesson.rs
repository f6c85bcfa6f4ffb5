//! A lesson's identity, which stays from edition to edition.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, LessonId};

/// A lesson's identity, which stays from edition to edition.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonId,
    /// The course.
    pub course_id: CourseId,
    /// Its chapter's and its own file name, `01-why/02-since-when`.
    pub slug: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
