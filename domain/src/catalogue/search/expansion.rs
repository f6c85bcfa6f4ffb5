//! From what a visitor typed to the terms that the index holds.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::{Searcher, Term, query::FuzzyTermQuery, schema::Field};

use super::{
    SearchError,
    analysis::{Analyser, words},
    schema::Fields,
};

/// Words of a query that count.
const MAX_WORDS: usize = 12;
/// Characters of a query that are read: more than twelve words of forty-eight letters with all their vowel signs.
const MAX_LENGTH: usize = 2_000;
/// Shortest word, in letters, in which a spelling mistake is forgiven: in a shorter one it makes another word.
const MIN_FORGIVEN: usize = 4;
/// Words within one mistake of a word that are looked up, in alphabetical order.
const MAX_EXPANSIONS: usize = 200;

/// A word that a visitor looks for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The stems that count as the word itself.
    pub(super) stems: Vec<String>,
    /// Terms of titles within one mistake.
    pub(super) near_in_titles: BTreeSet<String>,
    /// Terms of texts within one mistake.
    pub(super) near_in_texts: BTreeSet<String>,
}

/// The words of a query, each once.
pub(super) fn expand(searcher: &Searcher, fields: &Fields, text: &str) -> Result<Vec<Wanted>, SearchError> {
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let mut analyser = Analyser::new();
    let mut wanted: Vec<Wanted> = Vec::new();
    for (_, word) in words(text) {
        let Some(forms) = analyser.query_forms(word) else { continue };
        if wanted.iter().any(|other| other.stems == forms.stems) {
            continue;
        }
        let is_number = forms.word.chars().any(|c| c.is_ascii_digit());
        let mut word = Wanted { stems: forms.stems, ..Wanted::default() };
        if !is_number && forms.word.chars().count() >= MIN_FORGIVEN {
            let typed: BTreeSet<&str> = word.stems.iter().map(String::as_str).chain([forms.word.as_str()]).collect();
            let (mut in_titles, mut in_texts) = (near(searcher, fields.title, &typed)?, near(searcher, fields.text, &typed)?);
            // They count as the word itself.
            for stem in &word.stems {
                in_titles.remove(stem);
                in_texts.remove(stem);
            }
            (word.near_in_titles, word.near_in_texts) = (in_titles, in_texts);
        }
        wanted.push(word);
        if wanted.len() == MAX_WORDS {
            break;
        }
    }
    Ok(wanted)
}

/// The terms of a field within one letter added, left out, changed or exchanged with its neighbour of a typed form.
fn near(searcher: &Searcher, field: Field, typed: &BTreeSet<&str>) -> Result<BTreeSet<String>, SearchError> {
    let mut found = BTreeSet::new();
    for form in typed.iter().filter(|form| form.chars().count() >= MIN_FORGIVEN - 1) {
        let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, form), 1, true);
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().search(fuzzy.automaton()?).into_stream()?;
            while terms.advance() {
                found.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
    }
    Ok(found.into_iter().take(MAX_EXPANSIONS).collect())
}

/// Which of the wanted words a term stands for, for highlighting. Exact words come before spelling mistakes.
pub(super) fn terms(wanted: &[Wanted]) -> BTreeMap<&str, usize> {
    let mut terms = BTreeMap::new();
    for (place, word) in wanted.iter().enumerate() {
        for stem in &word.stems {
            terms.entry(stem.as_str()).or_insert(place);
        }
    }
    for (place, word) in wanted.iter().enumerate() {
        for near in word.near_in_titles.union(&word.near_in_texts) {
            terms.entry(near.as_str()).or_insert(place);
        }
    }
    terms
}
