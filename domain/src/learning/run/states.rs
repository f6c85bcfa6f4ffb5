//! Where a run can stand, and what leads where.

use nabta_entities::learning::course_run::RunState::{self, Cancelled, Closed, Draft, Open};

use crate::kernel::states::Edge;

/// What can be done to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Let people enrol.
    Open,
    /// Let nobody enrol any more.
    Close,
    /// Say that it does not take place.
    Cancel,
}

impl Act {
    /// As the journal names it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Nothing else decides a transition.
pub(super) const EDGES: &[Edge<RunState, Act>] = &[
    (Draft, Act::Open, Open),
    (Closed, Act::Open, Open),
    (Open, Act::Close, Closed),
    (Draft, Act::Cancel, Cancelled),
    (Open, Act::Cancel, Cancelled),
    (Closed, Act::Cancel, Cancelled),
];
