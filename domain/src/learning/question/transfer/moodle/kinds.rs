//! The answers of each kind but numbers and places in a text.

use nabta_entities::learning::question_body::{AcceptedText, Answers, Choice, OrderGrading, Pair};
use nabta_entities::learning::rubric::Rubric;

use super::super::{RemarkKind, order};
use super::question::Reader;
use super::tree::Node;

/// What a comment that is a rubric begins with.
pub(super) const RUBRIC: &str = "nabta:rubric ";

impl Reader<'_> {
    pub(super) fn choices(&mut self, node: &Node) -> Option<Answers> {
        let choice = |answer: &Node| Choice {
            text: self.said(Some(answer)),
            credit: self.credit(answer),
            feedback: self.said(answer.first("feedback")),
        };
        let choices = node.all("answer").map(choice).collect();
        let choices = self.enough(choices, 2, "choices")?;
        let is_in_order = !is_true(node.value("shuffleanswers"), false);
        let is_single = is_true(node.value("single"), true);
        Some(if is_single { Answers::Single { choices, is_in_order } } else { Answers::Several { choices, is_in_order } })
    }

    pub(super) fn true_false(&mut self, node: &Node) -> Option<Answers> {
        let answers: Vec<&Node> = node.all("answer").collect();
        let [first, second] = answers.as_slice() else {
            self.notes.add(node.line, RemarkKind::AnswersMissing, "true_false");
            return None;
        };
        // Old files name the answers in the language of their site: true comes first.
        let (right, wrong) = if first.says() == "false" { (second, first) } else { (first, second) };
        let is_true = self.credit(right) > self.credit(wrong);
        let (on_true, on_false) = (self.said(right.first("feedback")), self.said(wrong.first("feedback")));
        Some(Answers::TrueFalse { is_true, on_true, on_false })
    }

    pub(super) fn short_text(&mut self, node: &Node) -> Option<Answers> {
        let mut accepted = Vec::new();
        for answer in node.all("answer").filter(|answer| !answer.says().is_empty()) {
            let feedback = self.prose(answer.first("feedback"));
            let feedback = (!feedback.is_empty()).then_some(feedback);
            let (credit, text) = (self.credit(answer), answer.says().to_owned());
            accepted.push(AcceptedText { locale: self.locale, text, credit, feedback });
        }
        let accepted = self.enough(accepted, 1, "short_text")?;
        Some(Answers::ShortText { accepted, is_case_sensitive: is_true(node.value("usecase"), false) })
    }

    pub(super) fn matching(&mut self, node: &Node) -> Option<Answers> {
        let (mut pairs, mut lures) = (Vec::new(), Vec::new());
        for part in node.all("subquestion") {
            let premise = self.said(Some(part));
            let target = part.first("answer").map(|answer| self.plain(answer)).unwrap_or_default();
            if !premise.is_empty() {
                pairs.push(Pair { premise, target });
            } else if !target.is_empty() {
                lures.push(target);
            }
        }
        let pairs = self.enough(pairs, 1, "matching")?;
        Some(Answers::Matching { pairs, lures, is_in_order: !is_true(node.value("shuffleanswers"), true) })
    }

    pub(super) fn ordering(&mut self, node: &Node) -> Option<Answers> {
        let items: Vec<_> = node.all("answer").map(|answer| self.said(Some(answer))).filter(|item| !item.is_empty()).collect();
        let items = self.enough(items, 2, "ordering")?;
        let name = match node.value("gradingtype") {
            "" | "0" => "ABSOLUTE_POSITION",
            "-1" => "ALL_OR_NOTHING",
            "1" => "RELATIVE_NEXT_EXCLUDE_LAST",
            name => name,
        };
        let (grading, is_same) = order::grading(name).unwrap_or((OrderGrading::Neighbours, false));
        if !is_same {
            self.notes.add(node.line, RemarkKind::GradingChanged, name);
        }
        let number: usize = node.value("selectcount").parse().unwrap_or_default();
        if !matches!(node.value("selecttype"), "" | "0" | "ALL") && (1..items.len()).contains(&number) {
            self.notes.add(node.line, RemarkKind::SettingLost, "selectcount");
        }
        Some(Answers::Ordering { items, grading })
    }

    pub(super) fn essay(&mut self, node: &Node) -> Answers {
        let words = |name| node.value(name).parse().ok().filter(|words| *words > 0);
        let mut rubric = None;
        for comment in &node.comments {
            if let Some(written) = comment.strip_prefix(RUBRIC) {
                match serde_json::from_str::<Rubric>(written) {
                    Ok(read) => rubric = Some(read),
                    Err(_) => self.notes.add(node.line, RemarkKind::OptionWrong, comment),
                }
            }
        }
        Answers::Essay {
            template: self.said(node.first("responsetemplate")),
            guidance: self.said(node.first("graderinfo")),
            least_words: words("minwordlimit"),
            most_words: words("maxwordlimit"),
            rubric,
        }
    }
}

/// Reads a yes or no; it stands as a word or a number.
fn is_true(written: &str, otherwise: bool) -> bool {
    match written {
        "" => otherwise,
        "false" | "0" => false,
        _ => true,
    }
}
