//! What was found in files of questions, line by line.

use super::super::super::actions::codes::QUESTION_FILE;
use super::super::transfer::{Remark, RemarkKind};
use super::Ready;
use crate::kernel::Refusal;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which of the files, from nought.
    pub source: usize,
    /// The line, from one.
    pub line: usize,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// The question's code, where it has one.
    pub question: Option<String>,
    /// What it is.
    pub refusal: Refusal,
    /// True if it keeps everything out; else it is left out and the rest is taken.
    pub is_error: bool,
}

impl Found {
    pub(super) const fn refused(place: Place, question: Option<String>, refusal: Refusal) -> Self {
        Self { place, question, refusal, is_error: true }
    }

    pub(super) fn remark(source: usize, remark: Remark) -> Self {
        let place = Place { source, line: remark.line };
        let is_error = remark.kind.is_error();
        Self { place, question: remark.code, refusal: Self::told(remark.kind, &remark.detail), is_error }
    }

    /// A remark as people read it.
    pub(super) fn told(kind: RemarkKind, detail: &str) -> Refusal {
        Refusal::at(QUESTION_FILE, "file").with("kind", format!("{kind:?}")).with("detail", detail)
    }
}

/// What came of reading files of questions.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files' names.
    pub sources: Vec<String>,
    /// How many questions are new.
    pub created: usize,
    /// How many are not what they were.
    pub revised: usize,
    /// How many the bank has as they are.
    pub unchanged: usize,
    /// What was found, by file and line.
    pub found: Vec<Found>,
    /// Whether it is in the bank.
    pub is_kept: bool,
}

impl Report {
    /// Whether something is wrong, so that nothing is taken.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.found.iter().any(|found| found.is_error)
    }

    pub(super) fn count(&mut self, ready: &[Ready]) {
        for one in ready {
            match &one.held {
                None => self.created += 1,
                Some(_) if one.is_same() => self.unchanged += 1,
                Some(_) => self.revised += 1,
            }
        }
    }

    pub(super) fn sort(&mut self) {
        self.found.sort_by_key(|found| found.place);
    }
}
