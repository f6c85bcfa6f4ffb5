//! Whether the operator has everybody only read for now. It stands in the database, so that all instances know.

use std::time::{Duration, Instant};

use nabta_entities::platform::maintenance::Entity;
use sea_orm::EntityTrait;
use tokio::sync::Mutex;

use super::context::Ctx;
use super::error::Result;

pub use nabta_entities::platform::maintenance::Model as Notice;

/// How long an instance believes what it read: so much later it knows that something changed.
pub const FRESH: Duration = Duration::from_secs(1);

/// What an instance knows of it.
pub struct Known {
    believed_for: Duration,
    read: Mutex<Option<(Instant, Option<Notice>)>>,
}

impl Known {
    /// Nothing yet. What is read is believed for so long.
    #[must_use]
    pub fn new(believed_for: Duration) -> Self {
        Self { believed_for, read: Mutex::new(None) }
    }
}

/// What the operator has said, if there is maintenance now. Read at most once in a second, however many ask.
pub async fn notice(ctx: &Ctx) -> Result<Option<Notice>> {
    let mut known = ctx.services.maintenance.read.lock().await;
    if let Some((read, notice)) = known.as_ref()
        && read.elapsed() < ctx.services.maintenance.believed_for
    {
        return Ok(notice.clone());
    }
    let notice = Entity::find().one(ctx.database().reader()).await?;
    *known = Some((Instant::now(), notice.clone()));
    Ok(notice)
}
