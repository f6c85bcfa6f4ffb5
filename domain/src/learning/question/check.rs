//! What a question must be to be asked: written in all its languages, with answers that are worth what they should be.

use std::collections::BTreeSet;
use std::fmt::Display;

use nabta_entities::learning::question_body::{
    AcceptedNumber, AcceptedText, Answers, Choice, Credit, Filling, Gap, QuestionBody, Unit,
};
use nabta_entities::learning::rubric::Rubric;
use nabta_entities::values::{Locale, LocalizedText};
use rust_decimal::Decimal;

use super::super::actions::codes::{CREDITS_WRONG, GAPS_WRONG, NO_RIGHT_ANSWER, PART_MISSING};
use super::arrange::targets;
use super::{marking, markup};
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED};
use crate::kernel::{Refusal, text};

/// The longest question, in characters.
const TEXT: usize = 10_000;
/// The longest choice, item, premise or feedback, in characters.
const PART: usize = 2_000;
/// The longest target, accepted text or unit, in characters.
const LINE: usize = 300;
/// The most choices, pairs, items or gaps.
const MOST: usize = 30;
/// The most texts or numbers that count.
const MOST_ACCEPTED: usize = 50;
/// The most criteria of a rubric, and levels of a criterion.
const MOST_LEVELS: usize = 12;
/// The most that a level is worth.
const MOST_POINTS: i32 = 1_000;
/// The most words of an essay.
const MOST_WORDS: i32 = 10_000;

/// Checks a question; the names of the pictures that it shows.
pub(super) fn check(body: &QuestionBody) -> Result<BTreeSet<String>, Refusal> {
    let mut check = Check { locales: body.text.locales().collect(), pictures: BTreeSet::new() };
    if check.locales.is_empty() {
        return Err(Refusal::at(REQUIRED, "text"));
    }
    check.markdown(&body.text, "text", TEXT)?;
    check.markdown(&body.feedback, "feedback", PART)?;
    check.answers(body)?;
    Ok(check.pictures)
}

struct Check {
    /// The languages in which the question is asked.
    locales: Vec<Locale>,
    pictures: BTreeSet<String>,
}

fn within(value: usize, path: &str, least: usize, most: usize) -> Result<(), Refusal> {
    between(value, path, least, most)
}

fn between<T: PartialOrd + Display>(value: T, path: &str, least: T, most: T) -> Result<(), Refusal> {
    let fits = value >= least && value <= most;
    if fits { Ok(()) } else { Err(Refusal::at(OUT_OF_RANGE, path).with("least", least).with("most", most)) }
}

impl Check {
    fn answers(&mut self, body: &QuestionBody) -> Result<(), Refusal> {
        match &body.answers {
            Answers::Single { choices, .. } => {
                self.choices(choices, "choices")?;
                has_whole(choices.iter().map(|choice| choice.credit), "choices")
            }
            Answers::Several { choices, .. } => {
                self.choices(choices, "choices")?;
                let right = choices.iter().map(|choice| choice.credit).filter(|credit| *credit > Credit::NONE);
                let sum: i64 = right.clone().map(|credit| i64::from(credit.0)).sum();
                let whole = marking::sum(right) == Credit::WHOLE && sum < i64::from(Credit::WHOLE.0) + 10;
                if whole { Ok(()) } else { Err(Refusal::at(CREDITS_WRONG, "choices").with("sum", percent(sum))) }
            }
            Answers::TrueFalse { on_true, on_false, .. } => {
                self.markdown(on_true, "onTrue", PART)?;
                self.markdown(on_false, "onFalse", PART)
            }
            Answers::Numeric { accepted, unit } => {
                self.numbers(accepted, "accepted")?;
                unit.as_ref().map_or(Ok(()), check_unit)
            }
            Answers::ShortText { accepted, .. } => self.texts(accepted, "accepted"),
            Answers::Matching { pairs, lures, .. } => {
                within(pairs.len(), "pairs", 2, MOST)?;
                within(lures.len(), "lures", 0, MOST)?;
                for (index, pair) in pairs.iter().enumerate() {
                    self.part(&pair.premise, &format!("pairs.{index}.premise"))?;
                    self.line(&pair.target, &format!("pairs.{index}.target"))?;
                }
                lures.iter().enumerate().try_for_each(|(index, lure)| self.line(lure, &format!("lures.{index}")))?;
                within(targets(&body.answers).len(), "pairs", 2, 2 * MOST)
            }
            Answers::Ordering { items, .. } => {
                within(items.len(), "items", 2, MOST)?;
                items.iter().enumerate().try_for_each(|(index, item)| self.part(item, &format!("items.{index}")))
            }
            Answers::Gaps { gaps } => self.gaps(&body.text, gaps),
            Answers::Essay { template, guidance, least_words, most_words, rubric } => {
                self.markdown(template, "template", PART)?;
                self.markdown(guidance, "guidance", PART)?;
                let least = least_words.unwrap_or(0);
                between(least, "leastWords", 0, MOST_WORDS)?;
                most_words.map_or(Ok(()), |most| between(most, "mostWords", least.max(1), MOST_WORDS))?;
                rubric.as_ref().map_or(Ok(()), |rubric| check_rubric(rubric, "rubric"))
            }
        }
    }

