//! What comments before a question say about it: `[tag:…]`, `[id:…]` as Moodle has them, and options of ours.

use std::fmt::Write;

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::{OtherUnit, Unit};
use nabta_entities::learning::rubric::Rubric;

use super::super::notes::Notes;
use super::super::{RemarkKind, amount};

/// The options of one question.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) id: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) laws: Vec<String>,
    pub(super) difficulty: Option<Difficulty>,
    pub(super) points: Option<i32>,
    pub(super) is_in_order: bool,
    pub(super) is_case_sensitive: bool,
    pub(super) is_single: bool,
    pub(super) has_gaps: bool,
    pub(super) unit: Option<String>,
    pub(super) other_units: Vec<OtherUnit>,
    pub(super) is_unit_required: bool,
    pub(super) least_words: Option<i32>,
    pub(super) most_words: Option<i32>,
    pub(super) template: Option<String>,
    pub(super) guidance: Option<String>,
    pub(super) rubric: Option<Rubric>,
    /// Whether any was given.
    pub(super) is_given: bool,
}

/// All options, and whether a value follows.
const NAMES: [(&str, bool); 17] = [
    ("id", true),
    ("tag", true),
    ("law", true),
    ("difficulty", true),
    ("points", true),
    ("in-order", false),
    ("case", false),
    ("single", false),
    ("gaps", false),
    ("unit", true),
    ("unit-other", true),
    ("unit-required", false),
    ("words-least", true),
    ("words-most", true),
    ("template", true),
    ("guidance", true),
    ("rubric", true),
];

impl Options {
    /// Reads the options in a comment; whatever else it says is for people.
    pub(super) fn read(&mut self, line: usize, comment: &str, notes: &mut Notes) {
        let mut rest = comment;
        while let Some((_, after)) = rest.split_once('[') {
            rest = after;
            let length = after.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'-').count();
            let (name, after) = after.split_at_checked(length).unwrap_or((after, ""));
            let Some((name, has_value)) = NAMES.iter().find(|(known, _)| *known == name) else { continue };
            if !has_value {
                self.is_given |= after.starts_with(']');
                if after.starts_with(']') {
                    self.set(name);
                }
            } else if let Some(after) = after.strip_prefix(':') {
                // Without an end to this option there is none to any after it.
                let Some((value, after)) = value(after) else { break };
                self.is_given = true;
                if self.take(name, &value).is_none() {
                    notes.add(line, RemarkKind::OptionWrong, &format!("[{name}:{value}]"));
                }
                rest = after;
            }
        }
    }

    fn set(&mut self, name: &str) {
        match name {
            "in-order" => self.is_in_order = true,
            "case" => self.is_case_sensitive = true,
            "single" => self.is_single = true,
            "gaps" => self.has_gaps = true,
            _ => self.is_unit_required = true,
        }
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let text = || Some(value.to_owned());
        match name {
            "id" => self.id = text(),
            "tag" => self.tags.push(value.to_owned()),
            "law" => self.laws.push(value.to_owned()),
            "difficulty" => self.difficulty = Some(Difficulty::from_name(value)?),
            "points" => self.points = Some(amount::points(value)?),
            "unit" => self.unit = text(),
            "unit-other" => {
                let (symbol, number) = value.rsplit_once('=')?;
                self.other_units.push(OtherUnit { symbol: symbol.trim().to_owned(), per_unit: amount::number(number)? });
            }
            "words-least" => self.least_words = Some(value.parse().ok()?),
            "words-most" => self.most_words = Some(value.parse().ok()?),
            "template" => self.template = text(),
            "guidance" => self.guidance = text(),
            "rubric" => self.rubric = Some(serde_json::from_str(value).ok()?),
            _ => return None,
        }
        Some(())
    }

    /// The unit of a number.
    pub(super) fn unit(&mut self) -> Option<Unit> {
        let others = std::mem::take(&mut self.other_units);
        self.unit.take().map(|symbol| Unit { symbol, others, is_required: self.is_unit_required })
    }
}

/// An option's value and what follows its end; `\]` is no end.
fn value(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            ']' => return Some((value, text.get(at + 1..).unwrap_or_default())),
            '\\' => {
                let next = text.get(at + 1..).and_then(|text| text.chars().next());
                match next {
                    Some(']' | '\\') => value.extend(next),
                    Some('n') => value.push('\n'),
                    _ => value.push('\\'),
                }
                if matches!(next, Some(']' | '\\' | 'n')) {
                    characters.next();
                }
            }
            _ => value.push(character),
        }
    }
    None
}

/// Writes an option with its value.
pub(super) fn write(name: &str, value: &str, into: &mut String) {
    let value = value.replace('\\', "\\\\").replace(']', "\\]").replace('\r', "").replace('\n', "\\n");
    // Writing to a string cannot fail.
    let _ = write!(into, " [{name}:{value}]");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_among_words() {
        let (mut options, mut notes) = (Options::default(), Notes::default());
        options.read(7, "// note [see [tag:a\\]b] [in-order] [difficulty:awful] [law:L-1996-41", &mut notes);
        assert_eq!((options.tags, options.is_in_order, options.laws.len()), (vec!["a]b".to_owned()], true, 0));
        let remarks = notes.into_remarks();
        assert_eq!(
            remarks.iter().map(|remark| (remark.line, remark.detail.as_str())).collect::<Vec<_>>(),
            [(7, "[difficulty:awful]")]
        );
    }

    #[test]
    fn values_are_read_back() {
        let mut written = String::new();
        for value in ["a]b\\", "\\n", "x\ny [tag:z]"] {
            write("tag", value, &mut written);
        }
        let (mut options, mut notes) = (Options::default(), Notes::default());
        options.read(1, &written, &mut notes);
        assert_eq!(options.tags, ["a]b\\", "\\n", "x\ny [tag:z]"]);
    }
}
