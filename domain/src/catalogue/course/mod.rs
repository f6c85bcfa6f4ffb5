//! Courses, apart from the text of their lessons.

mod copy;
pub mod queries;
pub mod rules;
mod write;

pub use copy::copy;
pub use queries::{Course, CourseDescription, CourseFilter, CourseOrder};
pub use write::{CourseDetails, create, update};
pub(super) use write::{change, insert};

use nabta_entities::ids::PersonId;

use super::actions;
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};

impl Subject for Course {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::of(self.id)]
    }
    fn authors(&self) -> Vec<PersonId> {
        vec![self.author_id]
    }
    fn reading(&self) -> Action {
        if self.published_edition_id.is_some() { actions::CATALOGUE_READ } else { actions::COURSE_READ_DRAFT }
    }
}
