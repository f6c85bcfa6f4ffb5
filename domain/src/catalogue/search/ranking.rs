//! Which documents match, and in which order. The rules are told at the head of the module.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::{
    DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term,
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
    #[allow(clippy::cast_precision_loss)] // At most 12 × 100 + 12 × 8.
    pub(super) fn score(self) -> f32 {
        f32::from(self.words) * 100.0 + f32::from(self.places) + if self.is_course { 0.5 } else { 0.0 }
    }
}

/// A course or lesson that matches, with the documents of its languages that do.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The best of its documents.
    pub(super) rank: Rank,
    /// By place of the language in `Locale::ALL`.
    pub(super) documents: [Option<(Rank, DocAddress)>; 3],
}

impl Group {
    /// The document to show: in the visitor's language if it matches, else the best, the first language of equals.
    pub(super) fn shown(&self, preferred: Option<usize>) -> Option<DocAddress> {
        let preferred = preferred.and_then(|place| self.documents.get(place).copied().flatten());
        let best = || self.documents.iter().flatten().copied().reduce(|best, other| if other.0 > best.0 { other } else { best });
        preferred.or_else(best).map(|(_, address)| address)
    }
}

/// What a search must respect beside the words: each field with the value it must have.
pub(super) type Filters = Vec<(Field, String)>;

/// Everything that matches, unordered, one group for each course or lesson.
pub(super) fn groups(
    searcher: &Searcher,
    fields: &Fields,
    wanted: &[Wanted],
    filters: &Filters,
) -> Result<Vec<Group>, SearchError> {
    let tallies = searcher
        .segment_readers()
        .iter()
        .map(|segment| Tally::of(segment, fields, wanted, filters))
        .collect::<Result<Vec<_>, _>>()?;
    let most = tallies.iter().map(|tally| tally.most).max().unwrap_or_default();
    if most == 0 || usize::from(most) * 2 < wanted.len() {
        return Ok(Vec::new());
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<(u128, bool), usize> = HashMap::new();
    for (ordinal, (segment, tally)) in (0..).zip(searcher.segment_readers().iter().zip(&tallies)) {
        if tally.most < most {
            continue;
        }
        let columns = Columns::of(segment)?;
        for (doc, entry) in (0..).zip(&tally.entries) {
            if entry.words != most {
                continue;
            }
            let (rank, locale) = columns.rank(doc, *entry);
            // The languages of a lesson are filed one after the other: nearly always the group is the last one.
            let same = |group: &Group| group.rank.key == rank.key && group.rank.is_course == rank.is_course;
            let place = match groups.last().is_some_and(same) {
                true => groups.len() - 1,
                false => *places.entry((rank.key.0, rank.is_course)).or_insert(groups.len()),
            };
            if place == groups.len() {
                groups.push(Group { rank, documents: [None; 3] });
            }
            let group = &mut groups[place];
            group.rank = group.rank.max(rank);
            if let Some(language) = group.documents.get_mut(locale)
                && language.is_none_or(|(other, _)| other < rank)
            {
                *language = Some((rank, DocAddress::new(ordinal, doc)));
            }
        }
    }
    Ok(groups)
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
struct Columns([std::sync::Arc<dyn tantivy::columnar::ColumnValues<u64>>; 5]);

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
    fn rank(&self, doc: u32, entry: Entry) -> (Rank, usize) {
        let [high, low, is_lesson, locale, title_words] = self.0.each_ref().map(|column| column.get_val(doc));
        let share = u32::try_from(u64::from(entry.in_title) * 1_000 / title_words.max(1)).unwrap_or_default();
        let rank = Rank {
            words: entry.words,
            places: entry.places.into(),
            is_course: is_lesson == 0,
            detail: share + u32::from(entry.occurrences),
            key: Reverse(u128::from(high) << 64 | u128::from(low)),
        };
        (rank, usize::try_from(locale).unwrap_or(usize::MAX))
    }
}
