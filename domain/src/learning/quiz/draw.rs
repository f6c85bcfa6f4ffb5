//! Which questions an attempt asks, and in which order: drawn by the attempt's seed.

use std::collections::{BTreeMap, HashSet};

use nabta_entities::ids::{CourseId, QuestionId};
use nabta_entities::learning::quiz_plan::{Draw, QuizPart, QuizPlan};
use sea_orm::ConnectionTrait;

use super::super::actions::codes::TOO_FEW_QUESTIONS;
use super::super::question::arrange::Seed;
use super::super::question::{self, QuestionFilter, QuestionVersion};
use crate::kernel::{Refusal, Result};

/// A question that an attempt asks.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) version: QuestionVersion,
    /// What it is worth, in hundredths of a point.
    pub(super) points: i32,
}

/// Draws the questions of an attempt; refused where the bank holds too few that fit.
pub(super) async fn draw(database: &impl ConnectionTrait, course: CourseId, plan: &QuizPlan, seed: &Seed) -> Result<Vec<Drawn>> {
    let mut candidates: BTreeMap<usize, Vec<QuestionId>> = BTreeMap::new();
    for (index, part) in plan.parts.iter().enumerate() {
        if let QuizPart::Drawn(draw) = part {
            candidates.insert(index, question::fitting(database, course, &filter(draw)).await?);
        }
    }
    let chosen = choose(plan, &candidates, seed)?;
    let ids: Vec<QuestionId> = chosen.iter().map(|(question, _)| *question).collect();
    // A fixed question that is out of use is asked nobody.
    let ids = question::in_bank(database, course, &ids).await?;
    let versions = question::newest_of(database, &ids).await?;
    let drawn = chosen.into_iter().filter_map(|(question, points)| {
        let version = versions.iter().find(|version| version.question_id == question)?.clone();
        Some(Drawn { points: points.unwrap_or(version.points), version })
    });
    Ok(drawn.collect())
}

fn filter(draw: &Draw) -> QuestionFilter {
    QuestionFilter {
        category: draw.category.clone(),
        difficulty: draw.difficulty,
        tag: draw.tag.clone(),
        lesson: draw.lesson,
        ..QuestionFilter::default()
    }
}

/// Chooses: what is fixed first, so that no draw takes it away; no question twice.
fn choose(
    plan: &QuizPlan,
    candidates: &BTreeMap<usize, Vec<QuestionId>>,
    seed: &Seed,
) -> Result<Vec<(QuestionId, Option<i32>)>, Refusal> {
    let fixed = plan.parts.iter().filter_map(|part| match part {
        QuizPart::Fixed { question, .. } => Some(*question),
        QuizPart::Drawn(_) => None,
    });
    let mut taken: HashSet<QuestionId> = fixed.collect();
    let mut chosen = Vec::new();
    for (index, part) in plan.parts.iter().enumerate() {
        match part {
            QuizPart::Fixed { question, points } => chosen.push((*question, *points)),
            QuizPart::Drawn(draw) => {
                let fitting: Vec<QuestionId> =
                    candidates.get(&index).into_iter().flatten().filter(|id| !taken.contains(id)).copied().collect();
                let count = usize::try_from(draw.count).unwrap_or(0);
                if fitting.len() < count {
                    let path = format!("plan.parts.{index}.count");
                    return Err(Refusal::at(TOO_FEW_QUESTIONS, &path).with("found", fitting.len()).with("asked", count));
                }
                let order = seed.order(&format!("draw/{index}"), fitting.len());
                for place in order.into_iter().take(count) {
                    taken.insert(fitting[place]);
                    chosen.push((fitting[place], draw.points));
                }
            }
        }
    }
    if !plan.is_shuffled {
        return Ok(chosen);
    }
    let order = seed.order("questions", chosen.len());
    Ok(order.into_iter().map(|place| chosen[place]).collect())
}

#[cfg(test)]
mod tests {
    use nabta_entities::ids::TypedId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(number: usize) -> QuestionId {
        QuestionId::from_uuid(Uuid::from_u128(number as u128))
    }

    fn drawn(count: i32) -> QuizPart {
        QuizPart::Drawn(Draw { count, ..Draw::default() })
    }

    proptest! {
        #[test]
        fn no_question_comes_twice_and_the_same_seed_draws_the_same(bytes in any::<[u8; 16]>(), first in 1..6_i32, second in 1..6_i32, is_shuffled: bool) {
            let parts = vec![drawn(first), QuizPart::Fixed { question: id(3), points: Some(50) }, drawn(second)];
            let plan = QuizPlan { parts, is_shuffled, ..QuizPlan::default() };
            // Both draw from the same questions, among them the one that is fixed.
            let bank: Vec<QuestionId> = (0..12).map(id).collect();
            let candidates = BTreeMap::from([(0, bank.clone()), (2, bank)]);
            let chosen = choose(&plan, &candidates, &Seed(bytes)).unwrap();
            prop_assert_eq!(chosen.len(), usize::try_from(first + 1 + second).unwrap());
            let different: HashSet<QuestionId> = chosen.iter().map(|(question, _)| *question).collect();
            prop_assert_eq!(different.len(), chosen.len());
            prop_assert_eq!(chosen.iter().filter(|(question, points)| *question == id(3) && *points == Some(50)).count(), 1);
            prop_assert_eq!(&chosen, &choose(&plan, &candidates, &Seed(bytes)).unwrap());
        }
    }

    #[test]
    fn too_few_are_refused_by_the_part_that_lacks_them() {
        let plan = QuizPlan { parts: vec![QuizPart::Fixed { question: id(1), points: None }, drawn(2)], ..QuizPlan::default() };
        let refusal = choose(&plan, &BTreeMap::from([(1, vec![id(1), id(2)])]), &Seed([0; 16])).unwrap_err();
        assert_eq!((refusal.code, refusal.path.join(".")), ("TOO_FEW_QUESTIONS", "plan.parts.1.count".to_owned()));
    }
}
