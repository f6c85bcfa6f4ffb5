//! Following a job until it ends, with the rights of each moment: whoever may not know of it any more learns no more of it.

use std::pin::Pin;

use futures::stream::{self, Stream};

use crate::kernel::jobs::following::{self, Moves};
use crate::kernel::{Ctx, Result};
use crate::people::authenticate;
use crate::platform::job::{self, Job};
use crate::platform::{JobId, JobState};

/// One who follows.
struct Follower {
    ctx: Ctx,
    id: JobId,
    moves: Moves,
    /// What was told last; nothing before the first time.
    told: Option<Told>,
    is_over: bool,
}

/// What of a job moves.
type Told = (JobState, i32, Option<i32>, i32);

const fn told(job: &Job) -> Told {
    (job.state, job.progress, job.progress_total, job.tries)
}

impl Follower {
    /// Where the job stands, once that is news; nothing when nobody looks any more.
    async fn news(&mut self) -> Option<Result<Job>> {
        while !self.is_over {
            if self.told.is_some() && !self.moves.next().await {
                return None;
            }
            let now = self.look().await;
            self.is_over = !now.as_ref().is_ok_and(|job| matches!(job.state, JobState::Waiting | JobState::Running));
            let news = now.as_ref().map(told).ok();
            if news.is_none() || news != self.told {
                self.told = news;
                return Some(now);
            }
        }
        None
    }

    async fn look(&self) -> Result<Job> {
        job::read(&authenticate::again(&self.ctx).await?, self.id).await
    }
}

/// Where a job stands: now, and each time that it moves, until it is done, set aside or cancelled. An error is the last that comes.
#[must_use]
pub fn job(ctx: Ctx, id: JobId) -> Pin<Box<dyn Stream<Item = Result<Job>> + Send>> {
    // Before it is read for the first time, so that nothing is missed between.
    let moves = following::follow(&ctx.services, id);
    let follower = Follower { ctx, id, moves, told: None, is_over: false };
    Box::pin(stream::unfold(follower, |mut follower| async move { Some((follower.news().await?, follower)) }))
}
