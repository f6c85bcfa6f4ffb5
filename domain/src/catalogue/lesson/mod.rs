//! The text of lessons: immutable revisions in each language, written one after the other.

pub mod queries;
mod write;

pub use queries::{LessonText, Revision};
pub(super) use write::write;
pub use write::{LONGEST, NewText, revise};
