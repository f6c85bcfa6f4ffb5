//! Whether the operator has everybody only read for now. It stands in the database, so that all instances know.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use nabta_entities::platform::maintenance::Entity;
use sea_orm::EntityTrait;

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

    /// What can be believed; nothing for who is to read it anew, and says so to the others.
    fn believed(&self) -> Option<Option<Notice>> {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let (read, notice) = known.as_mut()?;
        if read.elapsed() < self.believed_for {
            return Some(notice.clone());
        }
        *read = Instant::now();
        None
    }

    fn keep(&self, notice: Option<Notice>) {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), notice));
    }
}

/// What the operator has said, if there is maintenance now. Read about once in a second, however many ask: while one asks the database,
/// the others believe what was read before.
pub async fn notice(ctx: &Ctx) -> Result<Option<Notice>> {
    let known = &ctx.services.maintenance;
    if let Some(notice) = known.believed() {
        return Ok(notice);
    }
    let notice = Entity::find().one(ctx.database().reader()).await?;
    known.keep(notice.clone());
    Ok(notice)
}
