//! A file that has come is put together, looked at, and kept under the digest of what it holds; or it is not taken.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use nabta_entities::ids::{FileId, UploadId};
use nabta_entities::platform::content::{self, ContentState};
use nabta_entities::platform::file::FilePurpose;
use nabta_entities::platform::upload::{ActiveModel, Entity, Model, UploadState};
use nabta_entities::platform::{file, file_variant};
use sea_orm::{EntityTrait, Set};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key;
use super::kind::{self, Kind, Problem, Taken};
use super::picture::Picture;
use super::upload::{part_key, parts};
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::store::{ByteStream, Put, Store, StoreError, in_one_piece};
use crate::kernel::work::{Held, Permit, Turn, Work};
use crate::kernel::{Ctx, Error, Result, TypedId, aside};
use crate::platform::actions::UPLOAD_RECEIVE;
use crate::platform::entries::PlatformEntry;

/// How many bytes of video and audio are looked at.
const HEAD: usize = 8_192;

/// Looks at one file that has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Receive {
    pub(super) upload: UploadId,
}

impl Job for Receive {
    const KIND: &'static str = "file.receive";

    fn effect(&self) -> Option<String> {
        Some(effect(self.upload))
    }
}

/// By what the job is found that looks at one.
#[must_use]
pub fn effect(upload: UploadId) -> String {
    format!("{}:{}", Receive::KIND, upload.wire())
}

/// Looks at files that have come.
pub const HANDLER: Handler = Handler { kind: Receive::KIND, run: |run| receive(run).boxed() };

fn checking_key(upload: UploadId) -> String {
    format!("checking/{}", upload.0)
}

async fn receive(run: Run) -> Result<(), Failure> {
    let job: Receive = run.payload()?;
    let ctx = &run.ctx;
    let row = Entity::find_by_id(job.upload).one(ctx.database().reader()).await.map_err(Error::from)?;
    // It was looked at before, and the worker died before it could say so.
    let Some(row) = row.filter(|row| row.state == UploadState::Received) else { return Ok(()) };
    run.progress(0, 3).await?;
    match look(ctx, &row).await {
        Ok(kept) => {
            run.progress(2, 3).await?;
            keep(ctx, &row, kept).await?;
        }
        Err(Looked::Problem(problem)) => refuse(ctx, &row, problem).await?,
        Err(Looked::Error(error)) => return Err(error.into()),
    }
    clear(ctx, &row).await;
    Ok(())
}

/// What a file becomes.
struct Kept {
    kind: Kind,
    /// The digest and size of what came.
    came: (String, u64),
    taken: Taken,
}

enum Looked {
    Problem(Problem),
    Error(Error),
}

