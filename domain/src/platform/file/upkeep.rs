//! Each night: what belongs to no file goes, and what the store has is compared with its digest.

use std::collections::HashSet;

use chrono::TimeDelta;
use futures::{FutureExt, TryStreamExt};
use nabta_entities::ids::{TypedId, UploadId};
use nabta_entities::platform::content::{self, ContentState};
use nabta_entities::platform::upload::{self, Column, UploadState};
use nabta_entities::platform::{file, file_caption, file_variant};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, NewJob, Run};
use crate::kernel::store::{HALVES, Object, StoreError};
use crate::kernel::work::{TechnicalWrite, Turn};
use crate::kernel::{Ctx, Error, Result};

/// How long something may lie there that belongs to no file: an answer may be on its way.
const GRACE: TimeDelta = TimeDelta::days(1);
/// How long after its time a file may be looked at: longer is no job that fails and is tried again.
const STUCK: TimeDelta = TimeDelta::days(7);
/// After so many contents that could not be read, the store is away: the rest waits for the next try.
const AWAY: usize = 3;
/// How many contents are compared with their digests in one night.
const CHECKED: u64 = 500;
/// How many bytes are.
const CHECKED_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Looks after the files.
const KIND: &str = "file.upkeep";

/// Each night.
pub const SCHEDULE: Schedule = Schedule { name: KIND, pattern: "45 2 * * *", job: |at| NewJob::at(KIND, at) };

/// Looks after the files.
pub const HANDLER: Handler = Handler { kind: KIND, run: |run| upkeep(run).boxed() };

async fn upkeep(run: Run) -> Result<(), Failure> {
    let ctx = &run.ctx;
    give_up_uploads(ctx).await?;
    run.progress(1, 4).await?;
    remove_parts(ctx).await?;
    run.progress(2, 4).await?;
    forget_contents(ctx).await?;
    remove_contents(ctx).await?;
    run.progress(3, 4).await?;
    compare(ctx).await?;
    Ok(())
}

/// Files on their way that nobody went on with, or that could not be looked at for days, are given up.
async fn give_up_uploads(ctx: &Ctx) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::FileUpkeep).await?;
    let given_up =
        upload::ActiveModel { state: Set(UploadState::Cancelled), problem: Set(Some("EXPIRED".into())), ..Default::default() };
    let over = |state: UploadState, at| Condition::all().add(Column::State.eq(state)).add(Column::ExpiresAt.lt(at));
    let is_over = Condition::any().add(over(UploadState::Open, ctx.now())).add(over(UploadState::Received, ctx.now() - STUCK));
    upload::Entity::update_many().set(given_up).filter(is_over).exec(work.transaction()).await?;
    work.commit().await
}

/// Parts whose file is no longer on its way, files that were being looked at, and what a process began to write before it died.
async fn remove_parts(ctx: &Ctx) -> Result<()> {
    let store = &ctx.services.files.store;
    for prefix in ["incoming/", "checking/"] {
        let mut after = None;
        while let Some(some) = next(ctx, prefix, &mut after).await? {
            let of = |object: &Object| {
                object.key.split('/').nth(1).and_then(|name| Uuid::try_parse(name).ok()).map(UploadId::from_uuid)
            };
            let ids: HashSet<UploadId> = some.iter().filter_map(of).collect();
            let needed = upload::Entity::find()
                .filter(Column::Id.is_in(ids))
                .filter(Column::State.is_in([UploadState::Open, UploadState::Received]))
                .all(ctx.database().reader())
                .await?;
            let needed: HashSet<UploadId> = needed.into_iter().map(|row| row.id).collect();
            for object in some.iter().filter(|object| of(object).is_none_or(|id| !needed.contains(&id))) {
                store.remove(&object.key).await?;
            }
        }
    }
    let mut after = None;
    while let Some(some) = next(ctx, HALVES, &mut after).await? {
        for object in some.iter().filter(|object| object.modified_at <= ctx.now() - GRACE) {
            store.remove(&object.key).await?;
        }
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
        let digest = |object: &Object| object.key.rsplit('/').next().unwrap_or_default().to_owned();
        let old: Vec<&Object> = some.iter().filter(|object| object.modified_at <= ctx.now() - GRACE).collect();
        let digests: Vec<String> = old.iter().map(|object| digest(object)).collect();
        let known = content::Entity::find().filter(content::Column::Digest.is_in(digests)).all(ctx.database().reader()).await?;
        let known: HashSet<String> = known.into_iter().map(|row| row.digest).collect();
        for object in old {
            if !known.contains(&digest(object)) {
                remove_content(ctx, object, digest(object)).await?;
            }
        }
    }
    Ok(())
}

async fn remove_content(ctx: &Ctx, object: &Object, digest: String) -> Result<()> {
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

/// Compares what the store has with its digests: those first that were compared longest ago. One that can't be read keeps none of the
/// others waiting.
async fn compare(ctx: &Ctx) -> Result<()> {
    let oldest = content::Entity::find().order_by_asc(content::Column::CheckedAt).limit(CHECKED);
    let (mut read, mut away) = (0_u64, Vec::new());
    for row in oldest.all(ctx.database().reader()).await? {
        read += u64::try_from(row.size).unwrap_or(0);
        if read > CHECKED_BYTES {
            break;
        }
        let state = match digest(ctx, &row.digest).await {
            Ok(digest) if digest == row.digest => ContentState::Good,
            Ok(_) => ContentState::Damaged,
            Err(StoreError::Missing) => ContentState::Missing,
            Err(error) => {
                away.push(error);
                if away.len() == AWAY {
                    break;
                }
                continue;
            }
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
    away.pop().map_or(Ok(()), |error| Err(Error::from(error)))
}

async fn digest(ctx: &Ctx, expected: &str) -> Result<String, StoreError> {
    let mut bytes = ctx.services.files.store.read(&super::key(expected)).await?;
    let mut hasher = Sha256::new();
    while let Some(some) = bytes.try_next().await? {
        hasher.update(&some);
    }
    Ok(hex::encode(hasher.finalize()))
}
