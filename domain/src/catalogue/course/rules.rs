//! Rules on courses that need no database.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

/// Whether following the requirements from one course leads back to it. `requires` lists each course with those that it asks for.
#[must_use]
pub fn leads_back<C: Copy + Ord + Hash>(start: C, requires: &BTreeMap<C, Vec<C>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<C> = requires.get(&start).cloned().unwrap_or_default();
    while let Some(course) = open.pop() {
        if course == start {
            return true;
        }
        if seen.insert(course) {
            open.extend(requires.get(&course).into_iter().flatten());
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_list_in_which_each_asks_only_for_later_ones_never_leads_back(edges in prop::collection::vec((0_u8..20, 0_u8..20), 0..60)) {
            let mut forward: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
            for (from, to) in &edges {
                if from < to { forward.entry(*from).or_default().push(*to) }
            }
            for course in 0..20 {
                prop_assert!(!leads_back(course, &forward));
            }
            // Closing any path makes a circle, and both its ends see it.
            if let Some((from, to)) = edges.iter().find(|(from, to)| from < to) {
                forward.entry(*to).or_default().push(*from);
                prop_assert!(leads_back(*from, &forward) && leads_back(*to, &forward));
            }
        }
    }
}
