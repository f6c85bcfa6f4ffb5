//! What somebody agreed to.

use sea_orm::entity::prelude::*;

use crate::ids::{ConsentId, ConsentWordingId, PersonId};
use crate::values::Locale;

/// What somebody agreed to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    /// Who.
    pub person_id: PersonId,
    /// In which words.
    pub wording_id: ConsentWordingId,
    /// What for.
    pub purpose: String,
    /// The language in which they read the words.
    pub locale: Locale,
    /// Whether they signed a paper, which an officer has.
    pub is_on_paper: bool,
    /// When.
    pub given_at: DateTimeUtc,
    /// When they took it back.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
