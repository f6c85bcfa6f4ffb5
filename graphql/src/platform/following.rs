//! Following a job as it goes on.

use async_graphql::{Context, ID, Result, Subscription};
use futures::stream::{Stream, StreamExt};
use nabta_domain::following;
use nabta_domain::platform::JobId;

use super::Job;
use crate::errors::{domain, wire};
use crate::ids;

/// What can be followed about jobs.
#[derive(Default)]
pub struct JobSubscription;

#[Subscription]
impl JobSubscription {
    /// Where a job stands: now, and each time that it moves, until it is done, set aside or cancelled.
    #[doc = nabta_domain::platform_permission!(JOB_READ)]
    async fn job_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job.")] job: ID,
    ) -> Result<impl Stream<Item = Result<Job>> + use<>> {
        let id: JobId = ids::parse(ctx, &job)?;
        let asks = domain(ctx).clone();
        let stands = following::job(asks.clone(), id);
        Ok(stands.map(move |stand| stand.map(Job::from).map_err(|error| wire(&asks, error))))
    }
}
