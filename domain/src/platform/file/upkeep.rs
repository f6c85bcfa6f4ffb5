//! Each night: what belongs to no file goes, and what the store has is compared with its digest.

use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, TryStreamExt};
use nabta_entities::ids::{TypedId, UploadId};
use nabta_entities::platform::content::{self, ContentState};
use nabta_entities::platform::upload::{self, UploadState};
use nabta_entities::platform::{file, file_caption, file_variant};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, Job, NewJob, Run};
use crate::kernel::store::{Object, StoreError};
use crate::kernel::work::{TechnicalWrite, Turn};
use crate::kernel::{Ctx, Error, Result};

/// How long something may lie there that belongs to no file: an answer may be on its way.
const GRACE: TimeDelta = TimeDelta::days(1);
/// How long can be seen what became of a file on its way.
const SEEN: TimeDelta = TimeDelta::days(30);
/// How many contents are compared with their digests in one night.
const CHECKED: u64 = 500;
/// How many bytes are.
const CHECKED_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Looks after the files.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Upkeep {
    /// The time for which it was entered.
    at: DateTime<Utc>,
}

impl Job for Upkeep {
    const KIND: &'static str = "file.upkeep";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.at.to_rfc3339()))
    }
}

/// Each night.
pub const SCHEDULE: Schedule = Schedule { name: "file.upkeep", pattern: "45 2 * * *", job: |at| NewJob::of(&Upkeep { at }) };

/// Looks after the files.
pub const HANDLER: Handler = Handler { kind: Upkeep::KIND, run: |run| upkeep(run).boxed() };

async fn upkeep(run: Run) -> Result<(), Failure> {
    let ctx = &run.ctx;
    forget_uploads(ctx).await?;
    run.progress(1, 4).await?;
    remove_parts(ctx).await?;
    run.progress(2, 4).await?;
    forget_contents(ctx).await?;
    remove_contents(ctx).await?;
    run.progress(3, 4).await?;
    compare(ctx).await?;
    Ok(())
}

/// Files on their way that nobody went on with are given up, and old ones are forgotten.
async fn forget_uploads(ctx: &Ctx) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::FileUpkeep).await?;
    let given_up =
        upload::ActiveModel { state: Set(UploadState::Cancelled), problem: Set(Some("EXPIRED".into())), ..Default::default() };
    upload::Entity::update_many()
        .set(given_up)
        .filter(upload::Column::State.eq(UploadState::Open))
        .filter(upload::Column::ExpiresAt.lt(ctx.now()))
        .exec(work.transaction())
        .await?;
    upload::Entity::delete_many()
        .filter(upload::Column::State.is_not_in([UploadState::Open, UploadState::Received]))
        .filter(upload::Column::ExpiresAt.lt(ctx.now() - SEEN))
        .exec(work.transaction())
        .await?;
    work.commit().await
}

/// Parts whose file is no longer on its way, and files that were being looked at.
async fn remove_parts(ctx: &Ctx) -> Result<()> {
    for prefix in ["incoming/", "checking/"] {
        let mut after = None;
        while let Some(some) = next(ctx, prefix, &mut after).await? {
            for object in some {
                remove_part(ctx, &object).await?;
            }
        }
    }
    Ok(())
}

async fn remove_part(ctx: &Ctx, object: &Object) -> Result<()> {
    let name = object.key.split('/').nth(1).and_then(|name| Uuid::try_parse(name).ok());
    let row = match name {
        Some(id) => upload::Entity::find_by_id(UploadId::from_uuid(id)).one(ctx.database().reader()).await?,
        None => None,
    };
    let is_needed = row.is_some_and(|row| matches!(row.state, UploadState::Open | UploadState::Received));
    if !is_needed {
        ctx.services.files.store.remove(&object.key).await?;
    }
    Ok(())
}

/// Rows of contents that no file holds.
async fn forget_contents(ctx: &Ctx) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::FileUpkeep).await?;
    work.in_turn(Turn::Content).await?;
    let held = [
        Query::select().column(file::Column::Digest).from(file::Entity).to_owned(),
        Query::select().column(file_variant::Column::Digest).from(file_variant::Entity).to_owned(),
        Query::select().column(file_caption::Column::Digest).from(file_caption::Entity).to_owned(),
    ];
    let mut orphans = content::Entity::delete_many().filter(content::Column::CreatedAt.lt(ctx.now() - GRACE));
    for held in held {
        orphans = orphans.filter(Expr::col(content::Column::Digest).not_in_subquery(held));
    }
    let removed = orphans.exec(work.transaction()).await?.rows_affected;
    work.commit().await?;
    if removed > 0 {
        tracing::info!(removed, "contents that no file holds");
    }
    Ok(())
}

/// What the store has of contents that have no row.
async fn remove_contents(ctx: &Ctx) -> Result<()> {
    let mut after = None;
    while let Some(some) = next(ctx, "content/", &mut after).await? {
        for object in some.iter().filter(|object| object.modified_at <= ctx.now() - GRACE) {
            remove_content(ctx, object).await?;
        }
    }
    Ok(())
}

async fn remove_content(ctx: &Ctx, object: &Object) -> Result<()> {
    let digest = object.key.rsplit('/').next().unwrap_or_default().to_owned();
    if content::Entity::find_by_id(digest.clone()).one(ctx.database().reader()).await?.is_some() {
        return Ok(());
    }
    // In turn with who keeps contents: it may be kept again at this moment.
    let work = ctx.begin_technical(TechnicalWrite::FileUpkeep).await?;
    work.in_turn(Turn::Content).await?;
    if content::Entity::find_by_id(digest).one(work.transaction()).await?.is_none() {
        ctx.services.files.store.remove(&object.key).await?;
    }
    work.commit().await
}

/// The next of what lies under a prefix; nothing at the end.
async fn next(ctx: &Ctx, prefix: &str, after: &mut Option<String>) -> Result<Option<Vec<Object>>> {
    let some = ctx.services.files.store.list(prefix, after.as_deref()).await?;
    *after = some.last().map(|last| last.key.clone());
    Ok((!some.is_empty()).then_some(some))
}

/// Compares what the store has with its digests: those first that were compared longest ago.
async fn compare(ctx: &Ctx) -> Result<()> {
    let oldest = content::Entity::find().order_by_asc(content::Column::CheckedAt).limit(CHECKED);
    let mut read = 0_u64;
    for row in oldest.all(ctx.database().reader()).await? {
        read += u64::try_from(row.size).unwrap_or(0);
        if read > CHECKED_BYTES {
            break;
        }
        let state = match digest(ctx, &row.digest).await {
            Ok(digest) if digest == row.digest => ContentState::Good,
            Ok(_) => ContentState::Damaged,
            Err(StoreError::Missing) => ContentState::Missing,
            Err(away) => return Err(Error::from(away)),
        };
        if state != ContentState::Good {
            tracing::error!(digest = %row.digest, state = %state.name(), "the store does not have what was put there");
        }
        let work = ctx.begin_technical(TechnicalWrite::FileUpkeep).await?;
        let row =
            content::ActiveModel { digest: Set(row.digest), state: Set(state), checked_at: Set(ctx.now()), ..Default::default() };
        row.update(work.transaction()).await?;
        work.commit().await?;
    }
    Ok(())
}

async fn digest(ctx: &Ctx, expected: &str) -> Result<String, StoreError> {
    let mut bytes = ctx.services.files.store.read(&super::key(expected)).await?;
    let mut hasher = Sha256::new();
    while let Some(some) = bytes.try_next().await? {
        hasher.update(&some);
    }
    Ok(hex::encode(hasher.finalize()))
}
