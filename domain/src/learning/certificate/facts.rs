//! What stands on a certificate, as it was on the day on which it was issued; sealed under the key of whose it is.

use chrono::NaiveDate;
use nabta_entities::ids::{CertificateId, EditionId};
use nabta_entities::learning::certificate_plan::CertificatePlan;
use nabta_entities::values::{Locale, LocalizedText};
use serde::{Deserialize, Serialize};

use crate::kernel::vault::{PersonKey, Place};
use crate::kernel::{Ctx, Error, Result};

/// A course that was completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseFact {
    /// The centre's own code of it.
    pub code: String,
    /// What it was called.
    pub titles: LocalizedText,
    /// The edition that was followed.
    pub edition: Option<EditionId>,
    /// Its number.
    pub edition_number: Option<i32>,
}

/// What stands on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Whose it is.
    pub names: LocalizedText,
    /// What it is called.
    pub titles: LocalizedText,
    /// What it says.
    pub plan: CertificatePlan,
    /// For which courses.
    pub courses: Vec<CourseFact>,
    /// The legal texts that they rest on, by the centre's codes.
    pub laws: Vec<String>,
    /// The first day on which they took part.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// By which it is checked.
    pub code: String,
}

/// What a text says in a language, or in another one where it is not written in that.
pub(super) fn said(texts: &LocalizedText, locale: Locale) -> &str {
    texts.resolve(locale).map_or("", |(_, text)| text)
}

const fn place(id: CertificateId) -> Place {
    Place { column: "certificate.sealed", row: id.0 }
}

impl Facts {
    pub(super) fn seal(&self, ctx: &Ctx, key: &PersonKey, id: CertificateId) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(self).map_err(|_| Error::internal("a certificate that is no JSON"))?;
        Ok(key.seal_bytes(ctx.services.entropy.as_ref(), place(id), &json))
    }

    pub(super) fn open(key: &PersonKey, id: CertificateId, sealed: &[u8]) -> Result<Self> {
        let json = key.open_bytes(place(id), sealed)?;
        serde_json::from_slice(&json).map_err(|_| Error::internal("a certificate that cannot be read"))
    }
}
