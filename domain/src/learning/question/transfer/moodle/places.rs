//! Questions whose answers stand in their text: cloze, and places for words to choose or drag.

use std::fmt::Write;

use nabta_entities::learning::question_body::{Answers, Choice, Credit, Filling, Gap};
use nabta_entities::values::LocalizedText;

use super::super::RemarkKind;
use super::super::cloze;
use super::super::prose::{self, said};
use super::question::Reader;
use super::tree::Node;

/// The most places, and the most words for them: each place takes all words of its group.
const MOST: usize = 100;

impl Reader<'_> {
    pub(super) fn cloze(&mut self, node: &Node) -> Option<(String, Answers)> {
        let Some(asked) = node.first("questiontext") else { return self.wrong(node, RemarkKind::TextMissing, "") };
        let (raw, format) = self.raw(asked);
        let mut left = Vec::new();
        let (marked, gaps) = match (cloze::Reader { locale: self.locale, format, left: &mut left }).read(&raw) {
            Ok(read) => read,
            Err((kind, excerpt)) => return self.wrong(asked, kind, &excerpt),
        };
        let text = prose::markdown(&marked, format, &mut left);
        self.tell(asked.line, left);
        let gaps = self.enough(gaps, 1, "gaps")?;
        Some((text, Answers::Gaps { gaps }))
    }

    /// Reads places `[[1]]` that take the first word, and so on; words are elements of a name.
    pub(super) fn places(&mut self, node: &Node, name: &str) -> Option<(String, Answers)> {
        let words: Vec<(&str, String)> = node
            .all(name)
            .take(MOST + 1)
            .map(|word| (word.value("group"), prose::plain(word.says(), prose::Format::Html)))
            .collect();
        let text = self.prose(node.first("questiontext"));
        let (mut marked, mut gaps) = (String::with_capacity(text.len()), Vec::new());
        let mut rest = text.as_str();
        while let Some(at) = rest.find("[[") {
            let (before, from) = rest.split_at_checked(at)?;
            marked.push_str(before);
            let mark = cloze::mark(from);
            if mark.is_empty() {
                marked.push('[');
            } else {
                let number: Option<usize> = mark.trim_matches(['[', ']']).parse().ok();
                let right = number.and_then(|number| number.checked_sub(1)).filter(|right| *right < words.len());
                let Some(right) = right.filter(|_| gaps.len() < MOST && words.len() <= MOST) else {
                    return self.wrong(node, RemarkKind::GapWrong, mark);
                };
                gaps.push(self.place(&words, right));
                // Writing to a string cannot fail.
                let _ = write!(marked, "[[{}]]", gaps.len());
            }
            rest = from.get(mark.len().max(1)..).unwrap_or_default();
        }
        marked.push_str(rest);
        let gaps = self.enough(gaps, 1, "gaps")?;
        Some((marked, Answers::Gaps { gaps }))
    }

    /// A place for a word: all words of its group may be chosen.
    fn place(&self, words: &[(&str, String)], right: usize) -> Gap {
        let group = words.get(right).map(|(group, _)| *group);
        let choices = words.iter().enumerate().filter(|(_, (other, _))| Some(*other) == group).map(|(index, (_, word))| Choice {
            text: said(self.locale, word.clone()),
            credit: if index == right { Credit::WHOLE } else { Credit::NONE },
            feedback: LocalizedText::default(),
        });
        Gap { weight: 1, filling: Filling::Choice { choices: choices.collect() } }
    }

    fn wrong<T>(&mut self, node: &Node, kind: RemarkKind, detail: &str) -> Option<T> {
        self.notes.add(node.line, kind, detail);
        None
    }
}
