//! Files, and files on their way.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::platform::file::upload::{self, NewUpload};
use nabta_domain::platform::file::{self, Part, receive};
use nabta_domain::platform::{self, FileId, UploadId};

use super::Job;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, UserError, domain, payloads, user_errors, user_errors_of};
use crate::ids;
use crate::loaders::{CaptionsByFile, FileById, JobByEffect, VariantsByFile, load};
use crate::values::Locale;

/// What a file is for, and so what it may be.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "platform::FilePurpose")]
pub enum FilePurpose {
    /// A picture: PNG, JPEG or WebP, at most 20 MB.
    Image,
    /// A document: PDF, Word, Excel, PowerPoint, CSV or text, at most 25 MB.
    Document,
    /// Video or audio: MP4, WebM, MP3, Ogg or M4A.
    Media,
    /// Captions of video or audio: WebVTT, at most 1 MB.
    Captions,
}

/// Where a file on its way stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "platform::UploadState")]
pub enum UploadState {
    /// Its parts are coming.
    Open,
    /// All is here, and is looked at.
    Received,
    /// It has become a file.
    Stored,
    /// It was not taken.
    Refused,
    /// It was given up.
    Cancelled,
}

/// A file on its way, for who sends it.
pub struct Upload(upload::Upload);

impl From<upload::Upload> for Upload {
    fn from(upload: upload::Upload) -> Self {
        Self(upload)
    }
}

/// A part of a file on its way, and the request that puts it into the store.
#[derive(SimpleObject)]
pub struct UploadPart {
    /// Its number, from 1.
    number: u64,
    /// Where in the file it begins, in bytes.
    offset: u64,
    /// How many bytes it has.
    size: u64,
    /// Where it is to be put (`PUT`).
    address: String,
    /// Headers that must be as they are here.
    headers: Vec<UploadHeader>,
}

/// A header of a request.
#[derive(SimpleObject)]
pub struct UploadHeader {
    /// Its name.
    name: &'static str,
    /// Its value.
    value: String,
}

impl From<upload::Part> for UploadPart {
    fn from(part: upload::Part) -> Self {
        let headers = part.request.headers.into_iter().map(|(name, value)| UploadHeader { name, value }).collect();
        Self { number: part.number, offset: part.offset, size: part.size, address: part.request.address, headers }
    }
}

#[Object]
impl Upload {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What it is for.
    async fn purpose(&self) -> FilePurpose {
        self.0.purpose.into()
    }

    /// Its name, safe for every system.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many bytes it will have.
    async fn size(&self) -> u64 {
        self.0.size
    }

    /// What it is said to be.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// Where it stands.
    async fn state(&self) -> UploadState {
        self.0.state.into()
    }

