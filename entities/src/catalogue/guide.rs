//! A yearly training guide.

use sea_orm::entity::prelude::*;

use crate::ids::GuideId;
use crate::values::LocalizedText;
use crate::values::text_enum;

text_enum! {
    /// Where a guide stands.
    GuideState {
        /// Being prepared.
        Draft,
        /// Open to visitors.
        Published,
        /// Kept as it was.
        Archived,
    }
}

/// A yearly training guide.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "guide")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GuideId,
    /// Short name, such as `2020-2021`.
    pub code: String,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Where it stands.
    pub state: GuideState,
    /// When it came out.
    pub published_at: Option<DateTimeUtc>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
