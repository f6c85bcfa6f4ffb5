//! A certificate: one page that says, in one language or two, who completed what; with a code that is scanned or typed to check it.

mod code;
mod page;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

use crate::language::{Language, Text};
use crate::letterhead::Letterhead;
use crate::pdf::{self, PdfError, Placed, Template};

/// What a certificate says in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The language.
    pub language: Language,
    /// What it is called.
    pub title: String,
    /// What it says: words, and the facts that stand in them.
    pub body: Vec<Piece>,
    /// Who signs: name, and as what they sign.
    pub signatories: Vec<(Text, Text)>,
}

/// A part of what a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Whose it is: large, on a line of its own.
    Name(Text),
    /// The courses, one on a line.
    Courses(Vec<Completed>),
    /// A day.
    Day(NaiveDate),
    /// From a day to a day.
    Period(NaiveDate, NaiveDate),
    /// Its number.
    Number(String),
}

/// A course that was completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// What it is called.
    pub title: Text,
    /// The centre's own code, and which edition.
    pub reference: String,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What it says: in one language or two. The first is that of the document.
    pub wordings: Vec<Wording>,
    /// Its number.
    pub number: String,
    /// By which it is checked, where it is typed.
    pub code: String,
    /// Where it is checked.
    pub address: String,
    /// What the square code holds: the address, and what proves it without a network.
    pub scanned: String,
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
    /// The last day on which it is good.
    pub expires_on: Option<NaiveDate>,
    /// The legal texts that it rests on, by the centre's codes.
    pub laws: Vec<String>,
}

impl Certificate {
    /// The certificate as a PDF.
    pub fn print(&self, letterhead: &Letterhead, made_at: DateTime<Utc>) -> Result<Vec<u8>, PdfError> {
        let (page, images) = self.set(letterhead)?;
        pdf::render(Template::Certificate, &page, &images, made_at)
    }

    fn set<'a>(&'a self, letterhead: &'a Letterhead) -> Result<(page::Page<'a>, Vec<Placed>), PdfError> {
        let language = self.wordings.first().map_or(Language::Fr, |wording| wording.language);
        let mut images = letterhead.images();
        images.push(Placed::new(code::PATH, code::drawn(&self.scanned)?));
        Ok((page::Page::new(self, letterhead, language), images))
    }
}
