//! When work that comes round is next to be entered.

use sea_orm::entity::prelude::*;

/// When work that comes round is next to be entered.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule")]
pub struct Model {
    /// Its name in the program.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// When it comes round, in Tunis time, as cron writes it: another one is reckoned anew.
    pub pattern: String,
    /// The next time.
    pub next_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
