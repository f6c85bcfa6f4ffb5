//! What a question asks and which answers count, as data: one structure for all languages, so that one score holds in all of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sea_orm::{DeriveValueType, FromJsonQueryResult};
use serde::{Deserialize, Serialize};

use super::rubric::Rubric;
use crate::values::{Locale, LocalizedText};

/// A share of a question's points, in millionths of the whole; less than nothing takes points away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
#[serde(transparent)]
pub struct Credit(pub i32);

impl Credit {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The whole question.
    pub const WHOLE: Self = Self(1_000_000);
}

/// Where pictures are read, by the name by which texts show them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Pictures(pub BTreeMap<String, String>);

/// A question, as one version of it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct QuestionBody {
    /// What is asked, as Markdown with formulas and pictures (`figures/name.png`). Gaps stand in it as `[[1]]`, `[[2]]`…
    pub text: LocalizedText,
    /// What everybody may read afterwards, as Markdown.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub feedback: LocalizedText,
    /// How it is answered.
    #[serde(flatten)]
    pub answers: Answers,
}

/// How a question is answered, and what counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Answers {
    /// One of several choices.
    Single {
        /// The choices; the best is worth the whole.
        choices: Vec<Choice>,
        /// True if they stand in the order in which they were written.
        #[serde(default)]
        is_in_order: bool,
    },
    /// Any number of choices.
    Several {
        /// The choices; the right ones add up to the whole.
        choices: Vec<Choice>,
        /// True if they stand in the order in which they were written.
        #[serde(default)]
        is_in_order: bool,
    },
    /// True or false.
    TrueFalse {
        /// Whether it is true.
        is_true: bool,
        /// What is said to who answers "true".
        #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
        on_true: LocalizedText,
        /// What is said to who answers "false".
        #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
        on_false: LocalizedText,
    },
    /// A number.
    Numeric {
        /// What counts; the first that fits is taken.
        accepted: Vec<AcceptedNumber>,
        /// What it is measured in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Unit>,
    },
    /// A word or some.
    ShortText {
        /// What counts; the first that fits is taken.
        accepted: Vec<AcceptedText>,
        /// Whether capitals and small letters differ.
        #[serde(default)]
        is_case_sensitive: bool,
    },
    /// What belongs to what.
    Matching {
        /// What belongs together; each is worth the same.
        pairs: Vec<Pair>,
        /// Targets that belong to nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lures: Vec<LocalizedText>,
        /// True if the premises stand in the order in which they were written; the targets never do.
        #[serde(default)]
        is_in_order: bool,
    },
    /// What comes before what.
    Ordering {
        /// The items, in the right order.
        items: Vec<LocalizedText>,
        /// How an order that is not quite right counts.
        #[serde(default)]
        grading: OrderGrading,
    },
    /// Gaps in the text.
    Gaps {
        /// The gaps `[[1]]`, `[[2]]`…
        gaps: Vec<Gap>,
    },
    /// A text of one's own, graded by a person.
    Essay {
        /// What the field holds to begin with.
        #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
        template: LocalizedText,
        /// What who grades it reads, as Markdown.
        #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
        guidance: LocalizedText,
        /// At least so many words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least_words: Option<i32>,
        /// At most so many words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most_words: Option<i32>,
        /// By what it is graded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rubric: Option<Rubric>,
    },
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says, as Markdown.
    pub text: LocalizedText,
    /// What choosing it is worth.
    pub credit: Credit,
    /// What is said to who chooses it, as Markdown.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub feedback: LocalizedText,
}

/// A number that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedNumber {
    /// The number; none takes every other one.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_decimal::serde::str_option")]
    pub value: Option<Decimal>,
    /// So much more or less is taken too.
    #[serde(default, with = "rust_decimal::serde::str")]
    pub tolerance: Decimal,
    /// What it is worth.
    pub credit: Credit,
    /// What is said to who answers it, as Markdown.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub feedback: LocalizedText,
}

/// What a number is measured in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The unit in which the accepted numbers are written.
    pub symbol: String,
    /// Others that are taken too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherUnit>,
    /// Whether a number without its unit counts for nothing.
    #[serde(default)]
    pub is_required: bool,
}

/// Another unit for the same quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherUnit {
    /// The unit.
    pub symbol: String,
    /// How many of it one of the first makes: 1000 for grams beside kilograms.
    #[serde(with = "rust_decimal::serde::str")]
    pub per_unit: Decimal,
}

/// A text that counts, whatever language the question was read in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedText {
    /// The language in which it is written.
    pub locale: Locale,
    /// The text; `*` stands for anything.
    pub text: String,
    /// What it is worth.
    pub credit: Credit,
    /// What is said to who answers it, as Markdown, in the same language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

/// What belongs together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// What is given, as Markdown.
    pub premise: LocalizedText,
    /// What belongs to it, as plain text. Two pairs may have the same.
    pub target: LocalizedText,
}

/// How an order that is not quite right counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderGrading {
    /// For nothing.
    Whole,
    /// By how many stand in their place.
    #[default]
    Places,
    /// By how many are followed by what should follow.
    Neighbours,
}

/// A gap in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// How much it weighs beside the other gaps.
    pub weight: i32,
    /// What fills it.
    #[serde(flatten)]
    pub filling: Filling,
}

/// What fills a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "filling")]
pub enum Filling {
    /// A word or some.
    Text {
        /// What counts.
        accepted: Vec<AcceptedText>,
        /// Whether capitals and small letters differ.
        #[serde(default)]
        is_case_sensitive: bool,
    },
    /// A number.
    Number {
        /// What counts.
        accepted: Vec<AcceptedNumber>,
    },
    /// One of several choices, as plain text.
    Choice {
        /// The choices.
        choices: Vec<Choice>,
    },
}
