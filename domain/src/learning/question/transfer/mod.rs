//! Question banks as files of other systems: Moodle's GIFT ([`gift`]) and Moodle's XML ([`moodle`]).
//!
//! Reading never fails as a whole: what cannot be taken is reported as a [`Remark`] with its line, and reading goes on. A question
//! with an error is left out; a warning says what a question lost. Reading and writing need time linear in the file's size.
//!
//! One file is in one language. Texts become Markdown: `html` through a list of allowed elements, `moodle` and `plain` with what
//! Markdown would take for markup escaped. Formulas `\(…\)`, `\[…\]`, `$$…$$` become `$…$` and `$$…$$`.
//!
//! Nothing is checked here that a question must be anyway (credits that add up, lengths, how many choices): whoever stores it does.

mod amount;
mod cloze;
mod figures;
mod formula;
pub mod gift;
mod html;
mod label;
pub mod moodle;
mod notes;
mod order;
mod prose;
mod remark;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod samples;

use std::collections::BTreeMap;

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::QuestionBody;

pub use remark::{Remark, RemarkKind};

/// What a file holds, and what is to be said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The questions that can be taken, in the file's order.
    pub questions: Vec<Foreign>,
    /// The pictures that came with them, by the name by which their texts show them (`figures/name.png`).
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// What cannot be taken, and what was left out.
    pub remarks: Vec<Remark>,
}

/// One question as a file tells it, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Where it begins, from 1.
    pub line: usize,
    /// Its code, if the file gives one that is a code here.
    pub code: Option<String>,
    /// Where it stands: names from the widest to the narrowest, parted by `/`; empty if nowhere.
    pub category: String,
    /// What it is about.
    pub tags: Vec<String>,
    /// Codes of the legal texts that it is about.
    pub laws: Vec<String>,
    /// How hard it is said to be.
    pub difficulty: Option<Difficulty>,
    /// What it is worth, in hundredths of a point.
    pub points: Option<i32>,
    /// What it asks, with texts in the file's language only.
    pub body: QuestionBody,
}

/// A file's text, without the mark that some programs put before it. If it is not UTF-8, as files in Windows-1256 are not, the
/// remark has the line of the first byte that is wrong.
pub fn decode(bytes: &[u8]) -> Result<&str, Remark> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (right, wrong) = bytes.split_at(error.valid_up_to().min(bytes.len()));
        let line = 1 + right.iter().filter(|byte| **byte == b'\n').count();
        let detail = wrong.first().map(|byte| format!("0x{byte:02X}")).unwrap_or_default();
        Remark { line, code: None, kind: RemarkKind::NotUtf8, detail }
    })
}
