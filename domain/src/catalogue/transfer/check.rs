//! What an author should know about a course's folder before it goes in.

use std::collections::{BTreeMap, BTreeSet};

use nabta_entities::values::Locale;

use super::super::text::{self, Block, IssueKind};
use super::format::CourseFolder;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the course goes in.
    Warning,
    /// The course would be refused, or a reader would see the fault.
    Error,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// In which file of the folder.
    pub file: String,
    /// On which line of the text, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What it is: a word for programs, then what it is about.
    pub what: String,
}

/// The words that a lesson should have, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 350..=800;
/// A run of so many words that comes twice is a passage that comes twice.
const RUN: usize = 12;

/// Checks a course's folder. Without lists of known legal texts and terms, citations and links to terms are not checked.
#[must_use]
pub fn check(folder: &CourseFolder, laws: Option<&BTreeSet<String>>, terms: Option<&BTreeSet<String>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut runs: BTreeMap<(Locale, Vec<String>), String> = BTreeMap::new();
    let source = folder.course.source_language;
    for (place, written) in &folder.texts {
        let file = format!("{}.{}.md", place.lesson, place.locale.code());
        let mut find = |severity, line, what: String| findings.push(Finding { severity, file: file.clone(), line, what });
        let rendered = text::render(&written.body, place.locale);
        for issue in &rendered.issues {
            let severity = if issue.kind == IssueKind::VerifyMark { Severity::Warning } else { Severity::Error };
            find(severity, issue.line, format!("{:?}: {}", issue.kind, issue.detail));
        }
        for citation in &rendered.citations {
            if laws.is_some_and(|laws| !laws.contains(&citation.legal_text)) {
                find(Severity::Error, 0, format!("UnknownLegalText: {}", citation.legal_text));
            }
        }
        for term in &rendered.terms {
            if terms.is_some_and(|terms| !terms.contains(term)) {
                find(Severity::Error, 0, format!("UnknownTerm: {term}"));
            }
        }
        for block in &rendered.blocks {
            if let Block::Figure { name, .. } = block
                && !folder.figures.contains_key(name)
            {
                find(Severity::Error, 0, format!("MissingFigure: {name}"));
            }
        }
        if !LENGTH.contains(&rendered.words) {
            find(Severity::Warning, 0, format!("Length: {} words", rendered.words));
        }
        if written.summary.is_none() {
            find(Severity::Warning, 0, "NoSummary".into());
        }
        if place.locale == Locale::Ar && rendered.plain.contains([',', ';', '?']) {
            find(Severity::Warning, 0, "LatinPunctuation".into());
        }
        if place.locale != source {
            let original = folder.texts.iter().find(|(other, _)| other.lesson == place.lesson && other.locale == source);
            match original {
                None => find(Severity::Warning, 0, "TranslationWithoutSource".into()),
                Some((_, original)) if written.source_digest.as_deref() != Some(&text::digest(&original.body)) => {
                    find(Severity::Warning, 0, "StaleTranslation".into());
                }
                Some(_) => {}
            }
        }
        for run in repeated(&rendered.plain, place.locale, &place.lesson, &mut runs) {
            find(Severity::Warning, 0, format!("Repeated: {run}"));
        }
    }
    languages(folder, &mut findings);
    for (name, svg) in &folder.figures {
        if let Err(why) = text::sanitise_svg(svg) {
            findings.push(Finding {
                severity: Severity::Error,
                file: format!("figures/{name}"),
                line: 0,
                what: format!("FigureRefused: {why:?}"),
            });
        }
    }
    findings
}

/// A lesson that is written in one language should be written in all that the course is given in.
fn languages(folder: &CourseFolder, findings: &mut Vec<Finding>) {
    let lessons: BTreeSet<&str> = folder.texts.keys().map(|place| place.lesson.as_str()).collect();
    for lesson in lessons {
        for locale in &folder.course.languages {
            if !folder.texts.keys().any(|place| place.lesson == lesson && place.locale == *locale) {
                let what = format!("MissingLanguage: {}", locale.code());
                findings.push(Finding { severity: Severity::Warning, file: lesson.to_owned(), line: 0, what });
            }
        }
    }
}

/// Runs of words of this text that another lesson in the same language has too; each place once.
fn repeated(plain: &str, locale: Locale, lesson: &str, runs: &mut BTreeMap<(Locale, Vec<String>), String>) -> Vec<String> {
    let words: Vec<String> = plain
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let (mut found, mut last) = (Vec::new(), None);
    for (start, run) in words.windows(RUN).enumerate() {
        let other = runs.entry((locale, run.to_vec())).or_insert_with(|| lesson.to_owned());
        if other != lesson {
            if last.is_none_or(|last: usize| start > last + 1) {
                found.push(format!("{} ({other})", run.join(" ")));
            }
            last = Some(start);
        }
    }
    found
}
