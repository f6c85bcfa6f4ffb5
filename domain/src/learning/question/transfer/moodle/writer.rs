//! Questions as Moodle's XML.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nabta_entities::learning::question_body::{
    AcceptedNumber, AcceptedText, Answers, Choice, Credit, OtherUnit, QuestionBody, Unit,
};
use nabta_entities::values::{Locale, LocalizedText};
use rust_decimal::Decimal;

use super::super::figures::{self, FOLDER, PLUGIN_FILE};
use super::super::{Foreign, amount, cloze, label, order};
use super::kinds::RUBRIC;
use super::question::{DIFFICULTY, LAW};
use super::xml::Xml;

/// How texts are written.
const MARKDOWN: (&str, &str) = ("format", "markdown");
/// How long a name is that is made of a text, in characters.
const NAME: usize = 40;

/// Writes questions in one language, and the pictures that they show.
pub(super) fn write(questions: &[Foreign], pictures: &BTreeMap<String, Vec<u8>>, locale: Locale) -> String {
    let mut writer = Writer { locale, pictures, xml: Xml::default() };
    writer.xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writer.xml.open("quiz", &[]);
    let mut category = "";
    for question in questions {
        if question.category != category {
            category = &question.category;
            writer.xml.open("question", &[("type", "category")]);
            writer.xml.open("category", &[]);
            writer.xml.leaf("text", &label::moodle_category(category));
            writer.xml.close();
            writer.xml.close();
        }
        writer.question(question);
    }
    writer.xml.close();
    writer.xml.text
}

struct Writer<'a> {
    locale: Locale,
    pictures: &'a BTreeMap<String, Vec<u8>>,
    xml: Xml,
}

