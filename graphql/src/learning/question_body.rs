//! What questions ask and what counts, for those who write them. The same shape goes in and out.

use async_graphql::{Enum, InputObject, OneofObject, SimpleObject, Union};
use nabta_domain::learning::question::body;

use super::rubric::RubricCriterion;
use crate::values::{Locale, LocalizedTexts};

/// Something to choose.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "QuestionChoiceInput")]
pub struct QuestionChoice {
    /// What it says, as Markdown.
    pub(super) text: LocalizedTexts,
    /// What choosing it is worth, in percent of the question: -100 to 100.
    pub(super) percent: f64,
    /// What is said to who chooses it, as Markdown.
    #[graphql(default)]
    pub(super) feedback: LocalizedTexts,
}

/// One of several choices.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "SingleChoiceInput")]
pub struct SingleChoice {
    /// The choices; the best is worth the whole.
    pub(super) choices: Vec<QuestionChoice>,
    /// True if they are shown in this order.
    #[graphql(default)]
    pub(super) is_in_order: bool,
}

/// Any number of choices.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "SeveralChoicesInput")]
pub struct SeveralChoices {
    /// The choices; the right ones add up to the whole.
    pub(super) choices: Vec<QuestionChoice>,
    /// True if they are shown in this order.
    #[graphql(default)]
    pub(super) is_in_order: bool,
}

/// True or false.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "TrueOrFalseInput")]
pub struct TrueOrFalse {
    /// Whether it is true.
    pub(super) is_true: bool,
    /// What is said to who answers "true", as Markdown.
    #[graphql(default)]
    pub(super) on_true: LocalizedTexts,
    /// What is said to who answers "false", as Markdown.
    #[graphql(default)]
    pub(super) on_false: LocalizedTexts,
}

/// A number that counts.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "AcceptedNumberInput")]
pub struct AcceptedNumber {
    /// The number, such as "17" or "0.5"; nothing for every other one.
    pub(super) value: Option<String>,
    /// So much more or less is taken too.
    #[graphql(default_with = "\"0\".to_owned()")]
    pub(super) tolerance: String,
    /// What it is worth, in percent of the question: -100 to 100.
    pub(super) percent: f64,
    /// What is said to who answers it, as Markdown.
    #[graphql(default)]
    pub(super) feedback: LocalizedTexts,
}

/// Another unit of the same quantity.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "OtherUnitInput")]
pub struct OtherUnit {
    /// The unit.
    pub(super) symbol: String,
    /// How many of it one of the first makes, such as "1000" for grams beside kilograms.
    pub(super) per_unit: String,
}

/// What a number is measured in.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "QuestionUnitInput")]
pub struct QuestionUnit {
    /// The unit of the accepted numbers.
    pub(super) symbol: String,
    /// Others that are taken too.
    #[graphql(default)]
    pub(super) others: Vec<OtherUnit>,
    /// Whether a number without its unit counts for nothing.
    #[graphql(default)]
    pub(super) is_required: bool,
}

/// A number.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "NumericAnswerInput")]
pub struct NumericAnswer {
    /// What counts; the first that fits is taken.
    pub(super) accepted: Vec<AcceptedNumber>,
    /// What it is measured in.
    pub(super) unit: Option<QuestionUnit>,
}

/// A text that counts, whatever language the question was read in.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "AcceptedTextInput")]
pub struct AcceptedText {
    /// The language in which it is written.
    pub(super) locale: Locale,
    /// The text; `*` stands for anything. Accents, vowel signs and variants of letters don't matter.
    pub(super) text: String,
    /// What it is worth, in percent of the question: -100 to 100.
    pub(super) percent: f64,
    /// What is said to who answers it, as Markdown, in the same language.
    pub(super) feedback: Option<String>,
}

/// A word or some.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "ShortTextAnswerInput")]
pub struct ShortTextAnswer {
    /// What counts; the first that fits is taken.
    pub(super) accepted: Vec<AcceptedText>,
    /// Whether capitals, small letters and accents differ.
    #[graphql(default)]
    pub(super) is_case_sensitive: bool,
}

