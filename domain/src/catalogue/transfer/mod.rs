//! A course as a folder of Markdown, in and out without loss, and what a checker says of it.

mod check;
mod content;
mod export;
mod format;
mod import;

pub use check::{Finding, Severity, check};
pub use export::export;
pub use format::{ChapterFile, CourseFile, CourseFolder, LessonFile, LessonPlace, TextFile};
pub(super) use import::import_as_copy;
pub use import::{Imported, import, may_import};
