//! Who belongs to an organisation, and as what.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganisationId, OrganisationMemberId, PersonId};
use crate::values::text_enum;

text_enum! {
    /// As what somebody belongs to an organisation.
    MemberRole {
        /// Leads it.
        Director,
        /// Is whom the centre turns to.
        Contact,
        /// Looks after interns there.
        Tutor,
        /// Works there.
        Staff,
        /// Founded it.
        Founder,
    }
}

/// Who belongs to an organisation, and as what.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_member")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationMemberId,
    /// To which organisation.
    pub organisation_id: OrganisationId,
    /// Who.
    pub person_id: PersonId,
    /// As what.
    pub role: MemberRole,
    /// What they are called there.
    pub title: Option<String>,
    /// Since when it is known.
    pub since: DateTimeUtc,
    /// Until when.
    pub ended_at: Option<DateTimeUtc>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
