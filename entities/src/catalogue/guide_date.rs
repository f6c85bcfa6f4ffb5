//! A planned date of an offer.

use sea_orm::entity::prelude::*;

use crate::ids::{GuideDateId, GuideOfferId};
use crate::values::LocalizedText;

/// A planned date of an offer.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "guide_date")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GuideDateId,
    /// The offer.
    pub offer_id: GuideOfferId,
    /// First day, in Tunis.
    pub starts_on: Date,
    /// Last day, in Tunis.
    pub ends_on: Date,
    /// Where.
    #[sea_orm(column_type = "JsonBinary")]
    pub places: Option<LocalizedText>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
