//! What follows from a quiz that was passed: lessons that are done by it, a run that is completed by it.

use nabta_entities::ids::LessonId;
use nabta_entities::learning::enrolment::ActiveModel;

use super::super::actions::codes::{CHAPTER_CLOSED, QUIZ_NOT_YET_OPEN};
use super::super::enrolment::{self, Act, Enrolment, Step};
use super::super::quiz::result;
use super::super::run::Run;
use super::queries::facts_of;
use super::record;
use super::standing::{self, Done};
use crate::catalogue::outline;
use crate::kernel::clock::written_in_tunis;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Refusal, Result};

/// Looks at what somebody did once a quiz of theirs was graded. The enrolment is held; the caller commits.
pub(in super::super) async fn settle(work: &Work, permit: &Permit, (run, enrolment): (&Run, &Enrolment)) -> Result<()> {
    let row = &enrolment.row;
    let (Some(active_at), Some(edition)) = (row.active_at, row.edition_id) else { return Ok(()) };
    let chapters = outline::of_editions(&work.read(), &[edition]).await?;
    let before = facts_of(&work.read(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let passed = result::passed(&work.read(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let mut after = before.clone();
    let has_completed = record::settle(run, (row, active_at), &chapters, (&mut after, &passed), work.ctx().now());
    record::write(work, permit, row.id, (&before, &after)).await?;
    if has_completed {
        enrolment::step(work, permit, (run, row), Step::new(Act::Complete), ActiveModel::default()).await?;
    }
    Ok(())
}

/// Refuses what belongs to a lesson whose chapter is not open to somebody. A lesson that their edition does not hold keeps nothing closed.
pub(in super::super) async fn must_be_open(work: &Work, (run, enrolment): (&Run, &Enrolment), lesson: LessonId) -> Result<()> {
    let row = &enrolment.row;
    let (Some(active_at), Some(edition)) = (row.active_at, row.edition_id) else { return Ok(()) };
    let Some(policy) = run.row.policy.as_ref().filter(|policy| !policy.chapters.is_empty()) else { return Ok(()) };
    let chapters = outline::of_editions(&work.read(), &[edition]).await?;
    let Some(chapter) = chapters.iter().find(|chapter| chapter.lessons.iter().any(|one| one.id == lesson)) else {
        return Ok(());
    };
    let facts = facts_of(&work.read(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let passed = result::passed(&work.read(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let done = facts.iter().map(|(lesson, facts)| (*lesson, Done::from(facts))).collect();
    let now = work.ctx().now();
    let standing = standing::look(policy, &super::outline_of(&chapters), (&done, &passed), (active_at, now));
    let Some(chapter) = standing.chapters.iter().find(|one| one.chapter == chapter.id && !one.is_open) else { return Ok(()) };
    match chapter.opens_at.filter(|at| now < *at) {
        Some(at) => Err(Refusal::at(QUIZ_NOT_YET_OPEN, "quiz").with("at", written_in_tunis(at)).into()),
        None => Err(Refusal::at(CHAPTER_CLOSED, "quiz").into()),
    }
}
