//! What somebody is asked in an attempt: texts in the order in which they are shown, and nothing of what counts.

use nabta_entities::learning::question::QuestionKind;
use nabta_entities::learning::question_body::{Answers, Filling, Pictures};
use nabta_entities::values::LocalizedText;

use super::super::super::question::QuestionVersion;
use super::super::super::question::arrange::{Arrangement, targets};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How it is answered.
    pub kind: Option<QuestionKind>,
    /// What is asked, as Markdown.
    pub text: LocalizedText,
    /// Where the pictures are read that it shows.
    pub pictures: Pictures,
    /// Choices, premises or items, as Markdown.
    pub parts: Vec<LocalizedText>,
    /// What premises are matched with, as plain text.
    pub targets: Vec<LocalizedText>,
    /// The gaps: the choices of each, as plain text; none where words are written into it.
    pub gaps: Vec<Vec<LocalizedText>>,
    /// The units in which a number is taken.
    pub units: Vec<String>,
    /// What the field holds to begin with.
    pub template: LocalizedText,
    /// At least so many words.
    pub least_words: Option<i32>,
    /// At most so many words.
    pub most_words: Option<i32>,
}

impl Asked {
    /// What a question asks, arranged for an attempt.
    pub(super) fn of(version: &QuestionVersion, arrangement: &Arrangement) -> Self {
        let mut asked = Self {
            kind: Some(super::super::super::question::kind(&version.body)),
            text: version.body.text.clone(),
            pictures: version.pictures.clone(),
            ..Self::default()
        };
        let shown = |written: Vec<&LocalizedText>, order: &[usize]| -> Vec<LocalizedText> {
            order.iter().filter_map(|place| written.get(*place).map(|text| (*text).clone())).collect()
        };
        match &version.body.answers {
            Answers::Single { choices, .. } | Answers::Several { choices, .. } => {
                asked.parts = shown(choices.iter().map(|choice| &choice.text).collect(), &arrangement.parts);
            }
            Answers::Matching { pairs, .. } => {
                asked.parts = shown(pairs.iter().map(|pair| &pair.premise).collect(), &arrangement.parts);
                asked.targets = shown(targets(&version.body.answers), &arrangement.targets);
            }
            Answers::Ordering { items, .. } => asked.parts = shown(items.iter().collect(), &arrangement.parts),
            Answers::Gaps { gaps } => {
                let choices = |(index, filling): (usize, &Filling)| match filling {
                    Filling::Choice { choices } => {
                        let order = arrangement.gaps.get(index).map_or(&[][..], Vec::as_slice);
                        shown(choices.iter().map(|choice| &choice.text).collect(), order)
                    }
                    Filling::Text { .. } | Filling::Number { .. } => Vec::new(),
                };
                asked.gaps = gaps.iter().map(|gap| &gap.filling).enumerate().map(choices).collect();
            }
            Answers::Numeric { unit: Some(unit), .. } => {
                let others = unit.others.iter().map(|other| other.symbol.clone());
                asked.units = std::iter::once(unit.symbol.clone()).chain(others).collect();
            }
            Answers::Essay { template, least_words, most_words, .. } => {
                asked.template = template.clone();
                (asked.least_words, asked.most_words) = (*least_words, *most_words);
            }
            Answers::TrueFalse { .. } | Answers::Numeric { unit: None, .. } | Answers::ShortText { .. } => {}
        }
        asked
    }
}
