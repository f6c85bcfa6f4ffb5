//! Where an edition can stand, and what leads where.

use nabta_entities::catalogue::edition::EditionState::{self, Approved, Draft, InReview, Published, Withdrawn};

use super::super::actions;
use crate::kernel::Action;
use crate::kernel::states::Edge;

/// What can be done to an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Send it for approval.
    Submit,
    /// Send it back to its authors.
    Return,
    /// Approve it.
    Approve,
    /// Publish it.
    Publish,
    /// Take it out.
    Withdraw,
}

impl Act {
    /// The action that guards it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Submit => actions::EDITION_SUBMIT,
            Self::Return => actions::EDITION_RETURN,
            Self::Approve => actions::EDITION_APPROVE,
            Self::Publish => actions::EDITION_PUBLISH,
            Self::Withdraw => actions::EDITION_WITHDRAW,
        }
    }
}

/// Nothing else decides a transition.
pub(super) const EDGES: &[Edge<EditionState, Act>] = &[
    (Draft, Act::Submit, InReview),
    (InReview, Act::Return, Draft),
    (InReview, Act::Approve, Approved),
    (Approved, Act::Return, Draft),
    (Approved, Act::Publish, Published),
    (Published, Act::Withdraw, Withdrawn),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::states::next;

    fn acts() -> impl Strategy<Value = Act> {
        prop_oneof![Just(Act::Submit), Just(Act::Return), Just(Act::Approve), Just(Act::Publish), Just(Act::Withdraw)]
    }

    proptest! {
        #[test]
        fn whatever_is_tried_what_is_out_was_sent_and_approved_after_the_last_return(tried in prop::collection::vec(acts(), 0..40)) {
            let (mut state, mut done) = (Draft, Vec::new());
            for act in tried {
                if let Ok(to) = next(EDGES, state, act) {
                    state = to;
                    done.push(act);
                }
                if matches!(state, Published | Withdrawn) {
                    let since = done.iter().rposition(|act| *act == Act::Return).map_or(0, |at| at + 1);
                    prop_assert!(done[since..].starts_with(&[Act::Submit, Act::Approve, Act::Publish]));
                }
            }
        }
    }

    #[test]
    fn what_is_published_can_only_be_withdrawn() {
        for act in [Act::Submit, Act::Return, Act::Approve, Act::Publish] {
            assert!(next(EDGES, Published, act).is_err());
            assert!(next(EDGES, Withdrawn, act).is_err());
        }
        assert_eq!(next(EDGES, Published, Act::Withdraw), Ok(Withdrawn));
    }

    #[test]
    fn nothing_is_published_that_was_not_approved() {
        for (from, act, to) in EDGES {
            assert_eq!(*to == Published, *act == Act::Publish && *from == Approved);
        }
    }
}
