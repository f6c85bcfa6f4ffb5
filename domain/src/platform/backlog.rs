//! What waits and what was set aside: jobs, letters, and entries of the journal that are not sealed yet.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use nabta_entities::platform::{job, mail};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect};

use super::actions::{JOB_READ, MAIL_READ};
use crate::kernel::access::Centre;
use crate::kernel::journal::sealer::{self, Unsealed};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Result};

pub use nabta_entities::platform::job::JobState;
pub use nabta_entities::platform::mail::MailState;

/// What waits and what was set aside.
#[derive(Clone, Debug, Default)]
pub struct Backlog {
    /// Jobs that wait, are being done, or were set aside.
    pub jobs: Vec<Jobs>,
    /// Letters, by what became of them.
    pub letters: BTreeMap<MailState, i64>,
    /// Letters that came back although they had been taken.
    pub bounced: u64,
    /// When the oldest letter was written that waits.
    pub oldest_letter: Option<DateTime<Utc>>,
    /// Entries of the journal that wait for the sealer.
    pub unsealed: Unsealed,
}

/// Jobs of one kind in one state.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Jobs {
    /// Their kind.
    pub kind: String,
    /// Their state.
    pub state: JobState,
    /// How many.
    pub number: i64,
    /// When the first of them was due.
    pub oldest: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Letters {
    state: MailState,
    number: i64,
    oldest: Option<DateTime<Utc>>,
}

/// Looks at what waits. Each question is answered from an index or a short table.
pub async fn look(ctx: &Ctx) -> Result<Backlog> {
    authorize(ctx, JOB_READ, &Centre)?;
    authorize(ctx, MAIL_READ, &Centre)?;
    let database = ctx.database().reader();
    let jobs = job::Entity::find()
        .select_only()
        .columns([job::Column::Kind, job::Column::State])
        .column_as(job::Column::Id.count(), "number")
        .column_as(job::Column::DueAt.min(), "oldest")
        .filter(job::Column::State.is_in([JobState::Waiting, JobState::Running, JobState::Failed]))
        .group_by(job::Column::Kind)
        .group_by(job::Column::State)
        .into_model::<Jobs>()
        .all(database)
        .await?;
    let letters = mail::Entity::find()
        .select_only()
        .column(mail::Column::State)
        .column_as(mail::Column::Id.count(), "number")
        .column_as(mail::Column::CreatedAt.min(), "oldest")
        .group_by(mail::Column::State)
        .into_model::<Letters>()
        .all(database)
        .await?;
    let bounced = mail::Entity::find().filter(mail::Column::BouncedAt.is_not_null()).count(database).await?;
    let waiting = letters.iter().find(|letters| letters.state == MailState::Waiting);
    Ok(Backlog {
        jobs,
        bounced,
        oldest_letter: waiting.and_then(|letters| letters.oldest),
        letters: letters.iter().map(|letters| (letters.state, letters.number)).collect(),
        unsealed: sealer::unsealed(ctx).await?,
    })
}
