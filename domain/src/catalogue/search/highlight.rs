//! The words found, in the text as it was written.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{
    Segment,
    analysis::{Analyser, words},
};
use crate::kernel::Locale;

/// Length of a snippet, in characters, give or take a word.
const SNIPPET: usize = 200;
/// Characters before the first word found.
const LEAD: usize = 40;
/// Words of a text that are looked at for a snippet: thirty pages.
const MAX_WORDS: usize = 10_000;

/// Marks words in the documents of one answer.
pub(super) struct Highlighter<'q> {
    terms: BTreeMap<&'q str, usize>,
    wanted: usize,
    analyser: Analyser,
}

/// A word of the text that was looked for, with its place in the query.
type Found = (Range<usize>, usize);

impl<'q> Highlighter<'q> {
    /// Marks the words that stand for `wanted` terms of the query.
    pub(super) fn new(terms: BTreeMap<&'q str, usize>, wanted: usize) -> Self {
        Self { terms, wanted, analyser: Analyser::new() }
    }

    /// The whole text, with what was found marked.
    pub(super) fn whole(&mut self, text: &str, locale: Locale) -> Vec<Segment> {
        let found = self.find(text, locale, usize::MAX);
        segments(text, 0..text.len(), &found)
    }

    /// The part of a text that shows most of the words, the first of equal parts; its beginning if it shows none.
    pub(super) fn snippet(&mut self, text: &str, locale: Locale) -> Vec<Segment> {
        let found = self.find(text, locale, self.wanted);
        let part = part(text, best_start(text, &found));
        let mut segments = segments(text, part.clone(), &found);
        if part.start > 0 {
            segments.insert(0, Segment { text: "… ".to_owned(), is_match: false });
        }
        if part.end < text.len() {
            segments.push(Segment { text: " …".to_owned(), is_match: false });
        }
        segments
    }

    /// The words found, in order; stops where `enough` different ones stand close together.
    fn find(&mut self, text: &str, locale: Locale, enough: usize) -> Vec<Found> {
        // Texts repeat their words; each is folded and stemmed once.
        let mut seen: HashMap<&str, Option<usize>> = HashMap::new();
        let mut found: Vec<Found> = Vec::new();
        let mut end = text.len();
        for (range, word) in words(text).take(MAX_WORDS) {
            if range.start > end {
                break;
            }
            let (terms, analyser) = (&self.terms, &mut self.analyser);
            let place = *seen.entry(word).or_insert_with(|| {
                let forms = analyser.document_forms(word, locale)?;
                forms.stems.iter().chain([&forms.word]).find_map(|form| terms.get(form.as_str()).copied())
            });
            let Some(place) = place else { continue };
            found.push((range.clone(), place));
            if end == text.len() && different(text, &found, first_near(text, &found)) >= enough {
                // The rest of the snippet is still to be marked.
                end = range.end + 4 * SNIPPET;
            }
        }
        found
    }
}

/// The first word found that still fits into a snippet with the last one.
fn first_near(text: &str, found: &[Found]) -> usize {
    let Some((last, _)) = found.last() else { return 0 };
    let from = back(text, last.end, SNIPPET - LEAD);
    found.partition_point(|(range, _)| range.start < from)
}

/// How many different words of the query stand in the snippet that starts with a word found.
fn different(text: &str, found: &[Found], first: usize) -> usize {
    let Some((range, _)) = found.get(first) else { return 0 };
    let end = forward(text, range.start, SNIPPET - LEAD);
    let mut places = [false; 16];
    for (_, place) in found[first..].iter().take_while(|(range, _)| range.end <= end) {
        places[place % 16] = true;
    }
    places.iter().filter(|place| **place).count()
}

/// Where the part that shows most begins.
fn best_start(text: &str, found: &[Found]) -> usize {
    let (mut best, mut start) = (0, 0);
    for (place, (range, _)) in found.iter().enumerate() {
        let count = different(text, found, place);
        if count > best {
            (best, start) = (count, range.start);
        }
    }
    start
}

/// The snippet around a place, cut at spaces.
fn part(text: &str, around: usize) -> Range<usize> {
    let lead = back(text, around, LEAD);
    let start = if lead == 0 { 0 } else { text[lead..around].find(char::is_whitespace).map_or(around, |at| lead + at) };
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let end = forward(text, start, SNIPPET);
    let end = if end == text.len() {
        end
    } else {
        text[start..end].rfind(char::is_whitespace).filter(|at| *at > SNIPPET / 2).map_or(end, |at| start + at)
    };
    start..end.max(start)
}

/// Some characters further back.
fn back(text: &str, from: usize, characters: usize) -> usize {
    text[..from].char_indices().rev().take(characters).last().map_or(from, |(at, _)| at)
}

/// Some characters further on.
fn forward(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(at, _)| from + at)
}

/// A part of a text, cut into what was found and what lies between.
fn segments(text: &str, part: Range<usize>, found: &[Found]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut add = |range: Range<usize>, is_match| {
        if !range.is_empty() {
            segments.push(Segment { text: text[range].to_owned(), is_match });
        }
    };
    let mut at = part.start;
    for (range, _) in found.iter().filter(|(range, _)| range.start >= part.start && range.end <= part.end) {
        add(at..range.start, false);
        add(range.clone(), true);
        at = range.end;
    }
    add(at..part.end, false);
    segments
}
