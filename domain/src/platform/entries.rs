//! What the journal hears about the platform itself.

use nabta_entities::ids::{JobId, TypedId};
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum PlatformEntry {
    JobRetried { job: JobId, kind: String },
    JobCancelled { job: JobId, kind: String },
}

impl Entry for PlatformEntry {
    fn action(&self) -> Action {
        match self {
            Self::JobRetried { .. } => actions::JOB_RETRY,
            Self::JobCancelled { .. } => actions::JOB_CANCEL,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::JobRetried { job, .. } | Self::JobCancelled { job, .. } => vec![SubjectRef::of(*job)],
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::CENTRE]
    }

    fn data(&self) -> Value {
        match self {
            Self::JobRetried { job, kind } | Self::JobCancelled { job, kind } => json!({ "job": job.wire(), "kind": kind }),
        }
    }
}
