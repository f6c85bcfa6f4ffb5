//! How one legal text bears on another.

use sea_orm::entity::prelude::*;

use crate::ids::LegalTextId;
use crate::values::text_enum;

text_enum! {
    /// How one legal text bears on another.
    LegalRelationKind {
        /// Changes it.
        Amends,
        /// Ends it.
        Repeals,
        /// Says how it is applied.
        Applies,
    }
}

/// How one legal text bears on another.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_relation")]
pub struct Model {
    /// The text that acts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_id: LegalTextId,
    /// How.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: LegalRelationKind,
    /// The text acted upon.
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_id: LegalTextId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
