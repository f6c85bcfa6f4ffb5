//! Does jobs, one after the other, until it is told to stop; as many of these run beside each other as somebody wants.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::watch;
use tracing::Instrument;
use uuid::Uuid;

use super::queue::{self, Claim, LEASE};
use super::{Failure, Handler, Run};
use crate::kernel::actor::Actor;
use crate::kernel::context::{Ctx, Services};
use crate::kernel::error::Error;
use crate::kernel::maintenance;
use crate::kernel::meter::TRACED;
use nabta_entities::ids::TypedId;
use nabta_entities::values::Locale;

/// How long a worker that finds nothing waits, if nobody wakes it before.
const IDLE: Duration = Duration::from_secs(1);

/// Does jobs until `stop` says so; what was begun is finished first.
pub async fn work(services: Arc<Services>, handlers: Arc<[Handler]>, mut stop: watch::Receiver<bool>) {
    let kinds: Vec<&str> = handlers.iter().map(|handler| handler.kind).collect();
    while !*stop.borrow() {
        let ctx = Ctx::new(Arc::clone(&services), Actor::Operator, Locale::Fr);
        let claim = async {
            // While everybody only reads, no job is begun: each writes.
            if maintenance::notice(&ctx).await?.is_some() { Ok(None) } else { queue::claim(&ctx, &kinds).await }
        };
        let found = match claim.await {
            Ok(found) => found,
            Err(error) => {
                report("claiming a job", error);
                None
            }
        };
        match found {
            Some(claim) => run(&ctx, &handlers, claim).await,
            None => {
                tokio::select! {
                    () = services.wake.notified() => {}
                    () = tokio::time::sleep(IDLE) => {}
                    _ = stop.changed() => {}
                }
            }
        }
    }
}

/// Does all jobs that are due, and those that they lead to at once; how many that was. For tests and commands.
pub async fn drain(services: &Arc<Services>, handlers: &[Handler]) -> Result<usize, Error> {
    let kinds: Vec<&str> = handlers.iter().map(|handler| handler.kind).collect();
    let mut done = 0;
    loop {
        let ctx = Ctx::new(Arc::clone(services), Actor::Operator, Locale::Fr);
        let Some(claim) = queue::claim(&ctx, &kinds).await? else { return Ok(done) };
        run(&ctx, handlers, claim).await;
        done += 1;
    }
}

async fn run(ctx: &Ctx, handlers: &[Handler], Claim { job, lease }: Claim) {
    let outcome = match handlers.iter().find(|handler| handler.kind == job.kind) {
        None => Err(Failure::Later("NO_HANDLER".into())),
        Some(handler) => {
            let run = Run { ctx: Ctx { request: job.id.uuid(), ..ctx.clone() }, id: job.id, lease, payload: job.payload.clone() };
            // A defect in one job is no reason for the worker to end.
            let span = tracing::info_span!(target: TRACED, "job", otel.kind = "consumer", job = %job.id.wire(), kind = job.kind, tries = job.tries);
            let doing = std::panic::AssertUnwindSafe((handler.run)(run)).catch_unwind().instrument(span);
            tokio::select! {
                outcome = doing => outcome.unwrap_or_else(|_| Err(Failure::Later("PANIC".into()))),
                () = lost(ctx, &job, lease) => Err(Failure::GivenUp),
            }
        }
    };
    if let Err(failure) = &outcome {
        tracing::warn!(job = %job.id.wire(), kind = job.kind, tries = job.tries, ?failure, "a job was not done");
    }
    if let Err(error) = queue::settle(ctx, &job, lease, outcome).await {
        // Its lease runs out, and it is begun again.
        report("settling a job", error);
    }
}

/// Says again and again that the worker lives; ends when the job is no longer its own.
async fn lost(ctx: &Ctx, job: &nabta_entities::platform::job::Model, lease: Uuid) {
    let pause = LEASE.to_std().unwrap_or(IDLE) / 3;
    loop {
        tokio::time::sleep(pause).await;
        match queue::renew(ctx, job.id, lease).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => report("renewing a lease", error),
        }
    }
}

fn report(what: &str, error: Error) {
    match error {
        Error::Internal(report) => tracing::error!(%report, "{what}"),
        other => tracing::warn!(code = other.code(), "{what}"),
    }
}
