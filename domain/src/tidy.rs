//! Removing, each night, what has served its time: it stands above the contexts, which forget their own.

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use nabta_entities::platform::idempotency_key;
use sea_orm::ColumnTrait;
use serde::{Deserialize, Serialize};

use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, Job, NewJob, Run, queue};
use crate::kernel::{limit, work};
use crate::people;
use crate::platform::mail;

/// How long a client may ask again with a key and get its first answer.
const KEYS: TimeDelta = TimeDelta::days(30);
/// How long jobs that were done, and what became of letters, can be looked at.
const JOBS: TimeDelta = TimeDelta::days(30);

/// The longest time in which tries are counted together, and a little more.
const TRIES: TimeDelta = TimeDelta::days(1);
/// How long wishes that ran out can be looked at.
const WISHES: TimeDelta = TimeDelta::days(7);

/// Removes what has served its time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tidy {
    /// The time for which it was entered.
    at: DateTime<Utc>,
}

impl Job for Tidy {
    const KIND: &'static str = "platform.tidy";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.at.to_rfc3339()))
    }
}

/// Each night, when nobody learns.
pub const SCHEDULE: Schedule = Schedule { name: "platform.tidy", pattern: "15 3 * * *", job: |at| NewJob::of(&Tidy { at }) };

/// Tidies up.
pub const HANDLER: Handler = Handler { kind: Tidy::KIND, run: |run| tidy(run).boxed() };

async fn tidy(run: Run) -> Result<(), Failure> {
    let now = run.ctx.now();
    queue::forget_done(&run.ctx, now - JOBS).await?;
    mail::forget(&run.ctx, now - JOBS).await?;
    work::forget::<idempotency_key::Entity>(&run.ctx, idempotency_key::Column::At.lt(now - KEYS)).await?;
    limit::forget(&run.ctx, now - TRIES).await?;
    people::forget_wishes(&run.ctx, now - WISHES).await?;
    Ok(())
}