    /// Markdown that need not be there.
    fn markdown(&mut self, written: &LocalizedText, path: &str, longest: usize) -> Result<(), Refusal> {
        for (locale, source) in written.iter() {
            let path = format!("{path}.{}", locale.code());
            sane(source, &path, longest)?;
            self.pictures.extend(markup::check(source, locale, &path, longest)?);
        }
        Ok(())
    }

    /// Markdown that has to be there in every language of the question.
    fn part(&mut self, written: &LocalizedText, path: &str) -> Result<(), Refusal> {
        self.in_all_languages(written, path)?;
        for (locale, source) in written.iter() {
            let path = format!("{path}.{}", locale.code());
            self.pictures.extend(markup::check(source, locale, &path, PART)?);
            sane(source, &path, PART)?;
        }
        Ok(())
    }

    /// Plain text of one line that has to be there in every language of the question.
    fn line(&self, written: &LocalizedText, path: &str) -> Result<(), Refusal> {
        self.in_all_languages(written, path)?;
        written.iter().try_for_each(|(locale, source)| sane(source, &format!("{path}.{}", locale.code()), LINE))
    }

    fn in_all_languages(&self, written: &LocalizedText, path: &str) -> Result<(), Refusal> {
        let missing = self.locales.iter().find(|locale| written.get(**locale).is_none_or(|text| text.trim().is_empty()));
        let extra = written.locales().find(|locale| !self.locales.contains(locale));
        match missing.copied().or(extra) {
            Some(locale) => Err(Refusal::at(PART_MISSING, path).with("locale", locale.code())),
            None => Ok(()),
        }
    }

    fn choices(&mut self, choices: &[Choice], path: &str) -> Result<(), Refusal> {
        within(choices.len(), path, 2, MOST)?;
        for (index, choice) in choices.iter().enumerate() {
            self.part(&choice.text, &format!("{path}.{index}.text"))?;
            self.markdown(&choice.feedback, &format!("{path}.{index}.feedback"), PART)?;
            check_credit(choice.credit, &format!("{path}.{index}.credit"))?;
        }
        Ok(())
    }

    fn numbers(&mut self, accepted: &[AcceptedNumber], path: &str) -> Result<(), Refusal> {
        within(accepted.len(), path, 1, MOST_ACCEPTED)?;
        for (index, number) in accepted.iter().enumerate() {
            self.markdown(&number.feedback, &format!("{path}.{index}.feedback"), PART)?;
            check_credit(number.credit, &format!("{path}.{index}.credit"))?;
            between(number.tolerance, &format!("{path}.{index}.tolerance"), Decimal::ZERO, Decimal::MAX)?;
        }
        has_whole(accepted.iter().filter(|number| number.value.is_some()).map(|number| number.credit), path)
    }

    fn texts(&mut self, accepted: &[AcceptedText], path: &str) -> Result<(), Refusal> {
        within(accepted.len(), path, 1, MOST_ACCEPTED)?;
        for (index, text) in accepted.iter().enumerate() {
            sane(&text.text, &format!("{path}.{index}.text"), LINE)?;
            check_credit(text.credit, &format!("{path}.{index}.credit"))?;
            if let Some(feedback) = &text.feedback {
                let path = format!("{path}.{index}.feedback");
                self.pictures.extend(markup::check(feedback, text.locale, &path, PART)?);
            }
        }
        has_whole(accepted.iter().map(|text| text.credit), path)
    }

