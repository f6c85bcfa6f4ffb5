//! One question out of its languages: the texts of several put into one structure, where they have the same.

use nabta_entities::learning::question_body::{AcceptedNumber, AcceptedText, Answers, Choice, Filling, Gap, Pair, QuestionBody};
use nabta_entities::values::{Locale, LocalizedText};

/// Writes what `added` says in its languages into `held`, whose other languages stay; nothing where the two are built otherwise: other
/// choices, other credits, other numbers.
pub(super) fn merge(held: &QuestionBody, added: &QuestionBody) -> Option<QuestionBody> {
    let languages: Vec<Locale> = added.text.locales().collect();
    let with = With(&languages);
    Some(QuestionBody {
        text: with.text(&held.text, &added.text),
        feedback: with.text(&held.feedback, &added.feedback),
        answers: with.answers(&held.answers, &added.answers)?,
    })
}

/// What a question says in one language, without the others; nothing where it is not asked in it.
pub(super) fn in_language(body: &QuestionBody, locale: Locale) -> Option<QuestionBody> {
    body.text.get(locale)?;
    let mut alone = body.clone();
    each_text(&mut alone, &mut |text| {
        let said = text.get(locale).map(str::to_owned);
        *text = LocalizedText::default();
        text.set(locale, said);
    });
    each_list(&mut alone, &mut |accepted| accepted.retain(|text| text.locale == locale));
    Some(alone)
}

/// The languages that are written anew.
struct With<'a>(&'a [Locale]);

impl With<'_> {
    fn text(&self, held: &LocalizedText, added: &LocalizedText) -> LocalizedText {
        let mut text = held.clone();
        for locale in self.0 {
            text.set(*locale, added.get(*locale).map(str::to_owned));
        }
        text
    }

    /// Each of them with its counterpart; nothing where there are more of one.
    fn each<T>(held: &[T], added: &[T], join: impl Fn(&T, &T) -> Option<T>) -> Option<Vec<T>> {
        (held.len() == added.len()).then(|| held.iter().zip(added).map(|(held, added)| join(held, added)).collect())?
    }

    fn choices(&self, held: &[Choice], added: &[Choice]) -> Option<Vec<Choice>> {
        Self::each(held, added, |held, added| {
            (held.credit == added.credit).then(|| Choice {
                text: self.text(&held.text, &added.text),
                credit: held.credit,
                feedback: self.text(&held.feedback, &added.feedback),
            })
        })
    }

    fn numbers(&self, held: &[AcceptedNumber], added: &[AcceptedNumber]) -> Option<Vec<AcceptedNumber>> {
        Self::each(held, added, |held, added| {
            let is_same = held.value == added.value && held.tolerance == added.tolerance && held.credit == added.credit;
            is_same.then(|| AcceptedNumber { feedback: self.text(&held.feedback, &added.feedback), ..held.clone() })
        })
    }

    /// Accepted texts belong to languages each: those of the others stay.
    fn accepted(&self, held: &[AcceptedText], added: &[AcceptedText]) -> Vec<AcceptedText> {
        let stays = |text: &&AcceptedText| !self.0.contains(&text.locale);
        let mut accepted: Vec<AcceptedText> = held.iter().filter(stays).chain(added).cloned().collect();
        accepted.sort_by_key(|text| text.locale);
        accepted
    }

    fn gap(&self, held: &Gap, added: &Gap) -> Option<Gap> {
        let filling = match (&held.filling, &added.filling) {
            (Filling::Text { accepted, is_case_sensitive }, Filling::Text { accepted: others, is_case_sensitive: other })
                if is_case_sensitive == other =>
            {
                Filling::Text { accepted: self.accepted(accepted, others), is_case_sensitive: *other }
            }
            (Filling::Number { accepted }, Filling::Number { accepted: others }) => {
                Filling::Number { accepted: self.numbers(accepted, others)? }
            }
            (Filling::Choice { choices }, Filling::Choice { choices: others }) => {
                Filling::Choice { choices: self.choices(choices, others)? }
            }
            _ => return None,
        };
        (held.weight == added.weight).then_some(Gap { weight: held.weight, filling })
    }

    fn answers(&self, held: &Answers, added: &Answers) -> Option<Answers> {
        use Answers::{Essay, Gaps, Matching, Numeric, Ordering, Several, ShortText, Single, TrueFalse};
        let merged = match (held, added) {
            (Single { choices, is_in_order }, Single { choices: others, is_in_order: other }) if is_in_order == other => {
                Single { choices: self.choices(choices, others)?, is_in_order: *other }
            }
            (Several { choices, is_in_order }, Several { choices: others, is_in_order: other }) if is_in_order == other => {
                Several { choices: self.choices(choices, others)?, is_in_order: *other }
            }
            (
                TrueFalse { is_true, on_true, on_false },
                TrueFalse { is_true: other, on_true: others_true, on_false: others_false },
            ) if is_true == other => TrueFalse {
                is_true: *other,
                on_true: self.text(on_true, others_true),
                on_false: self.text(on_false, others_false),
            },
            (Numeric { accepted, unit }, Numeric { accepted: others, unit: other }) if unit == other => {
                Numeric { accepted: self.numbers(accepted, others)?, unit: unit.clone() }
            }
            (ShortText { accepted, is_case_sensitive }, ShortText { accepted: others, is_case_sensitive: other })
                if is_case_sensitive == other =>
            {
                ShortText { accepted: self.accepted(accepted, others), is_case_sensitive: *other }
            }
            (Matching { pairs, lures, is_in_order }, Matching { pairs: others, lures: other_lures, is_in_order: other })
                if is_in_order == other =>
            {
                Matching {
                    pairs: Self::each(pairs, others, |held, added| {
                        let premise = self.text(&held.premise, &added.premise);
                        Some(Pair { premise, target: self.text(&held.target, &added.target) })
                    })?,
                    lures: self.texts(lures, other_lures)?,
                    is_in_order: *other,
                }
            }
            (Ordering { items, grading }, Ordering { items: others, grading: other }) if grading == other => {
                Ordering { items: self.texts(items, others)?, grading: *other }
            }
            (Gaps { gaps }, Gaps { gaps: others }) => {
                Gaps { gaps: Self::each(gaps, others, |held, added| self.gap(held, added))? }
            }
            (
                Essay { template, guidance, least_words, most_words, rubric },
                Essay { template: others, guidance: other, least_words: least, most_words: most, rubric: new },
            ) if least_words == least && most_words == most => Essay {
                template: self.text(template, others),
                guidance: self.text(guidance, other),
                least_words: *least,
                most_words: *most,
                // A rubric names its criteria in all languages, and stands in one of the files.
                rubric: new.clone().or_else(|| rubric.clone()),
            },
            _ => return None,
        };
        Some(merged)
    }

    fn texts(&self, held: &[LocalizedText], added: &[LocalizedText]) -> Option<Vec<LocalizedText>> {
        Self::each(held, added, |held, added| Some(self.text(held, added)))
    }
}

