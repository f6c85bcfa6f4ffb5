//! Where an enrolment can stand, and what leads where.

use nabta_entities::learning::enrolment::EnrolmentState::{
    self, Active, Completed, Expired, Invited, Refused, Removed, Requested, Withdrawn,
};

use crate::kernel::states::Edge;

/// What can be done to an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Come in where everybody may, or by an invitation.
    Join,
    /// Ask again.
    Ask,
    /// Say no to an invitation.
    Decline,
    /// Leave, or take a wish back.
    Withdraw,
    /// Take somebody's wish.
    Accept,
    /// Refuse somebody's wish.
    Refuse,
    /// Be entered by somebody else, whatever was before.
    Enter,
    /// Be invited again.
    Invite,
    /// Take somebody out.
    Remove,
    /// Have more time.
    Extend,
    /// Have done what the run asks for.
    Complete,
    /// Have no more time.
    Expire,
}

impl Act {
    /// As the journal names it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Nothing else decides a transition.
pub(super) const EDGES: &[Edge<EnrolmentState, Act>] = &[
    (Invited, Act::Join, Active),
    (Withdrawn, Act::Join, Active),
    (Withdrawn, Act::Ask, Requested),
    (Invited, Act::Decline, Withdrawn),
    (Requested, Act::Withdraw, Withdrawn),
    (Active, Act::Withdraw, Withdrawn),
    (Requested, Act::Accept, Active),
    (Requested, Act::Refuse, Refused),
    (Invited, Act::Enter, Active),
    (Requested, Act::Enter, Active),
    (Withdrawn, Act::Enter, Active),
    (Removed, Act::Enter, Active),
    (Refused, Act::Enter, Active),
    (Expired, Act::Enter, Active),
    (Withdrawn, Act::Invite, Invited),
    (Removed, Act::Invite, Invited),
    (Refused, Act::Invite, Invited),
    (Invited, Act::Remove, Removed),
    (Requested, Act::Remove, Removed),
    (Active, Act::Remove, Removed),
    (Active, Act::Extend, Active),
    (Expired, Act::Extend, Active),
    (Active, Act::Complete, Completed),
    // What a device tells late of what was done in time.
    (Expired, Act::Complete, Completed),
    (Active, Act::Expire, Expired),
];

/// Whether a seat is held: by who takes part, who did, and who was promised one.
#[must_use]
pub const fn takes_seat(state: EnrolmentState) -> bool {
    matches!(state, Invited | Active | Completed | Expired)
}

/// Whether it is under way: nobody has two of these in one course.
#[must_use]
pub const fn is_under_way(state: EnrolmentState) -> bool {
    matches!(state, Invited | Requested | Active)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::kernel::states::next;

    const BY_ONESELF: [Act; 4] = [Act::Join, Act::Ask, Act::Decline, Act::Withdraw];

    fn acts() -> impl Strategy<Value = Act> {
        select(EDGES.iter().map(|(_, act, _)| *act).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn what_was_completed_stays(tried in prop::collection::vec(acts(), 0..40), from in select(EDGES.iter().map(|edge| edge.0).collect::<Vec<_>>())) {
            let (mut state, mut was_completed) = (from, false);
            for act in tried {
                state = next(EDGES, state, act).unwrap_or(state);
                was_completed |= state == Completed;
                prop_assert_eq!(was_completed, state == Completed);
            }
        }

        #[test]
        fn whom_the_centre_turned_away_comes_back_by_its_act_alone(tried in prop::collection::vec(select(BY_ONESELF.to_vec()), 0..40), from in select(vec![Removed, Refused, Expired])) {
            let state = tried.into_iter().fold(from, |state, act| next(EDGES, state, act).unwrap_or(state));
            prop_assert_eq!(state, from);
        }
    }
}
