//! In which minutes of a day somebody studied a lesson.

use sea_orm::entity::prelude::*;

use crate::ids::{EnrolmentId, LessonId};

/// In which minutes of a day somebody studied a lesson.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "study_day")]
pub struct Model {
    /// As who takes part in which run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// In which lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson_id: LessonId,
    /// On which day, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// A bit for each of its 1,440 minutes.
    pub minutes: Vec<u8>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
