//! The languages that documents are written in, and texts that say which one they are in.

use serde::{Serialize, Serializer};

/// A language that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Arabic, from right to left.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// All languages.
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

    /// Whether it runs from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Ar)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A text and the language that it is in, which needn't be the document's: a course may be described in French only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// The language that it says it in.
    pub language: Language,
}

impl Text {
    /// A text in a language.
    #[must_use]
    pub fn new(text: impl Into<String>, language: Language) -> Self {
        Self { text: text.into(), language }
    }
}