/// What belongs together.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "MatchingPairInput")]
pub struct MatchingPair {
    /// What is given, as Markdown.
    pub(super) premise: LocalizedTexts,
    /// What belongs to it, as plain text. Two pairs may have the same.
    pub(super) target: LocalizedTexts,
}

/// What belongs to what.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "MatchingAnswerInput")]
pub struct MatchingAnswer {
    /// What belongs together; each is worth the same.
    pub(super) pairs: Vec<MatchingPair>,
    /// Targets that belong to nothing.
    #[graphql(default)]
    pub(super) lures: Vec<LocalizedTexts>,
    /// True if the premises are shown in this order; the targets never are.
    #[graphql(default)]
    pub(super) is_in_order: bool,
}

/// How an order that is not quite right counts.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "body::OrderGrading")]
pub enum OrderGrading {
    /// For nothing.
    Whole,
    /// By how many stand in their place.
    #[default]
    Places,
    /// By how many are followed by what should follow.
    Neighbours,
}

/// What comes before what.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "OrderingAnswerInput")]
pub struct OrderingAnswer {
    /// The items, as Markdown, in the right order.
    pub(super) items: Vec<LocalizedTexts>,
    /// How an order that is not quite right counts.
    #[graphql(default)]
    pub(super) grading: OrderGrading,
}

/// A gap that words fill.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "TextGapInput")]
pub struct TextGap {
    /// What counts.
    pub(super) accepted: Vec<AcceptedText>,
    /// Whether capitals, small letters and accents differ.
    #[graphql(default)]
    pub(super) is_case_sensitive: bool,
}

/// A gap that a number fills.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "NumberGapInput")]
pub struct NumberGap {
    /// What counts.
    pub(super) accepted: Vec<AcceptedNumber>,
}

/// A gap that one of several choices fills.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "ChoiceGapInput")]
pub struct ChoiceGap {
    /// The choices, as plain text.
    pub(super) choices: Vec<QuestionChoice>,
}

/// What fills a gap.
#[derive(Union, OneofObject, Clone, Debug)]
#[graphql(input_name = "GapFillingInput")]
pub enum GapFilling {
    /// Words.
    ShortText(TextGap),
    /// A number.
    Numeric(NumberGap),
    /// One of several choices.
    Choice(ChoiceGap),
}

/// A gap in a text.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "QuestionGapInput")]
pub struct QuestionGap {
    /// How much it weighs beside the other gaps: 1 to 100.
    #[graphql(default = 1)]
    pub(super) weight: i32,
    /// What fills it.
    pub(super) filling: GapFilling,
}

/// Gaps in the text, where it says `[[1]]`, `[[2]]`…
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "GapsAnswerInput")]
pub struct GapsAnswer {
    /// The gaps.
    pub(super) gaps: Vec<QuestionGap>,
}

/// A text of one's own, graded by a person.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "EssayAnswerInput")]
pub struct EssayAnswer {
    /// What the field holds to begin with.
    #[graphql(default)]
    pub(super) template: LocalizedTexts,
    /// What who grades it reads, as Markdown.
    #[graphql(default)]
    pub(super) guidance: LocalizedTexts,
    /// At least so many words.
    pub(super) least_words: Option<i32>,
    /// At most so many words.
    pub(super) most_words: Option<i32>,
    /// By what it is graded.
    #[graphql(default)]
    pub(super) rubric: Vec<RubricCriterion>,
}

/// How a question is answered, and what counts.
#[derive(Union, OneofObject, Clone, Debug)]
#[graphql(input_name = "QuestionAnswersInput")]
pub enum QuestionAnswers {
    /// One of several choices.
    Single(SingleChoice),
    /// Any number of choices.
    Several(SeveralChoices),
    /// True or false.
    TrueFalse(TrueOrFalse),
    /// A number.
    Numeric(NumericAnswer),
    /// A word or some.
    ShortText(ShortTextAnswer),
    /// What belongs to what.
    Matching(MatchingAnswer),
    /// What comes before what.
    Ordering(OrderingAnswer),
    /// Gaps in the text.
    Gaps(GapsAnswer),
    /// A text of one's own, graded by a person.
    Essay(EssayAnswer),
}
