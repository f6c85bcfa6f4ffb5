//! What a text must be to be stored: readable, of a sane length, and nothing in disguise.

use nabta_entities::values::LocalizedText;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::error::{Refusal, codes};

/// The longest name or title, in characters.
pub const TITLE_LENGTH: usize = 200;
/// The longest description, in characters.
pub const DESCRIPTION_LENGTH: usize = 5_000;

/// Characters that reorder or hide what a reader sees: bidirectional overrides, embeddings and isolates ("Trojan Source",
/// CVE-2021-42574), controls.
///
/// Direction belongs to the text as a whole, so nobody needs them; with them a name can be made to read as another. The plain marks
/// U+200E, U+200F and U+061C stay: Arabic text with Latin codes needs them.
#[must_use]
pub fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
        || (character.is_control() && !matches!(character, '\n' | '\t'))
}

/// The one form in which a text is kept: without blank ends, lines ended by `\n`, in NFC.
#[must_use]
pub fn normal(value: &str) -> String {
    value.replace("\r\n", "\n").trim().nfc().collect()
}

/// A one-line text, trimmed, in NFC; or why not.
pub fn line(value: &str, path: &str, longest: usize) -> Result<String, Refusal> {
    let text = paragraph(value, path, longest)?;
    if text.contains(['\n', '\t']) {
        return Err(Refusal::at(codes::FORBIDDEN_CHARACTER, path));
    }
    Ok(text)
}

/// A text of several lines, trimmed, in NFC; or why not.
pub fn paragraph(value: &str, path: &str, longest: usize) -> Result<String, Refusal> {
    let length = value.chars().count();
    if length > longest {
        return Err(Refusal::at(codes::TOO_LONG, path).with("length", length).with("longest", longest));
    }
    let text = normal(value);
    if text.chars().any(is_forbidden) {
        return Err(Refusal::at(codes::FORBIDDEN_CHARACTER, path));
    }
    if text.is_empty() {
        return Err(Refusal::at(codes::REQUIRED, path));
    }
    if !text.chars().any(|character| character.is_alphanumeric() && !is_combining_mark(character)) {
        return Err(Refusal::at(codes::UNREADABLE, path));
    }
    Ok(text)
}

/// A text in several languages of which at least one is written; languages left blank are dropped.
pub fn localized(value: &LocalizedText, path: &str, longest: usize) -> Result<LocalizedText, Refusal> {
    optional_localized(value, path, longest)?.ok_or_else(|| Refusal::at(codes::REQUIRED, path))
}

/// A name or title in several languages, each of one line.
pub fn titles(value: &LocalizedText, path: &str) -> Result<LocalizedText, Refusal> {
    let clean = localized(value, path, TITLE_LENGTH)?;
    let of_lines = clean.iter().find(|(_, text)| text.contains(['\n', '\t'])).map(|(locale, _)| locale);
    of_lines.map_or(Ok(clean), |locale| Err(Refusal::at(codes::FORBIDDEN_CHARACTER, &format!("{path}.{}", locale.code()))))
}

/// A text in several languages, or none at all.
pub fn optional_localized(value: &LocalizedText, path: &str, longest: usize) -> Result<Option<LocalizedText>, Refusal> {
    let mut clean = LocalizedText::default();
    for (locale, text) in value.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let text = Some(paragraph(text, &format!("{path}.{}", locale.code()), longest)?);
        clean.set(locale, text);
    }
    Ok((!clean.is_empty()).then_some(clean))
}

/// A short name for programs and addresses: letters, digits and hyphens, at most 80.
pub fn code(value: &str, path: &str) -> Result<String, Refusal> {
    let fits = !value.is_empty() && value.len() <= 80 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits && !value.starts_with('-') && !value.ends_with('-') {
        Ok(value.to_owned())
    } else {
        Err(Refusal::at(codes::BAD_FORMAT, path).with("value", value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_accepted_is_clean_and_accepting_it_again_changes_nothing(value in ".{0,300}") {
            if let Ok(text) = paragraph(&value, "name", 300) {
                prop_assert!(!text.chars().any(is_forbidden));
                prop_assert!(text.chars().any(char::is_alphanumeric));
                prop_assert_eq!(paragraph(&text, "name", 900), Ok(text.clone()));
            }
        }
    }

    #[test]
    fn disguises_are_refused_with_their_code() {
        let code = |value: &str| line(value, "name", 200).unwrap_err().code;
        assert_eq!(code("a\0b"), codes::FORBIDDEN_CHARACTER);
        assert_eq!(code("user\u{202E}nimda"), codes::FORBIDDEN_CHARACTER);
        assert_eq!(code("\u{2066}x"), codes::FORBIDDEN_CHARACTER);
        assert_eq!(code("two\nlines"), codes::FORBIDDEN_CHARACTER);
        assert_eq!(code("\u{0301}\u{0301}\u{0301}"), codes::UNREADABLE);
        assert_eq!(code("\u{064B}\u{0651}"), codes::UNREADABLE);
        assert_eq!(code("…!?"), codes::UNREADABLE);
        assert_eq!(code(&"x".repeat(10_000)), codes::TOO_LONG);
        assert_eq!(code("   "), codes::REQUIRED);
    }

    #[test]
    fn arabic_with_its_marks_is_a_name() {
        assert_eq!(line(" مُحَمَّد ", "name", 200), Ok("مُحَمَّد".nfc().collect()));
    }
}
