//! Somebody for whom a certificate was asked, with others.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateBatchId, CertificateId, PersonId};

/// Somebody for whom a certificate was asked, with others.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_batch_person")]
pub struct Model {
    /// With whom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: CertificateBatchId,
    /// Where they stand in the list, from nought.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Who.
    pub person_id: PersonId,
    /// What they have, once it is printed.
    pub certificate_id: Option<CertificateId>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
