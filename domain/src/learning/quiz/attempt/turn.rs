//! Turning the pages of an attempt.

use nabta_entities::ids::QuizAttemptId;
use nabta_entities::learning::quiz_attempt::ActiveModel;
use nabta_entities::learning::quiz_attempt_question::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::super::super::actions::ATTEMPT_TAKE;
use super::super::super::actions::codes::PAGE_LEFT;
use super::super::super::entries::LearningEntry;
use super::save::must_run;
use super::{Attempt, hold_alone, page_of, read};
use crate::kernel::access::Subject;
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::{Ctx, Refusal, Result};

/// Goes to a page, from nought. Where a page that was left stays behind, only forward, page by page.
pub async fn turn(ctx: &Ctx, id: QuizAttemptId, page: i32) -> Result<Attempt> {
    let work = ctx.begin().await?;
    let held = hold_alone(&work, id).await?;
    let permit = work.authorize(ATTEMPT_TAKE, &held.enrolment)?;
    must_run(ctx, &held)?;
    let count = Entity::find().filter(Column::AttemptId.eq(id)).count(&work.read()).await?;
    let last = page_of(&held.quiz, i32::try_from(count).unwrap_or(i32::MAX) - 1);
    if !(0..=last).contains(&page) {
        return Err(Refusal::at(OUT_OF_RANGE, "page").with("least", 0).with("most", last).into());
    }
    let now = held.row.page;
    if page == now {
        drop(work);
        return read(ctx, id).await;
    }
    if held.quiz.0.plan.is_forward_only && page != now + 1 {
        return Err(Refusal::at(PAGE_LEFT, "page").into());
    }
    let set = ActiveModel { id: Set(id), page: Set(page), version: Set(held.row.version + 1), ..Default::default() };
    work.update(&permit, set).await?;
    let (enrolment, person, scopes) = (held.enrolment.row.id, held.enrolment.row.person_id, held.enrolment.scopes());
    work.commit(permit, LearningEntry::AttemptTurned { attempt: id, enrolment, person, scopes, page }).await?;
    read(ctx, id).await
}
