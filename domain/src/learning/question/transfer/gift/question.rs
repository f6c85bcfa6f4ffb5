//! One question: its title, its text and where its answers stand.

use nabta_entities::learning::question_body::{Answers, QuestionBody};
use nabta_entities::values::Locale;

use super::super::notes::Notes;
use super::super::prose::{self, Format, said};
use super::super::{Foreign, RemarkKind, cloze, figures, label};
use super::answers::Reader;
use super::block::Block;
use super::escape::{mask, unmask};
use super::option::Options;
use super::span::Span;

/// A question whose text has not been read yet.
pub(super) struct Beginning {
    options: Options,
    masked: String,
    line: usize,
}

/// What stands where a missing word was.
const BLANK: &str = "_____";

/// Reads a block's options and its category, which holds from here on; nothing if it asks nothing.
pub(super) fn begin(block: &Block<'_>, category: &mut String, notes: &mut Notes) -> Option<Beginning> {
    let mut options = Options::default();
    for (line, comment) in &block.comments {
        options.read(*line, comment, notes);
    }
    let mut text = Span { text: &block.text, line: block.line }.trim();
    if let Some(after) = text.text.strip_prefix("$CATEGORY:") {
        let (name, after) = after.split_once('\n').unwrap_or((after, ""));
        *category = label::category(name);
        text = Span { text: after, line: text.line + 1 }.trim();
    }
    if text.text.is_empty() {
        if let Some((line, comment)) = block.comments.first().filter(|_| options.is_given) {
            notes.add(*line, RemarkKind::OptionAlone, comment);
        }
        return None;
    }
    Some(Beginning { options, masked: mask(text.text), line: text.line })
}

impl Beginning {
    /// Where it begins.
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// Reads the question; nothing if it cannot be taken, which is noted.
    pub(super) fn read(mut self, locale: Locale, category: &str, notes: &mut Notes) -> Option<Foreign> {
        let errors = notes.errors();
        let whole = Span { text: &self.masked, line: self.line };
        let (title, text) = title(whole);
        let code = code(self.options.id.take(), title, self.line, notes);
        notes.code.clone_from(&code);
        let Parts { text, answers, feedback } = parts(text, self.options.has_gaps, notes)?;
        let (format, asked) = formatted(text.trim(), Format::Moodle);
        let mut reader = Reader { locale, format, line: self.line, options: &mut self.options, notes };
        let feedback = feedback.map(|feedback| reader.prose(feedback)).unwrap_or_default();
        let answers = match answers {
            Some(answers) => reader.answers(answers.trim()),
            None => Some(Answers::Gaps { gaps: Vec::new() }),
        };
        let mut asked = unmask(asked);
        let mut answers = answers?;
        let mut left = Vec::new();
        if let Answers::Gaps { gaps } = &mut answers {
            match (cloze::Reader { locale, format, left: &mut left }).read(&asked) {
                Ok((_, found)) if found.is_empty() => reader.notes.add(self.line, RemarkKind::AnswersMissing, "gaps"),
                Ok((marked, found)) => (asked, *gaps) = (marked, found),
                Err((kind, excerpt)) => reader.notes.add(self.line, kind, &excerpt),
            }
        }
        let asked = prose::markdown(&shown(&asked, format, &mut left), format, &mut left);
        reader.tell(self.line, left);
        if asked.is_empty() {
            reader.notes.add(self.line, RemarkKind::TextMissing, "");
        }
        let body = QuestionBody { text: said(locale, asked), feedback: said(locale, feedback), answers };
        let Options { tags, laws, difficulty, points, .. } = self.options;
        let foreign = Foreign { line: self.line, code, category: category.to_owned(), tags, laws, difficulty, points, body };
        (notes.errors() == errors).then_some(foreign)
    }
}

/// A question's title, if it has one, and what follows.
fn title(whole: Span<'_>) -> (Option<String>, Span<'_>) {
    if !whole.text.starts_with("::") {
        return (None, whole);
    }
    let (_, after) = whole.split(0, 2);
    match after.split_once("::") {
        Some((title, text)) => (Some(unmask(title.text).trim().to_owned()), text.trim()),
        None => (None, after),
    }
}

/// The question's code: what Moodle numbers it by, else its title.
fn code(id: Option<String>, title: Option<String>, line: usize, notes: &mut Notes) -> Option<String> {
    let fits = |text: &Option<String>| text.as_deref().is_some_and(label::is_code);
    if fits(&id) {
        return id;
    }
    for wrong in [&id, &title].into_iter().flatten().filter(|text| !label::is_code(text)) {
        notes.add(line, RemarkKind::NotACode, wrong);
    }
    title.filter(|title| label::is_code(title))
}

/// A question taken apart.
struct Parts<'a> {
    /// The text, with a blank where answers stand within it.
    text: String,
    /// What stands between the braces; nothing if the text holds gaps.
    answers: Option<Span<'a>>,
    /// What everybody may read afterwards.
    feedback: Option<Span<'a>>,
}

/// Takes a question apart; nothing where there is none.
fn parts<'a>(whole: Span<'a>, has_gaps: bool, notes: &mut Notes) -> Option<Parts<'a>> {
    if !whole.text.contains(['{', '}']) {
        if has_gaps {
            let (text, feedback) = with_feedback(whole);
            return Some(Parts { text: text.text.to_owned(), answers: None, feedback });
        }
        notes.add(whole.line, RemarkKind::Description, &unmask(whole.text));
        return None;
    }
    let found = whole.split_once("{").and_then(|(before, after)| Some((before, after.split_once("}")?)));
    let found =
        found.filter(|(before, (answers, rest))| [before, answers, rest].iter().all(|piece| !piece.text.contains(['{', '}'])));
    let Some((before, (answers, rest))) = found else {
        notes.add(whole.line, RemarkKind::BracesWrong, &unmask(whole.text));
        return None;
    };
    let rest = rest.text.trim_end();
    let text = if rest.is_empty() { before.text.to_owned() } else { format!("{}{BLANK}{rest}", before.text) };
    let (answers, feedback) = with_feedback(answers);
    Some(Parts { text, answers: Some(answers), feedback })
}

/// What stands before and after the last `####`.
fn with_feedback(whole: Span<'_>) -> (Span<'_>, Option<Span<'_>>) {
    whole.text.rfind("####").map_or((whole, None), |at| {
        let (before, feedback) = whole.split(at, 4);
        (before, Some(feedback))
    })
}

/// A text whose pictures have the names that they could have here; GIFT does not bring them along.
pub(super) fn shown(text: &str, format: Format, left: &mut Vec<(RemarkKind, String)>) -> String {
    figures::moved(text, format == Format::Html, |path| {
        left.push((RemarkKind::PictureMissing, path.to_owned()));
        figures::sanitised(path)
    })
}

/// How a text is written, if it says so, and the rest of it.
pub(super) fn formatted(text: &str, otherwise: Format) -> (Format, &str) {
    let named = text.strip_prefix('[').and_then(|after| after.split_once(']'));
    match named.and_then(|(name, rest)| Some((Format::from_gift(name)?, rest))) {
        Some(found) => found,
        None => (otherwise, text),
    }
}
