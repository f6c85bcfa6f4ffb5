//! Random questions of every kind, in one language, as the bank holds them.

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::{
    AcceptedNumber, AcceptedText, Answers, Choice, Credit, Filling, Gap, OrderGrading, OtherUnit, Pair, QuestionBody, Unit,
};
use nabta_entities::learning::rubric::{Criterion, Level, Rubric};
use nabta_entities::values::{Locale, LocalizedText};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::Foreign;
use super::prose::said;

/// The language of all of them.
pub(super) const LOCALE: Locale = Locale::Ar;

const SIGNS: &str = r#"[aB1 ~=#{}:\\>%*\[\]<&;"'/|_$.,!()\-éقلَ]{1,14}"#;

/// A line without blanks around it.
fn line() -> impl Strategy<Value = String> {
    SIGNS.prop_map(|text| text.trim().to_owned()).prop_filter("empty", |text| !text.is_empty())
}

/// Some lines.
fn lines() -> impl Strategy<Value = String> {
    vec(line(), 1..4).prop_map(|lines| lines.join("\n"))
}

fn text() -> impl Strategy<Value = LocalizedText> {
    lines().prop_map(|text| said(LOCALE, text))
}

fn perhaps() -> impl Strategy<Value = LocalizedText> {
    option::of(lines()).prop_map(|text| said(LOCALE, text.unwrap_or_default()))
}

fn credit() -> impl Strategy<Value = Credit> {
    prop_oneof![Just(Credit::NONE), Just(Credit::WHOLE), (-1_000_000..=1_000_000).prop_map(Credit)]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..12).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn choices(text: impl Strategy<Value = LocalizedText>, whole: bool) -> impl Strategy<Value = Vec<Choice>> {
    let choice = (text, credit(), perhaps()).prop_map(|(text, credit, feedback)| Choice { text, credit, feedback });
    (vec(choice, 2..5), any::<prop::sample::Index>()).prop_map(move |(mut choices, best)| {
        let best = best.index(choices.len());
        choices[best].credit = if whole { Credit::WHOLE } else { choices[best].credit };
        choices
    })
}

fn texts() -> impl Strategy<Value = Vec<AcceptedText>> {
    let text = (line(), credit(), option::of(lines()));
    let text = text.prop_map(|(text, credit, feedback)| AcceptedText { locale: LOCALE, text, credit, feedback });
    vec(text, 1..4).prop_map(|mut texts| {
        texts[0].credit = Credit::WHOLE;
        texts
    })
}

fn numbers() -> impl Strategy<Value = Vec<AcceptedNumber>> {
    let number = (option::weighted(0.8, decimal()), decimal(), credit(), perhaps());
    let number = number.prop_map(|(value, tolerance, credit, feedback)| AcceptedNumber {
        value,
        tolerance: tolerance.abs(),
        credit,
        feedback,
    });
    (vec(number, 1..4), decimal()).prop_map(|(mut numbers, value)| {
        numbers[0].credit = Credit::WHOLE;
        numbers[0].value = Some(value);
        numbers
    })
}

fn unit() -> impl Strategy<Value = Unit> {
    let other = (line(), decimal()).prop_map(|(symbol, per_unit)| {
        let per_unit = per_unit.abs() + Decimal::TWO;
        OtherUnit { symbol, per_unit }
    });
    (line(), vec(other, 0..3), any::<bool>()).prop_map(|(symbol, others, is_required)| Unit { symbol, others, is_required })
}

fn matching() -> impl Strategy<Value = Answers> {
    let target = || line().prop_map(|text| said(LOCALE, text));
    let pair = (text(), target()).prop_map(|(premise, target)| Pair { premise, target });
    (vec(pair, 2..4), vec(target(), 0..3), any::<bool>()).prop_map(|(pairs, lures, is_in_order)| Answers::Matching {
        pairs,
        lures,
        is_in_order,
    })
}

