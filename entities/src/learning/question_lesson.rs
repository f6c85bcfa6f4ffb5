//! That a question is about a lesson.

use sea_orm::entity::prelude::*;

use crate::ids::{LessonId, QuestionId};

/// That a question is about a lesson.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_lesson")]
pub struct Model {
    /// Which question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: QuestionId,
    /// Which lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson_id: LessonId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
