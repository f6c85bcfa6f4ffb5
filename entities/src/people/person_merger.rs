//! That two entries are one person: what was under the former one is found under the other.

use sea_orm::entity::prelude::*;

use crate::ids::PersonId;

/// That two entries are one person.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_merger")]
pub struct Model {
    /// The entry that is no longer used.
    #[sea_orm(primary_key, auto_increment = false)]
    pub former_id: PersonId,
    /// The one that stays.
    pub person_id: PersonId,
    /// Since when.
    pub at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
