//! A programme that a course is labelled with.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, ProgrammeId};

/// A programme that a course is labelled with.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "course_programme")]
pub struct Model {
    /// The course.
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: CourseId,
    /// The programme.
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
