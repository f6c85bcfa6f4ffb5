//! Work that is done after the change that causes it.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, JobId};
use crate::values::text_enum;

text_enum! {
    /// Where a job stands.
    JobState {
        /// To be done when it is due.
        Waiting,
        /// Some worker is at it, as long as its lease holds.
        Running,
        /// Done.
        Done,
        /// Set aside after the last try, until an operator has it tried again.
        Failed,
        /// Not wanted any more.
        Cancelled,
    }
}

/// Work that is done after the change that causes it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// On what: ids and codes, no personal data.
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// The key of its effect: two jobs that would do the same have the same, so that there is one.
    pub effect: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// When it is to be done, or to be tried again.
    pub due_at: DateTimeUtc,
    /// How often it was begun.
    pub tries: i32,
    /// The worker that is at it.
    pub lease_id: Option<Uuid>,
    /// Until when that worker is believed to be alive.
    pub leased_until: Option<DateTimeUtc>,
    /// How many parts are done.
    pub progress: i32,
    /// Of how many, where that is known.
    pub progress_total: Option<i32>,
    /// A word on why the last try failed.
    pub problem: Option<String>,
    /// The account whose act caused it.
    pub caused_by: Option<AccountId>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was done, set aside or cancelled.
    pub ended_at: Option<DateTimeUtc>,
    /// Grows with each act of a person on it.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