fn rubric() -> impl Strategy<Value = Rubric> {
    let level = (text(), 0..50).prop_map(|(description, points)| Level { description, points });
    let criterion = (text(), vec(level, 2..4)).prop_map(|(name, levels)| Criterion { name, levels });
    vec(criterion, 1..3).prop_map(Rubric)
}

fn essay() -> impl Strategy<Value = Answers> {
    (perhaps(), perhaps(), option::of(1..99), option::of(100..900), option::of(rubric())).prop_map(
        |(template, guidance, least_words, most_words, rubric)| Answers::Essay {
            template,
            guidance,
            least_words,
            most_words,
            rubric,
        },
    )
}

fn gap() -> impl Strategy<Value = Gap> {
    let line = || line().prop_map(|text| said(LOCALE, text));
    let filling = prop_oneof![
        (texts(), any::<bool>()).prop_map(|(accepted, is_case_sensitive)| Filling::Text { accepted, is_case_sensitive }),
        numbers().prop_map(|accepted| Filling::Number { accepted }),
        choices(line(), true).prop_map(|choices| Filling::Choice { choices }),
    ];
    (1..100, filling).prop_map(|(weight, filling)| Gap { weight, filling })
}

fn gaps() -> impl Strategy<Value = (String, Answers)> {
    (lines(), vec((gap(), line()), 1..4)).prop_map(|(mut text, parts)| {
        let mut gaps = Vec::new();
        for (gap, after) in parts {
            gaps.push(gap);
            text = format!("{text}[[{}]]{after}", gaps.len());
        }
        (text, Answers::Gaps { gaps })
    })
}

fn answers() -> impl Strategy<Value = (String, Answers)> {
    let grading = prop_oneof![Just(OrderGrading::Whole), Just(OrderGrading::Places), Just(OrderGrading::Neighbours)];
    let answers = prop_oneof![
        (choices(text(), true), any::<bool>()).prop_map(|(choices, is_in_order)| Answers::Single { choices, is_in_order }),
        (choices(text(), false), any::<bool>()).prop_map(|(choices, is_in_order)| Answers::Several { choices, is_in_order }),
        (any::<bool>(), perhaps(), perhaps()).prop_map(|(is_true, on_true, on_false)| Answers::TrueFalse {
            is_true,
            on_true,
            on_false
        }),
        (numbers(), option::of(unit())).prop_map(|(accepted, unit)| Answers::Numeric { accepted, unit }),
        (texts(), any::<bool>()).prop_map(|(accepted, is_case_sensitive)| Answers::ShortText { accepted, is_case_sensitive }),
        matching(),
        (vec(text(), 2..5), grading).prop_map(|(items, grading)| Answers::Ordering { items, grading }),
        essay(),
    ];
    prop_oneof![8 => (lines(), answers), 1 => gaps()]
}

/// A question as the bank holds it.
pub(super) fn question() -> impl Strategy<Value = Foreign> {
    let difficulty = prop_oneof![Just(Difficulty::Easy), Just(Difficulty::Medium), Just(Difficulty::Hard)];
    let about = (
        option::of("[a-z0-9-]{1,12}"),
        prop_oneof![
            Just(String::new()),
            "[a-z]{1,3}(/[a-z0-9قل$-]{1,4}){0,2}".prop_filter("top", |path| !path.starts_with("top"))
        ],
        vec(line(), 0..3),
        vec("[A-Z]{1,2}-[0-9]{4}-[0-9]{1,2}", 0..2),
        option::of(difficulty),
        option::of(0..10_000),
    );
    (about, answers(), perhaps()).prop_map(|((code, category, tags, laws, difficulty, points), (text, answers), feedback)| {
        let body = QuestionBody { text: said(LOCALE, text), feedback, answers };
        Foreign { line: 0, code, category, tags, laws, difficulty, points, body }
    })
}

/// Some questions.
pub(super) fn questions() -> impl Strategy<Value = Vec<Foreign>> {
    vec(question(), 1..5)
}
