//! Claiming jobs, and saying what became of them. No effect is in here: only whose a job is, and until when.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::{JobId, TypedId};
use nabta_entities::platform::job::{ActiveModel, Column, Entity, JobState, Model};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::{Failure, TRIES, delay};
use crate::kernel::context::Ctx;
use crate::kernel::entropy::new_uuid;
use crate::kernel::error::Result;
use crate::kernel::work::TechnicalWrite;

/// How long a worker is believed to be alive after it last said so.
pub const LEASE: TimeDelta = TimeDelta::seconds(45);

/// A job and the lease under which it is done.
pub struct Claim {
    /// The job.
    pub job: Model,
    /// The lease.
    pub lease: Uuid,
}

/// Takes the job that is due the longest, of these kinds; also one whose worker is gone, unless that was its last try: a job that takes
/// its worker's process with it would otherwise take one after the other, for ever. Several workers at once never get the same: on
/// PostgreSQL they pass over each other's rows, on SQLite the one writer has its turn.
pub async fn claim(ctx: &Ctx, kinds: &[&str]) -> Result<Option<Claim>> {
    loop {
        match look(ctx, kinds).await? {
            Found::Nothing => return Ok(None),
            Found::Mine(claim) => return Ok(Some(*claim)),
            Found::Spent => {}
        }
    }
}

/// What looking for a job came to.
enum Found {
    Nothing,
    Mine(Box<Claim>),
    /// It lost its worker at its last try, and was set aside.
    Spent,
}

async fn look(ctx: &Ctx, kinds: &[&str]) -> Result<Found> {
    let now = ctx.now();
    let work = ctx.begin_technical(TechnicalWrite::JobLease).await?;
    let is_due = Condition::all().add(Column::State.eq(JobState::Waiting)).add(Column::DueAt.lte(now));
    let is_lost = Condition::all().add(Column::State.eq(JobState::Running)).add(Column::LeasedUntil.lt(now));
    for condition in [is_due, is_lost] {
        let found = Entity::find()
            .filter(condition)
            .filter(Column::Kind.is_in(kinds.iter().copied()))
            .order_by_asc(Column::DueAt)
            .order_by_asc(Column::Id)
            .limit(1)
            .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
            .one(work.transaction())
            .await?;
        let Some(job) = found else { continue };
        let mine = Entity::update_many().filter(Column::Id.eq(job.id));
        if job.tries >= TRIES {
            mine.set(ended(now, JobState::Failed, Some("WORKER_LOST".into()))).exec(work.transaction()).await?;
            work.commit().await?;
            tracing::warn!(job = %job.id.wire(), kind = job.kind, "a job lost its last worker");
            return Ok(Found::Spent);
        }
        let lease = new_uuid(ctx.services.entropy.as_ref(), now);
        let (tries, until) = (job.tries + 1, now + LEASE);
        let row = ActiveModel {
            state: Set(JobState::Running),
            tries: Set(tries),
            lease_id: Set(Some(lease)),
            leased_until: Set(Some(until)),
            ..Default::default()
        };
        mine.set(row).exec(work.transaction()).await?;
        work.commit().await?;
        return Ok(Found::Mine(Box::new(Claim { job: Model { tries, ..job }, lease })));
    }
    Ok(Found::Nothing)
}

/// Says that the worker lives; false if the job is no longer its own.
pub async fn renew(ctx: &Ctx, id: JobId, lease: Uuid) -> Result<bool> {
    update(ctx, id, lease, ActiveModel { leased_until: Set(Some(ctx.now() + LEASE)), ..Default::default() }).await
}

/// Says how far a job is; false if it is no longer the worker's.
pub(super) async fn progress(ctx: &Ctx, id: JobId, lease: Uuid, done: i32, total: i32) -> Result<bool> {
    let total = Ord::max(total, 0);
    let row = ActiveModel {
        progress: Set(done.clamp(0, total)),
        progress_total: Set(Some(total)),
        leased_until: Set(Some(ctx.now() + LEASE)),
        ..Default::default()
    };
    update(ctx, id, lease, row).await
}

/// Writes what became of a job; false if it is no longer the worker's, and then nothing is written.
pub async fn settle(ctx: &Ctx, job: &Model, lease: Uuid, outcome: Result<(), Failure>) -> Result<bool> {
    let now = ctx.now();
    let row = match outcome {
        Ok(()) => ended(now, JobState::Done, None),
        Err(Failure::GivenUp) => return Ok(false),
        Err(Failure::Never(problem)) => ended(now, JobState::Failed, Some(problem)),
        Err(Failure::Later(problem)) if job.tries >= TRIES => ended(now, JobState::Failed, Some(problem)),
        Err(Failure::Later(problem)) => ActiveModel {
            state: Set(JobState::Waiting),
            due_at: Set(now + delay(job.tries)),
            ended_at: Set(None),
            ..ended(now, JobState::Waiting, Some(problem))
        },
    };
    update(ctx, job.id, lease, row).await
}

fn ended(now: DateTime<Utc>, state: JobState, problem: Option<String>) -> ActiveModel {
    ActiveModel {
        state: Set(state),
        problem: Set(problem.map(|word| word.chars().take(200).collect())),
        lease_id: Set(None),
        leased_until: Set(None),
        ended_at: Set(Some(now)),
        ..Default::default()
    }
}

async fn update(ctx: &Ctx, id: JobId, lease: Uuid, row: ActiveModel) -> Result<bool> {
    let work = ctx.begin_technical(TechnicalWrite::JobLease).await?;
    let mine = Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(Column::LeaseId.eq(lease));
    let met = mine.exec(work.transaction()).await?.rows_affected;
    work.commit().await?;
    Ok(met == 1)
}
