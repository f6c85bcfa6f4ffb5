//! Search in what is published: courses and lessons in three languages, found without accents, vowel signs or perfect spelling.
//!
//! A read model: it can be thrown away and built again from the catalogue at any time ([`Index::open`]). Each language of a course
//! or lesson is one [`Document`]; a search looks at all languages and shows each course or lesson once.
//!
//! # How a hit is ranked
//!
//! 1. More of the words. All words must match; if nothing has all of them, as many as the best has, but at least half.
//! 2. The places of the words, added up: a word of the title (8) counts more than one of the text (4), and a spelling mistake less
//!    (2 and 1).
//! 3. A course before a lesson.
//! 4. How much of the title the words make up, and how often they occur in the text.
//! 5. The identifier.
//!
//! Every number comes from the document alone, never from statistics of the index (as BM25 would): two instances of the service
//! that hold the same documents answer in the same order, however each of them has laid out its files.

mod analysis;
mod arabic;
mod document;
mod error;
mod expansion;
mod highlight;
mod index;
mod ranking;
mod schema;
mod searching;
mod store;

#[cfg(test)]
mod index_tests;
#[cfg(test)]
mod search_tests;
#[cfg(test)]
mod speed_tests;
#[cfg(test)]
mod testing;

pub use document::{Document, Hit, Hits, Query, Segment};
pub use error::SearchError;
pub use index::Index;
pub use searching::MAX_HITS;
