//! A chapter's identity, which stays from edition to edition.

use sea_orm::entity::prelude::*;

use crate::ids::{ChapterId, CourseId};

/// A chapter's identity, which stays from edition to edition.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "chapter")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChapterId,
    /// The course.
    pub course_id: CourseId,
    /// Its folder's name.
    pub slug: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
