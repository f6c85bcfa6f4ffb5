//! Which documents match, and in which order. The rules are told at the head of the module.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::{
    DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term,
    columnar::ColumnValues,
    postings::Postings,
    schema::{Field, IndexRecordOption},
};

use super::{
    SearchError,
    expansion::Wanted,
    schema::{Fields, column},
};

const TITLE: u8 = 8;
const TEXT: u8 = 4;
const NEAR_TITLE: u8 = 2;
const NEAR_TEXT: u8 = 1;
/// Occurrences in a text beyond this number say nothing more.
const MAX_OCCURRENCES: u32 = 20;

/// How well a document matches; greater is better. The order of the fields is the order of the rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rank {
    words: u8,
    places: u16,
    is_course: bool,
    /// Share of the title in thousandths, and occurrences in the text.
    detail: u32,
    /// The identifier; smaller is better.
    key: Reverse<u128>,
}

impl Rank {
    /// One number for the first three rules.
    pub(super) fn score(self) -> f32 {
        f32::from(self.words) * 100.0 + f32::from(self.places) + if self.is_course { 0.5 } else { 0.0 }
    }

    /// The course or lesson.
    fn group(self) -> (u128, bool) {
        (self.key.0, self.is_course)
    }
}

/// A document that matches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// How well.
    pub(super) rank: Rank,
    /// Where it is filed.
    pub(super) address: DocAddress,
    /// Place of its language in `Locale::ALL`.
    pub(super) locale: u8,
}

/// The courses and lessons that match.
#[derive(Debug)]
pub(super) struct Matches {
    /// Every document, those of one course or lesson together, in the order of the languages.
    found: Vec<Found>,
    /// For each course or lesson its best rank and where its documents begin. Unordered.
    groups: Vec<(Rank, u32)>,
}

impl Matches {
    /// How many courses and lessons match.
    pub(super) fn total(&self) -> usize {
        self.groups.len()
    }

    /// The documents of each of the best courses and lessons, best first. No two ranks are equal: they end with the identifier.
    pub(super) fn best(mut self, limit: usize) -> Vec<Vec<Found>> {
        if self.groups.len() > limit {
            self.groups.select_nth_unstable_by_key(limit, |(rank, _)| Reverse(*rank));
            self.groups.truncate(limit);
        }
        self.groups.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
        let documents = |start: u32| {
            let rest = &self.found[start as usize..];
            let first = rest.first().map(|found| found.rank.group());
            rest.iter().take_while(|found| Some(found.rank.group()) == first).copied().collect()
        };
        self.groups.iter().map(|(_, start)| documents(*start)).collect()
    }

    fn of(mut found: Vec<Found>) -> Self {
        found.sort_unstable_by_key(|found| (found.rank.group(), found.locale, Reverse(found.rank), found.address));
        let mut groups: Vec<(Rank, u32)> = Vec::with_capacity(found.len());
        for (place, document) in (0..).zip(&found) {
            match groups.last_mut() {
                Some((best, _)) if best.group() == document.rank.group() => *best = (*best).max(document.rank),
                _ => groups.push((document.rank, place)),
            }
        }
        Self { found, groups }
    }
}

/// What a search must respect beside the words: each field with the value it must have.
pub(super) type Filters = Vec<(Field, String)>;

/// Everything that matches.
pub(super) fn matches(
    searcher: &Searcher,
    fields: &Fields,
    wanted: &[Wanted],
    filters: &Filters,
) -> Result<Matches, SearchError> {
    let tallies = searcher
        .segment_readers()
        .iter()
        .map(|segment| Tally::of(segment, fields, wanted, filters))
        .collect::<Result<Vec<_>, _>>()?;
    let most = tallies.iter().map(|tally| tally.most).max().unwrap_or_default();
    let mut found = Vec::new();
    // At least half of the words.
    if most > 0 && usize::from(most) * 2 >= wanted.len() {
        for (ordinal, (segment, tally)) in (0..).zip(searcher.segment_readers().iter().zip(&tallies)) {
            let columns = Columns::of(segment)?;
            for (doc, entry) in (0..).zip(&tally.entries) {
                if entry.words == most {
                    let (rank, locale) = columns.rank(doc, *entry);
                    found.push(Found { rank, address: DocAddress::new(ordinal, doc), locale });
                }
            }
        }
    }
    Ok(Matches::of(found))
}

