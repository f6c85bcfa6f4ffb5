//! A course that another one asks for.

use sea_orm::entity::prelude::*;

use crate::ids::CourseId;

/// A course that another one asks for.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "course_requirement")]
pub struct Model {
    /// The course that asks.
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: CourseId,
    /// The course to follow before.
    #[sea_orm(primary_key, auto_increment = false)]
    pub requires_id: CourseId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
