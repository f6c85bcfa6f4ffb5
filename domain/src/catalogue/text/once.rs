//! Things kept once each, in the order in which they came.

use std::collections::HashSet;
use std::hash::Hash;

/// A list that takes each thing once.
pub(super) struct Once<T> {
    /// In order of first addition.
    pub(super) list: Vec<T>,
    seen: HashSet<T>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { list: Vec::new(), seen: HashSet::new() }
    }
}

impl<T: Clone + Eq + Hash> Once<T> {
    /// Adds it at the end, unless it is there already.
    pub(super) fn add(&mut self, item: T) {
        if self.seen.insert(item.clone()) {
            self.list.push(item);
        }
    }
}
