//! Following where jobs stand, for pages that move by themselves.
//!
//! Whoever does a job may be another process: that something moved is seen in the database alone. One question a moment asks for all jobs
//! that anybody follows at this instance, however many follow them; nobody asks while nobody follows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nabta_entities::ids::JobId;
use nabta_entities::platform::job::{Column, Entity, JobState};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use tokio::sync::watch;

use crate::kernel::context::Services;
use crate::kernel::error::Result;

/// How long between two questions.
const MOMENT: Duration = Duration::from_millis(500);
/// How many jobs are asked for in one statement.
const TOGETHER: usize = 500;

/// Where a job stands, as far as a follower sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
struct Stand {
    id: JobId,
    state: JobState,
    progress: i32,
    progress_total: Option<i32>,
    tries: i32,
}

/// What is followed at an instance.
#[derive(Default)]
pub struct Following(Mutex<HashMap<JobId, watch::Sender<Option<Stand>>>>);

/// What tells a follower that a job moved.
pub struct Moves(watch::Receiver<Option<Stand>>);

impl Moves {
    /// Waits until the job moved since the last time; false when nobody looks any more.
    pub async fn next(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }
}

/// Follows a job.
#[must_use]
pub fn follow(services: &Arc<Services>, id: JobId) -> Moves {
    let mut followed = services.following.0.lock().unwrap_or_else(PoisonError::into_inner);
    if followed.is_empty() {
        tokio::spawn(look(Arc::clone(services)));
    }
    let sender = followed.entry(id).or_insert_with(|| watch::Sender::new(None));
    Moves(sender.subscribe())
}

/// Looks until nobody follows anything.
async fn look(services: Arc<Services>) {
    loop {
        let ids: Vec<JobId> = {
            let mut followed = services.following.0.lock().unwrap_or_else(PoisonError::into_inner);
            followed.retain(|_, sender| sender.receiver_count() > 0);
            if followed.is_empty() {
                return;
            }
            followed.keys().copied().collect()
        };
        match stands(&services, &ids).await {
            Ok(stands) => {
                let followed = services.following.0.lock().unwrap_or_else(PoisonError::into_inner);
                for stand in stands {
                    let Some(sender) = followed.get(&stand.id) else { continue };
                    sender.send_if_modified(|known| {
                        let is_new = known.as_ref() != Some(&stand);
                        *known = Some(stand);
                        is_new
                    });
                }
            }
            // It is asked again in a moment.
            Err(error) => tracing::debug!(code = error.code(), "where jobs stand"),
        }
        tokio::time::sleep(MOMENT).await;
    }
}

async fn stands(services: &Services, ids: &[JobId]) -> Result<Vec<Stand>> {
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(TOGETHER) {
        let select = Entity::find()
            .select_only()
            .columns([Column::Id, Column::State, Column::Progress, Column::ProgressTotal, Column::Tries])
            .filter(Column::Id.is_in(ids.to_vec()));
        all.extend(select.into_model::<Stand>().all(services.database.reader()).await?);
    }
    Ok(all)
}
