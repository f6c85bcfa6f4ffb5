//! A role held in a scope.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, RoleGrantId};
use crate::values::text_enum;

text_enum! {
    /// What somebody is at the centre, within a scope.
    Role {
        /// Follows courses.
        Learner,
        /// Writes and gives courses.
        Trainer,
        /// Plans the training and approves its content.
        TrainingOfficer,
        /// Runs a programme.
        ProgrammeOfficer,
        /// Sees a programme for its partner or funder.
        PartnerOfficer,
        /// Reviews applications.
        Reviewer,
        /// Coaches founders.
        Coach,
        /// Keeps the quality system.
        QualityOfficer,
        /// Reads what an audit needs.
        Auditor,
        /// Runs the platform.
        Administrator,
    }
}

/// A role held in a scope.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleGrantId,
    /// Who holds it.
    pub account_id: AccountId,
    /// Which role.
    pub role: Role,
    /// The kind of the scope: `centre`, or an id's prefix.
    pub scope_kind: String,
    /// Which one; nil for the centre as a whole.
    pub scope_id: Uuid,
    /// Since when.
    pub granted_at: DateTimeUtc,
    /// Until when.
    pub ended_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
