//! Which edition of a course a certificate rests on.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateId, CourseId, EditionId, EnrolmentId};

/// Which edition of a course a certificate rests on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_course")]
pub struct Model {
    /// Which certificate.
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
    /// Which course.
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: CourseId,
    /// As who took part.
    pub enrolment_id: EnrolmentId,
    /// The edition that was followed.
    pub edition_id: Option<EditionId>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
