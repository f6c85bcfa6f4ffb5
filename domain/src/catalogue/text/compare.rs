//! What changed between two bodies, word by word.

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

/// A run of words that was kept, added or removed.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What happened to it.
    pub kind: ChangeKind,
    /// The words with the spaces between them.
    pub text: String,
}

/// What happened to a run of words.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// In both bodies.
    Equal,
    /// Only in the new one.
    Insert,
    /// Only in the old one.
    Delete,
}

/// Compares two bodies by words.
///
/// The texts of `Equal` and `Insert`, joined, are the new body; those of `Equal` and `Delete` the old one. Two runs of one kind
/// never follow each other. There is no time limit (it would make the answer depend on the machine): the search itself gives up
/// looking for the shortest answer when two long bodies have little in common.
pub fn compare(old: &str, new: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => ChangeKind::Equal,
            ChangeTag::Insert => ChangeKind::Insert,
            ChangeTag::Delete => ChangeKind::Delete,
        };
        match changes.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => changes.push(Change { kind, text: change.value().to_owned() }),
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    fn side(changes: &[Change], wanted: ChangeKind) -> String {
        changes
            .iter()
            .filter(|change| change.kind == ChangeKind::Equal || change.kind == wanted)
            .map(|change| change.text.as_str())
            .collect()
    }

    #[test]
    fn one_word_replaced_is_one_removed_and_one_added() {
        let changes = compare("L'étude dure deux mois.", "L'étude dure trois mois.");
        let seen: Vec<_> = changes.iter().map(|change| (change.kind, change.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (ChangeKind::Equal, "L'étude dure "),
                (ChangeKind::Delete, "deux"),
                (ChangeKind::Insert, "trois"),
                (ChangeKind::Equal, " mois."),
            ]
        );
    }

    #[test]
    fn blank_and_equal_bodies() {
        assert_eq!(compare("", ""), []);
        assert_eq!(compare("دراسة", "دراسة").len(), 1);
        assert_eq!(compare("", "a b").len(), 1);
        assert_eq!(compare("a  \n b", "")[0].kind, ChangeKind::Delete);
    }

    #[test]
    fn two_long_bodies_without_anything_in_common_are_compared_in_time() {
        let old: String = (0..30_000).map(|n| format!("a{} ", n % 997)).collect();
        let new: String = (0..30_000).map(|n| format!("{}{} ", if n % 3 == 0 { 'a' } else { 'b' }, n * 7 % 1009)).collect();
        let started = Instant::now();
        let changes = compare(&old, &new);
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        assert_eq!(side(&changes, ChangeKind::Insert), new);
        assert_eq!(side(&changes, ChangeKind::Delete), old);
    }

    proptest! {
        #[test]
        fn both_bodies_can_be_read_back(old in "([abأé] |\\PC|\n){0,60}", new in "([abأé] |\\PC|\n){0,60}") {
            let changes = compare(&old, &new);
            prop_assert_eq!(side(&changes, ChangeKind::Insert), new);
            prop_assert_eq!(side(&changes, ChangeKind::Delete), old);
            prop_assert!(changes.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }
    }
}
