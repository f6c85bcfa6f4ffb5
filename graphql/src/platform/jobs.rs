//! Jobs as people see them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::platform::{self, JobId, job};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain, payloads};
use crate::ids;

/// Where a job stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "platform::JobState")]
pub enum JobState {
    /// To be done when it is due.
    Waiting,
    /// Some worker is at it.
    Running,
    /// Done.
    Done,
    /// Set aside after the last try.
    Failed,
    /// Not wanted any more.
    Cancelled,
}

/// Work that is done after the act that causes it.
pub struct Job(job::Job);

impl From<job::Job> for Job {
    fn from(job: job::Job) -> Self {
        Self(job)
    }
}

#[Object]
impl Job {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What kind of work, such as `mail.send`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Where it stands.
    async fn state(&self) -> JobState {
        self.0.state.into()
    }

    /// When it is to be done, or to be tried again.
    async fn due_at(&self) -> DateTime<Utc> {
        self.0.due_at
    }

    /// How often it was begun.
    async fn tries(&self) -> i32 {
        self.0.tries
    }

    /// How many parts are done.
    async fn progress(&self) -> i32 {
        self.0.progress
    }

    /// Of how many, where that is known.
    async fn progress_total(&self) -> Option<i32> {
        self.0.progress_total
    }

    /// A word on why the last try failed.
    async fn problem(&self) -> Option<&str> {
        self.0.problem.as_deref()
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was done, set aside or cancelled.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Grows with each act of a person on it.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about jobs.
#[derive(Default)]
pub struct JobQuery;

#[Object]
impl JobQuery {
    /// The jobs of the platform, newest first; in one state, or all.
    #[doc = nabta_domain::platform_permission!(JOB_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        state: Option<JobState>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Job>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(job::list(domain(ctx), state.map(Into::into), &page).await.answer(ctx)?))
    }
}

/// A job, at the version that was read.
#[derive(InputObject)]
pub struct JobInput {
    /// Which job.
    job: ID,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a job.
    JobPayload { job: Job, from job::Job }
}

/// Acts on jobs.
#[derive(Default)]
pub struct JobMutation;

#[Object]
impl JobMutation {
    /// Has a job tried again that was set aside.
    #[doc = nabta_domain::platform_permission!(JOB_RETRY)]
    async fn job_retry(&self, ctx: &Context<'_>, input: JobInput) -> Result<JobPayload> {
        let id: JobId = ids::parse(ctx, &input.job)?;
        let retried = job::retry(domain(ctx), id, input.version).await;
        Ok(JobPayload::from_outcome(ctx, retried)?.or_current(job::read(domain(ctx), id)).await)
    }

    /// Says that a job is not wanted any more. One that is being done stops at its next part.
    #[doc = nabta_domain::platform_permission!(JOB_CANCEL)]
    async fn job_cancel(&self, ctx: &Context<'_>, input: JobInput) -> Result<JobPayload> {
        let id: JobId = ids::parse(ctx, &input.job)?;
        let cancelled = job::cancel(domain(ctx), id, input.version).await;
        Ok(JobPayload::from_outcome(ctx, cancelled)?.or_current(job::read(domain(ctx), id)).await)
    }
}
