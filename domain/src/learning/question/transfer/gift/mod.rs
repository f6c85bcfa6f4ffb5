//! Moodle's GIFT: questions as people type them, parted by empty lines.
//!
//! Read as Moodle's own importer reads it: comments `//`, `::title::`, `[html]`, `[moodle]`, `[plain]` and `[markdown]` before a text,
//! `\` before `~ = # { } : \` and for a line's end (`\n`), `$CATEGORY:`, `####` before general feedback, and in comments `[id:…]` and
//! `[tag:…]`. A title is the question's code if it can be one; `[id:…]` is preferred. Kinds: choices (`=`, `~`, `~%50%`), true or false
//! (`{T#if wrong#if right}`), numbers (`{#3:0.1}`, `{#1..5}`, `{#=3 =%50%4 ~#else}`), short answers, matching (`=a -> b`; `= -> c` belongs
//! to nothing), a text after `}` (missing word), essays (`{}`), and ordering as the plugin writes it:
//!
//! ```text
//! ::steps:: Order them. {>3 ALL VERTICAL ABSOLUTE_POSITION
//! first
//! second
//! third
//! }
//! ```
//!
//! Otherwise than Moodle: a category ends with its line, several pairs of braces are an error (there they become text), and `-\>` is no
//! arrow. Texts are written as `[markdown]`.
//!
//! What GIFT has no place for stands in options of ours, in the comments of the question, where Moodle overlooks it. In a value `\]`,
//! `\\` and `\n` are a bracket, a backslash and a line's end.
//!
//! | option | meaning |
//! | --- | --- |
//! | `[law:L-1996-41]` | a legal text that it is about |
//! | `[difficulty:easy]` | `easy`, `medium` or `hard` |
//! | `[points:2.5]` | what it is worth |
//! | `[in-order]` | choices or premises stand as they are written |
//! | `[single]` | one choice only, though none begins with `=` |
//! | `[case]` | capitals and small letters differ |
//! | `[unit:kg]`, `[unit-other:g=1000]`, `[unit-required]` | what a number is measured in |
//! | `[template:…]`, `[guidance:…]`, `[words-least:50]`, `[words-most:200]`, `[rubric:…]` | of an essay; the rubric as JSON |
//! | `[gaps]` | the text holds gaps as Moodle's cloze embeds them, and no answers follow: `Une {1:SHORTANSWER:\=loi}` with `{`, `}`… escaped |

mod answers;
mod block;
mod escape;
mod numbers;
mod option;
mod question;
mod span;
mod writer;

#[cfg(test)]
mod reader_tests;
#[cfg(test)]
mod round_tests;

use nabta_entities::values::Locale;

use super::notes::Notes;
use super::{Exchange, Foreign, RemarkKind};

/// Reads a file in one language, up to so many questions.
#[must_use]
pub fn read(text: &str, locale: Locale, most: usize) -> Exchange {
    let mut notes = Notes::default();
    let (mut questions, mut category, mut number) = (Vec::new(), String::new(), 0);
    for block in block::blocks(text) {
        let Some(block) = question::begin(&block, &mut category, &mut notes) else { continue };
        if number == most {
            notes.add(block.line(), RemarkKind::TooMany, &most.to_string());
            break;
        }
        number += 1;
        questions.extend(block.read(locale, &category, &mut notes));
        notes.code = None;
    }
    Exchange { questions, pictures: std::collections::BTreeMap::new(), remarks: notes.into_remarks() }
}

/// Writes questions in one language; [`read`] gives them back as they are. Pictures stay names.
#[must_use]
pub fn write(questions: &[Foreign], locale: Locale) -> String {
    writer::write(questions, locale)
}
