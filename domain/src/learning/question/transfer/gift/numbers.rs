//! The answers of a number: `#3:0.1`, `#1..5`, `#=3:0 =%50%3:1#close ~#else`.

use nabta_entities::learning::question_body::{AcceptedNumber, Answers, Credit};
use rust_decimal::Decimal;

use super::super::prose::said;
use super::super::{RemarkKind, amount};
use super::answers::{Reader, weighted};
use super::escape::unmask;
use super::span::Span;

impl Reader<'_> {
    /// Reads what stands behind the `#` of a number.
    pub(super) fn numeric(&mut self, answers: Span<'_>) -> Option<Answers> {
        let (answers, otherwise) = match answers.split_once("~") {
            Some((answers, otherwise)) => (answers, Some(otherwise)),
            None => (answers, None),
        };
        let mut accepted = Vec::new();
        for (_, piece) in answers.pieces(&['=']) {
            let piece = piece.trim();
            if piece.text.is_empty() {
                continue;
            }
            let (credit, piece) = weighted(piece, Credit::WHOLE);
            let (number, feedback) = self.with_feedback(piece);
            let written = unmask(number.trim().text);
            let Some((value, tolerance)) = read(&written) else {
                self.notes.add(piece.line, RemarkKind::NumberWrong, &written);
                continue;
            };
            accepted.push(AcceptedNumber { value, tolerance, credit, feedback: said(self.locale, feedback) });
        }
        if let Some(otherwise) = otherwise {
            let (_, feedback) = self.with_feedback(otherwise);
            let feedback = said(self.locale, feedback);
            accepted.push(AcceptedNumber { value: None, tolerance: Decimal::ZERO, credit: Credit::NONE, feedback });
        }
        if accepted.iter().all(|number| number.value.is_none()) {
            self.notes.add(self.line, RemarkKind::AnswersMissing, "numeric");
            return None;
        }
        Some(Answers::Numeric { accepted, unit: self.options.unit() })
    }
}

/// A number with its tolerance, or the middle between two; `*` is any other number.
fn read(written: &str) -> Option<(Option<Decimal>, Decimal)> {
    if let Some((least, most)) = written.split_once("..").filter(|(least, _)| !least.is_empty()) {
        let (value, tolerance) = amount::between(amount::number(least)?, amount::number(most)?)?;
        return Some((Some(value), tolerance));
    }
    let (value, tolerance) = written.split_once(':').unwrap_or((written, "0"));
    let value = if value.trim() == "*" { None } else { Some(amount::number(value)?) };
    Some((value, amount::number(tolerance)?))
}
