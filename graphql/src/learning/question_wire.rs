//! Questions from the wire and onto it.

use nabta_domain::kernel::error::codes::BAD_FORMAT;
use nabta_domain::kernel::{LocalizedText, Refusal};
use nabta_domain::learning::question::body::{self, Answers, Filling};
use rust_decimal::Decimal;

use super::amounts::{credit, percent};
use super::question_body::{
    AcceptedNumber, AcceptedText, ChoiceGap, EssayAnswer, GapFilling, GapsAnswer, MatchingAnswer, MatchingPair, NumberGap,
    NumericAnswer, OrderingAnswer, OtherUnit, QuestionAnswers, QuestionChoice, QuestionGap, QuestionUnit, SeveralChoices,
    ShortTextAnswer, SingleChoice, TextGap, TrueOrFalse,
};
use super::rubric;
use crate::values::LocalizedTexts;

fn decimal(text: &str, path: &str) -> Result<Decimal, Refusal> {
    text.trim().parse().map_err(|_| Refusal::at(BAD_FORMAT, path).with("value", text))
}

fn texts(written: Vec<LocalizedTexts>) -> Vec<LocalizedText> {
    written.into_iter().map(Into::into).collect()
}

fn wired(written: Vec<LocalizedText>) -> Vec<LocalizedTexts> {
    written.into_iter().map(Into::into).collect()
}

/// Each of them, with its place as the path.
fn each<T, U>(all: Vec<T>, path: &str, read: impl Fn(T, &str) -> Result<U, Refusal>) -> Result<Vec<U>, Refusal> {
    all.into_iter().enumerate().map(|(index, one)| read(one, &format!("{path}.{index}"))).collect()
}

fn choice(choice: QuestionChoice, path: &str) -> Result<body::Choice, Refusal> {
    let credit = credit(choice.percent, &format!("{path}.percent"))?;
    Ok(body::Choice { text: choice.text.into(), credit, feedback: choice.feedback.into() })
}

fn number(number: AcceptedNumber, path: &str) -> Result<body::AcceptedNumber, Refusal> {
    Ok(body::AcceptedNumber {
        value: number.value.map(|value| decimal(&value, &format!("{path}.value"))).transpose()?,
        tolerance: decimal(&number.tolerance, &format!("{path}.tolerance"))?,
        credit: credit(number.percent, &format!("{path}.percent"))?,
        feedback: number.feedback.into(),
    })
}

fn text(text: AcceptedText, path: &str) -> Result<body::AcceptedText, Refusal> {
    let credit = credit(text.percent, &format!("{path}.percent"))?;
    Ok(body::AcceptedText { locale: text.locale.into(), text: text.text, credit, feedback: text.feedback })
}

fn unit(unit: QuestionUnit) -> Result<body::Unit, Refusal> {
    let others = each(unit.others, "unit.others", |other, path| {
        let per_unit = decimal(&other.per_unit, &format!("{path}.perUnit"))?;
        Ok(body::OtherUnit { symbol: other.symbol, per_unit })
    })?;
    Ok(body::Unit { symbol: unit.symbol, others, is_required: unit.is_required })
}

fn gap(gap: QuestionGap, path: &str) -> Result<body::Gap, Refusal> {
    let filling = match gap.filling {
        GapFilling::ShortText(TextGap { accepted, is_case_sensitive }) => {
            Filling::Text { accepted: each(accepted, path, text)?, is_case_sensitive }
        }
        GapFilling::Numeric(NumberGap { accepted }) => Filling::Number { accepted: each(accepted, path, number)? },
        GapFilling::Choice(ChoiceGap { choices }) => Filling::Choice { choices: each(choices, path, choice)? },
    };
    Ok(body::Gap { weight: gap.weight, filling })
}

