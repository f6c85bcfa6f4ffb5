//! What a certificate says, as data.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::values::{Locale, LocalizedText};

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// What they are called.
    pub name: LocalizedText,
    /// As what they sign.
    pub quality: LocalizedText,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct CertificatePlan {
    /// In which languages: one or two.
    pub locales: Vec<Locale>,
    /// What it says, with `{name}`, `{courses}`, `{date}`… where facts stand.
    pub body: LocalizedText,
    /// Who signs.
    pub signatories: Vec<Signatory>,
    /// For how many months it is good; nothing for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<i32>,
    /// Whether it is issued by itself once all of its courses are completed.
    #[serde(default)]
    pub is_automatic: bool,
}

impl CertificatePlan {
    /// The language that comes first on it.
    #[must_use]
    pub fn first_locale(&self) -> Locale {
        self.locales.first().copied().unwrap_or(Locale::Fr)
    }
}
