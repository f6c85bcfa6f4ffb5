//! Removing, each night, what has served its time, by the rules of all contexts: it stands above them.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::platform::job::JobState;
use nabta_entities::platform::{attempt, idempotency_key, job};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait};

use crate::kernel::access::Centre;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, NewJob, Run};
use crate::kernel::retention::{Basis, Rule};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Result};
use crate::people::actions::RETENTION_READ;
use crate::{learning, people, platform, privacy, retention_rule};

/// The kernel's own.
const KERNEL: &[Rule] = &[
    retention_rule!("kernel.idempotency-key", 30, Purpose, idempotency_key::Entity, |before| {
        idempotency_key::Column::At.lt(before)
    }),
    // The longest time in which tries are counted together, and a little more.
    retention_rule!("kernel.attempt", 1, Purpose, attempt::Entity, |before| attempt::Column::At.lt(before)),
    // What was set aside stays until somebody decides.
    retention_rule!("kernel.job", 30, Trace, job::Entity, |before| {
        let is_over = job::Column::State.is_in([JobState::Done, JobState::Cancelled]);
        is_over.and(Expr::col(job::Column::EndedAt).lt(before))
    }),
];

/// The rules of all contexts.
fn rules() -> impl Iterator<Item = &'static Rule> {
    KERNEL.iter().chain(platform::RETENTION).chain(people::RETENTION).chain(learning::RETENTION).chain(privacy::RETENTION)
}

/// What a rule says here, and what it would remove now.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Of what.
    pub kind: &'static str,
    /// How many days it is kept after its end.
    pub days: i64,
    /// Why so long.
    pub basis: Basis,
    /// How many would be removed now.
    pub due: u64,
}

/// What would be removed now, and nothing is.
pub async fn preview(ctx: &Ctx) -> Result<Vec<Preview>> {
    authorize(ctx, RETENTION_READ, &Centre)?;
    let mut previews = Vec::new();
    for rule in rules() {
        let days = rule.days(ctx);
        let due = (rule.due)(ctx.clone(), ctx.now() - TimeDelta::days(days)).await?;
        previews.push(Preview { kind: rule.kind, days, basis: rule.basis, due });
    }
    Ok(previews)
}

/// The kinds that there are rules for, for who reads the configuration.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    rules().map(|rule| rule.kind).collect()
}

/// Removes what has served its time.
const KIND: &str = "platform.tidy";

/// Each night, when nobody learns.
pub const SCHEDULE: Schedule = Schedule { name: KIND, pattern: "15 3 * * *", job: |at| NewJob::at(KIND, at) };

/// Tidies up.
pub const HANDLER: Handler = Handler { kind: KIND, run: |run| tidy(run).boxed() };

async fn tidy(run: Run) -> Result<(), Failure> {
    for rule in rules() {
        let before = run.ctx.now() - TimeDelta::days(rule.days(&run.ctx));
        let removed = (rule.apply)(run.ctx.clone(), before).await?;
        if removed > 0 {
            tracing::info!(kind = rule.kind, removed, "served its time");
        }
    }
    Ok(())
}