impl From<Error> for Looked {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Looked {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl From<Problem> for Looked {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

async fn look(ctx: &Ctx, row: &Model) -> Result<Kept, Looked> {
    let files = &ctx.services.files;
    let kind = kind::named(&row.media_type, row.purpose).ok_or(Problem::Type)?;
    let came = put_together(&files.store, row).await?;
    if row.digest.as_ref().is_some_and(|digest| *digest != came.0) {
        return Err(Problem::Damaged.into());
    }
    let checking = checking_key(row.id);
    if let Some(scanner) = &files.scanner
        && let Some(found) = scanner.scan(files.store.read(&checking).await?).await?
    {
        tracing::warn!(upload = %row.id.wire(), %found, "malware in an upload");
        return Err(Problem::Malware.into());
    }
    let bytes = files.store.read(&checking).await?;
    let taken = if row.purpose == FilePurpose::Media {
        kind::begins(kind, &head(bytes).await?)?;
        Taken::AsItIs
    } else {
        let whole = whole(bytes, row.size).await?;
        aside(move || kind::examine(kind, &whole)).await??
    };
    Ok(Kept { kind, came, taken })
}

/// Joins the parts under a key that no address was ever given for: what is looked at is what is kept. Its digest and size.
async fn put_together(store: &Arc<dyn Store>, row: &Model) -> Result<(String, u64), Looked> {
    let size = u64::try_from(row.size).unwrap_or(0);
    let keys: Vec<String> = parts(size).map(|(number, _)| part_key(row.id, number)).collect();
    let hasher = Arc::new(Mutex::new((Sha256::new(), 0_u64)));
    let (from, counting) = (Arc::clone(store), Arc::clone(&hasher));
    let bytes: ByteStream = stream::iter(keys)
        .then(move |key| {
            let from = Arc::clone(&from);
            async move { from.read(&key).await }
        })
        .try_flatten()
        .inspect_ok(move |bytes: &Bytes| {
            if let Ok(mut hasher) = counting.lock() {
                hasher.0.update(bytes);
                hasher.1 += bytes.len() as u64;
            }
        })
        .boxed();
    let key = checking_key(row.id);
    let written = store.write(Put { key: &key, size, media_type: &row.media_type }, bytes).await;
    let (digest, counted) = hasher.lock().map_or_else(|_| (Sha256::new(), 0), |hasher| hasher.clone());
    match written {
        // A part that is not there any more, or has another size than it had: the store lost it, or lies.
        Err(StoreError::Missing | StoreError::Size) => return Err(Problem::Damaged.into()),
        _ if counted > size => return Err(Problem::Damaged.into()),
        other => other?,
    }
    if counted == size { Ok((hex::encode(digest.finalize()), counted)) } else { Err(Problem::Damaged.into()) }
}

async fn head(mut bytes: ByteStream) -> Result<Vec<u8>, StoreError> {
    let mut head = Vec::new();
    while head.len() < HEAD
        && let Some(some) = bytes.try_next().await?
    {
        head.extend_from_slice(&some);
    }
    head.truncate(HEAD);
    Ok(head)
}

async fn whole(mut bytes: ByteStream, size: i64) -> Result<Vec<u8>, Looked> {
    let size = usize::try_from(size).unwrap_or(0);
    let mut whole = Vec::with_capacity(size);
    while let Some(some) = bytes.try_next().await? {
        whole.extend_from_slice(&some);
        if whole.len() > size {
            return Err(Problem::Damaged.into());
        }
    }
    Ok(whole)
}

async fn keep(ctx: &Ctx, row: &Model, kept: Kept) -> Result<()> {
    let contents = place(ctx, row, kept).await?;
    let work = ctx.begin().await?;
    let held = Entity::find_by_id(row.id).held().one(&work.read()).await?;
    if held.is_none_or(|held| held.state != UploadState::Received) {
        return Ok(());
    }
    let permit = work.authorize(UPLOAD_RECEIVE, &Centre)?;
    work.in_turn(Turn::Content).await?;
    for content in &contents {
        enter(&work, &permit, content).await?;
    }
    let mut contents = contents.into_iter().map(|content| (content.width, content.digest));
    let id: FileId = ctx.new_id();
    let (_, digest) = contents.next().ok_or_else(|| Error::internal("a file without content"))?;
    let new = file::ActiveModel {
        id: Set(id),
        digest: Set(digest),
        media_type: Set(row.media_type.clone()),
        name: Set(row.name.clone()),
        purpose: Set(row.purpose),
        account_id: Set(row.account_id),
        created_at: Set(ctx.now()),
        version: Set(1),
    };
    work.insert(&permit, new).await?;
    let variants =
        contents.map(|(width, digest)| file_variant::ActiveModel { file_id: Set(id), width: Set(width), digest: Set(digest) });
    work.insert_all(&permit, variants.collect()).await?;
    let stored = ActiveModel {
        id: Set(row.id),
        state: Set(UploadState::Stored),
        file_id: Set(Some(id)),
        version: Set(row.version + 1),
        ..Default::default()
    };
    work.update(&permit, stored).await?;
    work.commit(permit, PlatformEntry::UploadReceived { upload: row.id, file: Some(id), problem: None }).await
}

/// What is kept under its digest: the whole file, or a picture of some width.
struct Content {
    width: i32,
    digest: String,
    size: u64,
    /// Whether it was put into the store now: else it was there already.
    is_placed: bool,
}

/// Puts into the store what it doesn't hold yet. Before the transaction, because the store may be slow.
async fn place(ctx: &Ctx, row: &Model, kept: Kept) -> Result<Vec<Content>> {
    let store = &ctx.services.files.store;
    match kept.taken {
        Taken::AsItIs => {
            let content = content(ctx, 0, kept.came.0, kept.came.1).await?;
            if content.is_placed {
                store.rename(&checking_key(row.id), &key(&content.digest)).await?;
            }
            Ok(vec![content])
        }
        Taken::Drawn(pictures) => {
            let mut contents = Vec::new();
            for Picture { width, bytes } in pictures {
                let width = i32::try_from(width).unwrap_or(i32::MAX);
                let content = content(ctx, width, hex::encode(Sha256::digest(&bytes)), bytes.len() as u64).await?;
                if content.is_placed {
                    let key = key(&content.digest);
                    let put = Put { key: &key, size: content.size, media_type: kept.kind.media_type };
                    store.write(put, in_one_piece(bytes)).await?;
                }
                contents.push(content);
            }
            Ok(contents)
        }
    }
}

async fn content(ctx: &Ctx, width: i32, digest: String, size: u64) -> Result<Content> {
    let known = content::Entity::find_by_id(digest.clone()).one(ctx.database().reader()).await?;
    let is_placed = known.is_none_or(|known| known.state != ContentState::Good);
    Ok(Content { width, digest, size, is_placed })
}

/// Says that something is kept. In turn with the tidying, which may have removed it in between: then all is done anew.
async fn enter(work: &Work, permit: &Permit, content: &Content) -> Result<()> {
    let ctx = work.ctx();
    let known = content::Entity::find_by_id(content.digest.clone()).one(&work.read()).await?;
    if known.as_ref().is_some_and(|known| known.state == ContentState::Good) {
        return Ok(());
    }
    let key = key(&content.digest);
    let is_here = content.is_placed
        && ctx.services.files.store.list(&key, None).await?.iter().any(|object| object.key == key && object.size == content.size);
    if !is_here {
        return Err(Error::Conflict);
    }
    let row = content::ActiveModel {
        digest: Set(content.digest.clone()),
        size: Set(i64::try_from(content.size).unwrap_or(i64::MAX)),
        state: Set(ContentState::Good),
        created_at: Set(ctx.now()),
        checked_at: Set(ctx.now()),
    };
    // What was lost or damaged is whole again.
    if known.is_some() { work.update(permit, row).await.map(drop) } else { work.insert_all(permit, vec![row]).await }
}

async fn refuse(ctx: &Ctx, row: &Model, problem: Problem) -> Result<()> {
    let work = ctx.begin().await?;
    let held = Entity::find_by_id(row.id).held().one(&work.read()).await?;
    if held.is_none_or(|held| held.state != UploadState::Received) {
        return Ok(());
    }
    let permit = work.authorize(UPLOAD_RECEIVE, &Centre)?;
    let refused = ActiveModel {
        id: Set(row.id),
        state: Set(UploadState::Refused),
        problem: Set(Some(problem.code().to_owned())),
        version: Set(row.version + 1),
        ..Default::default()
    };
    work.update(&permit, refused).await?;
    let entry = PlatformEntry::UploadReceived { upload: row.id, file: None, problem: Some(problem.code()) };
    work.commit(permit, entry).await
}

/// Removes what is no longer needed; what can't be removed now goes with the next tidying.
async fn clear(ctx: &Ctx, row: &Model) {
    let store = &ctx.services.files.store;
    let numbers = parts(u64::try_from(row.size).unwrap_or(0)).map(|(number, _)| part_key(row.id, number));
    for key in numbers.chain([checking_key(row.id)]) {
        if store.remove(&key).await.is_err() {
            return;
        }
    }
}