    fn gaps(&mut self, text: &LocalizedText, gaps: &[Gap]) -> Result<(), Refusal> {
        within(gaps.len(), "gaps", 1, MOST)?;
        for (locale, source) in text.iter() {
            let once = |place: usize| source.matches(&format!("[[{place}]]")).count() == 1;
            if !(1..=gaps.len()).all(once) || source.contains(&format!("[[{}]]", gaps.len() + 1)) {
                let path = format!("text.{}", locale.code());
                return Err(Refusal::at(GAPS_WRONG, &path).with("number", gaps.len()));
            }
        }
        for (index, gap) in gaps.iter().enumerate() {
            let path = format!("gaps.{index}");
            between(gap.weight, &format!("{path}.weight"), 1, 100)?;
            match &gap.filling {
                Filling::Text { accepted, .. } => self.texts(accepted, &path)?,
                Filling::Number { accepted } => self.numbers(accepted, &path)?,
                Filling::Choice { choices } => {
                    self.choices(choices, &path)?;
                    has_whole(choices.iter().map(|choice| choice.credit), &path)?;
                }
            }
        }
        Ok(())
    }
}

/// A text that may be of signs only, such as "±".
fn sane(source: &str, path: &str, longest: usize) -> Result<(), Refusal> {
    use crate::kernel::error::codes::{FORBIDDEN_CHARACTER, TOO_LONG};
    let length = source.chars().count();
    if length > longest {
        return Err(Refusal::at(TOO_LONG, path).with("length", length).with("longest", longest));
    }
    if source.trim().is_empty() {
        return Err(Refusal::at(REQUIRED, path));
    }
    if source.chars().any(text::is_forbidden) { Err(Refusal::at(FORBIDDEN_CHARACTER, path)) } else { Ok(()) }
}

fn check_credit(credit: Credit, path: &str) -> Result<(), Refusal> {
    between(credit.0, path, -Credit::WHOLE.0, Credit::WHOLE.0)
}

fn has_whole(mut credits: impl Iterator<Item = Credit>, path: &str) -> Result<(), Refusal> {
    if credits.any(|credit| credit == Credit::WHOLE) { Ok(()) } else { Err(Refusal::at(NO_RIGHT_ANSWER, path)) }
}

fn check_unit(unit: &Unit) -> Result<(), Refusal> {
    sane(&unit.symbol, "unit.symbol", LINE)?;
    within(unit.others.len(), "unit.others", 0, MOST)?;
    for (index, other) in unit.others.iter().enumerate() {
        sane(&other.symbol, &format!("unit.others.{index}.symbol"), LINE)?;
        // The least positive number that there is.
        between(other.per_unit, &format!("unit.others.{index}.perUnit"), Decimal::new(1, 28), Decimal::MAX)?;
    }
    Ok(())
}

/// Checks by what a work is graded.
fn check_rubric(rubric: &Rubric, path: &str) -> Result<(), Refusal> {
    within(rubric.0.len(), path, 1, MOST_LEVELS)?;
    for (index, criterion) in rubric.0.iter().enumerate() {
        let path = format!("{path}.{index}");
        text::titles(&criterion.name, &format!("{path}.name"))?;
        within(criterion.levels.len(), &format!("{path}.levels"), 2, MOST_LEVELS)?;
        for (index, level) in criterion.levels.iter().enumerate() {
            text::localized(&level.description, &format!("{path}.levels.{index}.description"), PART)?;
            between(level.points, &format!("{path}.levels.{index}.points"), 0, MOST_POINTS)?;
        }
        let is_worth = criterion.levels.iter().any(|level| level.points > 0);
        if !is_worth {
            return Err(Refusal::at(NO_RIGHT_ANSWER, &path));
        }
    }
    Ok(())
}

/// Millionths as percent, for people.
fn percent(millionths: i64) -> String {
    Decimal::new(millionths, 4).normalize().to_string()
}
