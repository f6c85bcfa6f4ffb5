//! By what a work is graded by hand.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::values::LocalizedText;

/// The criteria, each with its levels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Rubric(pub Vec<Criterion>);

/// The level that was reached of each criterion, from nought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Levels(pub Vec<i32>);

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// What it is called.
    pub name: LocalizedText,
    /// From the least to the most.
    pub levels: Vec<Level>,
}

/// How well it is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What it looks like.
    pub description: LocalizedText,
    /// What it is worth beside the other levels and criteria.
    pub points: i32,
}