    /// The job that looks at it once it has come, which `jobProgress` follows.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        Ok(load(ctx, JobByEffect(receive::effect(self.0.id))).await?.map(Into::into))
    }

    /// Why it was not taken.
    async fn problem(&self, ctx: &Context<'_>) -> Option<UserError> {
        let problem = self.0.problem.as_deref()?;
        let code = platform::file::kind::problem(problem)?;
        user_errors_of(domain(ctx).locale, &[nabta_domain::kernel::Refusal::new(code)]).pop()
    }

    /// What it has become.
    async fn file(&self, ctx: &Context<'_>) -> Result<Option<File>> {
        match self.0.file {
            Some(file) => Ok(load(ctx, FileById(file)).await?.map(File)),
            None => Ok(None),
        }
    }

    /// Until when its parts may come.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// The parts that have not come: at most 32 of them, in their order. After a break in the network they are asked for again.
    #[graphql(complexity = "usual(32, child_complexity)")]
    async fn missing_parts(&self, ctx: &Context<'_>) -> Result<Vec<UploadPart>> {
        Ok(upload::missing(domain(ctx), &self.0).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// A file.
pub struct File(file::File);

impl From<file::File> for File {
    fn from(file: file::File) -> Self {
        Self(file)
    }
}

/// A picture in another size.
#[derive(SimpleObject)]
pub struct FileVariant {
    /// Its width, in pixels.
    width: i32,
    /// Where it is, for an hour.
    address: String,
}

/// The captions of video or audio in a language.
#[derive(SimpleObject)]
pub struct FileCaption {
    /// In which language.
    locale: Locale,
    /// Where they are, for an hour.
    address: String,
}

#[Object]
impl File {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name, safe for every system.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is for.
    async fn purpose(&self) -> FilePurpose {
        self.0.purpose.into()
    }

    /// What it is.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// How many bytes it has.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// Where it is, for an hour: a part of it can be asked for by `Range`.
    async fn address(&self, ctx: &Context<'_>) -> Result<String> {
        file::address(domain(ctx), &self.0).await.answer(ctx)
    }

    /// A picture in smaller sizes, smallest first.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn variants(&self, ctx: &Context<'_>) -> Result<Vec<FileVariant>> {
        let mut variants = Vec::new();
        for part in load(ctx, VariantsByFile(self.0.id)).await?.unwrap_or_default() {
            let address = file::variant_address(domain(ctx), &self.0, &part).await.answer(ctx)?;
            variants.push(FileVariant { width: part.which, address });
        }
        Ok(variants)
    }

    /// The captions of video or audio.
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn captions(&self, ctx: &Context<'_>) -> Result<Vec<FileCaption>> {
        let mut captions = Vec::new();
        let parts: Vec<Part<_>> = load(ctx, CaptionsByFile(self.0.id)).await?.unwrap_or_default();
        for part in parts {
            let address = file::caption_address(domain(ctx), &part).await.answer(ctx)?;
            captions.push(FileCaption { locale: part.which.into(), address });
        }
        Ok(captions)
    }

    /// When it was uploaded.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Questions about files.
#[derive(Default)]
pub struct FileQuery;

#[Object]
impl FileQuery {
    /// One's own files, newest first.
    #[doc = nabta_domain::platform_permission!(UPLOAD_BEGIN)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn files(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<File>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(file::mine(domain(ctx), &page).await.answer(ctx)?))
    }
}

/// A file to be sent.
#[derive(InputObject)]
pub struct UploadBeginInput {
    /// Its name.
    name: String,
    /// How many bytes it has.
    size: u64,
    /// What it is, as HTTP names it.
    media_type: String,
    /// What it is for.
    purpose: FilePurpose,
    /// Its SHA-256 in hexadecimal digits: what the store got is compared with it.
    digest: Option<String>,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// A file on its way.
#[derive(InputObject)]
pub struct UploadInput {
    /// Which one.
    upload: ID,
}

/// Captions of a video or audio in a language.
#[derive(InputObject)]
pub struct FileCaptionInput {
    /// Which video or audio.
    file: ID,
    /// In which language.
    locale: Locale,
    /// The file of captions; nothing takes them away.
    captions: Option<ID>,
}

/// A file.
#[derive(InputObject)]
pub struct FileRemoveInput {
    /// Which one.
    file: ID,
}

payloads! {
    /// What came of an act on a file on its way.
    UploadPayload { upload: Upload, from upload::Upload }
    /// What came of an act on a file.
    FilePayload { file: File, from file::File }
}

/// What came of removing a file.
#[derive(SimpleObject)]
pub struct FileRemovePayload {
    /// What the caller can repair; nothing was done if there is any.
    user_errors: Vec<UserError>,
}

/// Acts on files.
#[derive(Default)]
pub struct FileMutation;

#[Object]
impl FileMutation {
    /// Announces a file; its parts are then put at the addresses of `missingParts`.
    #[doc = nabta_domain::platform_permission!(UPLOAD_BEGIN)]
    async fn upload_begin(&self, ctx: &Context<'_>, input: UploadBeginInput) -> Result<UploadPayload> {
        let new = NewUpload {
            name: input.name,
            size: input.size,
            media_type: input.media_type,
            purpose: input.purpose.into(),
            digest: input.digest,
        };
        UploadPayload::from_outcome(ctx, upload::begin(domain(ctx), new, input.idempotency_key.as_deref()).await)
    }

    /// Says that all parts are there. A job looks at the file; then it is `STORED`, or `REFUSED` with a problem.
    #[doc = nabta_domain::platform_permission!(UPLOAD_CONTINUE)]
    async fn upload_complete(&self, ctx: &Context<'_>, input: UploadInput) -> Result<UploadPayload> {
        let id: UploadId = ids::parse(ctx, &input.upload)?;
        UploadPayload::from_outcome(ctx, upload::complete(domain(ctx), id).await)
    }

    /// Gives a file on its way up.
    #[doc = nabta_domain::platform_permission!(UPLOAD_CONTINUE)]
    async fn upload_cancel(&self, ctx: &Context<'_>, input: UploadInput) -> Result<UploadPayload> {
        let id: UploadId = ids::parse(ctx, &input.upload)?;
        UploadPayload::from_outcome(ctx, upload::cancel(domain(ctx), id).await)
    }

    /// Gives captions in a language to a video or audio.
    #[doc = nabta_domain::platform_permission!(FILE_CAPTION)]
    async fn file_caption(&self, ctx: &Context<'_>, input: FileCaptionInput) -> Result<FilePayload> {
        let id: FileId = ids::parse(ctx, &input.file)?;
        let from: Option<FileId> = input.captions.as_ref().map(|captions| ids::parse(ctx, captions)).transpose()?;
        FilePayload::from_outcome(ctx, file::caption(domain(ctx), id, input.locale.into(), from).await)
    }

    /// Removes a file.
    #[doc = nabta_domain::platform_permission!(FILE_REMOVE)]
    async fn file_remove(&self, ctx: &Context<'_>, input: FileRemoveInput) -> Result<FileRemovePayload> {
        let id: FileId = ids::parse(ctx, &input.file)?;
        let user_errors = match file::remove(domain(ctx), id).await {
            Ok(()) => Vec::new(),
            Err(error) => user_errors(domain(ctx), error)?,
        };
        Ok(FileRemovePayload { user_errors })
    }
}
