//! That somebody takes part in a run of a course, or wishes to.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, EditionId, EnrolmentId, OrganisationId, PersonId, RunId};
use crate::people::person_file::{Degree, Gender, Situation};
use crate::values::text_enum;

text_enum! {
    /// Where an enrolment stands.
    EnrolmentState {
        /// They were invited, and have not answered.
        Invited,
        /// They asked to take part.
        Requested,
        /// They take part.
        Active,
        /// They did what the run asks for.
        Completed,
        /// They left.
        Withdrawn,
        /// They were taken out.
        Removed,
        /// Their wish was refused.
        Refused,
        /// Their time is over.
        Expired,
    }
}

text_enum! {
    /// By which way somebody came.
    EnrolmentWay {
        /// By themselves.
        Oneself,
        /// By an invitation.
        Invitation,
        /// An officer entered them.
        Officer,
        /// The organisation that they belong to entered them.
        Organisation,
    }
}

/// That somebody takes part in a run of a course, or wishes to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    /// In which run.
    pub run_id: RunId,
    /// Of which course.
    pub course_id: CourseId,
    /// Who.
    pub person_id: PersonId,
    /// The edition that they follow.
    pub edition_id: Option<EditionId>,
    /// Where it stands.
    pub state: EnrolmentState,
    /// By which way they came.
    pub way: EnrolmentWay,
    /// The organisation that entered them.
    pub organisation_id: Option<OrganisationId>,
    /// As the identity card said it when they entered.
    pub gender: Option<Gender>,
    /// In years, when they entered.
    pub age: Option<i32>,
    /// Code of the governorate where they lived when they entered.
    pub governorate: Option<String>,
    /// What they did when they entered.
    pub situation: Option<Situation>,
    /// What their newest education had ended with when they entered.
    pub degree: Option<Degree>,
    /// What was said with the last step.
    pub note: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Since when they take part.
    pub active_at: Option<DateTimeUtc>,
    /// Until when they can study.
    pub ends_at: Option<DateTimeUtc>,
    /// When it came to its end, whichever.
    pub ended_at: Option<DateTimeUtc>,
    /// When they were reminded that it ends soon.
    pub reminded_at: Option<DateTimeUtc>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
