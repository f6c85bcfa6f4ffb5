//! A law, decree or order that lessons cite.

use sea_orm::entity::prelude::*;

use crate::ids::LegalTextId;
use crate::values::text_enum;
use crate::values::{Codes, LocalizedText};

text_enum! {
    /// What kind of legal text.
    LegalTextKind {
        /// A law.
        Law,
        /// An organic law.
        OrganicLaw,
        /// A decree.
        Decree,
        /// An order.
        Order,
        /// A code.
        Code,
    }
}

text_enum! {
    /// Whether a legal text holds.
    LegalStatus {
        /// Holds as it was signed.
        InForce,
        /// Holds as amended.
        Amended,
        /// Holds no more.
        Repealed,
        /// Nobody has checked yet.
        Unverified,
    }
}

/// A law, decree or order that lessons cite.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_text")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegalTextId,
    /// The centre's short code, `D-2005-1991`.
    pub code: String,
    /// What kind of text.
    pub kind: LegalTextKind,
    /// Its official number.
    pub number: Option<String>,
    /// Its date.
    pub signed_on: Date,
    /// Short titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// What it is about.
    #[sea_orm(column_type = "JsonBinary")]
    pub topics: Codes,
    /// Whether it holds.
    pub status: LegalStatus,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
