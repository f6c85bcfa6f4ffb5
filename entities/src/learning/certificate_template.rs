//! What certificates are issued for, and what they say.

use sea_orm::entity::prelude::*;

use super::certificate_plan::CertificatePlan;
use crate::ids::CertificateTemplateId;
use crate::values::LocalizedText;

/// What certificates are issued for, and what they say.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_template")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateTemplateId,
    /// The centre's own code.
    pub code: String,
    /// Its titles, as they stand on it.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// What it says.
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: CertificatePlan,
    /// Whether certificates are issued by it.
    pub is_active: bool,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
