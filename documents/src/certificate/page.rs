//! What the template of a certificate reads. Sizes are reckoned here, from how much there is to say: setting it to find out takes longer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Certificate, Completed, Piece, Wording};
use crate::language::{Language, Text};
use crate::letterhead::{Fitted, Letterhead};
use crate::words::{self, labels, say};

/// What the template reads.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    language: Language,
    rtl: bool,
    words: BTreeMap<&'static str, String>,
    letterhead: Fitted<'a>,
    title: Text,
    parts: Vec<Part<'a>>,
    /// What stays empty over what is said, in millimetres: a page with little on it is not top-heavy.
    gap: u8,
    number: &'a str,
    code: String,
    address: &'a str,
    issued: String,
    expires: Option<String>,
    laws: Option<String>,
}

#[derive(Serialize)]
struct Part<'a> {
    language: Language,
    rtl: bool,
    title: Text,
    /// Of the name, in points.
    name_size: f32,
    /// Of the rest, in points.
    size: f32,
    body: Vec<Fit<'a>>,
    signatories: &'a [(Text, Text)],
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Fit<'a> {
    Words { text: Text },
    Name { text: &'a Text },
    Courses { courses: Vec<Line<'a>> },
    Fact { text: Text },
}

#[derive(Serialize)]
struct Line<'a> {
    title: &'a Text,
    reference: &'a str,
}

impl<'a> Page<'a> {
    pub(super) fn new(certificate: &'a Certificate, letterhead: &'a Letterhead, language: Language) -> Self {
        let is_alone = certificate.wordings.len() < 2;
        let title = certificate.wordings.first().map_or_else(String::new, |wording| wording.title.clone());
        let laws = (!certificate.laws.is_empty()).then(|| certificate.laws.join(" · "));
        Self {
            language,
            rtl: language.is_rtl(),
            words: labels(language),
            letterhead: letterhead.fitted(language),
            title: Text::new(title, language),
            parts: certificate.wordings.iter().map(|wording| Part::new(wording, is_alone)).collect(),
            gap: gap(certificate, is_alone),
            number: &certificate.number,
            code: grouped(&certificate.code),
            address: &certificate.address,
            issued: words::day(language, certificate.issued_on),
            expires: certificate.expires_on.map(|day| words::day(language, day)),
            laws: laws.map(|laws| laws.chars().take(400).collect()),
        }
    }
}

/// A code in groups of four, as it is read out.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

impl<'a> Part<'a> {
    fn new(wording: &'a Wording, is_alone: bool) -> Self {
        let language = wording.language;
        let longest = |piece: &Piece| match piece {
            Piece::Name(name) => name.text.chars().count(),
            _ => 0,
        };
        let name = wording.body.iter().map(longest).max().unwrap_or(0);
        let lines = courses_of(wording);
        Self {
            language,
            rtl: language.is_rtl(),
            title: Text::new(&*wording.title, language),
            name_size: name_size(name, is_alone),
            size: size(lines, is_alone),
            body: trimmed(&wording.body).map(|piece| fitted(piece, language)).collect(),
            signatories: &wording.signatories,
        }
    }
}

fn courses_of(wording: &Wording) -> usize {
    let courses = |piece: &Piece| match piece {
        Piece::Courses(courses) => courses.len(),
        _ => 0,
    };
    wording.body.iter().map(courses).max().unwrap_or(0)
}

fn gap(certificate: &Certificate, is_alone: bool) -> u8 {
    match certificate.wordings.iter().map(courses_of).max().unwrap_or(0) {
        0..=2 => 12,
        3..=5 if is_alone => 4,
        3..=5 => 6,
        _ => 0,
    }
}

/// What is said, without the spaces beside what stands on a line of its own.
fn trimmed(body: &[Piece]) -> impl Iterator<Item = (&Piece, bool, bool)> {
    let is_block = |piece: Option<&Piece>| piece.is_none_or(|piece| matches!(piece, Piece::Name(_) | Piece::Courses(_)));
    body.iter().enumerate().map(move |(at, piece)| {
        let before = at.checked_sub(1).and_then(|before| body.get(before));
        (piece, is_block(before), is_block(body.get(at + 1)))
    })
}

/// The size of a name of so many letters: it stays on a line as long as it can be read.
fn name_size(letters: usize, is_alone: bool) -> f32 {
    let size = match letters {
        0..=30 => 26.0,
        31..=45 => 21.0,
        46..=64 => 17.0,
        _ => 14.0,
    };
    if is_alone { size } else { size * 0.72 }
}

/// The size of what is said where so many courses stand in it.
fn size(courses: usize, is_alone: bool) -> f32 {
    let size: f32 = match courses {
        0..=2 => 13.0,
        3..=5 => 11.5,
        6..=8 => 10.0,
        _ => 8.5,
    };
    if is_alone { size } else { size * 0.85 }
}

fn fitted((piece, is_first, is_last): (&Piece, bool, bool), language: Language) -> Fit<'_> {
    let fact = |text: String| Fit::Fact { text: Text::new(text, language) };
    match piece {
        Piece::Words(words) => {
            let words = if is_first { words.trim_start() } else { words };
            Fit::Words { text: Text::new(if is_last { words.trim_end() } else { words }, language) }
        }
        Piece::Name(name) => Fit::Name { text: name },
        Piece::Courses(courses) => {
            let lines = courses.iter().map(|Completed { title, reference }| Line { title, reference });
            Fit::Courses { courses: lines.collect() }
        }
        Piece::Day(day) => fact(words::day(language, *day)),
        Piece::Period(from, to) => {
            let days = [("from", words::day(language, *from).into()), ("to", words::day(language, *to).into())];
            fact(say(language, "certificate-period", &days))
        }
        Piece::Number(number) => fact(number.clone()),
    }
}
