//! Saving answers as they are given: by numbers that the device gives them, so that the last save wins whichever arrives last.

use chrono::{DateTime, Utc};
use nabta_entities::ids::QuizAttemptId;
use nabta_entities::learning::quiz_attempt_question::{ActiveModel, Column, Entity, Model};
use nabta_entities::learning::response::Response;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::super::super::actions::ATTEMPT_TAKE;
use super::super::super::actions::codes::{PAGE_LEFT, TIME_OVER};
use super::super::super::entries::LearningEntry;
use super::super::super::question::{self, QuestionVersion};
use super::super::rules::{Clock, clock, is_under_way};
use super::{Attempt, HeldAttempt, hold_alone, page_of, read};
use crate::kernel::access::Subject;
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::{Ctx, Refusal, Result};

/// The most answers of one request.
const MOST: usize = 200;
/// The highest number: the last that every client can count to.
const HIGHEST: i64 = 9_007_199_254_740_991;

/// An answer that is to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// To the question in this place.
    pub place: i32,
    /// The number of this save: the highest wins.
    pub number: i64,
    /// What is answered; nothing takes an answer back.
    pub answer: Option<Response>,
}

/// What became of answers.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The attempt as it stands now.
    pub attempt: Attempt,
    /// What was not taken, and why: the places in the list are in the paths.
    pub refused: Vec<Refusal>,
    /// What the centre's clock says.
    pub now: DateTime<Utc>,
}

/// Saves answers, in any order, also those that were saved before. What is wrong with one of them is told, and the others are taken.
/// Nothing is said of what is right.
pub async fn save(ctx: &Ctx, id: QuizAttemptId, answers: Vec<Saving>) -> Result<Saved> {
    let work = ctx.begin().await?;
    let held = hold_alone(&work, id).await?;
    let permit = work.authorize(ATTEMPT_TAKE, &held.enrolment)?;
    match answers.len() {
        0 => return Err(Refusal::at(REQUIRED, "answers").into()),
        1..=MOST => {}
        _ => return Err(Refusal::at(OUT_OF_RANGE, "answers").with("least", 1).with("most", MOST).into()),
    }
    must_run(ctx, &held)?;
    let places: Vec<i32> = answers.iter().map(|one| one.place).collect();
    let rows = Entity::find().filter(Column::AttemptId.eq(id)).filter(Column::Place.is_in(places));
    let rows = rows.all(&work.read()).await?;
    let versions: Vec<_> = rows.iter().map(|row| row.question_version_id).collect();
    let versions = question::versions_by_id(&work.read(), &versions).await?;
    let (mut wins, mut refused): (Vec<(Model, Saving)>, _) = (Vec::new(), Vec::new());
    for (index, saving) in answers.into_iter().enumerate() {
        match checked(&held, (&rows, &versions), &saving) {
            Ok(row) => {
                let found = wins.iter().position(|(other, _)| other.place == row.place);
                let stands = found.and_then(|found| wins.get(found)).map(|(_, stands)| (stands.number, stands.answer.as_ref()));
                let (number, answer) = stands.unwrap_or((row.number, row.answer.as_ref()));
                if is_later(&saving, number, answer) {
                    wins.retain(|(other, _)| other.place != row.place);
                    wins.push((row.clone(), saving));
                }
            }
            Err(refusal) => refused.push(at(index, refusal)),
        }
    }
    if wins.is_empty() {
        drop(work);
    } else {
        let mut places = Vec::new();
        for (row, saving) in wins {
            places.push((row.place, saving.number));
            let set = ActiveModel {
                attempt_id: Set(id),
                place: Set(row.place),
                number: Set(saving.number),
                answer: Set(saving.answer),
                saved_at: Set(Some(ctx.now())),
                ..Default::default()
            };
            work.update(&permit, set).await?;
        }
        let (enrolment, person, scopes) = (held.enrolment.row.id, held.enrolment.row.person_id, held.enrolment.scopes());
        work.commit(permit, LearningEntry::AttemptAnswered { attempt: id, enrolment, person, scopes, places }).await?;
    }
    Ok(Saved { attempt: read(ctx, id).await?, refused, now: ctx.now() })
}

/// Refuses what comes once the attempt is over, by the centre's clock.
pub(super) fn must_run(ctx: &Ctx, held: &HeldAttempt) -> Result<()> {
    if !is_under_way(held.row.state) {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", held.row.state)).into());
    }
    match (clock(held.quiz.0.plan.at_end, held.row.due_at, ctx.now()), held.row.due_at) {
        (Clock::Running, _) | (_, None) => Ok(()),
        (_, Some(due)) => Err(Refusal::new(TIME_OVER).with("at", written_in_tunis(due)).into()),
    }
}

/// Whether a save goes before another. Two with one number, from two devices, are put in the order of what they say: whichever arrives
/// last, the same one stands.
fn is_later(saving: &Saving, number: i64, answer: Option<&Response>) -> bool {
    let said = |answer: Option<&Response>| answer.and_then(|answer| serde_json::to_string(answer).ok());
    (saving.number, said(saving.answer.as_ref())) > (number, said(answer))
}

fn at(index: usize, refusal: Refusal) -> Refusal {
    let path = ["answers".to_owned(), index.to_string()].into_iter().chain(refusal.path).collect();
    Refusal { path, ..refusal }
}

fn checked<'a>(
    held: &HeldAttempt,
    (rows, versions): (&'a [Model], &[QuestionVersion]),
    saving: &Saving,
) -> Result<&'a Model, Refusal> {
    let unknown = || Refusal::at(UNKNOWN_REFERENCE, "place").with("value", saving.place);
    let row = rows.iter().find(|row| row.place == saving.place).ok_or_else(unknown)?;
    if held.quiz.0.plan.is_forward_only && page_of(&held.quiz, row.place) != held.row.page {
        return Err(Refusal::at(PAGE_LEFT, "place"));
    }
    if !(1..=HIGHEST).contains(&saving.number) {
        return Err(Refusal::at(OUT_OF_RANGE, "number").with("least", 1).with("most", HIGHEST));
    }
    if let Some(answer) = &saving.answer {
        let version = versions.iter().find(|version| version.id == row.question_version_id).ok_or_else(unknown)?;
        question::answer::check(&version.body, answer)?;
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saving(number: i64, answer: Option<bool>) -> Saving {
        Saving { place: 0, number, answer: answer.map(Response::Truth) }
    }

    #[test]
    fn the_same_save_stands_whichever_arrives_last() {
        let (yes, no, none) = (saving(7, Some(true)), saving(7, Some(false)), saving(7, None));
        let wins = |one: &Saving, other: &Saving| is_later(one, other.number, other.answer.as_ref());
        for (one, other) in [(&yes, &no), (&yes, &none), (&no, &none), (&yes, &saving(8, None))] {
            assert_ne!(wins(one, other), wins(other, one));
            assert!(!wins(one, one) && !wins(other, other), "told again it is no news");
        }
    }
}
