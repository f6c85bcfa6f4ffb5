//! Values that all contexts use: languages, texts, money.

use async_graphql::{Enum, InputObject, SimpleObject};
use nabta_domain::kernel::{self, LocalizedText};

/// A language.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Locale")]
pub enum Locale {
    /// Arabic.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

/// Which way a text runs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Direction")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// A text in the language that a reader gets: the one asked for, else French, else any.
#[derive(SimpleObject, Clone, Debug)]
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

/// A text as authors wrote it, in one to three languages.
#[derive(SimpleObject, InputObject, Clone, Debug, Default)]
#[graphql(input_name = "LocalizedTextInput")]
pub struct LocalizedTexts {
    /// In Arabic.
    pub ar: Option<String>,
    /// In French.
    pub fr: Option<String>,
    /// In English.
    pub en: Option<String>,
}

/// The same, as it comes in.
pub type LocalizedTextInput = LocalizedTexts;

/// An amount of money.
#[derive(SimpleObject, Clone, Debug)]
pub struct Money {
    /// With all decimals of the currency, such as "120.500".
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

/// An amount of money.
#[derive(InputObject, Clone, Debug)]
pub struct MoneyInput {
    /// Such as "120.500"; "0" for free.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl MoneyInput {
    pub(crate) fn parse(&self, path: &str) -> kernel::Result<kernel::Money> {
        Ok(kernel::Money::parse(&self.amount, &self.currency, path)?)
    }
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

impl From<LocalizedText> for LocalizedTexts {
    fn from(text: LocalizedText) -> Self {
        Self { ar: text.ar, fr: text.fr, en: text.en }
    }
}

impl From<LocalizedTexts> for LocalizedText {
    fn from(text: LocalizedTexts) -> Self {
        Self { ar: text.ar, fr: text.fr, en: text.en }
    }
}

/// The text for a reader who asked for a language, or else reads another one.
pub(crate) fn choose(text: &LocalizedText, asked: Option<Locale>, reads: kernel::Locale) -> LocalizedString {
    let asked = asked.map_or(reads, Into::into);
    // The database holds no text without any language.
    let chosen = kernel::localized::LocalizedString::choose(text, asked);
    let (text, locale, is_fallback) =
        chosen.map_or((String::new(), asked, true), |chosen| (chosen.text, chosen.locale, chosen.is_fallback));
    LocalizedString { text, locale: locale.into(), direction: locale.direction().into(), is_fallback }
}
