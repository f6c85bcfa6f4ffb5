//! What the journal hears about the training.

use nabta_entities::ids::VenueId;
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum TrainingEntry {
    VenueCreated { venue: VenueId },
    VenueUpdated { venue: VenueId, version: i32 },
}

impl Entry for TrainingEntry {
    fn action(&self) -> Action {
        match self {
            Self::VenueCreated { .. } => actions::VENUE_CREATE,
            Self::VenueUpdated { .. } => actions::VENUE_UPDATE,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::VenueCreated { venue } => vec![SubjectRef::CENTRE, SubjectRef::of(*venue)],
            Self::VenueUpdated { venue, .. } => vec![SubjectRef::of(*venue)],
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::CENTRE]
    }

    fn data(&self) -> Value {
        match self {
            Self::VenueCreated { .. } => json!({}),
            Self::VenueUpdated { version, .. } => json!({ "version": version }),
        }
    }
}
