//! What the law (2004-63) gives to the persons themselves: all that is kept about them, and being forgotten. It stands above the contexts,
//! each of which says what it keeps and what it forgets.

mod actions;
pub mod erasure;
pub mod export;
mod gather;
mod labels;

use nabta_entities::ids::{AccountId, DataExportId, PersonId, TypedId};
use serde_json::{Value, json};

use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::jobs::Handler;
use crate::kernel::journal::Entry;
use crate::kernel::retention::Rule;
use crate::people::actions as of_people;

/// What does these jobs.
pub const HANDLERS: &[Handler] = &[erasure::HANDLER, export::HANDLER];

/// How long these are kept.
pub const RETENTION: &[Rule] = &[export::RETENTION];

/// What happened.
enum PrivacyEntry {
    ExportRequested { export: DataExportId, account: AccountId },
    ExportMade { export: DataExportId },
    ErasureRequested { person: PersonId, account: AccountId },
    ErasureOrdered { person: PersonId },
    Erased { person: PersonId },
}

impl Entry for PrivacyEntry {
    fn action(&self) -> Action {
        match self {
            Self::ExportRequested { .. } => of_people::DATA_EXPORT,
            Self::ExportMade { .. } => of_people::DATA_EXPORT_MAKE,
            Self::ErasureRequested { .. } => of_people::ERASURE_REQUEST,
            Self::ErasureOrdered { .. } => of_people::ERASURE_ORDER,
            Self::Erased { .. } => of_people::ERASURE_MAKE,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::ExportRequested { export, account } => vec![SubjectRef::of(*account), SubjectRef::of(*export)],
            Self::ExportMade { export } => vec![SubjectRef::CENTRE, SubjectRef::of(*export)],
            Self::ErasureRequested { person, account } => vec![SubjectRef::of(*account), SubjectRef::of(*person)],
            Self::ErasureOrdered { person } => vec![SubjectRef::of(*person)],
            Self::Erased { person } => vec![SubjectRef::CENTRE, SubjectRef::of(*person)],
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::CENTRE]
    }

    fn data(&self) -> Value {
        match self {
            Self::ExportRequested { export, .. } | Self::ExportMade { export } => json!({ "export": export.wire() }),
            Self::ErasureRequested { person, .. } | Self::ErasureOrdered { person } | Self::Erased { person } => {
                json!({ "person": person.wire() })
            }
        }
    }
}
