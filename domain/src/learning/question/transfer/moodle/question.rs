//! What questions of every kind have, and their texts.

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::{Answers, Credit, QuestionBody};
use nabta_entities::values::{Locale, LocalizedText};

use super::super::notes::Notes;
use super::super::prose::{self, Format, said};
use super::super::{Foreign, RemarkKind, amount, label};
use super::picture::Pictures;
use super::tree::Node;

/// What a tag that is a legal text begins with.
pub(super) const LAW: &str = "law:";
/// What a tag that is a difficulty begins with.
pub(super) const DIFFICULTY: &str = "difficulty:";

/// Feedback by how right an answer is that Moodle puts into every question.
const USUAL: [&str; 12] = [
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
    "Votre réponse est correcte.",
    "Votre réponse est partiellement correcte.",
    "Votre réponse est incorrecte.",
    "إجابتك صحيحة",
    "إجابتك صحيحة.",
    "إجابتك صحيحة جزئيا",
    "إجابتك صحيحة جزئياً.",
    "إجابتك غير صحيحة",
    "إجابتك غير صحيحة.",
];

/// Reads the texts of one question.
pub(super) struct Reader<'a> {
    pub(super) locale: Locale,
    /// How texts are written that do not say so themselves.
    pub(super) format: Format,
    /// Where the question begins.
    pub(super) line: usize,
    pub(super) notes: &'a mut Notes,
    pub(super) pictures: &'a mut Pictures,
}

/// Reads a question; nothing if it cannot be taken, which is noted.
pub(super) fn read(node: &Node, locale: Locale, category: &str, notes: &mut Notes, pictures: &mut Pictures) -> Option<Foreign> {
    let errors = notes.errors();
    let code = code(node, notes);
    notes.code.clone_from(&code);
    let mut reader = Reader { locale, format: Format::Html, line: node.line, notes, pictures };
    let asked = node.first("questiontext");
    reader.format = asked.map_or(Format::Html, |asked| reader.format_of(asked));
    let (text, answers) = reader.kind(node)?;
    let feedback = reader.said(node.first("generalfeedback"));
    if text.is_empty() {
        reader.notes.add(node.line, RemarkKind::TextMissing, "");
    }
    reader.lost(node);
    let (mut tags, mut laws, mut difficulty) = (Vec::new(), Vec::new(), None);
    for tag in node.first("tags").into_iter().flat_map(|tags| tags.all("tag")).map(Node::says).filter(|tag| !tag.is_empty()) {
        if let Some(law) = tag.strip_prefix(LAW) {
            laws.push(law.trim().to_owned());
        } else if let Some(found) = tag.strip_prefix(DIFFICULTY).and_then(|name| Difficulty::from_name(name.trim())) {
            difficulty = Some(found);
        } else {
            tags.push(tag.to_owned());
        }
    }
    let points = reader.points(node);
    let body = QuestionBody { text: said(locale, text), feedback, answers };
    let foreign = Foreign { line: node.line, code, category: category.to_owned(), tags, laws, difficulty, points, body };
    (notes.errors() == errors).then_some(foreign)
}

/// The question's code: its number, else its name.
fn code(node: &Node, notes: &mut Notes) -> Option<String> {
    let (number, name) = (node.value("idnumber"), node.value("name"));
    let code = [number, name].into_iter().find(|text| label::is_code(text));
    if code.is_none_or(|code| code != number) {
        let wrong = [number, if code.is_none() { name } else { "" }];
        wrong.into_iter().filter(|text| !text.is_empty()).for_each(|text| notes.add(node.line, RemarkKind::NotACode, text));
    }
    code.map(str::to_owned)
}

impl Reader<'_> {
    fn kind(&mut self, node: &Node) -> Option<(String, Answers)> {
        let asked = node.first("questiontext");
        let answers = match node.attribute("type") {
            "multichoice" => self.choices(node),
            "truefalse" => self.true_false(node),
            "shortanswer" => self.short_text(node),
            "numerical" => self.numeric(node),
            "matching" | "match" => self.matching(node),
            "essay" => Some(self.essay(node)),
            "ordering" => self.ordering(node),
            "cloze" | "multianswer" => return self.cloze(node),
            "gapselect" => return self.places(node, "selectoption"),
            "ddwtos" => return self.places(node, "dragbox"),
            "description" => {
                self.notes.add(node.line, RemarkKind::Description, node.value("name"));
                return None;
            }
            kind => {
                self.notes.add(node.line, RemarkKind::UnsupportedKind, kind);
                return None;
            }
        };
        let text = self.prose(asked);
        Some((text, answers?))
    }

    /// How a text says that it is written.
    pub(super) fn format_of(&self, node: &Node) -> Format {
        let name = node.attribute("format");
        if name.is_empty() { self.format } else { Format::from_xml(name) }
    }

    /// A text with its pictures under their names here, and how it is written.
    pub(super) fn raw(&mut self, node: &Node) -> (String, Format) {
        let format = self.format_of(node);
        (self.pictures.show(node, node.says(), format == Format::Html, self.notes), format)
    }

    /// Notes what was left out.
    pub(super) fn tell(&mut self, line: usize, left: Vec<(RemarkKind, String)>) {
        for (kind, detail) in left {
            self.notes.add(line, kind, &detail);
        }
    }

    /// A text as Markdown.
    pub(super) fn prose(&mut self, node: Option<&Node>) -> String {
        let Some(node) = node else { return String::new() };
        let (raw, format) = self.raw(node);
        let mut left = Vec::new();
        let markdown = prose::markdown(&raw, format, &mut left);
        self.tell(node.line, left);
        markdown
    }

    /// A text as Markdown, in the file's language.
    pub(super) fn said(&mut self, node: Option<&Node>) -> LocalizedText {
        said(self.locale, self.prose(node))
    }

    /// A text that is plain, in the file's language.
    pub(super) fn plain(&self, node: &Node) -> LocalizedText {
        said(self.locale, node.says().to_owned())
    }

    /// What an answer is worth.
    pub(super) fn credit(&mut self, answer: &Node) -> Credit {
        let written = answer.attribute("fraction");
        if written.is_empty() {
            return Credit::NONE;
        }
        amount::percent(written).unwrap_or_else(|| {
            self.notes.add(answer.line, RemarkKind::NumberWrong, written);
            Credit::NONE
        })
    }

    /// The answers, noted where there are too few.
    pub(super) fn enough<T>(&mut self, answers: Vec<T>, least: usize, kind: &str) -> Option<Vec<T>> {
        if answers.len() < least {
            self.notes.add(self.line, RemarkKind::AnswersMissing, kind);
            return None;
        }
        Some(answers)
    }

    fn points(&mut self, node: &Node) -> Option<i32> {
        let written = node.value("defaultgrade");
        let points = amount::points(written);
        if points.is_none() && !written.is_empty() {
            self.notes.add(node.line, RemarkKind::NumberWrong, written);
        }
        points
    }

    /// Notes what has no equal here.
    fn lost(&mut self, node: &Node) {
        for hint in node.all("hint").filter(|hint| !hint.says().is_empty()) {
            self.notes.add(hint.line, RemarkKind::HintLost, &prose::plain(hint.says(), Format::Html));
        }
        for name in ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"] {
            let Some(feedback) = node.first(name) else { continue };
            let text = prose::plain(feedback.says(), Format::Html);
            if !text.is_empty() && !USUAL.contains(&text.as_str()) {
                self.notes.add(feedback.line, RemarkKind::FeedbackLost, &text);
            }
        }
    }
}
