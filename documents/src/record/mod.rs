//! The personal record: everything that is kept about somebody, to be read by that person.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use crate::language::{Language, Text};
use crate::letterhead::{Fitted, Letterhead};
use crate::pdf::{self, PdfError, Template};
use crate::words::{self, labels, say};

/// What is kept about somebody. Its titles and labels are the caller's, in the language of the document.
#[derive(Clone, Debug)]
pub struct Record {
    /// The language of the document.
    pub language: Language,
    /// What it is.
    pub title: String,
    /// Whose it is.
    pub person: Text,
    /// When it was put together; the file says the same about its age.
    pub made_at: DateTime<Utc>,
    /// A word on what it is for, and whom to turn to.
    pub preface: Option<String>,
    /// What is kept, in order.
    pub sections: Vec<Section>,
}

/// What is kept of one kind.
#[derive(Clone, Debug)]
pub struct Section {
    /// What kind.
    pub title: String,
    /// Labels with values, then tables; a section without any says that nothing is kept.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Part {
    /// Labels with their values.
    Pairs(Vec<(String, Value)>),
    /// A table.
    Table {
        /// What stands over its columns.
        columns: Vec<String>,
        /// Its rows, each with a value for each column; what is missing stays empty, what is too much is an error.
        rows: Vec<Vec<Value>>,
    },
}

/// A value that is kept.
#[derive(Clone, Debug)]
pub enum Value {
    /// None is kept.
    None,
    /// What somebody wrote, in the language that it was written in.
    Text(Text),
    /// An address, an id or another text for programs, which runs from left to right in every language.
    Code(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// An instant, shown as the clocks of Tunis show it (UTC+1 all year).
    Instant(DateTime<Utc>),
    /// Yes or no.
    Truth(bool),
}

impl Record {
    /// The record as a PDF.
    pub fn print(&self, letterhead: &Letterhead) -> Result<Vec<u8>, PdfError> {
        let language = self.language;
        let page = Page {
            language,
            rtl: language.is_rtl(),
            words: labels(language),
            letterhead: letterhead.fitted(language),
            title: Text::new(&*self.title, language),
            person: &self.person,
            made: say(language, "made-at", &[("when", instant(self.made_at, language).into())]),
            preface: self.preface.as_deref(),
            sections: self.sections.iter().map(|section| section.fitted(language)).collect::<Result<_, _>>()?,
        };
        pdf::render(Template::Record, &page, &letterhead.images(), self.made_at)
    }
}

/// What the template reads.
#[derive(Serialize)]
struct Page<'a> {
    language: Language,
    rtl: bool,
    words: BTreeMap<&'static str, String>,
    letterhead: Fitted<'a>,
    title: Text,
    person: &'a Text,
    made: String,
    preface: Option<&'a str>,
    sections: Vec<SectionPart>,
}

#[derive(Serialize)]
struct SectionPart {
    title: Text,
    parts: Vec<Fit>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Fit {
    Pairs { rows: Vec<(String, Option<Text>)> },
    Table { columns: Vec<String>, rows: Vec<Vec<Option<Text>>> },
}

impl Section {
    fn fitted(&self, language: Language) -> Result<SectionPart, PdfError> {
        let parts = self.parts.iter().filter(|part| !part.is_empty()).map(|part| part.fitted(language));
        Ok(SectionPart { title: Text::new(&*self.title, language), parts: parts.collect::<Result<_, _>>()? })
    }
}

impl Part {
    fn is_empty(&self) -> bool {
        match self {
            Self::Pairs(pairs) => pairs.is_empty(),
            Self::Table { columns, rows } => columns.is_empty() || rows.is_empty(),
        }
    }

    fn fitted(&self, language: Language) -> Result<Fit, PdfError> {
        Ok(match self {
            Self::Pairs(pairs) => {
                Fit::Pairs { rows: pairs.iter().map(|(label, value)| (label.clone(), value.shown(language))).collect() }
            }
            Self::Table { columns, rows } => {
                if let Some(row) = rows.iter().position(|row| row.len() > columns.len()) {
                    return Err(PdfError(format!("row {row} of the table {columns:?} has too many values")));
                }
                let row = |row: &Vec<Value>| {
                    let missing = columns.len() - row.len();
                    row.iter().map(|value| value.shown(language)).chain(std::iter::repeat_n(None, missing)).collect()
                };
                Fit::Table { columns: columns.clone(), rows: rows.iter().map(row).collect() }
            }
        })
    }
}

impl Value {
    fn shown(&self, language: Language) -> Option<Text> {
        let own = |text: String| Some(Text::new(text, language));
        match self {
            Self::None => None,
            Self::Text(text) => Some(text.clone()),
            Self::Code(code) => Some(Text::new(&**code, Language::En)),
            Self::Number(number) => Some(Text::new(number.to_string(), Language::En)),
            Self::Day(day) => own(words::day(language, *day)),
            Self::Instant(time) => own(instant(*time, language)),
            Self::Truth(is_true) => own(say(language, if *is_true { "answer-yes" } else { "answer-no" }, &[])),
        }
    }
}

/// An instant as the clocks of Tunis show it.
fn instant(time: DateTime<Utc>, language: Language) -> String {
    let there = time.naive_utc().checked_add_signed(TimeDelta::hours(1)).unwrap_or_else(|| time.naive_utc());
    let day = words::day(language, there.date());
    say(language, "instant", &[("day", day.into()), ("time", there.format("%H:%M").to_string().into())])
}
