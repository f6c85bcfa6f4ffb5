//! What an answer is worth, by the question's own rules. It is pure: the same answer is worth the same whenever it is looked at.

use nabta_entities::learning::question_body::{
    AcceptedNumber, Answers, Choice, Credit, Filling, Gap, OrderGrading, Pair, QuestionBody, Unit,
};
use nabta_entities::learning::response::Response;
use nabta_entities::values::LocalizedText;
use rust_decimal::Decimal;

use super::arrange::targets;
use super::numbers;
use super::wording;

/// What an answer is worth, and what is said to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marking {
    /// What it is worth; nothing where a person has to say so.
    pub credit: Option<Credit>,
    /// What its parts are worth, in the order of the answer: each choice that was taken, each premise, item or gap.
    pub parts: Vec<Credit>,
    /// What is said to it.
    pub feedback: Vec<LocalizedText>,
}

impl Marking {
    fn of(credit: Credit) -> Self {
        Self { credit: Some(credit), ..Self::default() }
    }
}

/// So far from the whole, in millionths, shares such as three thirds may be off and are the whole.
const ROUNDING: i32 = 10;

fn share(part: usize, of: usize) -> Credit {
    // At most some dozens of parts: neither can overflow.
    let (part, of) = (i64::try_from(part).unwrap_or(0), i64::try_from(of.max(1)).unwrap_or(1));
    Credit(i32::try_from((part * i64::from(Credit::WHOLE.0) + of / 2) / of).unwrap_or(0))
}

/// A sum of credits: three thirds are the whole, and nothing is worth more.
pub(super) fn sum(credits: impl Iterator<Item = Credit>) -> Credit {
    let sum: i64 = credits.map(|credit| i64::from(credit.0)).sum();
    let whole = i64::from(Credit::WHOLE.0);
    let rounded = if sum >= whole - i64::from(ROUNDING) { whole } else { sum };
    Credit(i32::try_from(rounded.max(-whole)).unwrap_or(0))
}

fn whole_or_none(is_right: bool) -> Credit {
    if is_right { Credit::WHOLE } else { Credit::NONE }
}

/// Marks an answer whose places are those in which the question was written. No answer is worth nothing.
#[must_use]
pub fn mark(body: &QuestionBody, response: Option<&Response>) -> Marking {
    let Some(response) = response else { return Marking::of(Credit::NONE) };
    match (&body.answers, response) {
        (Answers::Single { choices, .. }, Response::Choices(taken)) => chosen(choices, taken, false),
        (Answers::Several { choices, .. }, Response::Choices(taken)) => chosen(choices, taken, true),
        (Answers::TrueFalse { is_true, on_true, on_false }, Response::Truth(said)) => {
            let feedback = if *said { on_true } else { on_false };
            Marking { feedback: written(feedback), ..Marking::of(whole_or_none(said == is_true)) }
        }
        (Answers::Numeric { accepted, unit }, Response::Text(text)) => number(accepted, unit.as_ref(), text)
            .map_or(Marking::of(Credit::NONE), |fits| Marking { feedback: written(&fits.feedback), ..Marking::of(fits.credit) }),
        (Answers::ShortText { accepted, is_case_sensitive }, Response::Text(text)) => {
            let fits = wording::first(accepted, *is_case_sensitive, text);
            fits.map_or(Marking::of(Credit::NONE), |fits| Marking {
                feedback: fits.feedback.iter().map(|said| LocalizedText::in_language(fits.locale, said.clone())).collect(),
                ..Marking::of(fits.credit)
            })
        }
        (Answers::Matching { pairs, .. }, Response::Matches(matched)) => matching(&body.answers, pairs, matched),
        (Answers::Ordering { items, grading }, Response::Order(order)) => ordering(items.len(), *grading, order),
        (Answers::Gaps { gaps }, Response::Gaps(filled)) => filling(gaps, filled),
        (Answers::Essay { .. }, Response::Text(text)) if !text.trim().is_empty() => Marking::default(),
        // What does not fit the question was refused when it came.
        _ => Marking::of(Credit::NONE),
    }
}

fn written(text: &LocalizedText) -> Vec<LocalizedText> {
    if text.is_empty() { Vec::new() } else { vec![text.clone()] }
}

fn chosen(choices: &[Choice], taken: &[usize], is_several: bool) -> Marking {
    let taken: Vec<&Choice> = taken.iter().filter_map(|place| choices.get(*place)).collect();
    let sum = sum(taken.iter().map(|choice| choice.credit));
    // Choosing everything is worth nothing, but takes nothing that was earned elsewhere.
    let credit = if is_several { sum.max(Credit::NONE) } else { sum };
    Marking {
        credit: Some(credit),
        parts: taken.iter().map(|choice| choice.credit).collect(),
        feedback: taken.iter().flat_map(|choice| written(&choice.feedback)).collect(),
    }
}

fn number<'a>(accepted: &'a [AcceptedNumber], unit: Option<&Unit>, text: &str) -> Option<&'a AcceptedNumber> {
    let quantity = numbers::read(text);
    let value = quantity.and_then(|quantity| numbers::in_unit(&quantity, unit));
    let near = |value: Decimal, number: &AcceptedNumber| {
        let expected = number.value?;
        Some(value.checked_sub(expected)?.abs() <= number.tolerance)
    };
    let is_met =
        |number: &&AcceptedNumber| number.value.is_none() || value.is_some_and(|value| near(value, number) == Some(true));
    accepted.iter().find(is_met)
}

