//! Moodle's XML: what Moodle writes of a question bank.
//!
//! Kinds: `multichoice`, `truefalse`, `shortanswer`, `numerical`, `matching`, `essay`, `cloze`, `ordering`, and `gapselect` and `ddwtos`,
//! whose places become gaps with choices. `description` is left out; others, such as `calculated`, cannot be taken. A question's code is
//! its `<idnumber>`, else its name if that can be one.
//!
//! Pictures come as `<file>` beside the text that shows them (`@@PLUGINFILE@@/name.png`). Here texts show them as `figures/name.png`: a
//! name keeps Latin letters, digits, `.`, `_` and `-`, and a second picture of one name gets a number. A picture may have 5 MiB, all of
//! them 50.
//!
//! Hints and feedback by how right the whole answer is are left out and told; penalties, numbering and layout are left out.
//!
//! What Moodle has no element for:
//!
//! - a legal text is the tag `law:L-1996-41`, a difficulty the tag `difficulty:easy`: Moodle keeps both;
//! - an essay's rubric is the comment `<!-- nabta:rubric … -->` in the question, as JSON: Moodle overlooks it, and does not keep it;
//! - a unit that must be given is graded (`unitgradingtype`), and its lack takes all (`unitpenalty`).

mod kinds;
mod numbers;
mod picture;
mod places;
mod question;
mod tree;
mod writer;
mod xml;

#[cfg(test)]
mod reader_tests;
#[cfg(test)]
mod round_tests;

use std::collections::BTreeMap;

use nabta_entities::values::Locale;

use super::notes::Notes;
use super::{Exchange, Foreign, RemarkKind, label};

/// Reads a file in one language, up to so many questions.
#[must_use]
pub fn read(text: &str, locale: Locale, most: usize) -> Exchange {
    let (mut notes, mut pictures) = (Notes::default(), picture::Pictures::default());
    let (mut questions, mut category, mut number) = (Vec::new(), String::new(), 0);
    for node in tree::Questions::new(text) {
        match node {
            Ok(node) if node.attribute("type") == "category" => category = label::category(node.value("category")),
            Ok(node) if number == most => {
                notes.add(node.line, RemarkKind::TooMany, &most.to_string());
                break;
            }
            Ok(node) => {
                number += 1;
                questions.extend(question::read(&node, locale, &category, &mut notes, &mut pictures));
                notes.code = None;
            }
            Err((line, kind, detail)) => notes.add(line, kind, &detail),
        }
    }
    Exchange { questions, pictures: pictures.found, remarks: notes.into_remarks() }
}

/// Writes questions in one language, with those of the pictures that their texts show; [`read`] gives them back as they are.
#[must_use]
pub fn write(questions: &[Foreign], pictures: &BTreeMap<String, Vec<u8>>, locale: Locale) -> String {
    writer::write(questions, pictures, locale)
}
