//! What people do in the lessons of a run.
//!
//! A device tells of visits ([`Visit`]), which are gathered into facts that only grow ([`facts`]); by the run's policy, which is data, they
//! tell where somebody stands ([`standing`]). Both are pure.

mod erasure;
pub mod facts;
mod minutes;
pub mod queries;
mod record;
mod settle;
pub mod standing;

use nabta_entities::ids::{ChapterId, LessonId};

use crate::catalogue::outline::Chapter;
use facts::Facts;
use standing::Done;

pub(super) use erasure::erase;
pub use facts::Visit;
pub use nabta_entities::learning::policy::{ChapterGate, LessonRule, Policy};
pub use queries::{Progress, of};
pub use record::{Recorded, record};
pub(super) use settle::{must_be_open, settle};

impl From<&Facts> for Done {
    fn from(facts: &Facts) -> Self {
        Self { last_at: facts.last_at, completed_at: facts.completed_at }
    }
}

/// The chapters with their lessons, by their ids alone.
fn outline_of(chapters: &[Chapter]) -> Vec<(ChapterId, Vec<LessonId>)> {
    chapters.iter().map(|chapter| (chapter.id, chapter.lessons.iter().map(|lesson| lesson.id).collect())).collect()
}
