//! A course in a guide, with its fee of that year.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, GuideId, GuideOfferId};

/// A course in a guide, with its fee of that year.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "guide_offer")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GuideOfferId,
    /// The guide.
    pub guide_id: GuideId,
    /// The course.
    pub course_id: CourseId,
    /// Its place in the guide.
    pub position: i32,
    /// The fee in minor units; 0 for free.
    pub fee_minor: Option<i64>,
    /// The fee's currency.
    pub fee_currency: Option<String>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
