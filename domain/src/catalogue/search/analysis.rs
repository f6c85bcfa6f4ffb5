//! Text to words, and words to the terms under which they are filed.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

use super::arabic;
use crate::kernel::Locale;
use crate::kernel::fold::{fold, is_silent};

/// Words that say nothing about a text, folded. Single Latin letters are left out too: what an apostrophe leaves of `l'étude`.
const STOP_WORDS: &[&str] = &[
    // French
    "au", "aux", "avec", "ce", "ces", "cette", "dans", "de", "des", "du", "elle", "elles", "en", "est", "et", "eux", "il", "ils",
    "je", "la", "le", "les", "leur", "leurs", "lui", "ma", "mais", "mes", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas",
    "pour", "qu", "que", "qui", "sa", "se", "ses", "son", "sont", "sur", "un", "une", "vos", "votre", "vous", "jusqu", "lorsqu",
    "puisqu", // English
    "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "if", "in", "into", "is", "it", "its", "no", "not", "of",
    "or", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "what", "will", "with", "you", "your",
    // Arabic
    "ان", "او", "الا", "التي", "الذي", "الي", "ثم", "ذلك", "عن", "علي", "في", "قد", "كل", "لا", "لم", "لن", "ما", "مع", "من", "هذا",
    "هذه", "هو", "هي", "و", "يا",
];

/// A word under the forms by which it can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// Folded.
    pub(super) word: String,
    /// Folded and stemmed; of a document one stem, of a query one for each language it may be in.
    pub(super) stems: Vec<String>,
}

/// Where the words of a text are: letters and digits with their marks. Everything else parts words, apostrophes included.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        // Some vowel signs count as letters.
        let (start, _) = rest.find(|(_, c)| c.is_alphanumeric() && !is_silent(*c))?;
        let mut end = text.len();
        while let Some((at, c)) = rest.peek().copied() {
            if !c.is_alphanumeric() && !is_silent(c) {
                end = at;
                break;
            }
            rest.next();
        }
        Some((start..end, &text[start..end]))
    })
}

/// Words whose forms are remembered before the analyser forgets all of them: about two megabytes.
const MEMORY: usize = 10_000;

/// Turns words into forms. Not shared between threads; cheap to make.
pub(super) struct Analyser {
    french: TextAnalyzer,
    english: TextAnalyzer,
    /// Forms of French (and Arabic) and of English words met: texts repeat theirs.
    known: [HashMap<String, Option<Rc<Forms>>>; 2],
}

impl Analyser {
    /// A new one.
    pub(super) fn new() -> Self {
        let stemmer = |language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        Self { french: stemmer(Language::French), english: stemmer(Language::English), known: Default::default() }
    }

    /// The forms of a word of a document in a language, or `None` for a word that is not filed. Latin words of an Arabic text are
    /// taken for French, which they are in Tunisia.
    pub(super) fn document_forms(&mut self, word: &str, locale: Locale) -> Option<Rc<Forms>> {
        let known = usize::from(locale == Locale::En);
        if let Some(forms) = self.known[known].get(word) {
            return forms.clone();
        }
        let forms = self.forms(word, locale).map(Rc::new);
        if self.known[known].len() == MEMORY {
            self.known[known].clear();
        }
        self.known[known].insert(word.to_owned(), forms.clone());
        forms
    }

    fn forms(&mut self, word: &str, locale: Locale) -> Option<Forms> {
        let word = folded(word)?;
        let stem = if arabic::is_arabic(&word) {
            arabic::stem(&word).to_owned()
        } else if word.chars().any(|c| c.is_ascii_digit()) {
            word.clone()
        } else {
            stem(if locale == Locale::En { &mut self.english } else { &mut self.french }, &word)
        };
        Some(Forms { word, stems: vec![stem] })
    }

    /// The forms of a word that a visitor typed, whose language is not known.
    pub(super) fn query_forms(&mut self, word: &str) -> Option<Forms> {
        let french = self.forms(word, Locale::Fr)?;
        let english = self.forms(word, Locale::En)?;
        let mut stems = [french.stems, english.stems].concat();
        stems.dedup();
        Some(Forms { word: french.word, stems })
    }
}

fn folded(word: &str) -> Option<String> {
    let word = fold(word);
    let is_letter = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
    (!word.is_empty() && !is_letter && !STOP_WORDS.contains(&word.as_str())).then_some(word)
}

fn stem(stemmer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = stemmer.token_stream(word);
    if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn words_are_cut_at_everything_but_letters_digits_and_marks() {
        assert_eq!(cut("L'étude d’impact, n° 2005-1991"), ["L", "étude", "d", "impact", "n", "2005", "1991"]);
        assert_eq!(cut("دِرَاسَةُ المُؤَثِّرَاتِ؟"), ["دِرَاسَةُ", "المُؤَثِّرَاتِ"]);
        assert_eq!(cut("\u{64E}\"*:AND("), ["AND"]);
        assert_eq!(cut("«\u{200F}»\0"), [""; 0]);
    }

    #[test]
    fn words_of_one_family_share_a_stem() {
        let mut analyser = Analyser::new();
        let mut stem = |word: &str, locale| analyser.document_forms(word, locale).unwrap().stems[0].clone();
        assert_eq!(stem("Études", Locale::Fr), stem("etude", Locale::Fr));
        assert_eq!(stem("studies", Locale::En), stem("STUDY", Locale::En));
        assert_eq!(stem("évaluations", Locale::Fr), stem("evaluation", Locale::Fr));
        assert_eq!(stem("impact", Locale::Ar), "impact");
        assert_eq!(stem("2005", Locale::Fr), "2005");
    }

    #[test]
    fn words_that_say_nothing_are_not_filed() {
        let mut analyser = Analyser::new();
        for word in ["L", "d", "des", "OF", "في", "إلى", "\u{640}\u{64E}"] {
            assert_eq!(analyser.query_forms(word), None, "{word}");
        }
        assert!(analyser.query_forms("5").is_some());
        assert!(STOP_WORDS.iter().all(|word| fold(word) == *word), "the list is folded");
    }

    proptest! {
        #[test]
        fn words_lie_in_the_text_in_order(text in "(\\PC|[ء-ٰ]|[ '’\n]){0,80}") {
            let mut end = 0;
            let mut analyser = Analyser::new();
            for (range, word) in words(&text) {
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert_eq!(&text[range.clone()], word);
                end = range.end;
                analyser.query_forms(word);
            }
        }
    }
}
