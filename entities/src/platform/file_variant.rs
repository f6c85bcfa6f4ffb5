//! A picture in another size.

use sea_orm::entity::prelude::*;

use crate::ids::FileId;

/// A picture in another size.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file_variant")]
pub struct Model {
    /// Of which file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: FileId,
    /// Its width, in pixels.
    #[sea_orm(primary_key, auto_increment = false)]
    pub width: i32,
    /// What it holds.
    pub digest: String,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
