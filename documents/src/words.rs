//! What documents say of their own, in one Fluent file a language; and how days are written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::language::Language;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

pub(crate) const fn source(language: Language) -> &'static str {
    match language {
        Language::Ar => include_str!("../words/ar.ftl"),
        Language::Fr => include_str!("../words/fr.ftl"),
        Language::En => include_str!("../words/en.ftl"),
    }
}

fn bundle(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language.code().parse().unwrap_or_default()]);
    // A page isolates by itself what must not be turned round.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

fn format(language: Language, name: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let [arabic, french, english] = &*BUNDLES;
    let bundle = match language {
        Language::Ar => arabic,
        Language::Fr => french,
        Language::En => english,
    };
    let pattern = bundle.get_message(name)?.value()?;
    let mut missing = Vec::new();
    let said = bundle.format_pattern(pattern, args, &mut missing).into_owned();
    missing.is_empty().then_some(said)
}

/// A word that documents use, with the values that it speaks of.
#[must_use]
pub fn say(language: Language, name: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    let args = values.iter().map(|(name, value)| (*name, value.clone())).collect();
    // A name shows that the word is missing; a test sees to it that none is.
    format(language, name, Some(&args)).unwrap_or_else(|| name.to_owned())
}

/// All words that take no value, by name: what templates label things with.
#[must_use]
pub fn labels(language: Language) -> BTreeMap<&'static str, String> {
    names(language).filter_map(|name| Some((name, format(language, name, None)?))).collect()
}

fn names(language: Language) -> impl Iterator<Item = &'static str> {
    let begins = |line: &str| line.starts_with(|character: char| character.is_ascii_lowercase());
    source(language).lines().filter(move |line| begins(line)).filter_map(|line| Some(line.split_once('=')?.0.trim_end()))
}

/// A day with the name of its month: a day in figures alone is read in two orders.
#[must_use]
pub fn day(language: Language, day: NaiveDate) -> String {
    let month = say(language, &format!("month-{}", day.month()), &[]);
    let number = match (language, day.day()) {
        (Language::Fr, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    format!("{number} {month} {}", day.year())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_is_written_in_every_language() {
        let of = |language| names(language).collect::<BTreeSet<_>>();
        assert!(of(Language::Fr).len() > 30);
        for language in [Language::Ar, Language::En] {
            assert_eq!(of(language), of(Language::Fr), "{}", language.code());
        }
        for language in Language::ALL {
            for name in names(language) {
                let values = [("days", 3), ("count", 3), ("hours", 2), ("minutes", 30)].map(|(name, value)| (name, value.into()));
                let values = [
                    &values[..],
                    &[("from", "26"), ("to", "27"), ("when", "28"), ("day", "29"), ("time", "30")]
                        .map(|(name, value)| (name, value.into())),
                ]
                .concat();
                let said = say(language, name, &values);
                assert!(said != name && !said.contains(['{', '$']), "{} {name}: {said}", language.code());
            }
        }
    }

    #[test]
    fn days_are_written_as_in_tunisia() {
        let of = |language, (year, month, date)| day(language, NaiveDate::from_ymd_opt(year, month, date).unwrap());
        assert_eq!(of(Language::Fr, (2020, 12, 1)), "1er décembre 2020");
        assert_eq!(of(Language::Fr, (2021, 8, 31)), "31 août 2021");
        assert_eq!(of(Language::En, (2020, 10, 26)), "26 October 2020");
        assert_eq!(of(Language::Ar, (2021, 1, 5)), "5 جانفي 2021");
    }

    #[test]
    fn arabic_counts_in_its_six_ways() {
        let days = |days: i64| say(Language::Ar, "duration-days", &[("days", days.into())]);
        assert_eq!([1, 2, 3, 11, 22, 100].map(days), ["يوم واحد", "يومان", "3 أيام", "11 يوما", "22 يوما", "100 يوم"]);
        let days = |days: i64| say(Language::Fr, "duration-days", &[("days", days.into())]);
        assert_eq!([1, 22].map(days), ["1 jour", "22 jours"]);
    }
}
