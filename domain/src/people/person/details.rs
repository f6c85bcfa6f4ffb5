//! What is said about a person: checked, brought into one form, and compared with what stands there.

use chrono::{Datelike, NaiveDate};
use nabta_entities::people::person_file::{Education, Educations, Gender, Situation};
use nabta_entities::values::LocalizedText;
use serde::Serialize;

use super::super::actions::codes::FIELD_OFF;
use super::super::address;
use super::super::contact::{self, Identity};
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::work::Reading;
use crate::kernel::{Ctx, Refusal, Result, text};
use crate::platform::governorate;

/// The most educations of one person.
const EDUCATIONS: usize = 20;
/// The longest name of a delegation, a field of study or a school, in characters.
const NAME_LENGTH: usize = 80;
/// The longest account of what somebody needs to take part, in characters.
const NEEDS_LENGTH: usize = 500;

/// What is to be changed about a person. What isn't said stays; an inner nothing takes away what stands there.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PersonChange {
    /// The names, in Arabic and in Latin letters.
    pub names: Option<LocalizedText>,
    /// The day of birth.
    pub birth_date: Option<Option<NaiveDate>>,
    /// As the identity card says it.
    pub gender: Option<Option<Gender>>,
    /// Code of the governorate where they live.
    pub governorate: Option<Option<String>>,
    /// The delegation within it.
    pub delegation: Option<Option<String>>,
    /// What they do at present.
    pub situation: Option<Option<Situation>>,
    /// All educations, newest first.
    pub education: Option<Vec<Education>>,
    /// The telephone number.
    pub phone: Option<Option<String>>,
    /// The address for letters.
    pub email: Option<Option<String>>,
    /// The identity document.
    pub identity: Option<Option<Identity>>,
    /// What they need to take part.
    pub access_needs: Option<Option<String>>,
}

impl PersonChange {
    /// The same in the one form in which it is kept, or what is wrong with it.
    pub(super) async fn checked(mut self, ctx: &Ctx, database: &Reading<'_>) -> Result<Self> {
        self.names = self.names.map(|names| text::titles(&names, "names")).transpose()?;
        if let Some(Some(day)) = self.birth_date {
            in_range(i64::from(day.year()), 1900, i64::from(ctx.today().year()), "birthDate")?;
            if day > ctx.today() {
                return Err(out_of_range("birthDate", 1900, ctx.today()).into());
            }
        }
        if let Some(Some(code)) = &self.governorate
            && !governorate::exists(database, code).await?
        {
            return Err(Refusal::at(UNKNOWN_REFERENCE, "governorate").with("value", code).into());
        }
        self.delegation = each(self.delegation, |name| text::line(&name, "delegation", NAME_LENGTH))?;
        self.education = self.education.map(|all| educations(ctx, all)).transpose()?;
        self.phone = each(self.phone, |number| contact::phone(&number, "phone"))?;
        self.email = each(self.email, |email| address::normalise(&email, "email"))?;
        self.identity = each(self.identity, |identity| contact::identity(&identity, "identity"))?;
        self.access_needs = each(self.access_needs, |needs| text::paragraph(&needs, "accessNeeds", NEEDS_LENGTH))?;
        if matches!(self.access_needs, Some(Some(_))) && ctx.services.privacy.access_needs_authorisation.is_none() {
            return Err(Refusal::at(FIELD_OFF, "accessNeeds").into());
        }
        Ok(self)
    }

    pub(super) fn educations(&self) -> Option<Educations> {
        self.education.clone().map(Educations)
    }
}

fn each<T>(value: Option<Option<T>>, check: impl FnOnce(T) -> Result<T, Refusal>) -> Result<Option<Option<T>>, Refusal> {
    value.map(|value| value.map(check).transpose()).transpose()
}

fn educations(ctx: &Ctx, all: Vec<Education>) -> Result<Vec<Education>, Refusal> {
    if all.len() > EDUCATIONS {
        return Err(out_of_range("education", 0, EDUCATIONS));
    }
    let line = |value: Option<String>, at: usize, name: &str| {
        value.map(|value| text::line(&value, &format!("education.{at}.{name}"), NAME_LENGTH)).transpose()
    };
    let check = |(at, education): (usize, Education)| {
        if let Some(year) = education.year {
            // A year in which somebody expects to end is one.
            in_range(i64::from(year), 1930, i64::from(ctx.today().year()) + 10, &format!("education.{at}.year"))?;
        }
        let (field, institution) = (line(education.field, at, "field")?, line(education.institution, at, "institution")?);
        Ok(Education { field, institution, ..education })
    };
    all.into_iter().enumerate().map(check).collect()
}

fn in_range(value: i64, least: i64, most: i64, path: &str) -> Result<(), Refusal> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(out_of_range(path, least, most)) }
}

fn out_of_range(path: &str, least: impl ToString, most: impl ToString) -> Refusal {
    Refusal::at(OUT_OF_RANGE, path).with("least", least).with("most", most)
}

/// A delegation lies in a governorate.
pub(super) fn lies_somewhere(governorate: Option<&String>, delegation: Option<&String>) -> Result<(), Refusal> {
    if delegation.is_some() && governorate.is_none() { Err(Refusal::at(REQUIRED, "governorate")) } else { Ok(()) }
}
