//! What somebody answers.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

/// An answer to a question. Numbers are places in the order in which it was shown, from nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(rename_all = "snake_case", tag = "kind", content = "given")]
pub enum Response {
    /// The choices that were taken: at most one where only one counts.
    Choices(Vec<usize>),
    /// True or false.
    Truth(bool),
    /// A word, a number with its unit, an essay.
    Text(String),
    /// For each premise the target that was put to it.
    Matches(Vec<Option<usize>>),
    /// The items in the order that was given to them.
    Order(Vec<usize>),
    /// For each gap what was put into it: words, a number, or what a choice says.
    Gaps(Vec<Option<String>>),
}
