//! Beginning an attempt: once, however often it is asked for while one is under way.

use nabta_entities::ids::{EnrolmentId, QuizAttemptId, QuizId};
use nabta_entities::learning::enrolment::EnrolmentState;
use nabta_entities::learning::quiz_attempt::{ActiveModel, AttemptState};
use nabta_entities::learning::quiz_attempt_question;
use sea_orm::Set;

use super::super::super::actions::ATTEMPT_TAKE;
use super::super::super::actions::codes::TOO_FEW_QUESTIONS;
use super::super::super::enrolment::{self, Enrolment, until};
use super::super::super::entries::LearningEntry;
use super::super::super::progress;
use super::super::super::question::arrange::Seed;
use super::super::super::run::Run;
use super::super::draw;
use super::super::rules::{Clock, clock};
use super::super::standing::{self, Standing};
use super::{Attempt, expiry, read, submit};
use crate::kernel::access::Subject;
use crate::kernel::error::codes::{UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};

/// Begins an attempt, or goes on with the one that is under way.
pub async fn begin(ctx: &Ctx, quiz: QuizId, enrolment: EnrolmentId) -> Result<Attempt> {
    // One whose time is over is ended first; it is looked after once.
    for _ in 0..2 {
        match try_begin(ctx, quiz, enrolment).await? {
            Begun::Attempt(id) => return read(ctx, id).await,
            Begun::Over(id) => submit::end_by_clock(ctx, id, ATTEMPT_TAKE).await?,
        }
    }
    Err(Error::Conflict)
}

enum Begun {
    /// It is under way.
    Attempt(QuizAttemptId),
    /// One is in the way whose time is over.
    Over(QuizAttemptId),
}

async fn try_begin(ctx: &Ctx, id: QuizId, enrolment: EnrolmentId) -> Result<Begun> {
    let work = ctx.begin().await?;
    let (run, enrolment) = enrolment::hold_alone(&work, enrolment).await?;
    let permit = work.authorize(ATTEMPT_TAKE, &enrolment)?;
    let unknown = || Refusal::at(UNKNOWN_REFERENCE, "quiz").with("value", "quiz");
    // A quiz that is closed is there for who is in the middle of it.
    let found = standing::of_all(&work.read(), std::slice::from_ref(&enrolment), Some(&[id])).await?;
    let standing = found.into_values().flatten().next().ok_or_else(unknown)?;
    if let Some(attempt) = standing.under_way() {
        let is_over =
            matches!(clock(standing.quiz.0.plan.at_end, attempt.due_at, ctx.now()), Clock::Submit(_) | Clock::Abandon(_));
        return Ok(if is_over { Begun::Over(attempt.id) } else { Begun::Attempt(attempt.id) });
    }
    if !standing.quiz.0.is_open {
        return Err(unknown().into());
    }
    if !matches!(enrolment.row.state, EnrolmentState::Active | EnrolmentState::Completed) {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", enrolment.row.state)).into());
    }
    standing.may_begin(ctx)?;
    if let Some(lesson) = standing.quiz.0.lesson_id {
        progress::must_be_open(&work, (&run, &enrolment), lesson).await?;
    }
    let id = write(&work, &permit, (&run, &enrolment), &standing).await?;
    let (person, scopes) = (enrolment.row.person_id, enrolment.scopes());
    let entry = LearningEntry::AttemptBegun {
        attempt: id,
        quiz: standing.quiz.0.id,
        enrolment: enrolment.row.id,
        run: run.row.id,
        person,
        scopes,
    };
    work.commit(permit, entry).await?;
    Ok(Begun::Attempt(id))
}

async fn write(work: &Work, permit: &Permit, (run, enrolment): (&Run, &Enrolment), standing: &Standing) -> Result<QuizAttemptId> {
    let ctx = work.ctx();
    let quiz = &standing.quiz;
    let mut seed = [0; 16];
    ctx.services.entropy.fill(&mut seed);
    let drawn = draw::draw(&work.read(), quiz.0.course_id, &quiz.0.plan, &Seed(seed)).await?;
    if drawn.is_empty() {
        return Err(Refusal::at(TOO_FEW_QUESTIONS, "quiz").with("found", 0).with("asked", 1).into());
    }
    let id = ctx.new_id();
    let due_at = standing.limits.due(ctx.now(), until(&run.row, &enrolment.row));
    let row = ActiveModel {
        id: Set(id),
        quiz_id: Set(quiz.0.id),
        enrolment_id: Set(enrolment.row.id),
        number: Set(i32::try_from(standing.attempts.len()).unwrap_or(i32::MAX - 1) + 1),
        state: Set(AttemptState::InProgress),
        seed: Set(seed.to_vec()),
        page: Set(0),
        started_at: Set(ctx.now()),
        due_at: Set(due_at),
        ended_at: Set(None),
        points: Set(None),
        most: Set(drawn.iter().map(|one| one.points).sum()),
        version: Set(1),
    };
    work.insert(permit, row).await?;
    let questions = (0..).zip(drawn).map(|(place, one)| quiz_attempt_question::ActiveModel {
        attempt_id: Set(id),
        place: Set(place),
        question_version_id: Set(one.version.id),
        points: Set(one.points),
        number: Set(0),
        answer: Set(None),
        saved_at: Set(None),
        credit: Set(None),
        regrade_id: Set(None),
    });
    work.insert_all(permit, questions.collect()).await?;
    expiry::look_after(work, permit, quiz, id, due_at).await?;
    Ok(id)
}
