//! What the template of the guide reads.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Course, Guide, Theme};
use crate::language::{Language, Text};
use crate::letterhead::{Fitted, Letterhead};
use crate::prose::{Piece, pieces};
use crate::words::{self, labels, say};

/// What the template reads.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    language: Language,
    rtl: bool,
    words: BTreeMap<&'static str, String>,
    letterhead: Fitted<'a>,
    title: &'a Text,
    period: String,
    counts: String,
    draft: bool,
    themes: Vec<ThemePart<'a>>,
    calendar: Vec<DateRow<'a>>,
}

#[derive(Serialize)]
struct ThemePart<'a> {
    title: &'a Text,
    summary: Vec<Piece>,
    courses: Vec<CoursePart<'a>>,
}

#[derive(Serialize)]
struct CoursePart<'a> {
    code: &'a str,
    label: String,
    /// Whether it surely fits on a page, and isn't torn apart then.
    short: bool,
    title: &'a Text,
    summary: Vec<Piece>,
    audience: Vec<Piece>,
    prerequisites: Vec<Piece>,
    requires: &'a [Text],
    objectives: Vec<Piece>,
    skills: &'a [Text],
    duration: Option<String>,
    modality: String,
    level: String,
    languages: Option<String>,
    fee: Option<String>,
    programmes: &'a [Text],
    responsible: Option<&'a Text>,
    dates: Vec<DateRow<'a>>,
}

#[derive(Serialize)]
struct DateRow<'a> {
    #[serde(skip)]
    order: (NaiveDate, NaiveDate, &'a str),
    first_day: String,
    last_day: String,
    code: &'a str,
    course: String,
    title: &'a Text,
    place: Option<&'a Text>,
}

impl<'a> Page<'a> {
    pub(super) fn new(guide: &'a Guide, letterhead: &'a Letterhead) -> Self {
        let language = guide.language;
        let courses = || guide.themes.iter().flat_map(|theme| &theme.courses);
        let mut calendar: Vec<DateRow<'a>> = courses().flat_map(|course| rows(course, language)).collect();
        calendar.sort_by_key(|row| row.order);
        let count = |name, number: usize| say(language, name, &[("count", number.into())]);
        let (from, to) = (words::day(language, guide.starts_on), words::day(language, guide.ends_on));
        Self {
            language,
            rtl: language.is_rtl(),
            words: labels(language),
            letterhead: letterhead.fitted(language),
            title: &guide.title,
            period: say(language, "period", &[("from", from.into()), ("to", to.into())]),
            counts: format!("{} · {}", count("themes", guide.themes.len()), count("courses", courses().count())),
            draft: guide.is_draft,
            themes: guide.themes.iter().map(|theme| ThemePart::new(theme, language)).collect(),
            calendar,
        }
    }
}

impl<'a> ThemePart<'a> {
    fn new(theme: &'a Theme, language: Language) -> Self {
        let courses = theme.courses.iter().map(|course| CoursePart::new(course, language)).collect();
        Self { title: &theme.title, summary: pieces(theme.summary.as_ref()), courses }
    }
}

impl<'a> CoursePart<'a> {
    fn new(course: &'a Course, language: Language) -> Self {
        let word = |name: &str| say(language, name, &[]);
        let comma = format!("{} ", word("comma"));
        let languages: Vec<String> = course.languages.iter().map(|given| word(&format!("language-{}", given.code()))).collect();
        Self {
            code: &course.code,
            label: label(course),
            short: length(course) < SHORT,
            title: &course.title,
            summary: pieces(course.summary.as_ref()),
            audience: pieces(course.audience.as_ref()),
            prerequisites: pieces(course.prerequisites.as_ref()),
            requires: &course.requires,
            objectives: pieces(course.objectives.as_ref()),
            skills: &course.skills,
            duration: course.duration.map(|duration| duration.say(language)),
            modality: word(course.modality.word()),
            level: word(course.level.word()),
            languages: (!languages.is_empty()).then(|| languages.join(&comma)),
            fee: course.fee.as_ref().map(|fee| fee.say(language)),
            programmes: &course.programmes,
            responsible: course.responsible.as_ref(),
            dates: rows(course, language).collect(),
        }
    }
}

/// A page holds about three times as many characters.
const SHORT: usize = 1_500;

/// How much is written about a course, in characters; a line of dates counts as one of text.
fn length(course: &Course) -> usize {
    let texts = [&course.summary, &course.audience, &course.prerequisites, &course.objectives].into_iter().flatten();
    let lists = course.requires.iter().chain(&course.skills).chain(&course.programmes);
    let written: usize = texts.chain(lists).map(|text| text.text.chars().count() + 60 * text.text.lines().count()).sum();
    written + 80 * course.dates.len()
}

/// What other parts of the guide link to.
fn label(course: &Course) -> String {
    format!("course-{}", course.code)
}

fn rows<'a>(course: &'a Course, language: Language) -> impl Iterator<Item = DateRow<'a>> {
    course.dates.iter().map(move |date| DateRow {
        order: (date.starts_on, date.ends_on, &course.code),
        first_day: words::day(language, date.starts_on),
        last_day: words::day(language, date.ends_on),
        code: &course.code,
        course: label(course),
        title: &course.title,
        place: date.place.as_ref(),
    })
}
