//! A text in the language that a reader gets.

use nabta_entities::values::{Direction, Locale, LocalizedText};

/// A text in one language, chosen for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalizedString {
    /// The text.
    pub text: String,
    /// The language that it is in.
    pub locale: Locale,
    /// The way it runs.
    pub direction: Direction,
    /// True if it isn't the language that was asked for.
    pub is_fallback: bool,
}

impl LocalizedString {
    /// The text in the language asked for, else in French, else in any.
    #[must_use]
    pub fn choose(text: &LocalizedText, asked: Locale) -> Option<Self> {
        let (locale, chosen) = text.resolve(asked)?;
        Some(Self { text: chosen.to_owned(), locale, direction: locale.direction(), is_fallback: locale != asked })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_language_asked_for_else_french_else_any() {
        let text = |ar: bool, fr: bool, en: bool| LocalizedText {
            ar: ar.then(|| "ar".into()),
            fr: fr.then(|| "fr".into()),
            en: en.then(|| "en".into()),
        };
        let chosen =
            |text: LocalizedText, asked| LocalizedString::choose(&text, asked).map(|string| (string.text, string.is_fallback));
        assert_eq!(chosen(text(true, true, true), Locale::Ar), Some(("ar".into(), false)));
        assert_eq!(chosen(text(true, true, false), Locale::En), Some(("fr".into(), true)));
        assert_eq!(chosen(text(true, false, false), Locale::En), Some(("ar".into(), true)));
        assert_eq!(chosen(text(false, false, true), Locale::Fr), Some(("en".into(), true)));
        assert_eq!(chosen(text(false, false, false), Locale::Fr), None);
    }
}
