//! The demo's files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveTime};
use nabta_domain::catalogue::{LegalRelationKind, LegalStatus, LegalTextKind};
use nabta_domain::kernel::{Locale, LocalizedText};
use nabta_domain::learning::Admission;
use nabta_domain::people::OrganisationKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
pub(super) struct People {
    pub(super) password: String,
    pub(super) person: Vec<Person>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) email: String,
    pub(super) locale: Locale,
    pub(super) roles: Vec<String>,
    pub(super) names: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Governorate {
    pub(super) code: String,
    pub(super) names: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Organisations {
    pub(super) organisation: Vec<Organisation>,
}

#[derive(Deserialize)]
pub(super) struct Organisation {
    pub(super) code: String,
    pub(super) kind: OrganisationKind,
    pub(super) names: LocalizedText,
    pub(super) governorate: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Runs {
    pub(super) run: Vec<Run>,
}

#[derive(Deserialize)]
pub(super) struct Quizzes {
    pub(super) quiz: Vec<Quiz>,
}

#[derive(Deserialize)]
pub(super) struct Quiz {
    /// By its name in addresses.
    pub(super) course: String,
    pub(super) key: String,
    /// Its chapter and its own name.
    pub(super) lesson: String,
    /// From where in the bank its questions are drawn.
    pub(super) category: String,
    pub(super) questions: i32,
    pub(super) minutes: i32,
    pub(super) attempts: i32,
    pub(super) pass_percent: i32,
    pub(super) titles: LocalizedText,
    pub(super) introduction: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Certificates {
    pub(super) template: Vec<Template>,
}

/// What certificates are issued for.
#[derive(Deserialize)]
pub(super) struct Template {
    pub(super) code: String,
    /// By their names in addresses.
    pub(super) courses: Vec<String>,
    pub(super) locales: Vec<Locale>,
    pub(super) automatic: bool,
    pub(super) titles: LocalizedText,
    pub(super) body: LocalizedText,
    pub(super) signatories: Vec<Signatory>,
}

#[derive(Deserialize)]
pub(super) struct Signatory {
    pub(super) name: LocalizedText,
    pub(super) quality: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Run {
    pub(super) code: String,
    /// By its name in addresses.
    pub(super) course: String,
    pub(super) admission: Admission,
    pub(super) titles: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Calendar {
    pub(super) holiday: Vec<Holiday>,
    pub(super) hours: Vec<Hours>,
}

#[derive(Deserialize)]
pub(super) struct Holiday {
    /// First and last day of each time that it was.
    pub(super) days: Vec<(NaiveDate, NaiveDate)>,
    pub(super) names: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Hours {
    /// First and last day of each season with these hours; without any they are those of the whole year.
    #[serde(default)]
    pub(super) seasons: Vec<(NaiveDate, NaiveDate)>,
    pub(super) week: Vec<Week>,
}

#[derive(Deserialize)]
pub(super) struct Week {
    pub(super) weekdays: Vec<i32>,
    /// From when to when, as `08:30`.
    pub(super) spans: Vec<(NaiveTime, NaiveTime)>,
}

#[derive(Deserialize)]
pub(super) struct Venues {
    pub(super) venue: Vec<Venue>,
}

#[derive(Deserialize)]
pub(super) struct Venue {
    pub(super) code: String,
    pub(super) address: String,
    pub(super) governorate: String,
    pub(super) capacity: i32,
    pub(super) names: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Programmes {
    pub(super) programme: Vec<Programme>,
}

#[derive(Deserialize)]
pub(super) struct Programme {
    pub(super) code: String,
    pub(super) funder: Option<String>,
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) titles: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Themes {
    pub(super) theme: Vec<Theme>,
}

#[derive(Deserialize)]
pub(super) struct Theme {
    pub(super) code: String,
    pub(super) position: i32,
    pub(super) titles: LocalizedText,
    #[serde(default)]
    pub(super) summaries: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct LegalTexts {
    pub(super) text: Vec<LegalText>,
    #[serde(default)]
    pub(super) relation: Vec<Relation>,
}

#[derive(Deserialize)]
pub(super) struct LegalText {
    pub(super) code: String,
    #[serde(deserialize_with = "kind")]
    pub(super) kind: LegalTextKind,
    pub(super) number: Option<String>,
    pub(super) signed_on: NaiveDate,
    pub(super) status: LegalStatus,
    #[serde(default)]
    pub(super) topics: Vec<String>,
    pub(super) titles: LocalizedText,
}

/// The file writes `organic-law` with a hyphen.
fn kind<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<LegalTextKind, D::Error> {
    let word = String::deserialize(deserializer)?;
    LegalTextKind::from_name(&word.replace('-', "_"))
        .ok_or_else(|| serde::de::Error::custom(format!("no kind of legal text: {word}")))
}

#[derive(Deserialize)]
pub(super) struct Relation {
    pub(super) from: String,
    pub(super) kind: LegalRelationKind,
    pub(super) to: String,
}

#[derive(Deserialize)]
pub(super) struct Glossary {
    pub(super) term: Vec<Term>,
}

#[derive(Deserialize)]
pub(super) struct Term {
    pub(super) code: String,
    pub(super) terms: LocalizedText,
    pub(super) definitions: LocalizedText,
}

#[derive(Deserialize)]
pub(super) struct Guide {
    pub(super) code: String,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) titles: LocalizedText,
    pub(super) offers: Vec<Offer>,
}

#[derive(Deserialize)]
pub(super) struct Offer {
    pub(super) course: String,
    #[serde(default)]
    pub(super) free: bool,
    pub(super) fee: Option<String>,
    pub(super) currency: Option<String>,
    #[serde(default)]
    pub(super) dates: Vec<Date>,
}

#[derive(Deserialize)]
pub(super) struct Date {
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    #[serde(default)]
    pub(super) places: LocalizedText,
}

pub(super) fn read<T: DeserializeOwned>(root: &Path, name: &str) -> Result<T> {
    let path = root.join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    if name.ends_with(".json") {
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
    } else {
        toml::from_str(&text).with_context(|| format!("reading {}", path.display()))
    }
}

pub(super) fn people(root: &Path) -> Result<People> {
    read(root, "people.toml")
}

/// The folders of the demo's courses, by name.
pub fn course_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let courses = root.join("courses");
    let entries = std::fs::read_dir(&courses).with_context(|| format!("reading {}", courses.display()))?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

/// The codes of the legal texts and of the glossary's terms.
pub fn known_codes(root: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let laws: LegalTexts = read(root, "legal-texts.toml")?;
    let glossary: Glossary = read(root, "glossary.toml")?;
    Ok((laws.text.into_iter().map(|text| text.code).collect(), glossary.term.into_iter().map(|term| term.code).collect()))
}
