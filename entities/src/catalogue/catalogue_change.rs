//! What readers of the published catalogue must read again.

use sea_orm::entity::prelude::*;

use crate::ids::CourseId;

/// What readers of the published catalogue must read again.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue_change")]
pub struct Model {
    /// Grows with each change.
    #[sea_orm(primary_key)]
    pub number: i64,
    /// The course that changed.
    pub course_id: CourseId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
