//! Questions as GIFT.

use std::fmt::Write;

use nabta_entities::learning::question_body::{AcceptedNumber, AcceptedText, Answers, Choice, Credit, Unit};
use nabta_entities::values::{Locale, LocalizedText};

use super::super::{Foreign, amount, cloze, label, order};
use super::escape::escape;
use super::option;

/// Writes questions in one language.
pub(super) fn write(questions: &[Foreign], locale: Locale) -> String {
    let mut into = String::new();
    let mut category = "";
    for question in questions {
        if question.category != category {
            category = &question.category;
            // Writing to a string cannot fail, here and below.
            let _ = write!(into, "$CATEGORY: {}\n\n", label::moodle_category(category));
        }
        Writer { locale, into: &mut into }.question(question);
        into.push('\n');
    }
    into
}

struct Writer<'a> {
    locale: Locale,
    into: &'a mut String,
}

impl Writer<'_> {
    fn question(&mut self, question: &Foreign) {
        self.options(question);
        if let Some(code) = &question.code {
            let _ = write!(self.into, "::{}:: ", escape(code));
        }
        let body = &question.body;
        let text = body.text.get(self.locale).unwrap_or_default();
        let feedback = body.feedback.get(self.locale);
        self.into.push_str("[markdown]");
        if let Answers::Gaps { gaps } = &body.answers {
            self.into.push_str(&escape(&cloze::write(text, gaps, self.locale)));
            if let Some(feedback) = feedback {
                let _ = write!(self.into, "####{}", escape(feedback));
            }
            self.into.push('\n');
            return;
        }
        let _ = write!(self.into, "{} {{", escape(text));
        self.answers(&body.answers);
        if let Some(feedback) = feedback {
            let _ = write!(self.into, "####{}", self.part(feedback));
        }
        self.into.push_str("}\n");
    }

    fn options(&mut self, question: &Foreign) {
        let mut options = String::new();
        let mut long = Vec::new();
        if let Some(code) = &question.code {
            option::write("id", code, &mut options);
        }
        for tag in &question.tags {
            option::write("tag", tag, &mut options);
        }
        for law in &question.laws {
            option::write("law", law, &mut options);
        }
        if let Some(difficulty) = question.difficulty {
            option::write("difficulty", &difficulty.name(), &mut options);
        }
        if let Some(points) = question.points {
            option::write("points", &amount::write_points(points), &mut options);
        }
        match &question.body.answers {
            Answers::Single { choices, is_in_order } => {
                options.push_str(if *is_in_order { " [in-order]" } else { "" });
                let has_whole = choices.iter().any(|choice| choice.credit == Credit::WHOLE);
                options.push_str(if has_whole { "" } else { " [single]" });
            }
            Answers::Several { is_in_order: true, .. } | Answers::Matching { is_in_order: true, .. } => {
                options.push_str(" [in-order]");
            }
            Answers::ShortText { is_case_sensitive: true, .. } => options.push_str(" [case]"),
            Answers::Gaps { .. } => options.push_str(" [gaps]"),
            Answers::Numeric { unit: Some(unit), .. } => unit_options(unit, &mut options),
            Answers::Essay { template, guidance, least_words, most_words, rubric } => {
                for (name, words) in [("words-least", least_words), ("words-most", most_words)] {
                    if let Some(words) = words {
                        option::write(name, &words.to_string(), &mut options);
                    }
                }
                long.extend(template.get(self.locale).map(|text| ("template", text.to_owned())));
                long.extend(guidance.get(self.locale).map(|text| ("guidance", text.to_owned())));
                long.extend(rubric.as_ref().and_then(|rubric| Some(("rubric", serde_json::to_string(rubric).ok()?))));
            }
            _ => {}
        }
        if !options.is_empty() {
            let _ = writeln!(self.into, "//{options}");
        }
        for (name, text) in long {
            self.into.push_str("//");
            option::write(name, &text, self.into);
            self.into.push('\n');
        }
    }

    fn answers(&mut self, answers: &Answers) {
        match answers {
            Answers::Single { choices, .. } => self.choices(choices, true),
            Answers::Several { choices, .. } => self.choices(choices, false),
            Answers::TrueFalse { is_true, on_true, on_false } => {
                let (right, wrong) = if *is_true { (on_true, on_false) } else { (on_false, on_true) };
                self.into.push(if *is_true { 'T' } else { 'F' });
                if !right.is_empty() || !wrong.is_empty() {
                    let _ = write!(self.into, "#{}", self.text(wrong));
                }
                if !right.is_empty() {
                    let _ = write!(self.into, "#{}", self.text(right));
                }
            }
            Answers::Numeric { accepted, .. } => {
                self.into.push_str("#\n");
                for number in accepted {
                    self.number(number);
                }
            }
            Answers::ShortText { accepted, .. } => {
                self.into.push('\n');
                for text in accepted {
                    self.accepted(text);
                }
            }
            Answers::Matching { pairs, lures, .. } => {
                self.into.push('\n');
                let plain = |text: &LocalizedText| escape(text.get(self.locale).unwrap_or_default());
                for pair in pairs {
                    let _ = writeln!(self.into, "={} -> {}", self.text(&pair.premise), plain(&pair.target));
                }
                for lure in lures {
                    let _ = writeln!(self.into, "= -> {}", plain(lure));
                }
            }
            Answers::Ordering { items, grading } => {
                let _ = writeln!(self.into, ">{} ALL VERTICAL {}", items.len(), order::name(*grading));
                for item in items {
                    let _ = writeln!(self.into, "{}", self.text(item));
                }
            }
            Answers::Gaps { .. } | Answers::Essay { .. } => {}
        }
    }

    fn choices(&mut self, choices: &[Choice], is_single: bool) {
        self.into.push('\n');
        let mut has_whole = false;
        for choice in choices {
            let text = self.text(&choice.text);
            // Without any `~` the choices would be short answers: of several whole ones only the first has a `=`.
            let is_first = is_single && choice.credit == Credit::WHOLE && !has_whole;
            has_whole |= is_first;
            let sign = match choice.credit {
                _ if is_first => "=".to_owned(),
                Credit::NONE if !text.starts_with('%') => "~".to_owned(),
                credit => format!("~%{}%", amount::write_percent(credit)),
            };
            self.line(&sign, &text, choice.feedback.get(self.locale));
        }
    }

    fn number(&mut self, number: &AcceptedNumber) {
        let value = number.value.map_or_else(|| "*".to_owned(), amount::write_number);
        let text = format!("{value}:{}", amount::write_number(number.tolerance));
        self.line(&weight(number.credit, &text), &text, number.feedback.get(self.locale));
    }

    fn accepted(&mut self, accepted: &AcceptedText) {
        let text = self.part(&accepted.text);
        self.line(&weight(accepted.credit, &text), &text, accepted.feedback.as_deref());
    }

    fn line(&mut self, sign: &str, text: &str, feedback: Option<&str>) {
        let feedback = feedback.map(|feedback| format!("#{}", self.part(feedback))).unwrap_or_default();
        let _ = writeln!(self.into, "{sign}{text}{feedback}");
    }

    fn text(&self, text: &LocalizedText) -> String {
        self.part(text.get(self.locale).unwrap_or_default())
    }

    /// A text within the braces. One that begins like a format or a comment says what it is.
    #[expect(clippy::unused_self, reason = "reads as its siblings do")]
    fn part(&self, text: &str) -> String {
        let is_unlike = text.starts_with('[') || text.starts_with("//");
        format!("{}{}", if is_unlike { "[markdown]" } else { "" }, escape(text))
    }
}

fn weight(credit: Credit, text: &str) -> String {
    let is_plain = credit == Credit::WHOLE && !text.starts_with('%');
    if is_plain { "=".to_owned() } else { format!("=%{}%", amount::write_percent(credit)) }
}

fn unit_options(unit: &Unit, options: &mut String) {
    option::write("unit", &unit.symbol, options);
    for other in &unit.others {
        let value = format!("{}={}", other.symbol, amount::write_number(other.per_unit));
        option::write("unit-other", &value, options);
    }
    options.push_str(if unit.is_required { " [unit-required]" } else { "" });
}
