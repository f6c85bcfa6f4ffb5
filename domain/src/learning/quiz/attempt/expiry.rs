//! Attempts whose time ran out while nobody looked.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use nabta_entities::ids::{QuizAttemptId, TypedId};
use serde::{Deserialize, Serialize};

use super::super::super::actions::ATTEMPT_KEEP;
use super::super::Quiz;
use super::super::rules::looked_after_at;
use super::submit::end_by_clock;
use crate::kernel::Result;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::work::{Permit, Work};

/// Looks after an attempt at an instant.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LookAfter {
    attempt: QuizAttemptId,
    at: DateTime<Utc>,
}

impl Job for LookAfter {
    const KIND: &'static str = "attempt.look-after";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}:{}", Self::KIND, self.attempt.wire(), self.at.timestamp_millis()))
    }
}

/// Looks after them.
pub(in super::super::super) const HANDLER: Handler = Handler { kind: LookAfter::KIND, run: |run| look(run).boxed() };

async fn look(job: Run) -> Result<(), Failure> {
    let asked: LookAfter = job.payload()?;
    Ok(end_by_clock(&job.ctx, asked.attempt, ATTEMPT_KEEP).await?)
}

/// Enters that somebody looks after an attempt when its time is over.
pub(in super::super) async fn look_after(
    work: &Work,
    permit: &Permit,
    quiz: &Quiz,
    attempt: QuizAttemptId,
    due_at: Option<DateTime<Utc>>,
) -> Result<()> {
    for at in due_at.into_iter().flat_map(|due| looked_after_at(quiz.0.plan.at_end, due)) {
        work.enqueue_at(permit, &LookAfter { attempt, at }, at).await?;
    }
    Ok(())
}
