//! A sanitised SVG figure of a course; never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, FigureId};

/// A sanitised SVG figure of a course; never changed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "figure")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FigureId,
    /// The course.
    pub course_id: CourseId,
    /// Its file name.
    pub name: String,
    /// SHA-256 of the SVG, in hexadecimal.
    pub digest: String,
    /// The SVG.
    #[sea_orm(column_type = "Text")]
    pub svg: String,
    /// When it was stored.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
