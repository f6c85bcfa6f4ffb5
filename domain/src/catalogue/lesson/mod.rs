//! The text of lessons: immutable revisions in each language, written one after the other.

mod prepared;
pub mod queries;
mod write;

pub use prepared::{LONGEST, NewText};
pub(super) use prepared::{Prepared, prepare_here};
pub use queries::{LessonText, Revision};
pub use write::revise;
pub(super) use write::{shows_newest, write};
