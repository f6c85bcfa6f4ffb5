//! The words of a consent: never changed, followed by newer ones.

use sea_orm::entity::prelude::*;

use crate::ids::ConsentWordingId;
use crate::values::LocalizedText;

/// The words of a consent.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_wording")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentWordingId,
    /// What it is for.
    pub purpose: String,
    /// Which words for this purpose, from 1.
    pub number: i32,
    /// The words.
    #[sea_orm(column_type = "JsonBinary")]
    pub texts: LocalizedText,
    /// Whether somebody else gets named data by it.
    pub to_third_party: bool,
    /// When they were written.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
