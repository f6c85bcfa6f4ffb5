//! The yearly training guide: what a year offers, theme by theme, to be printed.

mod page;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::language::{Language, Text};
use crate::letterhead::Letterhead;
use crate::pdf::{self, PdfError, Template};
use crate::words::say;

/// A training guide, in one language as far as its texts are written in it.
#[derive(Clone, Debug, Serialize)]
pub struct Guide {
    /// The language of the document.
    pub language: Language,
    /// Its title.
    pub title: Text,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Whether it is a draft, which each page says then.
    pub is_draft: bool,
    /// What the file says about its own age.
    pub made_at: DateTime<Utc>,
    /// Its themes, in order, those without courses left out.
    pub themes: Vec<Theme>,
}

/// A theme with its courses.
#[derive(Clone, Debug, Serialize)]
pub struct Theme {
    /// Its title.
    pub title: Text,
    /// What it covers.
    pub summary: Option<Text>,
    /// Its courses, in order.
    pub courses: Vec<Course>,
}

/// A course of a guide.
#[derive(Clone, Debug, Serialize)]
pub struct Course {
    /// The centre's own code.
    pub code: String,
    /// Its title.
    pub title: Text,
    /// What it is, in a few sentences.
    pub summary: Option<Text>,
    /// Whom it is for.
    pub audience: Option<Text>,
    /// What one must know before, in words.
    pub prerequisites: Option<Text>,
    /// The titles of the courses to follow before.
    pub requires: Vec<Text>,
    /// What one can do afterwards: paragraphs, and lines that begin with `-`.
    pub objectives: Option<Text>,
    /// What one learns.
    pub skills: Vec<Text>,
    /// How long it takes.
    pub duration: Option<Duration>,
    /// How it is given.
    pub modality: Modality,
    /// How hard it is.
    pub level: Level,
    /// The languages in which it is given.
    pub languages: Vec<Language>,
    /// What it costs; nothing where that isn't fixed.
    pub fee: Option<Fee>,
    /// The titles of the programmes that it belongs to.
    pub programmes: Vec<Text>,
    /// Who answers for its content.
    pub responsible: Option<Text>,
    /// When and where it is given.
    pub dates: Vec<Date>,
}

/// How long a course takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Duration {
    /// In half-days of training.
    HalfDays(i32),
    /// In minutes of study.
    Minutes(i32),
}

/// How a course is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Modality {
    /// Everybody in one room.
    InPerson,
    /// With a trainer, at a distance.
    Remote,
    /// Partly in a room, partly at a distance.
    Blended,
    /// Alone, at one's own pace.
    SelfPaced,
}

/// How hard a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Level {
    /// Asks for nothing before.
    Beginner,
    /// Asks for the basics.
    Intermediate,
    /// Asks for practice.
    Advanced,
}

/// What a course costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Fee {
    /// Nothing.
    Free,
    /// An amount with all its decimals, and its currency: `120.500`, `TND`.
    Amount(String, String),
}

/// When and where a course is given.
#[derive(Clone, Debug, Serialize)]
pub struct Date {
    /// First day, in Tunis.
    pub starts_on: NaiveDate,
    /// Last day, in Tunis.
    pub ends_on: NaiveDate,
    /// Where.
    pub place: Option<Text>,
}

impl Guide {
    /// The guide as a PDF.
    pub fn print(&self, letterhead: &Letterhead) -> Result<Vec<u8>, PdfError> {
        pdf::render(Template::Guide, &page::Page::new(self, letterhead), &letterhead.images(), self.made_at)
    }
}

impl Duration {
    /// In whole days where there are no half ones, else in half-days; study in hours.
    fn say(self, language: Language) -> String {
        match self {
            Self::HalfDays(count) if count % 2 == 0 => say(language, "duration-days", &[("days", (count / 2).into())]),
            Self::HalfDays(count) => say(language, "duration-half-days", &[("count", count.into())]),
            Self::Minutes(all) => {
                let (hours, minutes) = (all / 60, all % 60);
                let name = match (hours, minutes) {
                    (0, _) => "duration-minutes",
                    (_, 0) => "duration-hours",
                    _ => "duration-hours-minutes",
                };
                say(language, name, &[("hours", hours.into()), ("minutes", minutes.into())])
            }
        }
    }
}

impl Fee {
    fn say(&self, language: Language) -> String {
        match self {
            Self::Free => say(language, "free", &[]),
            Self::Amount(amount, currency) => format!("{amount}\u{a0}{currency}"),
        }
    }
}

impl Modality {
    const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "modality-in-person",
            Self::Remote => "modality-remote",
            Self::Blended => "modality-blended",
            Self::SelfPaced => "modality-self-paced",
        }
    }
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Beginner => "level-beginner",
            Self::Intermediate => "level-intermediate",
            Self::Advanced => "level-advanced",
        }
    }
}
