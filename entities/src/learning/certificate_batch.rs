//! Certificates that were issued for a list of people.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateBatchId, CertificateTemplateId};

/// Certificates that were issued for a list of people.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_batch")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateBatchId,
    /// By which template.
    pub template_id: CertificateTemplateId,
    /// When they were asked for.
    pub created_at: DateTimeUtc,
    /// Until when they can be fetched together.
    pub expires_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
