//! What the centre knows of a person beside the name. Its row goes when the person is erased.

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::values::text_enum;

text_enum! {
    /// As the identity card says it.
    Gender {
        /// A woman.
        Female,
        /// A man.
        Male,
    }
}

text_enum! {
    /// What somebody does at present.
    Situation {
        /// Looks for work.
        LookingForWork,
        /// Has an employer.
        Employed,
        /// Works on their own account.
        SelfEmployed,
        /// Studies.
        Student,
        /// Founds or leads an enterprise.
        Founder,
        /// Works for an institution, association or municipality.
        InstitutionStaff,
        /// Something else.
        Other,
    }
}

text_enum! {
    /// What a person is known by to the state.
    IdentityKind {
        /// The national identity card (CIN): eight digits.
        NationalCard,
        /// A passport.
        Passport,
    }
}

text_enum! {
    /// What an education ended with, by its level.
    Degree {
        /// None.
        None,
        /// Basic schooling.
        Basic,
        /// The baccalaureate.
        Baccalaureate,
        /// A certificate of vocational training (CAP, BTP, BTS).
        Vocational,
        /// A bachelor's degree (licence).
        Bachelor,
        /// A master's degree.
        Master,
        /// An engineer's degree.
        Engineer,
        /// A doctorate.
        Doctorate,
    }
}

/// One education.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Education {
    /// What it ended with.
    pub degree: Degree,
    /// In which field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// In which year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// At which institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
}

/// The educations of a person, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Educations(pub Vec<Education>);

/// What the centre knows of a person beside the name.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_file")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The day of birth.
    pub birth_date: Option<Date>,
    /// As the identity card says it.
    pub gender: Option<Gender>,
    /// Code of the governorate where they live.
    pub governorate: Option<String>,
    /// The delegation within it.
    pub delegation: Option<String>,
    /// What they do at present.
    pub situation: Option<Situation>,
    /// The educations, newest first.
    #[sea_orm(column_type = "JsonBinary")]
    pub education: Educations,
    /// The telephone number (E.164), sealed under the person's key.
    pub phone_sealed: Option<Vec<u8>>,
    /// By which it is found.
    pub phone_digest: Option<String>,
    /// The address for letters, sealed under the person's key. Not the one that an account signs in with.
    pub email_sealed: Option<Vec<u8>>,
    /// By which it is found.
    pub email_digest: Option<String>,
    /// Which document the identity stands on.
    pub identity_kind: Option<IdentityKind>,
    /// The number of that document, sealed under the person's key.
    pub identity_sealed: Option<Vec<u8>>,
    /// By which it is found.
    pub identity_digest: Option<String>,
    /// What they need to take part, sealed under the person's key.
    pub access_needs_sealed: Option<Vec<u8>>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
