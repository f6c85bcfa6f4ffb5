//! An organisation that the centre works with, or the centre itself.

use sea_orm::entity::prelude::*;

use crate::ids::OrganisationId;
use crate::values::LocalizedText;
use crate::values::text_enum;

text_enum! {
    /// What kind of organisation.
    OrganisationKind {
        /// The centre itself.
        Centre,
        /// An enterprise.
        Enterprise,
        /// A public institution.
        Institution,
        /// An association.
        Association,
        /// A partner of a programme.
        Partner,
        /// A funder of a programme.
        Funder,
        /// A school or university.
        School,
        /// A municipality.
        Municipality,
    }
}

/// An organisation that the centre works with, or the centre itself.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    /// Short name.
    pub code: String,
    /// What kind of organisation.
    pub kind: OrganisationKind,
    /// Its names.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: LocalizedText,
    /// Code of the governorate of its seat.
    pub governorate: Option<String>,
    /// Its number in the national register of enterprises, or of associations.
    pub register_number: Option<String>,
    /// Street and town.
    pub address: Option<String>,
    /// Its telephone number (E.164).
    pub phone: Option<String>,
    /// Its address for mail.
    pub email: Option<String>,
    /// Its site.
    pub website: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