impl QuestionAnswers {
    /// What they say; paths are those of the input.
    pub(super) fn read(self) -> Result<Answers, Refusal> {
        Ok(match self {
            Self::Single(SingleChoice { choices, is_in_order }) => {
                Answers::Single { choices: each(choices, "choices", choice)?, is_in_order }
            }
            Self::Several(SeveralChoices { choices, is_in_order }) => {
                Answers::Several { choices: each(choices, "choices", choice)?, is_in_order }
            }
            Self::TrueFalse(TrueOrFalse { is_true, on_true, on_false }) => {
                Answers::TrueFalse { is_true, on_true: on_true.into(), on_false: on_false.into() }
            }
            Self::Numeric(answer) => Answers::Numeric {
                accepted: each(answer.accepted, "accepted", number)?,
                unit: answer.unit.map(unit).transpose()?,
            },
            Self::ShortText(ShortTextAnswer { accepted, is_case_sensitive }) => {
                Answers::ShortText { accepted: each(accepted, "accepted", text)?, is_case_sensitive }
            }
            Self::Matching(MatchingAnswer { pairs, lures, is_in_order }) => {
                let pair = |pair: MatchingPair| body::Pair { premise: pair.premise.into(), target: pair.target.into() };
                Answers::Matching { pairs: pairs.into_iter().map(pair).collect(), lures: texts(lures), is_in_order }
            }
            Self::Ordering(OrderingAnswer { items, grading }) => {
                Answers::Ordering { items: texts(items), grading: grading.into() }
            }
            Self::Gaps(GapsAnswer { gaps }) => Answers::Gaps { gaps: each(gaps, "gaps", gap)? },
            Self::Essay(EssayAnswer { template, guidance, least_words, most_words, rubric }) => Answers::Essay {
                template: template.into(),
                guidance: guidance.into(),
                least_words,
                most_words,
                rubric: rubric::read(rubric),
            },
        })
    }
}

impl From<body::Choice> for QuestionChoice {
    fn from(choice: body::Choice) -> Self {
        Self { text: choice.text.into(), percent: percent(choice.credit), feedback: choice.feedback.into() }
    }
}

impl From<body::AcceptedNumber> for AcceptedNumber {
    fn from(number: body::AcceptedNumber) -> Self {
        Self {
            value: number.value.map(|value| value.normalize().to_string()),
            tolerance: number.tolerance.normalize().to_string(),
            percent: percent(number.credit),
            feedback: number.feedback.into(),
        }
    }
}

impl From<body::AcceptedText> for AcceptedText {
    fn from(text: body::AcceptedText) -> Self {
        Self { locale: text.locale.into(), text: text.text, percent: percent(text.credit), feedback: text.feedback }
    }
}

impl From<body::Unit> for QuestionUnit {
    fn from(unit: body::Unit) -> Self {
        let other = |other: body::OtherUnit| OtherUnit { symbol: other.symbol, per_unit: other.per_unit.normalize().to_string() };
        Self { symbol: unit.symbol, others: unit.others.into_iter().map(other).collect(), is_required: unit.is_required }
    }
}

impl From<body::Gap> for QuestionGap {
    fn from(gap: body::Gap) -> Self {
        let filling = match gap.filling {
            Filling::Text { accepted, is_case_sensitive } => {
                GapFilling::ShortText(TextGap { accepted: all(accepted), is_case_sensitive })
            }
            Filling::Number { accepted } => GapFilling::Numeric(NumberGap { accepted: all(accepted) }),
            Filling::Choice { choices } => GapFilling::Choice(ChoiceGap { choices: all(choices) }),
        };
        Self { weight: gap.weight, filling }
    }
}

fn all<T, U: From<T>>(rows: Vec<T>) -> Vec<U> {
    rows.into_iter().map(Into::into).collect()
}

impl From<Answers> for QuestionAnswers {
    fn from(answers: Answers) -> Self {
        match answers {
            Answers::Single { choices, is_in_order } => Self::Single(SingleChoice { choices: all(choices), is_in_order }),
            Answers::Several { choices, is_in_order } => Self::Several(SeveralChoices { choices: all(choices), is_in_order }),
            Answers::TrueFalse { is_true, on_true, on_false } => {
                Self::TrueFalse(TrueOrFalse { is_true, on_true: on_true.into(), on_false: on_false.into() })
            }
            Answers::Numeric { accepted, unit } => {
                Self::Numeric(NumericAnswer { accepted: all(accepted), unit: unit.map(Into::into) })
            }
            Answers::ShortText { accepted, is_case_sensitive } => {
                Self::ShortText(ShortTextAnswer { accepted: all(accepted), is_case_sensitive })
            }
            Answers::Matching { pairs, lures, is_in_order } => {
                let pair = |pair: body::Pair| MatchingPair { premise: pair.premise.into(), target: pair.target.into() };
                Self::Matching(MatchingAnswer { pairs: pairs.into_iter().map(pair).collect(), lures: wired(lures), is_in_order })
            }
            Answers::Ordering { items, grading } => {
                Self::Ordering(OrderingAnswer { items: wired(items), grading: grading.into() })
            }
            Answers::Gaps { gaps } => Self::Gaps(GapsAnswer { gaps: all(gaps) }),
            Answers::Essay { template, guidance, least_words, most_words, rubric } => Self::Essay(EssayAnswer {
                template: template.into(),
                guidance: guidance.into(),
                least_words,
                most_words,
                rubric: rubric.map(rubric::shown).unwrap_or_default(),
            }),
        }
    }
}
