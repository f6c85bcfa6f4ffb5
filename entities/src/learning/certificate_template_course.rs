//! A course that has to be completed for a certificate.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateTemplateId, CourseId};

/// A course that has to be completed for a certificate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_template_course")]
pub struct Model {
    /// For which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: CertificateTemplateId,
    /// Which course.
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: CourseId,
    /// Where it stands among them, from nought.
    pub position: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
