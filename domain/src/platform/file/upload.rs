//! Files on their way: announced, sent in parts straight to the store, taken up again after a break, and handed in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, FileId, PersonId, UploadId};
use nabta_entities::platform::file::FilePurpose;
use nabta_entities::platform::upload::{ActiveModel, Column, Entity, Model, UploadState};
use nabta_entities::platform::{content, file};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};
use serde::Serialize;

use super::kind;
use super::receive::Receive;
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
use crate::kernel::error::codes::{BAD_FORMAT, OUT_OF_RANGE, WRONG_STATE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::retention::Rule;
use crate::kernel::states::{self, Edge};
use crate::kernel::store::{self, Put, SignedRequest};
use crate::kernel::work::{Held, Permit, Turn, Work, authorize};
use crate::kernel::{Actor, Ctx, Error, Refusal, Result};
use crate::platform::actions::codes::{FILE_TYPE, QUOTA_FULL, UPLOAD_INCOMPLETE};
use crate::platform::actions::{UPLOAD_BEGIN, UPLOAD_CONTINUE};
use crate::platform::entries::PlatformEntry;
use crate::retention_rule;

/// How many bytes a part has; the last one has the rest. What a weak network carries in a minute or two.
pub const PART: u64 = 4 * 1024 * 1024;
/// The most parts whose addresses are given at once.
const AT_ONCE: usize = 32;
/// The most files that one account may have on their way.
const OPEN: i64 = 50;

/// A file on its way.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    account: AccountId,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Its name, safe for every system.
    pub name: String,
    /// How many bytes it will have.
    pub size: u64,
    /// What the client says that it is.
    pub media_type: String,
    /// Where it stands.
    pub state: UploadState,
    /// The code of why it was not taken.
    pub problem: Option<String>,
    /// What it has become.
    pub file: Option<FileId>,
    /// Until when its parts may come.
    pub expires_at: DateTime<Utc>,
}

impl From<Model> for Upload {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            account: row.account_id,
            purpose: row.purpose,
            name: row.name,
            size: u64::try_from(row.size).unwrap_or(0),
            media_type: row.media_type,
            state: row.state,
            problem: row.problem,
            file: row.file_id,
            expires_at: row.expires_at,
        }
    }
}

struct Seen<'a>(&'a Upload, &'a Actor);

impl Subject for Seen<'_> {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.0.id)
    }
    fn oneself(&self) -> Option<PersonId> {
        let account = self.1.account()?;
        (self.0.account == account.id).then_some(account.person)
    }
    fn reading(&self) -> Action {
        UPLOAD_CONTINUE
    }
}

/// A file to be sent.
#[derive(Clone, Debug, Serialize)]
pub struct NewUpload {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub media_type: String,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Its SHA-256 in hexadecimal digits, if the client knows it: then what the store got is compared with it.
    pub digest: Option<String>,
}

/// Announces a file.
pub async fn begin(ctx: &Ctx, new: NewUpload, idempotency_key: Option<&str>) -> Result<Upload> {
    let acting = ctx.account()?.id;
    let rules = &ctx.services.files;
    let kind = kind::named(&new.media_type, new.purpose).ok_or_else(|| Refusal::at(FILE_TYPE, "mediaType"))?;
    let most = kind::most(new.purpose, rules.most_media);
    if !(1..=most).contains(&new.size) {
        return Err(Refusal::at(OUT_OF_RANGE, "size").with("least", 1).with("most", most).into());
    }
    let is_digest = |digest: &String| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if new.digest.as_ref().is_some_and(|digest| !is_digest(digest)) {
        return Err(Refusal::at(BAD_FORMAT, "digest").with("value", "").into());
    }
    let work = ctx.begin().await?;
    let permit = work.authorize(UPLOAD_BEGIN, &Centre)?;
    if let Recall::Done(id) = idempotency::recall(&work, UPLOAD_BEGIN, idempotency_key, &new).await? {
        drop(work);
        return read(ctx, id).await;
    }
    work.in_turn(Turn::Uploads).await?;
    refuse_beyond_quota(&work, acting, new.size).await?;
    let id: UploadId = ctx.new_id();
    let size = i64::try_from(new.size).unwrap_or(i64::MAX);
    let row = ActiveModel {
        id: Set(id),
        account_id: Set(acting),
        purpose: Set(new.purpose),
        name: Set(kind::safe_name(&new.name, kind)),
        size: Set(size),
        media_type: Set(kind.media_type.to_owned()),
        digest: Set(new.digest.map(|digest| digest.to_lowercase())),
        state: Set(UploadState::Open),
        problem: Set(None),
        file_id: Set(None),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + rules.upload_time),
        version: Set(1),
    };
    let row = work.insert(&permit, row).await?;
    idempotency::remember(&work, UPLOAD_BEGIN, idempotency_key, id.0).await?;
    work.commit(permit, PlatformEntry::UploadBegun { upload: id, purpose: new.purpose, size }).await?;
    Ok(row.into())
}

