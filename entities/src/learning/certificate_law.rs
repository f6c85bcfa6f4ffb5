//! A legal text that a certificate rests on.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateId, LegalTextId};

/// A legal text that a certificate rests on: cited by a lesson of an edition that was followed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_law")]
pub struct Model {
    /// Which certificate.
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
    /// Which legal text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub legal_text_id: LegalTextId,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
