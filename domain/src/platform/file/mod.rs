//! Files: on their way ([`upload`]), looked at ([`receive`]), kept once under the digest of what they hold, given out by signed addresses.
//!
//! What a file is, its sender does not decide: [`kind`] looks. Nothing that could run in a browser is taken.

mod captions;
pub mod kind;
mod picture;
pub mod receive;
pub mod upkeep;
pub mod upload;

pub(crate) use picture::redrawn;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, FileId, PersonId};
use nabta_entities::platform::content::ContentState;
use nabta_entities::platform::file::{Column, Entity, FilePurpose};
use nabta_entities::platform::upload as coming;
use nabta_entities::platform::{content, file_caption, file_variant};
use nabta_entities::values::Locale;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set,
};

use super::actions::codes::FILE_TYPE;
use super::actions::{FILE_CAPTION, FILE_READ, FILE_REMOVE};
use super::entries::PlatformEntry;
use crate::kernel::access::{Action, Subject, SubjectRef};
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::store::Get;
use crate::kernel::work::{Held, Permit, Work, authorize};
use crate::kernel::{Actor, Ctx, Error, Refusal, Result};

/// A file as those see it who may read it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// Its name, safe for every system.
    pub name: String,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Who uploaded it.
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Grows with each change.
    pub version: i32,
    /// The digest of what it holds.
    pub digest: String,
    /// How many bytes.
    pub size: i64,
    /// What it is.
    pub media_type: String,
    /// Whether the store has it.
    pub state: ContentState,
}

/// A file with who asks: whoever uploaded it may read it.
struct Seen<'a>(&'a File, &'a Actor);

impl Subject for Seen<'_> {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.0.id)
    }
    fn oneself(&self) -> Option<PersonId> {
        let account = self.1.account()?;
        (self.0.account_id == account.id).then_some(account.person)
    }
    fn reading(&self) -> Action {
        FILE_READ
    }
}

/// Where the store has what a file holds.
pub(super) fn key(digest: &str) -> String {
    format!("content/{}/{digest}", digest.get(..2).unwrap_or_default())
}

fn select() -> Select<Entity> {
    let mut select = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Name,
            Column::Purpose,
            Column::AccountId,
            Column::CreatedAt,
            Column::Version,
            Column::Digest,
            Column::MediaType,
        ])
        .columns([content::Column::Size, content::Column::State]);
    let same = Expr::col((content::Entity, content::Column::Digest)).equals((Entity, Column::Digest));
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, content::Entity, same);
    select
}

/// One's own files, newest first.
pub async fn mine(ctx: &Ctx, request: &PageRequest) -> Result<Page<File>> {
    let acting = ctx.account()?.id;
    let select = select().filter(Column::AccountId.eq(acting));
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &File| vec![Key::Id(row.id.0)]).await
}

/// One file, for those who may read it.
pub async fn read(ctx: &Ctx, id: FileId) -> Result<File> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The files with these ids, for those who may read them.
pub async fn by_ids(ctx: &Ctx, ids: &[FileId]) -> Result<Vec<File>> {
    let found = load(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|file| authorize(ctx, FILE_READ, &Seen(file, &ctx.actor)).is_ok()).collect())
}

