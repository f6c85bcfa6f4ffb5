//! That somebody completed what a certificate is for.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateId, CertificateTemplateId, PersonId};
use crate::values::text_enum;

text_enum! {
    /// Where a certificate stands.
    CertificateState {
        /// It is good.
        Valid,
        /// It was taken back.
        Revoked,
        /// Another one stands for it.
        Replaced,
    }
}

/// That somebody completed what a certificate is for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    /// For what.
    pub template_id: CertificateTemplateId,
    /// Whose.
    pub person_id: PersonId,
    /// The year of its number, at the centre.
    pub year: i32,
    /// Its number in the year, from 1, without gaps.
    pub serial: i32,
    /// Under which it is found by its code.
    pub code_digest: Vec<u8>,
    /// What stands on it, under the key of whose it is.
    pub sealed: Vec<u8>,
    /// Where it stands.
    pub state: CertificateState,
    /// Why it was taken back or replaced.
    pub reason: Option<String>,
    /// The one that stands for it.
    pub replaced_by: Option<CertificateId>,
    /// The day on which it was issued, at the centre.
    pub issued_on: Date,
    /// The last day on which it is good.
    pub expires_on: Option<Date>,
    /// When it was issued.
    pub created_at: DateTimeUtc,
    /// When it was taken back or replaced.
    pub ended_at: Option<DateTimeUtc>,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
