//! The key under which what is known of a person is sealed. Without it nobody can read it, in backups too.

use sea_orm::entity::prelude::*;

use crate::ids::PersonId;

/// The key under which what is known of a person is sealed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_key")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The key, itself sealed under the operator's secret.
    pub sealed: Vec<u8>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