fn matching(answers: &Answers, pairs: &[Pair], matched: &[Option<usize>]) -> Marking {
    let targets = targets(answers);
    let is_right = |(pair, target): (&Pair, &Option<usize>)| target.and_then(|target| targets.get(target)) == Some(&&pair.target);
    let parts: Vec<Credit> = pairs.iter().zip(matched).map(is_right).map(whole_or_none).collect();
    let right = parts.iter().filter(|credit| **credit == Credit::WHOLE).count();
    Marking { credit: Some(share(right, pairs.len())), parts, feedback: Vec::new() }
}

fn ordering(count: usize, grading: OrderGrading, order: &[usize]) -> Marking {
    let in_place = order.iter().enumerate().map(|(place, item)| place == *item);
    let followed = order.windows(2).filter(|pair| pair[0] + 1 == pair[1]).count();
    let right = in_place.clone().filter(|is_right| *is_right).count();
    let credit = match grading {
        OrderGrading::Whole => whole_or_none(right == count),
        OrderGrading::Places => share(right, count),
        OrderGrading::Neighbours => share(followed, count.saturating_sub(1)),
    };
    Marking { credit: Some(credit), parts: in_place.map(whole_or_none).collect(), feedback: Vec::new() }
}

fn filling(gaps: &[Gap], filled: &[Option<String>]) -> Marking {
    let mut marking = Marking::default();
    let (mut sum, mut weights) = (0i64, 0i64);
    for (index, gap) in gaps.iter().enumerate() {
        let text = filled.get(index).and_then(Option::as_deref).unwrap_or_default();
        let (credit, feedback) = fill(&gap.filling, text).unwrap_or_default();
        marking.parts.push(credit);
        marking.feedback.extend(feedback);
        sum += i64::from(credit.0) * i64::from(gap.weight);
        weights += i64::from(gap.weight);
    }
    let weights = weights.max(1);
    marking.credit = Some(Credit(i32::try_from((sum + weights / 2).div_euclid(weights)).unwrap_or(0).max(0)));
    marking
}

/// What a gap is worth that was filled, and what is said to it.
fn fill(filling: &Filling, text: &str) -> Option<(Credit, Vec<LocalizedText>)> {
    if text.trim().is_empty() {
        return None;
    }
    match filling {
        Filling::Text { accepted, is_case_sensitive } => {
            let fits = wording::first(accepted, *is_case_sensitive, text)?;
            let said = fits.feedback.iter().map(|said| LocalizedText::in_language(fits.locale, said.clone()));
            Some((fits.credit, said.collect()))
        }
        Filling::Number { accepted } => number(accepted, None, text).map(|fits| (fits.credit, written(&fits.feedback))),
        Filling::Choice { choices } => {
            let is = |choice: &&Choice| choice.text.iter().any(|(_, said)| said.trim() == text.trim());
            choices.iter().find(is).map(|choice| (choice.credit, written(&choice.feedback)))
        }
    }
}

/// The answer that is worth most, for those who may see it; nothing where there is no such thing.
#[must_use]
pub fn best(body: &QuestionBody) -> Option<Response> {
    let right = |choices: &[Choice]| -> Vec<usize> {
        choices.iter().enumerate().filter(|(_, choice)| choice.credit > Credit::NONE).map(|(place, _)| place).collect()
    };
    Some(match &body.answers {
        Answers::Single { choices, .. } => {
            let best = choices.iter().enumerate().find(|(_, choice)| choice.credit == Credit::WHOLE);
            Response::Choices(best.map(|(place, _)| place).into_iter().collect())
        }
        Answers::Several { choices, .. } => Response::Choices(right(choices)),
        Answers::TrueFalse { is_true, .. } => Response::Truth(*is_true),
        Answers::Numeric { accepted, unit } => {
            let value = best_number(accepted)?;
            Response::Text(unit.as_ref().map_or(value.clone(), |unit| format!("{value} {}", unit.symbol)))
        }
        Answers::ShortText { accepted, .. } => {
            Response::Text(accepted.iter().find(|text| text.credit == Credit::WHOLE)?.text.clone())
        }
        Answers::Matching { pairs, .. } => {
            let targets = targets(&body.answers);
            let target = |pair: &Pair| targets.iter().position(|target| **target == pair.target);
            Response::Matches(pairs.iter().map(target).collect())
        }
        Answers::Ordering { items, .. } => Response::Order((0..items.len()).collect()),
        Answers::Gaps { gaps } => Response::Gaps(gaps.iter().map(|gap| best_filling(&gap.filling)).collect()),
        Answers::Essay { .. } => return None,
    })
}

fn best_number(accepted: &[AcceptedNumber]) -> Option<String> {
    accepted.iter().find(|number| number.credit == Credit::WHOLE)?.value.map(|value| value.normalize().to_string())
}

fn best_filling(filling: &Filling) -> Option<String> {
    match filling {
        Filling::Text { accepted, .. } => accepted.iter().find(|text| text.credit == Credit::WHOLE).map(|text| text.text.clone()),
        Filling::Number { accepted } => best_number(accepted),
        Filling::Choice { choices } => {
            let best = choices.iter().find(|choice| choice.credit == Credit::WHOLE)?;
            best.text.iter().next().map(|(_, text)| text.to_owned())
        }
    }
}
