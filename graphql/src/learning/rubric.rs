//! By what works are graded by hand.

use async_graphql::{InputObject, SimpleObject};
use nabta_domain::learning::question::rubric;

use crate::values::LocalizedTexts;

/// How well a criterion is met.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "RubricLevelInput")]
pub struct RubricLevel {
    /// What it looks like.
    description: LocalizedTexts,
    /// What it is worth beside the other levels and criteria: 0 to 1,000.
    points: i32,
}

/// What is looked at.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "RubricCriterionInput")]
pub struct RubricCriterion {
    /// What it is called.
    name: LocalizedTexts,
    /// From the least to the most: two to twelve.
    levels: Vec<RubricLevel>,
}

/// Criteria as the wire has them.
pub(super) fn shown(rubric: rubric::Rubric) -> Vec<RubricCriterion> {
    let level = |level: rubric::Level| RubricLevel { description: level.description.into(), points: level.points };
    let criterion =
        |one: rubric::Criterion| RubricCriterion { name: one.name.into(), levels: one.levels.into_iter().map(level).collect() };
    rubric.0.into_iter().map(criterion).collect()
}

/// Criteria as they came; nothing where there are none.
pub(super) fn read(criteria: Vec<RubricCriterion>) -> Option<rubric::Rubric> {
    let level = |level: RubricLevel| rubric::Level { description: level.description.into(), points: level.points };
    let criterion =
        |one: RubricCriterion| rubric::Criterion { name: one.name.into(), levels: one.levels.into_iter().map(level).collect() };
    (!criteria.is_empty()).then(|| rubric::Rubric(criteria.into_iter().map(criterion).collect()))
}
