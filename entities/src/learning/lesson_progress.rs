//! What somebody did in a lesson.

use sea_orm::entity::prelude::*;

use crate::ids::{EnrolmentId, LessonId};

/// What somebody did in a lesson.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_progress")]
pub struct Model {
    /// As who takes part in which run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// In which lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson_id: LessonId,
    /// When they first opened it.
    pub opened_at: DateTimeUtc,
    /// When they last did something there.
    pub last_at: DateTimeUtc,
    /// When they first came to its end.
    pub viewed_at: Option<DateTimeUtc>,
    /// When they had done what it asks for.
    pub completed_at: Option<DateTimeUtc>,
    /// Where they were last, in words of the client.
    pub place: Option<String>,
    /// Since when they were there.
    pub placed_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