impl Writer<'_> {
    fn question(&mut self, question: &Foreign) {
        let body = &question.body;
        let text = body.text.get(self.locale).unwrap_or_default();
        self.xml.open("question", &[("type", kind(&body.answers))]);
        self.xml.open("name", &[]);
        // Dots keep a name that is made of a text from being a code.
        let name =
            question.code.clone().unwrap_or_else(|| format!("{}…", label::one_line(text).chars().take(NAME).collect::<String>()));
        self.xml.leaf("text", &name);
        self.xml.close();
        match &body.answers {
            Answers::Gaps { gaps } => self.prose("questiontext", &[MARKDOWN], &cloze::write(text, gaps, self.locale)),
            _ => self.prose("questiontext", &[MARKDOWN], text),
        }
        self.prose("generalfeedback", &[MARKDOWN], body.feedback.get(self.locale).unwrap_or_default());
        if let Some(points) = question.points {
            self.xml.leaf("defaultgrade", &amount::write_points(points));
        }
        self.xml.leaf("idnumber", question.code.as_deref().unwrap_or_default());
        self.answers(body);
        let laws = question.laws.iter().map(|law| format!("{LAW}{law}"));
        let difficulty = question.difficulty.iter().map(|difficulty| format!("{DIFFICULTY}{}", difficulty.name()));
        self.xml.open("tags", &[]);
        for tag in question.tags.iter().cloned().chain(laws).chain(difficulty) {
            self.xml.open("tag", &[]);
            self.xml.leaf("text", &tag);
            self.xml.close();
        }
        self.xml.close();
        self.xml.close();
    }

    fn answers(&mut self, body: &QuestionBody) {
        match &body.answers {
            Answers::Single { choices, is_in_order } => self.choices(choices, "true", *is_in_order),
            Answers::Several { choices, is_in_order } => self.choices(choices, "false", *is_in_order),
            Answers::TrueFalse { is_true, on_true, on_false } => {
                for (text, is_right, feedback) in [("true", *is_true, on_true), ("false", !*is_true, on_false)] {
                    let credit = if is_right { Credit::WHOLE } else { Credit::NONE };
                    self.answer(credit, text, feedback.get(self.locale), None);
                }
            }
            Answers::Numeric { accepted, unit } => {
                for number in accepted {
                    self.number(number);
                }
                if let Some(unit) = unit {
                    self.unit(unit);
                }
            }
            Answers::ShortText { accepted, is_case_sensitive } => {
                self.xml.leaf("usecase", if *is_case_sensitive { "1" } else { "0" });
                for AcceptedText { text, credit, feedback, .. } in accepted {
                    self.answer(*credit, text, feedback.as_deref(), None);
                }
            }
            Answers::Matching { pairs, lures, is_in_order } => {
                self.xml.leaf("shuffleanswers", if *is_in_order { "false" } else { "true" });
                let nothing = LocalizedText::default();
                let pairs = pairs.iter().map(|pair| (&pair.premise, &pair.target));
                pairs.chain(lures.iter().map(|lure| (&nothing, lure))).for_each(|(premise, target)| self.pair(premise, target));
            }
            Answers::Ordering { items, grading } => {
                self.xml.leaf("layouttype", "VERTICAL");
                self.xml.leaf("selecttype", "ALL");
                self.xml.leaf("selectcount", &items.len().to_string());
                self.xml.leaf("gradingtype", order::name(*grading));
                for (index, item) in items.iter().enumerate() {
                    let place = format!("{}.0000000", index + 1);
                    self.prose("answer", &[("fraction", &place), MARKDOWN], item.get(self.locale).unwrap_or_default());
                }
            }
            Answers::Gaps { .. } => {}
            Answers::Essay { template, guidance, least_words, most_words, rubric } => {
                self.xml.leaf("responseformat", "editor");
                for (name, words) in [("minwordlimit", least_words), ("maxwordlimit", most_words)] {
                    if let Some(words) = words {
                        self.xml.leaf(name, &words.to_string());
                    }
                }
                self.prose("graderinfo", &[MARKDOWN], guidance.get(self.locale).unwrap_or_default());
                self.prose("responsetemplate", &[MARKDOWN], template.get(self.locale).unwrap_or_default());
                if let Some(json) = rubric.as_ref().and_then(|rubric| serde_json::to_string(rubric).ok()) {
                    self.xml.comment(RUBRIC, &json);
                }
            }
        }
    }

    fn choices(&mut self, choices: &[Choice], single: &str, is_in_order: bool) {
        self.xml.leaf("single", single);
        self.xml.leaf("shuffleanswers", if is_in_order { "false" } else { "true" });
        for choice in choices {
            let credit = amount::write_percent(choice.credit);
            self.xml.open("answer", &[("fraction", &credit), MARKDOWN]);
            self.text(choice.text.get(self.locale).unwrap_or_default());
            self.prose("feedback", &[MARKDOWN], choice.feedback.get(self.locale).unwrap_or_default());
            self.xml.close();
        }
    }

    fn number(&mut self, number: &AcceptedNumber) {
        let value = number.value.map_or_else(|| "*".to_owned(), amount::write_number);
        self.answer(number.credit, &value, number.feedback.get(self.locale), Some(number.tolerance));
    }

    /// An answer that is plain text.
    fn answer(&mut self, credit: Credit, text: &str, feedback: Option<&str>, tolerance: Option<Decimal>) {
        self.xml.open("answer", &[("fraction", &amount::write_percent(credit)), ("format", "moodle_auto_format")]);
        self.xml.leaf("text", text);
        self.prose("feedback", &[MARKDOWN], feedback.unwrap_or_default());
        if let Some(tolerance) = tolerance {
            self.xml.leaf("tolerance", &amount::write_number(tolerance));
        }
        self.xml.close();
    }

    fn unit(&mut self, unit: &Unit) {
        self.xml.leaf("unitgradingtype", if unit.is_required { "2" } else { "0" });
        self.xml.leaf("unitpenalty", if unit.is_required { "1.0000000" } else { "0.1000000" });
        self.xml.leaf("showunits", "0");
        self.xml.open("units", &[]);
        let first = OtherUnit { symbol: unit.symbol.clone(), per_unit: Decimal::ONE };
        for unit in std::iter::once(&first).chain(&unit.others) {
            self.xml.open("unit", &[]);
            self.xml.leaf("multiplier", &amount::write_number(unit.per_unit));
            self.xml.leaf("unit_name", &unit.symbol);
            self.xml.close();
        }
        self.xml.close();
    }

    fn pair(&mut self, premise: &LocalizedText, target: &LocalizedText) {
        self.xml.open("subquestion", &[MARKDOWN]);
        self.text(premise.get(self.locale).unwrap_or_default());
        self.xml.open("answer", &[]);
        self.xml.leaf("text", target.get(self.locale).unwrap_or_default());
        self.xml.close();
        self.xml.close();
    }

    /// An element with a text and its pictures.
    fn prose(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.xml.open(name, attributes);
        self.text(text);
        self.xml.close();
    }

    /// A text and the pictures that it shows.
    fn text(&mut self, text: &str) {
        let shown: BTreeMap<&str, &Vec<u8>> = figures::shown(text)
            .filter_map(|name| self.pictures.get_key_value(name))
            .map(|(name, bytes)| (name.as_str(), bytes))
            .collect();
        let mut written = String::with_capacity(text.len());
        for (index, piece) in text.split("](figures/").enumerate() {
            if index > 0 {
                let name = piece.split([')', ' ', '\n']).next().unwrap_or_default();
                written.push_str("](");
                written.push_str(if shown.contains_key(name) { PLUGIN_FILE } else { FOLDER });
            }
            written.push_str(piece);
        }
        self.xml.leaf("text", &written);
        for (name, content) in shown {
            self.xml.leaf_with("file", &[("name", name), ("path", "/"), ("encoding", "base64")], &STANDARD.encode(content));
        }
    }
}

/// Moodle's name for a kind.
const fn kind(answers: &Answers) -> &'static str {
    match answers {
        Answers::Single { .. } | Answers::Several { .. } => "multichoice",
        Answers::TrueFalse { .. } => "truefalse",
        Answers::Numeric { .. } => "numerical",
        Answers::ShortText { .. } => "shortanswer",
        Answers::Matching { .. } => "matching",
        Answers::Ordering { .. } => "ordering",
        Answers::Gaps { .. } => "cloze",
        Answers::Essay { .. } => "essay",
    }
}