/// Changes each text of a question that is written in several languages, but for its rubric.
fn each_text(body: &mut QuestionBody, change: &mut dyn FnMut(&mut LocalizedText)) {
    change(&mut body.text);
    change(&mut body.feedback);
    match &mut body.answers {
        Answers::Single { choices, .. } | Answers::Several { choices, .. } => of_choices(choices, change),
        Answers::TrueFalse { on_true, on_false, .. } => {
            change(on_true);
            change(on_false);
        }
        Answers::Numeric { accepted, .. } => accepted.iter_mut().for_each(|number| change(&mut number.feedback)),
        Answers::Matching { pairs, lures, .. } => {
            for pair in pairs {
                change(&mut pair.premise);
                change(&mut pair.target);
            }
            lures.iter_mut().for_each(change);
        }
        Answers::Ordering { items, .. } => items.iter_mut().for_each(change),
        Answers::Gaps { gaps } => {
            for gap in gaps {
                match &mut gap.filling {
                    Filling::Choice { choices } => of_choices(choices, change),
                    Filling::Number { accepted } => accepted.iter_mut().for_each(|number| change(&mut number.feedback)),
                    Filling::Text { .. } => {}
                }
            }
        }
        Answers::Essay { template, guidance, .. } => {
            change(template);
            change(guidance);
        }
        Answers::ShortText { .. } => {}
    }
}

fn of_choices(choices: &mut [Choice], change: &mut dyn FnMut(&mut LocalizedText)) {
    for choice in choices {
        change(&mut choice.text);
        change(&mut choice.feedback);
    }
}

/// Changes each list of texts that count.
fn each_list(body: &mut QuestionBody, change: &mut dyn FnMut(&mut Vec<AcceptedText>)) {
    match &mut body.answers {
        Answers::ShortText { accepted, .. } => change(accepted),
        Answers::Gaps { gaps } => {
            for gap in gaps {
                if let Filling::Text { accepted, .. } = &mut gap.filling {
                    change(accepted);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use nabta_entities::learning::question_body::Credit;

    use super::*;

    fn single(locale: Locale, choices: &[(&str, i32)]) -> QuestionBody {
        let said = |text: &str| LocalizedText::in_language(locale, text.to_owned());
        let choice = |(text, credit): &(&str, i32)| Choice { text: said(text), credit: Credit(*credit), feedback: said("…") };
        QuestionBody {
            text: said("?"),
            feedback: LocalizedText::default(),
            answers: Answers::Single { choices: choices.iter().map(choice).collect(), is_in_order: false },
        }
    }

    #[test]
    fn languages_come_together_and_apart() {
        let french = single(Locale::Fr, &[("oui", 1_000_000), ("non", 0)]);
        let arabic = single(Locale::Ar, &[("نعم", 1_000_000), ("لا", 0)]);
        let both = merge(&french, &arabic).unwrap();
        assert_eq!(both.text.locales().collect::<Vec<_>>(), [Locale::Ar, Locale::Fr]);
        assert_eq!(in_language(&both, Locale::Fr).as_ref(), Some(&french));
        assert_eq!(in_language(&both, Locale::Ar).as_ref(), Some(&arabic));
        assert_eq!(in_language(&both, Locale::En), None);
        // Written anew, a language loses what it does not say any more, and the other nothing.
        let shorter = QuestionBody { text: LocalizedText::in_language(Locale::Fr, "Et ?".into()), ..french.clone() };
        let changed = merge(&both, &shorter).unwrap();
        assert_eq!((changed.text.fr.as_deref(), changed.text.ar.as_deref()), (Some("Et ?"), Some("?")));
    }

    #[test]
    fn what_is_built_otherwise_is_another_question() {
        let french = single(Locale::Fr, &[("oui", 1_000_000), ("non", 0)]);
        assert_eq!(merge(&french, &single(Locale::Ar, &[("لا", 0), ("نعم", 1_000_000)])), None);
        assert_eq!(merge(&french, &single(Locale::Ar, &[("نعم", 1_000_000)])), None);
        let truth = Answers::TrueFalse { is_true: true, on_true: LocalizedText::default(), on_false: LocalizedText::default() };
        assert_eq!(merge(&french, &QuestionBody { answers: truth, ..french.clone() }), None);
    }
}
