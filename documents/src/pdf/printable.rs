//! What of a text can be printed. PDF/A refuses a character that no embedded font has, so one emoji in a name would make the whole
//! document impossible: it becomes the sign for a character that can't be shown.

use serde_json::Value;
use typst::text::Font;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::FONTS;

/// What stands for a character that no font has.
const UNKNOWN: char = '\u{FFFD}';

/// Makes every text in a document's data printable.
pub(super) fn clean(data: &mut Value) {
    match data {
        Value::String(text) => *text = printable(text),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text as it can be printed: without controls that turn the order of what stands after them, and with a sign for what no font has.
fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        // A letter and its marks are set from one font.
        if FONTS.iter().any(|font| cluster.chars().all(|character| !is_dropped(character) && has(font, character))) {
            clean.push_str(cluster);
            continue;
        }
        let mut characters = cluster.chars().filter(|character| !is_dropped(*character));
        let Some(base) = characters.next() else { continue };
        match FONTS.iter().find(|font| has(font, base)) {
            Some(font) => {
                clean.push(base);
                clean.extend(characters.filter(|mark| has(font, *mark)));
            }
            None => clean.push(UNKNOWN),
        }
    }
    clean
}

/// Overrides and isolates ("Trojan Source", CVE-2021-42574) and controls; the plain marks of direction stay.
fn is_dropped(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
        || (character.is_control() && character != '\n')
}

fn has(font: &Font, character: char) -> bool {
    // Line ends, joiners and marks of direction are never drawn.
    matches!(character, '\n' | '\u{200C}'..='\u{200F}' | '\u{061C}') || font.info().coverage.contains(character.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_write_stays_and_what_no_font_has_is_marked() {
        for text in [
            "#import \"x\"",
            "*a* $x$ \\u{202e} `c` <b> @ref",
            "L'étude d'impact",
            "مُحَمَّد بن صالح",
            "Ελληνικά, кириллица",
            "two\nlines",
        ] {
            assert_eq!(printable(text), text);
        }
        assert_eq!(printable("user\u{202E}nimda\0"), "usernimda");
        assert_eq!(printable("a\u{1F331}b 漢"), "a\u{FFFD}b \u{FFFD}");
        assert_eq!(printable("a\u{64B}"), "a", "a mark without a letter of its own script");
    }

    proptest! {
        #[test]
        fn what_is_printable_stays_as_it_is(text in any::<String>()) {
            let once = printable(&text);
            prop_assert_eq!(printable(&once), once.clone());
        }
    }
}
