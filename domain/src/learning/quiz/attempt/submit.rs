//! Submitting an attempt, by whose it is or by the clock.

use nabta_entities::ids::QuizAttemptId;
use nabta_entities::learning::quiz_attempt::{ActiveModel, AttemptState};
use sea_orm::Set;

use super::super::super::actions::ATTEMPT_TAKE;
use super::super::super::entries::LearningEntry;
use super::super::rules::{Clock, clock, is_under_way};
use super::finish::{End, finish};
use super::{Attempt, HeldAttempt, hold_both, read};
use crate::kernel::access::{Action, Subject};
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Refusal, Result};

/// Submits an attempt; said again, nothing changes.
pub async fn submit(ctx: &Ctx, id: QuizAttemptId) -> Result<Attempt> {
    let work = ctx.begin().await?;
    let held = hold_both(&work, id).await?;
    let permit = work.authorize(ATTEMPT_TAKE, &held.enrolment)?;
    if held.row.state == AttemptState::Abandoned {
        return Err(Refusal::new(WRONG_STATE).with("state", "Abandoned").into());
    }
    if !is_under_way(held.row.state) {
        drop(work);
        return read(ctx, id).await;
    }
    let end = match clock(held.quiz.0.plan.at_end, held.row.due_at, ctx.now()) {
        Clock::Running | Clock::Overdue => End::Submit(ctx.now()),
        Clock::Submit(at) => End::Submit(at),
        Clock::Abandon(at) => End::Abandon(at),
    };
    end_as(work, permit, held, end).await?;
    read(ctx, id).await
}

/// Does with an attempt what its time says; nothing where it has time left or somebody else did it.
pub(super) async fn end_by_clock(ctx: &Ctx, id: QuizAttemptId, action: Action) -> Result<()> {
    let work = ctx.begin().await?;
    let held = hold_both(&work, id).await?;
    let permit = work.authorize(action, &held.enrolment)?;
    if !is_under_way(held.row.state) {
        return Ok(());
    }
    match clock(held.quiz.0.plan.at_end, held.row.due_at, ctx.now()) {
        Clock::Running => Ok(()),
        Clock::Overdue if held.row.state == AttemptState::Overdue => Ok(()),
        Clock::Overdue => {
            let version = held.row.version + 1;
            let set = ActiveModel { id: Set(id), state: Set(AttemptState::Overdue), version: Set(version), ..Default::default() };
            work.update(&permit, set).await?;
            commit(work, permit, &held, AttemptState::Overdue).await
        }
        Clock::Submit(at) => end_as(work, permit, held, End::Submit(at)).await,
        Clock::Abandon(at) => end_as(work, permit, held, End::Abandon(at)).await,
    }
}

async fn end_as(work: Work, permit: Permit, held: HeldAttempt, end: End) -> Result<()> {
    let state = finish(&work, &permit, &held, end).await?;
    commit(work, permit, &held, state).await
}

async fn commit(work: Work, permit: Permit, held: &HeldAttempt, state: AttemptState) -> Result<()> {
    let entry = LearningEntry::AttemptEnded {
        action: permit.action(),
        attempt: held.row.id,
        quiz: held.quiz.0.id,
        enrolment: held.enrolment.row.id,
        person: held.enrolment.row.person_id,
        scopes: held.enrolment.scopes(),
        state,
    };
    work.commit(permit, entry).await
}
