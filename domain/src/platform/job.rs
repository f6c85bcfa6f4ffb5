//! Jobs as people see them: what waits, what was set aside and why, tried again or not wanted any more.

use nabta_entities::ids::{AccountId, JobId};
use nabta_entities::platform::job::{ActiveModel, Column, Entity, JobState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, PartialModelTrait, QueryFilter, QuerySelect, QueryTrait, Set};

use super::actions::{JOB_CANCEL, JOB_READ, JOB_RETRY};
use super::entries::PlatformEntry;
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Actor, Ctx, Error, Refusal, Result};

/// A job, apart from what it is about.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// When it is to be done, or to be tried again.
    pub due_at: chrono::DateTime<chrono::Utc>,
    /// How often it was begun.
    pub tries: i32,
    /// How many parts are done.
    pub progress: i32,
    /// Of how many, where that is known.
    pub progress_total: Option<i32>,
    /// A word on why the last try failed.
    pub problem: Option<String>,
    /// The account whose act caused it.
    pub caused_by: Option<AccountId>,
    /// When it was entered.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was done, set aside or cancelled.
    pub ended_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Grows with each act of a person on it.
    pub version: i32,
}

/// A job with who asks: whoever caused it may follow it.
struct Seen<'a>(&'a Job, &'a Actor);

impl Subject for Seen<'_> {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.0.id)
    }
    fn oneself(&self) -> Option<nabta_entities::ids::PersonId> {
        let account = self.1.account()?;
        (self.0.caused_by == Some(account.id)).then_some(account.person)
    }
    fn reading(&self) -> Action {
        JOB_READ
    }
}

/// The jobs of the platform, newest first; in one state, or all.
pub async fn list(ctx: &Ctx, state: Option<JobState>, request: &PageRequest) -> Result<Page<Job>> {
    authorize(ctx, JOB_READ, &Centre)?;
    let mut select = Job::select_cols(Entity::find().select_only());
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Job| vec![Key::Id(row.id.0)]).await
}

/// One job, for who caused it and for who looks after the platform.
pub async fn read(ctx: &Ctx, id: JobId) -> Result<Job> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The jobs with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[JobId]) -> Result<Vec<Job>> {
    let found =
        Entity::find().filter(Column::Id.is_in(ids.to_vec())).into_partial_model::<Job>().all(ctx.database().reader()).await?;
    Ok(found.into_iter().filter(|job| authorize(ctx, JOB_READ, &Seen(job, &ctx.actor)).is_ok()).collect())
}

/// The jobs with these effects that the actor may know of, each with its effect.
pub async fn by_effects(ctx: &Ctx, effects: &[String]) -> Result<Vec<(String, Job)>> {
    let found: Vec<(JobId, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Effect])
        .filter(Column::Effect.is_in(effects.to_vec()))
        .into_tuple()
        .all(ctx.database().reader())
        .await?;
    let jobs = by_ids(ctx, &found.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let effect = |job: &Job| found.iter().find(|(id, _)| *id == job.id).map(|(_, effect)| effect.clone());
    Ok(jobs.into_iter().filter_map(|job| Some((effect(&job)?, job))).collect())
}

/// Has a job tried again that was set aside, from the beginning of its tries.
pub async fn retry(ctx: &Ctx, id: JobId, version: i32) -> Result<Job> {
    let again = ActiveModel {
        state: Set(JobState::Waiting),
        due_at: Set(ctx.now()),
        tries: Set(0),
        ended_at: Set(None),
        ..Default::default()
    };
    let entry = |job: &Job| PlatformEntry::JobRetried { job: job.id, kind: job.kind.clone() };
    let job = decide(ctx, id, version, (JOB_RETRY, &[JobState::Failed]), again, entry).await?;
    ctx.services.wake.notify_one();
    Ok(job)
}

/// Says that a job is not wanted any more. One that is being done stops at its next part.
pub async fn cancel(ctx: &Ctx, id: JobId, version: i32) -> Result<Job> {
    let off = ActiveModel {
        state: Set(JobState::Cancelled),
        lease_id: Set(None),
        leased_until: Set(None),
        ended_at: Set(Some(ctx.now())),
        ..Default::default()
    };
    let entry = |job: &Job| PlatformEntry::JobCancelled { job: job.id, kind: job.kind.clone() };
    decide(ctx, id, version, (JOB_CANCEL, &[JobState::Waiting, JobState::Running, JobState::Failed]), off, entry).await
}

async fn decide(
    ctx: &Ctx,
    id: JobId,
    version: i32,
    (action, from): (Action, &[JobState]),
    row: ActiveModel,
    entry: impl Fn(&Job) -> PlatformEntry,
) -> Result<Job> {
    let work = ctx.begin().await?;
    let job = Entity::find_by_id(id).held().into_partial_model::<Job>().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let permit = work.authorize(action, &Seen(&job, &ctx.actor))?;
    if job.version != version {
        return Err(Error::Conflict);
    }
    if !from.contains(&job.state) {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", job.state)).into());
    }
    let update = Entity::update_many()
        .set(row)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .into_query();
    work.execute(&permit, &update).await?;
    work.commit(permit, entry(&job)).await?;
    read(ctx, id).await
}
