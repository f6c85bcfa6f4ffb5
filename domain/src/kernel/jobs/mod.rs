//! Work that is done after the change that causes it: a mail, a document, a count.
//!
//! A job is a row written in the transaction of its cause ([`Work::enqueue`](super::Work::enqueue)), so that there is never one without
//! the other. Some worker claims it with a lease ([`queue`]), does it by the [`Handler`] of its kind, and tries again, at growing intervals,
//! what failed ([`worker`]). A worker that dies loses its lease, and another one takes the job over: so an effect can be begun twice, and
//! every handler does its work so that the second time changes nothing.

pub mod following;
pub mod queue;
pub mod schedule;
pub mod worker;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use nabta_entities::ids::JobId;
use nabta_entities::platform::job::{self, Column, JobState};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{DatabaseTransaction, EntityTrait, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::context::Ctx;
use super::error::{Error, Result};

/// How often a job is begun before it is set aside.
pub const TRIES: i32 = 10;

/// Work to be done, as it is entered.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// What kind of work, `mail.send`.
    const KIND: &'static str;

    /// The key of its effect, unique among all jobs: entered twice, it is there once. One that failed or was cancelled begins anew when
    /// its effect is wanted again.
    fn effect(&self) -> Option<String> {
        None
    }
}

/// A job on its way into the table.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: &'static str,
    payload: Value,
    effect: Option<String>,
}

impl NewJob {
    /// This job.
    pub fn of<J: Job>(job: &J) -> Self {
        Self { kind: J::KIND, payload: json!(job), effect: job.effect() }
    }

    /// Work that comes round, of one time.
    pub fn at(kind: &'static str, at: DateTime<Utc>) -> Self {
        Self { kind, payload: json!({ "at": at }), effect: Some(format!("{kind}:{}", at.to_rfc3339())) }
    }
}

/// What does jobs of one kind.
#[derive(Clone, Copy)]
pub struct Handler {
    /// Which kind.
    pub kind: &'static str,
    /// Does one. It may be begun twice, and the second time must change nothing.
    pub run: fn(Run) -> BoxFuture<'static, Result<(), Failure>>,
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may work later: it is tried again. A word on why, without personal data.
    Later(String),
    /// It never will: it is set aside at once.
    Never(String),
    /// It was cancelled, or its lease was lost: somebody else decides now.
    GivenUp,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable | Error::Conflict => Self::Later(error.code().to_owned()),
            Error::Internal(report) => {
                tracing::error!(%report, "a job met a defect");
                Self::Later("INTERNAL".into())
            }
            other => Self::Never(other.code().to_owned()),
        }
    }
}

/// One job being done.
pub struct Run {
    /// The request under which logs and journal have it.
    pub ctx: Ctx,
    /// The job.
    pub id: JobId,
    lease: Uuid,
    payload: Value,
}

impl Run {
    /// What is to be done.
    pub fn payload<J: Job>(&self) -> Result<J, Failure> {
        serde_json::from_value(self.payload.clone()).map_err(|_| Failure::Never("PAYLOAD".into()))
    }

    /// Says how far it is, and learns whether it is still wanted: call it between parts.
    pub async fn progress(&self, done: i32, total: i32) -> Result<(), Failure> {
        if queue::progress(&self.ctx, self.id, self.lease, done, total).await? { Ok(()) } else { Err(Failure::GivenUp) }
    }
}

/// Enters a job within a transaction; nothing if one with the same effect waits or was done.
pub(super) async fn enter(ctx: &Ctx, transaction: &DatabaseTransaction, job: NewJob, due: DateTime<Utc>) -> Result<()> {
    let row = job::ActiveModel {
        id: Set(ctx.new_id()),
        kind: Set(job.kind.to_owned()),
        payload: Set(job.payload),
        effect: Set(job.effect),
        state: Set(JobState::Waiting),
        due_at: Set(due),
        tries: Set(0),
        lease_id: Set(None),
        leased_until: Set(None),
        progress: Set(0),
        progress_total: Set(None),
        problem: Set(None),
        caused_by: Set(ctx.actor.account().map(|account| account.id)),
        created_at: Set(ctx.now()),
        ended_at: Set(None),
        version: Set(1),
    };
    let again = OnConflict::column(Column::Effect)
        .update_columns([Column::Payload, Column::State, Column::DueAt, Column::Tries, Column::Progress, Column::ProgressTotal])
        .update_columns([Column::Problem, Column::CausedBy, Column::EndedAt])
        .value(Column::Version, Expr::col((job::Entity, Column::Version)).add(1))
        .action_and_where(Expr::col((job::Entity, Column::State)).is_in([JobState::Failed, JobState::Cancelled]))
        .to_owned();
    job::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// How long until a job that failed so often is tried again: from half a minute, three times as long each time, at most twelve hours.
/// Ten tries last more than a day, so that a mail server may be away for one.
#[must_use]
pub fn delay(tries: i32) -> TimeDelta {
    let factor = 3_i64.pow(u32::try_from(tries.clamp(1, 9) - 1).unwrap_or(0));
    TimeDelta::seconds(Ord::min(30 * factor, 12 * 3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_last_more_than_a_day_and_each_waits_no_shorter_than_the_last() {
        let delays: Vec<TimeDelta> = (1..TRIES).map(delay).collect();
        assert!(delays.is_sorted() && delays[0] == TimeDelta::seconds(30));
        assert!(delays.iter().sum::<TimeDelta>() > TimeDelta::days(1), "{:?}", delays.iter().sum::<TimeDelta>());
    }

    #[test]
    fn what_may_work_later_is_told_from_what_never_will() {
        assert_eq!(Failure::from(Error::Unavailable), Failure::Later("UNAVAILABLE".into()));
        assert_eq!(Failure::from(Error::internal("x")), Failure::Later("INTERNAL".into()));
        assert_eq!(Failure::from(Error::NotFound), Failure::Never("NOT_FOUND".into()));
    }
}