async fn refuse_beyond_quota(work: &Work, account: AccountId, size: u64) -> Result<()> {
    let quota = work.ctx().services.files.quota;
    // Whole numbers: PostgreSQL would add them up to a numeric.
    let sum = |size: Expr| size.sum().cast_as("bigint");
    let of_content = Expr::col((content::Entity, content::Column::Size));
    let mut held = file::Entity::find().select_only().expr(sum(of_content)).filter(file::Column::AccountId.eq(account));
    let same = Expr::col((content::Entity, content::Column::Digest)).equals((file::Entity, file::Column::Digest));
    QueryTrait::query(&mut held).join(JoinType::InnerJoin, content::Entity, same);
    let held: Option<Option<i64>> = held.into_tuple().one(&work.read()).await?;
    let coming = Entity::find()
        .select_only()
        .expr(sum(Expr::col(Column::Size)))
        .expr(Expr::col(Column::Id).count())
        .filter(Column::AccountId.eq(account))
        .filter(Column::State.is_in([UploadState::Open, UploadState::Received]))
        .filter(Column::ExpiresAt.gt(work.ctx().now()));
    let coming: Option<(Option<i64>, i64)> = coming.into_tuple().one(&work.read()).await?;
    let (coming, open) = coming.unwrap_or_default();
    let used = held.flatten().unwrap_or(0) + coming.unwrap_or(0);
    let fits = u64::try_from(used).unwrap_or(u64::MAX).saturating_add(size) <= quota;
    if fits && open < OPEN {
        return Ok(());
    }
    let mebibytes = |bytes: u64| bytes / (1024 * 1024);
    Err(Refusal::at(QUOTA_FULL, "size").with("most", mebibytes(quota)).into())
}

/// A part of a file on its way.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its number, from 1.
    pub number: u64,
    /// Where in the file it begins.
    pub offset: u64,
    /// How many bytes it has.
    pub size: u64,
    /// The request that puts it into the store.
    pub request: SignedRequest,
}

/// Where the store has a part that has come.
pub(super) fn part_key(upload: UploadId, number: u64) -> String {
    format!("{}{number:05}", prefix(upload))
}

pub(super) fn prefix(upload: UploadId) -> String {
    format!("incoming/{}/", upload.0)
}

/// The parts of a file of this size, each with its number and size.
pub(super) fn parts(size: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..size.div_ceil(PART)).map(move |index| (index + 1, Ord::min(PART, size - index * PART)))
}

/// The parts that have not come, in their order; the first of them, if they are many. Asked again after a break, the rest.
pub async fn missing(ctx: &Ctx, upload: &Upload) -> Result<Vec<Part>> {
    authorize(ctx, UPLOAD_CONTINUE, &Seen(upload, &ctx.actor))?;
    if upload.state != UploadState::Open || upload.expires_at <= ctx.now() {
        return Ok(Vec::new());
    }
    let mut missing = Vec::new();
    for (number, size) in absent(ctx, upload).await?.into_iter().take(AT_ONCE) {
        let key = part_key(upload.id, number);
        // One type for all parts: what they are together is for the server to find out.
        let put = Put { key: &key, size, media_type: "application/octet-stream" };
        let request = ctx.services.files.store.sign_put(put, upload.expires_at, ctx.now()).await?;
        missing.push(Part { number, offset: (number - 1) * PART, size, request });
    }
    Ok(missing)
}

