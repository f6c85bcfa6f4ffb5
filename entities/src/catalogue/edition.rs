//! An edition of a course: a list of revisions, approved and published as one.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, EditionId, PersonId};
use crate::values::text_enum;

text_enum! {
    /// Where an edition stands.
    EditionState {
        /// Being written.
        Draft,
        /// Waiting for somebody else's approval.
        InReview,
        /// Approved, not yet out.
        Approved,
        /// Out; it never changes any more.
        Published,
        /// Taken out.
        Withdrawn,
    }
}

/// An edition of a course: a list of revisions, approved and published as one.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    /// The course.
    pub course_id: CourseId,
    /// From 1 in each course.
    pub number: i32,
    /// Where it stands.
    pub state: EditionState,
    /// What the last decision said.
    pub note: Option<String>,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it was sent for approval.
    pub submitted_at: Option<DateTimeUtc>,
    /// By whom.
    pub submitted_by: Option<PersonId>,
    /// When it was approved.
    pub approved_at: Option<DateTimeUtc>,
    /// By whom; never the sender.
    pub approved_by: Option<PersonId>,
    /// When it came out.
    pub published_at: Option<DateTimeUtc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
