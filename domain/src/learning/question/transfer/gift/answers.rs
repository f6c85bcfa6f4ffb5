//! What stands between the braces.

use nabta_entities::learning::question_body::{AcceptedText, Answers, Choice, Credit, Pair};
use nabta_entities::values::{Locale, LocalizedText};

use super::super::notes::Notes;
use super::super::prose::{self, Format, said};
use super::super::{RemarkKind, amount, order};
use super::escape::unmask;
use super::option::Options;
use super::question::{formatted, shown};
use super::span::Span;

/// Reads the answers of one question.
pub(super) struct Reader<'a> {
    pub(super) locale: Locale,
    /// How texts are written that do not say so themselves.
    pub(super) format: Format,
    /// Where the question begins.
    pub(super) line: usize,
    pub(super) options: &'a mut Options,
    pub(super) notes: &'a mut Notes,
}

impl Reader<'_> {
    /// Reads the answers, without general feedback. What is wrong is noted; nothing if nothing is left.
    pub(super) fn answers(&mut self, answers: Span<'_>) -> Option<Answers> {
        let text = answers.text;
        if text.is_empty() {
            Some(self.essay())
        } else if text.starts_with('#') {
            self.numeric(answers.split(0, 1).1)
        } else if text.starts_with('>') {
            self.ordering(answers.split(0, 1).1)
        } else if text.contains('~') {
            self.choices(answers)
        } else if text.contains('=') && text.contains("->") {
            self.matching(answers)
        } else {
            match text.split('#').next().unwrap_or_default().trim() {
                "T" | "TRUE" => Some(self.true_false(answers, true)),
                "F" | "FALSE" => Some(self.true_false(answers, false)),
                _ => self.short_text(answers),
            }
        }
    }

    /// A text that may say how it is written, as Markdown.
    pub(super) fn prose(&mut self, span: Span<'_>) -> String {
        let span = span.trim();
        let (format, text) = formatted(span.text, self.format);
        let mut left = Vec::new();
        let text = shown(&unmask(text), format, &mut left);
        let markdown = prose::markdown(&text, format, &mut left);
        self.tell(span.line, left);
        markdown
    }

    /// Notes what was left out.
    pub(super) fn tell(&mut self, line: usize, left: Vec<(RemarkKind, String)>) {
        for (kind, detail) in left {
            self.notes.add(line, kind, &detail);
        }
    }

    /// A text that may say how it is written, as plain text.
    pub(super) fn plain(&self, span: Span<'_>) -> String {
        let (format, text) = formatted(span.trim().text, self.format);
        prose::plain(&unmask(text), format)
    }

    pub(super) fn said(&mut self, span: Span<'_>) -> LocalizedText {
        said(self.locale, self.prose(span))
    }

    /// An answer and its feedback.
    pub(super) fn with_feedback<'s>(&mut self, answer: Span<'s>) -> (Span<'s>, String) {
        match answer.split_once("#") {
            Some((answer, feedback)) => (answer, self.prose(feedback)),
            None => (answer, String::new()),
        }
    }

    /// The number of answers, noted where it is too small.
    fn enough<T>(&mut self, answers: Vec<T>, least: usize, kind: &str) -> Option<Vec<T>> {
        if answers.len() < least {
            self.notes.add(self.line, RemarkKind::AnswersMissing, kind);
            return None;
        }
        Some(answers)
    }

    fn essay(&mut self) -> Answers {
        let locale = self.locale;
        let said = |text: Option<String>| said(locale, text.unwrap_or_default());
        let options = &mut *self.options;
        Answers::Essay {
            template: said(options.template.take()),
            guidance: said(options.guidance.take()),
            least_words: options.least_words,
            most_words: options.most_words,
            rubric: options.rubric.take(),
        }
    }

    fn true_false(&mut self, answers: Span<'_>, is_true: bool) -> Answers {
        let feedback = answers.split_once("#").map(|(_, feedback)| feedback);
        let (wrong, right) = match feedback.map(|feedback| (feedback, feedback.split_once("#"))) {
            Some((_, Some((wrong, right)))) => (self.said(wrong), self.said(right)),
            Some((wrong, None)) => (self.said(wrong), LocalizedText::default()),
            None => Default::default(),
        };
        let (on_true, on_false) = if is_true { (right, wrong) } else { (wrong, right) };
        Answers::TrueFalse { is_true, on_true, on_false }
    }

    fn choices(&mut self, answers: Span<'_>) -> Option<Answers> {
        let is_single = self.options.is_single || answers.text.contains('=');
        let mut choices = Vec::new();
        for (sign, piece) in answers.pieces(&['~', '=']) {
            let piece = piece.trim();
            if piece.text.is_empty() {
                continue;
            }
            let (credit, piece) = if sign == Some('=') { (Credit::WHOLE, piece) } else { weighted(piece, Credit::NONE) };
            let (text, feedback) = self.with_feedback(piece);
            choices.push(Choice { text: self.said(text), credit, feedback: said(self.locale, feedback) });
        }
        let choices = self.enough(choices, 2, "choices")?;
        let is_in_order = self.options.is_in_order;
        Some(if is_single { Answers::Single { choices, is_in_order } } else { Answers::Several { choices, is_in_order } })
    }

    fn matching(&mut self, answers: Span<'_>) -> Option<Answers> {
        let (mut pairs, mut lures) = (Vec::new(), Vec::new());
        for (_, piece) in answers.pieces(&['=']) {
            let piece = piece.trim();
            let Some((premise, target)) = piece.split_once("->") else {
                if !piece.text.is_empty() {
                    self.notes.add(piece.line, RemarkKind::ArrowMissing, &unmask(piece.text));
                }
                continue;
            };
            let premise = self.said(premise);
            let target = said(self.locale, prose::plain(&unmask(target.trim().text), self.format));
            if premise.is_empty() { lures.push(target) } else { pairs.push(Pair { premise, target }) }
        }
        let pairs = self.enough(pairs, 1, "matching")?;
        Some(Answers::Matching { pairs, lures, is_in_order: self.options.is_in_order })
    }

    fn short_text(&mut self, answers: Span<'_>) -> Option<Answers> {
        let mut accepted = Vec::new();
        for (_, piece) in answers.pieces(&['=']) {
            let (credit, piece) = weighted(piece.trim(), Credit::WHOLE);
            let (text, feedback) = self.with_feedback(piece);
            let text = self.plain(text);
            if !text.is_empty() {
                let feedback = (!feedback.is_empty()).then_some(feedback);
                accepted.push(AcceptedText { locale: self.locale, text, credit, feedback });
            }
        }
        let accepted = self.enough(accepted, 1, "short_text")?;
        Some(Answers::ShortText { accepted, is_case_sensitive: self.options.is_case_sensitive })
    }

    fn ordering(&mut self, answers: Span<'_>) -> Option<Answers> {
        let (head, rest) = answers.split_once("\n").unwrap_or_else(|| answers.split(answers.text.len(), 0));
        let mut words = head.text.split_whitespace().peekable();
        let number = words.next_if(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        words.next_if(|word| matches!(*word, "ALL" | "EXACT" | "RANDOM" | "REL" | "CONTIGUOUS" | "CONTIG"));
        words.next_if(|word| matches!(*word, "HORIZONTAL" | "HORI" | "H" | "1" | "VERTICAL" | "VERT" | "V" | "0"));
        let grading = words.next_if(|word| order::grading(word).is_some()).unwrap_or("ABSOLUTE_POSITION");
        let first = words.collect::<Vec<_>>().join(" ");
        let (grading, is_same) = order::grading(grading).unwrap_or_default();
        if !is_same {
            self.notes.add(head.line, RemarkKind::GradingChanged, head.text);
        }
        let mut items = Vec::new();
        let lines = [Span { text: &first, line: head.line }].into_iter();
        for item in lines.chain(rest.pieces(&['\n']).into_iter().map(|(_, item)| item)) {
            let item = self.said(item);
            if !item.is_empty() {
                items.push(item);
            }
        }
        let items = self.enough(items, 2, "ordering")?;
        if number.and_then(|number| number.parse().ok()).is_some_and(|number: usize| number > 0 && number < items.len()) {
            self.notes.add(head.line, RemarkKind::SettingLost, head.text);
        }
        Some(Answers::Ordering { items, grading })
    }
}

/// What an answer is worth, if it says so (`%50%`), and the rest of it.
pub(super) fn weighted(answer: Span<'_>, otherwise: Credit) -> (Credit, Span<'_>) {
    let percent = answer.text.strip_prefix('%').and_then(|after| after.split('%').next());
    let found = percent.and_then(|percent| Some((amount::percent(percent)?, percent.len() + 2)));
    // A `%` without another one behind it is a sign of the text.
    match found.filter(|(_, length)| answer.text.as_bytes().get(length - 1) == Some(&b'%')) {
        Some((credit, length)) => (credit, answer.split(0, length).1),
        None => (otherwise, answer),
    }
}
