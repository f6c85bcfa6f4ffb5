//! Values that several tables hold: languages, texts in several languages.

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A language that the centre works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(2))", rename_all = "snake_case")]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Arabic.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

/// Which way a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Locale {
    /// All languages, Arabic first.
    pub const ALL: [Self; 3] = [Self::Ar, Self::Fr, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads an ISO 639-1 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The direction of a text in this language.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            Self::Fr | Self::En => Direction::Ltr,
        }
    }
}

/// A short text in one to three languages, as authors write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJsonQueryResult)]
pub struct LocalizedText {
    /// The Arabic text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ar: Option<String>,
    /// The French text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    /// The English text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl LocalizedText {
    /// A text in one language.
    #[must_use]
    pub fn in_language(locale: Locale, text: String) -> Self {
        let mut written = Self::default();
        written.set(locale, Some(text));
        written
    }

    /// Writes, or takes away, the text in one language.
    pub fn set(&mut self, locale: Locale, text: Option<String>) {
        match locale {
            Locale::Ar => self.ar = text,
            Locale::Fr => self.fr = text,
            Locale::En => self.en = text,
        }
    }

    /// The text in one language, if it has been written.
    #[must_use]
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Ar => self.ar.as_deref(),
            Locale::Fr => self.fr.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }

    /// The text in the language asked for, else in French, else in any; with the language it is in.
    #[must_use]
    pub fn resolve(&self, asked: Locale) -> Option<(Locale, &str)> {
        reading_order(asked).find_map(|locale| self.get(locale).map(|text| (locale, text)))
    }

    /// The languages in which it has been written.
    pub fn locales(&self) -> impl Iterator<Item = Locale> + '_ {
        Locale::ALL.into_iter().filter(|locale| self.get(*locale).is_some())
    }

    /// The three texts that may be there, with their languages.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &str)> {
        Locale::ALL.into_iter().filter_map(|locale| self.get(locale).map(|text| (locale, text)))
    }

    /// True if no language has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The text with each language changed by a function.
    #[must_use]
    pub fn map(self, change: impl Fn(String) -> String) -> Self {
        Self { ar: self.ar.map(&change), fr: self.fr.map(&change), en: self.en.map(&change) }
    }
}

/// The order in which languages are tried for a reader: the one asked for, French, then any.
pub fn reading_order(asked: Locale) -> impl Iterator<Item = Locale> {
    [asked, Locale::Fr].into_iter().chain(Locale::ALL)
}

/// Several texts in several languages, such as a course's skills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct LocalizedTexts(pub Vec<LocalizedText>);

/// A list of languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Locales(pub Vec<Locale>);

/// A list of short codes, such as a legal text's topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Codes(pub Vec<String>);

/// Declares an enum that is kept as its snake_case name.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::EnumIter, sea_orm::DeriveActiveEnum, serde::Serialize, serde::Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name as the database keeps it.
            #[must_use]
            pub fn name(self) -> String {
                sea_orm::ActiveEnum::to_value(&self)
            }

            /// Reads the name as the database keeps it.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}
pub(crate) use text_enum;