/// What one document has of the words.
#[derive(Clone, Copy, Default)]
struct Entry {
    words: u8,
    places: u8,
    in_title: u8,
    occurrences: u8,
    /// Best place of the word that is being looked at.
    place: u8,
}

/// All documents of a segment.
struct Tally {
    entries: Vec<Entry>,
    /// The greatest number of words that a document has.
    most: u8,
}

impl Tally {
    fn of(segment: &SegmentReader, fields: &Fields, wanted: &[Wanted], filters: &Filters) -> Result<Self, SearchError> {
        let mut tally = Self { entries: vec![Entry::default(); segment.max_doc() as usize], most: 0 };
        for word in wanted {
            let mut touched = Vec::new();
            let exact = || word.stems.iter();
            tally.mark(segment, fields.title, exact(), TITLE, &mut touched)?;
            tally.mark(segment, fields.text, exact(), TEXT, &mut touched)?;
            tally.mark(segment, fields.title, word.near_in_titles.iter(), NEAR_TITLE, &mut touched)?;
            tally.mark(segment, fields.text, word.near_in_texts.iter(), NEAR_TEXT, &mut touched)?;
            for doc in touched {
                let entry = &mut tally.entries[doc as usize];
                entry.words += 1;
                entry.places += entry.place;
                entry.in_title += u8::from(entry.place == TITLE);
                entry.place = 0;
            }
        }
        tally.keep_passing(segment, filters)?;
        tally.most = tally.entries.iter().map(|entry| entry.words).max().unwrap_or_default();
        Ok(tally)
    }

    /// Notes the documents that hold a word in a place.
    fn mark<'t>(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        terms: impl Iterator<Item = &'t String>,
        place: u8,
        touched: &mut Vec<u32>,
    ) -> Result<(), SearchError> {
        let inverted = segment.inverted_index(field)?;
        for term in terms {
            let Some(mut postings) = inverted.read_postings(&Term::from_field_text(field, term), IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let entry = &mut self.entries[postings.doc() as usize];
                if entry.place == 0 {
                    touched.push(postings.doc());
                }
                if place == TEXT {
                    entry.occurrences = entry
                        .occurrences
                        .saturating_add(u8::try_from(postings.term_freq().min(MAX_OCCURRENCES)).unwrap_or(u8::MAX));
                }
                entry.place = entry.place.max(place);
                postings.advance();
            }
        }
        Ok(())
    }

    /// Takes out what was deleted or does not pass a filter.
    fn keep_passing(&mut self, segment: &SegmentReader, filters: &Filters) -> Result<(), SearchError> {
        if let Some(alive) = segment.alive_bitset() {
            for (doc, entry) in (0..).zip(&mut self.entries) {
                if alive.is_deleted(doc) {
                    *entry = Entry::default();
                }
            }
        }
        for (field, value) in filters {
            let mut passing = vec![false; self.entries.len()];
            let term = Term::from_field_text(*field, value);
            if let Some(mut postings) = segment.inverted_index(*field)?.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    passing[postings.doc() as usize] = true;
                    postings.advance();
                }
            }
            for (entry, passes) in self.entries.iter_mut().zip(passing) {
                if !passes {
                    *entry = Entry::default();
                }
            }
        }
        Ok(())
    }
}

/// The columns of a segment that ranking reads.
struct Columns([Arc<dyn ColumnValues<u64>>; 5]);

impl Columns {
    fn of(segment: &SegmentReader) -> Result<Self, SearchError> {
        let read = |name| segment.fast_fields().column_first_or_default::<u64>(name);
        Ok(Self([
            read(column::KEY_HIGH)?,
            read(column::KEY_LOW)?,
            read(column::IS_LESSON)?,
            read(column::LOCALE)?,
            read(column::TITLE_WORDS)?,
        ]))
    }

    /// The rank of a document and the place of its language.
    fn rank(&self, doc: u32, entry: Entry) -> (Rank, u8) {
        let [high, low, is_lesson, locale, title_words] = self.0.each_ref().map(|column| column.get_val(doc));
        let share = u32::try_from(u64::from(entry.in_title) * 1_000 / title_words.max(1)).unwrap_or_default();
        let rank = Rank {
            words: entry.words,
            places: entry.places.into(),
            is_course: is_lesson == 0,
            detail: share + u32::from(entry.occurrences),
            key: Reverse(u128::from(high) << 64 | u128::from(low)),
        };
        (rank, u8::try_from(locale).unwrap_or(u8::MAX))
    }
}
