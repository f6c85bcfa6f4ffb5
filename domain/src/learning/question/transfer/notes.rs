//! Remarks as they are gathered while a question is read.

use super::{Remark, RemarkKind};

/// The longest excerpt in a remark, in characters.
const EXCERPT: usize = 80;

/// Remarks, with the code of the question that is being read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The question's code, as soon as it is known.
    pub(super) code: Option<String>,
    remarks: Vec<Remark>,
    errors: usize,
}

impl Notes {
    /// Adds a remark; of its detail only the beginning is kept, on one line.
    pub(super) fn add(&mut self, line: usize, kind: RemarkKind, detail: &str) {
        let mut excerpt = String::new();
        let mut length = 0;
        for word in detail.split_whitespace() {
            let room = EXCERPT.saturating_sub(length);
            if room == 0 {
                break;
            }
            if length > 0 {
                excerpt.push(' ');
            }
            excerpt.extend(word.chars().take(room));
            length += word.chars().take(room).count() + 1;
        }
        self.errors += usize::from(kind.is_error());
        self.remarks.push(Remark { line, code: self.code.clone(), kind, detail: excerpt });
    }

    /// How many errors there are so far.
    pub(super) const fn errors(&self) -> usize {
        self.errors
    }

    /// All of them, by line.
    pub(super) fn into_remarks(mut self) -> Vec<Remark> {
        self.remarks.sort_by_key(|remark| remark.line);
        self.remarks
    }
}