async fn load(database: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<File>> {
    Ok(select().filter(Column::Id.is_in(ids.to_vec())).into_model().all(database).await?)
}

/// A file's picture in another size, or its captions: what they hold, and what tells them apart.
#[derive(Clone, Debug)]
pub struct Part<T> {
    /// Of which file.
    pub file: FileId,
    /// The width in pixels, or the language.
    pub which: T,
    /// The digest of what it holds.
    pub digest: String,
}

/// The other sizes of these pictures, smallest first. Whoever asks may read the files.
pub async fn variants(ctx: &Ctx, files: &[FileId]) -> Result<Vec<Part<i32>>> {
    let rows = file_variant::Entity::find().filter(file_variant::Column::FileId.is_in(files.to_vec()));
    let mut rows = rows.all(ctx.database().reader()).await?;
    rows.sort_by_key(|row| row.width);
    Ok(rows.into_iter().map(|row| Part { file: row.file_id, which: row.width, digest: row.digest }).collect())
}

/// The captions of these videos. Whoever asks may read the files.
pub async fn captions(ctx: &Ctx, files: &[FileId]) -> Result<Vec<Part<Locale>>> {
    let rows = file_caption::Entity::find().filter(file_caption::Column::FileId.is_in(files.to_vec()));
    let mut rows = rows.all(ctx.database().reader()).await?;
    rows.sort_by_key(|row| row.locale);
    Ok(rows.into_iter().map(|row| Part { file: row.file_id, which: row.locale, digest: row.digest }).collect())
}

/// An address that gives a file out, for a while, to whoever has it. What a browser can do something else with than show it, it gets to save.
pub async fn address(ctx: &Ctx, file: &File) -> Result<String> {
    ctx.must_be_oneself()?;
    let is_inline = matches!(file.purpose, FilePurpose::Image | FilePurpose::Media);
    sign(ctx, Get { key: &key(&file.digest), media_type: &file.media_type, name: &file.name, is_inline }).await
}

/// The same for a picture's other size.
pub async fn variant_address(ctx: &Ctx, file: &File, part: &Part<i32>) -> Result<String> {
    sign(ctx, Get { key: &key(&part.digest), media_type: &file.media_type, name: &file.name, is_inline: true }).await
}

/// The same for captions.
pub async fn caption_address(ctx: &Ctx, part: &Part<Locale>) -> Result<String> {
    let name = format!("{}.vtt", part.which.code());
    sign(ctx, Get { key: &key(&part.digest), media_type: "text/vtt", name: &name, is_inline: true }).await
}

async fn sign(ctx: &Ctx, get: Get<'_>) -> Result<String> {
    let files = &ctx.services.files;
    Ok(files.store.sign_get(get, ctx.now() + files.address_time, ctx.now()).await?)
}

/// Gives captions in a language to a video or audio, from an uploaded file of captions; or takes them away.
pub async fn caption(ctx: &Ctx, id: FileId, locale: Locale, from: Option<FileId>) -> Result<File> {
    let work = ctx.begin().await?;
    Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let file = load(&work.read(), &[id]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(FILE_CAPTION, &Seen(&file, &ctx.actor))?;
    if file.purpose != FilePurpose::Media {
        return Err(Refusal::at(FILE_TYPE, "file").into());
    }
    work.execute(&permit, &file_caption::Entity::delete_by_id((id, locale)).into_query()).await?;
    if let Some(from) = from {
        let unknown = || Error::from(Refusal::at(UNKNOWN_REFERENCE, "captions").with("value", "captions"));
        let captions = load(&work.read(), &[from]).await?.pop().ok_or_else(unknown)?;
        authorize(ctx, FILE_READ, &Seen(&captions, &ctx.actor)).map_err(|_| unknown())?;
        if captions.purpose != FilePurpose::Captions {
            return Err(Refusal::at(FILE_TYPE, "captions").into());
        }
        let row = file_caption::ActiveModel { file_id: Set(id), locale: Set(locale), digest: Set(captions.digest) };
        work.insert_all(&permit, vec![row]).await?;
    }
    work.commit(permit, PlatformEntry::FileCaptioned { file: id, locale, is_removed: from.is_none() }).await?;
    Ok(file)
}

/// Removes a file. What it holds goes a day later, if no other file holds the same.
pub async fn remove(ctx: &Ctx, id: FileId) -> Result<()> {
    let work = ctx.begin().await?;
    Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let file = load(&work.read(), &[id]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(FILE_REMOVE, &Seen(&file, &ctx.actor))?;
    let variants = file_variant::Entity::delete_many().filter(file_variant::Column::FileId.eq(id)).into_query();
    work.execute(&permit, &variants).await?;
    let captions = file_caption::Entity::delete_many().filter(file_caption::Column::FileId.eq(id)).into_query();
    work.execute(&permit, &captions).await?;
    work.execute(&permit, &Entity::delete_by_id(id).into_query()).await?;
    work.commit(permit, PlatformEntry::FileRemoved { file: id }).await
}

/// Forgets an account's files; the caller commits. What they hold goes a day later.
pub(crate) async fn erase(work: &Work, permit: &Permit, account: AccountId) -> Result<()> {
    let own = || Entity::find().select_only().column(Column::Id).filter(Column::AccountId.eq(account)).into_query();
    let variants = file_variant::Entity::delete_many().filter(file_variant::Column::FileId.in_subquery(own())).into_query();
    work.execute(permit, &variants).await?;
    let captions = file_caption::Entity::delete_many().filter(file_caption::Column::FileId.in_subquery(own())).into_query();
    work.execute(permit, &captions).await?;
    let coming = coming::Entity::delete_many().filter(coming::Column::AccountId.eq(account)).into_query();
    work.execute(permit, &coming).await?;
    let files = Entity::delete_many().filter(Column::AccountId.eq(account)).into_query();
    work.execute(permit, &files).await.map(drop)
}

/// All files of an account, newest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<File>> {
    let all = select().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id);
    Ok(all.into_model().all(ctx.database().reader()).await?)
}