/// Which parts the store has not, or not in their size.
async fn absent(ctx: &Ctx, upload: &Upload) -> Result<Vec<(u64, u64)>> {
    let here = store::all(ctx.services.files.store.as_ref(), &prefix(upload.id)).await?;
    let here: HashMap<String, u64> = here.into_iter().map(|object| (object.key, object.size)).collect();
    let has = |number: u64, size: u64| here.get(&part_key(upload.id, number)) == Some(&size);
    Ok(parts(upload.size).filter(|(number, size)| !has(*number, *size)).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Complete,
    Cancel,
}

const EDGES: &[Edge<UploadState, Act>] =
    &[(UploadState::Open, Act::Complete, UploadState::Received), (UploadState::Open, Act::Cancel, UploadState::Cancelled)];

/// Says that all parts are there: the file is looked at next, by a job.
pub async fn complete(ctx: &Ctx, id: UploadId) -> Result<Upload> {
    let upload = read(ctx, id).await?;
    if upload.state == UploadState::Open {
        if upload.expires_at <= ctx.now() {
            return Err(Refusal::new(WRONG_STATE).with("state", "Expired").into());
        }
        // Asked before the transaction: the store may be slow.
        if let Some((number, _)) = absent(ctx, &upload).await?.first() {
            return Err(Refusal::at(UPLOAD_INCOMPLETE, "upload").with("number", number).into());
        }
    }
    let work = ctx.begin().await?;
    let (permit, row) = step(&work, id, Act::Complete).await?;
    work.enqueue(&permit, &Receive { upload: id }).await?;
    work.commit(permit, PlatformEntry::UploadContinued { upload: id, step: "completed" }).await?;
    Ok(row)
}

/// Gives a file up. Its parts go with the next tidying.
pub async fn cancel(ctx: &Ctx, id: UploadId) -> Result<Upload> {
    let work = ctx.begin().await?;
    let (permit, row) = step(&work, id, Act::Cancel).await?;
    work.commit(permit, PlatformEntry::UploadContinued { upload: id, step: "cancelled" }).await?;
    Ok(row)
}

async fn step(work: &Work, id: UploadId, act: Act) -> Result<(Permit, Upload)> {
    let ctx = work.ctx();
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let version = row.version;
    let upload = Upload::from(row);
    let permit = work.authorize(UPLOAD_CONTINUE, &Seen(&upload, &ctx.actor))?;
    let state = states::next(EDGES, upload.state, act)?;
    let row = ActiveModel { id: Set(id), state: Set(state), version: Set(version + 1), ..Default::default() };
    let row = work.update(&permit, row).await?;
    Ok((permit, row.into()))
}

/// One's own file on its way.
pub async fn read(ctx: &Ctx, id: UploadId) -> Result<Upload> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// One's own files on their way with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[UploadId]) -> Result<Vec<Upload>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?;
    let uploads = rows.into_iter().map(Upload::from);
    Ok(uploads.filter(|upload| authorize(ctx, UPLOAD_CONTINUE, &Seen(upload, &ctx.actor)).is_ok()).collect())
}

/// An account's files on their way, newest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<Upload>> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id);
    Ok(rows.all(ctx.database().reader()).await?.into_iter().map(Upload::from).collect())
}

/// What became of a file on its way can be seen a while.
pub(in crate::platform) const RETENTION: Rule = retention_rule!("platform.upload", 30, Trace, Entity, |before| {
    let is_over = Column::State.is_not_in([UploadState::Open, UploadState::Received]);
    is_over.and(Expr::col(Column::ExpiresAt).lt(before))
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_parts_of_a_file_are_the_file(size in 1_u64..400_000_000) {
            let parts: Vec<_> = parts(size).collect();
            prop_assert_eq!(parts.iter().map(|(_, size)| size).sum::<u64>(), size);
            prop_assert!(parts.iter().all(|(_, size)| (1..=PART).contains(size)));
            prop_assert_eq!(parts.last().unwrap().0, parts.len() as u64);
        }
    }
}
