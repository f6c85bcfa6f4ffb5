//! Short texts compared as people mean them: without accents, vowel signs, variants of letters, capitals and punctuation.

use nabta_entities::learning::question_body::AcceptedText;
use unicode_normalization::UnicodeNormalization;

use crate::kernel::fold::words;

/// The first accepted text that an answer fits.
pub(super) fn first<'a>(accepted: &'a [AcceptedText], is_case_sensitive: bool, answer: &str) -> Option<&'a AcceptedText> {
    accepted.iter().find(|text| fits(&text.text, is_case_sensitive, answer))
}

/// Whether an answer is a text; `*` in the text stands for anything.
fn fits(text: &str, is_case_sensitive: bool, answer: &str) -> bool {
    let form = |text: &str| if is_case_sensitive { exact(text) } else { loose(text) };
    let answer = form(answer);
    let pieces: Vec<&str> = text.split('*').collect();
    if let [whole] = pieces.as_slice() {
        return form(whole) == answer;
    }
    // Blanks at a star belong to whichever stands beside it: "eau *" takes "eau" too.
    let pieces: Vec<String> = pieces.into_iter().map(form).collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let Some(rest) = answer.strip_prefix(first.as_str()) else { return false };
    let Some(mut rest) = rest.strip_suffix(last.as_str()) else { return false };
    for piece in &pieces[1..pieces.len() - 1] {
        let Some(at) = rest.find(piece.as_str()) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// The words, folded; a text that has none, such as "±", as it is.
fn loose(text: &str) -> String {
    let folded = words(text).join(" ");
    if folded.is_empty() { exact(text).to_lowercase() } else { folded }
}

/// The text with single blanks, in one form of Unicode.
fn exact(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn what_people_mean_is_what_counts() {
        assert!(fits("termes de référence", false, " Termes de reference. "));
        assert!(fits("الحَيطة", false, "الحيطه"));
        assert!(fits("إعلان", false, "اعلان"));
        assert!(!fits("termes de référence", false, "termes"));
        assert!(fits("DBO5", true, "DBO5") && !fits("DBO5", true, "dbo5"));
        assert!(fits("±", false, "±") && !fits("±", false, "+"));
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("*référence*", false, "les termes de reference du projet"));
        assert!(fits("terme* de *", false, "termes de référence"));
        assert!(fits("*", false, "") && fits("*", true, "anything"));
        assert!(!fits("a*b*c", false, "ac"));
        assert!(!fits("ab*ba", false, "aba"), "what begins it does not end it as well");
    }
}
