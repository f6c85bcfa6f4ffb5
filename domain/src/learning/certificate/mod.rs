//! Certificates: that somebody completed a course or a set of courses, in a form that others can check.
//!
//! A template ([`template`]) says for which courses certificates are issued and what they say. A certificate has a number in a series without
//! gaps, and a code that nobody can guess, by which everybody can check it ([`check`]). What stands on it is sealed under the key of whose it
//! is.

pub mod badge;
pub mod batch;
pub mod check;
mod code;
mod earned;
mod facts;
pub mod fetch;
mod follow;
mod issue;
mod law_change;
mod print;
mod queries;
mod revoke;
pub mod seal;
pub mod template;
pub mod wording;

use nabta_entities::ids::{CourseId, PersonId};
use nabta_entities::learning::certificate::Model;

use super::actions::CERTIFICATE_READ;
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::jobs::Handler;

pub use facts::{CourseFact, Facts};
pub(super) use follow::follow;
pub use issue::consider;
pub use nabta_entities::learning::certificate::CertificateState;
pub(crate) use queries::of_persons;
pub use queries::{CertificateFilter, address, by_ids, facts, list, own, read};
pub use revoke::{correct, revoke};

/// What does the jobs of certificates.
pub(super) const HANDLERS: [Handler; 3] = [issue::CONSIDER, batch::HANDLER, law_change::HANDLER];

/// A certificate, and the courses that it is for.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What is said about it.
    pub row: Model,
    /// The courses.
    pub courses: Vec<CourseId>,
}

impl Certificate {
    /// Its number, `2026-0042`.
    #[must_use]
    pub fn number(&self) -> String {
        number(self.row.year, self.row.serial)
    }
}

/// A number as it is written.
fn number(year: i32, serial: i32) -> String {
    format!("{year}-{serial:04}")
}

impl Subject for Certificate {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        self.courses.iter().map(|course| Scope::of(*course)).collect()
    }
    fn oneself(&self) -> Option<PersonId> {
        Some(self.row.person_id)
    }
    fn reading(&self) -> Action {
        CERTIFICATE_READ
    }
}
