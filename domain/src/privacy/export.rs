//! All that is kept about oneself, as a file for programs and one to read: put together by a job, sealed under the person's key while it
//! waits, given out at signed addresses for a week.

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use nabta_entities::ids::{DataExportId, TypedId};
use nabta_entities::people::data_export::{ActiveModel, Column, DataExportState, Entity, Model};
use nabta_entities::values::Locale;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use super::PrivacyEntry;
use super::gather::gather;
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::limit::Limit;
use crate::kernel::retention::{Basis, Rule};
use crate::kernel::signed_address::{self, Signature};
use crate::kernel::store;
use crate::kernel::vault::Place;
use crate::kernel::work::{self, Held};
use crate::kernel::{Ctx, Error, Result};
use crate::people::actions::{DATA_EXPORT, DATA_EXPORT_MAKE};
use crate::people::notice::{self, NewNotice};
use crate::people::{account, key};
use crate::platform::mail::Template;

/// How long it can be fetched.
const LIFETIME: TimeDelta = TimeDelta::days(7);
/// How many are put together for one account.
const BY_ACCOUNT: Limit = Limit { name: "export.account", most: 5, within: TimeDelta::days(1) };
/// Where they lie.
const FOLDER: &str = "exports/";
/// The most that are listed.
const LISTED: u64 = 20;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For programs.
    Json,
    /// To be read.
    Pdf,
}

impl Form {
    /// As names of files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Pdf => "pdf",
        }
    }

    /// As HTTP names it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Pdf => "application/pdf",
        }
    }
}

/// All that is kept about somebody, for them.
#[derive(Clone, Debug)]
pub struct DataExport {
    /// Its id.
    pub id: DataExportId,
    /// Whether it can be fetched.
    pub is_ready: bool,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Until when it can be fetched.
    pub expires_at: DateTime<Utc>,
}

impl From<Model> for DataExport {
    fn from(row: Model) -> Self {
        let is_ready = row.state == DataExportState::Ready;
        Self { id: row.id, is_ready, created_at: row.created_at, expires_at: row.expires_at }
    }
}

/// Puts one together.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Make {
    export: DataExportId,
}

impl Job for Make {
    const KIND: &'static str = "privacy.export";

    fn effect(&self) -> Option<String> {
        Some(effect(self.export))
    }
}

/// By what the job is found that puts one together.
#[must_use]
pub fn effect(id: DataExportId) -> String {
    format!("{}:{}", Make::KIND, id.wire())
}

/// Puts them together.
pub const HANDLER: Handler = Handler { kind: Make::KIND, run: |run| make(run).boxed() };

fn store_key(id: DataExportId, form: Form) -> String {
    format!("{FOLDER}{}-{}", id.0, form.extension())
}

const fn place(id: DataExportId, form: Form) -> Place {
    let column = match form {
        Form::Json => "data_export.json",
        Form::Pdf => "data_export.pdf",
    };
    Place { column, row: id.0 }
}

/// Asks for all that is kept about whoever is signed in.
pub async fn request(ctx: &Ctx, locale: Locale) -> Result<DataExport> {
    let acting = ctx.account()?.id;
    BY_ACCOUNT.take(ctx, &acting.wire()).await?;
    let own = account::read(ctx, acting).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(DATA_EXPORT, &own)?;
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        account_id: Set(acting),
        person_id: Set(own.person),
        state: Set(DataExportState::Waiting),
        locale: Set(locale),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
    };
    let row = work.insert(&permit, row).await?;
    work.enqueue(&permit, &Make { export: row.id }).await?;
    work.commit(permit, PrivacyEntry::ExportRequested { export: row.id, account: acting }).await?;
    Ok(row.into())
}

async fn make(run: Run) -> Result<(), Failure> {
    let job: Make = run.payload()?;
    let ctx = &run.ctx;
    let row = Entity::find_by_id(job.export).one(ctx.database().reader()).await.map_err(Error::from)?;
    // Done before, or its person was forgotten meanwhile.
    let Some(row) = row.filter(|row| row.state == DataExportState::Waiting) else { return Ok(()) };
    let kept = gather(ctx, row.account_id, row.locale).await?;
    run.progress(1, 3).await?;
    let json = serde_json::to_vec_pretty(&kept.data).map_err(|_| Error::internal("personal data that are no JSON"))?;
    let record = kept.record;
    let pdf = ctx.services.printing.set(move |letterhead| record.print(letterhead)).await?;
    run.progress(2, 3).await?;
    let key = key::of(ctx, ctx.database().reader(), row.person_id).await?;
    for (form, bytes) in [(Form::Json, json.as_slice()), (Form::Pdf, pdf.as_slice())] {
        store::write_sealed(ctx, &key, place(row.id, form), &store_key(row.id, form), bytes).await?;
    }
    Ok(ready(ctx, &row).await?)
}

async fn ready(ctx: &Ctx, row: &Model) -> Result<()> {
    let owner = account::read(ctx, row.account_id).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(DATA_EXPORT_MAKE, &Centre)?;
    let held = Entity::find_by_id(row.id).held().one(&work.read()).await?;
    if held.is_none_or(|held| held.state != DataExportState::Waiting) {
        return Ok(());
    }
    work.update(&permit, ActiveModel { id: Set(row.id), state: Set(DataExportState::Ready), ..Default::default() }).await?;
    notice::tell(&work, &permit, &[owner], NewNotice::new(Template::ExportReady, Vec::new(), "profile/data")).await?;
    work.commit(permit, PrivacyEntry::ExportMade { export: row.id }).await
}

/// What whoever is signed in asked for and can still fetch, newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<DataExport>> {
    let acting = ctx.account()?.id;
    let rows = Entity::find()
        .filter(Column::AccountId.eq(acting))
        .filter(Column::ExpiresAt.gt(ctx.now()))
        .order_by_desc(Column::Id)
        .limit(LISTED);
    Ok(rows.all(ctx.database().reader()).await?.into_iter().map(Into::into).collect())
}

/// A path of the service at which it can be fetched for a quarter of an hour.
pub fn path(ctx: &Ctx, id: DataExportId, form: Form) -> Result<String> {
    ctx.must_be_oneself()?;
    Ok(signed_address::sign(ctx, &unsigned(id, form)))
}

fn unsigned(id: DataExportId, form: Form) -> String {
    format!("/exports/{}.{}", id.wire(), form.extension())
}

/// Its bytes, for who has an address that was signed and whose time isn't over.
pub async fn fetch(ctx: &Ctx, id: DataExportId, form: Form, signature: &Signature) -> Result<Vec<u8>> {
    signature.check(ctx, &unsigned(id, form))?;
    let row = Entity::find_by_id(id).one(ctx.database().reader()).await?.ok_or(Error::NotFound)?;
    if row.state != DataExportState::Ready || row.expires_at <= ctx.now() {
        return Err(Error::NotFound);
    }
    let key = key::of(ctx, ctx.database().reader(), row.person_id).await?;
    store::read_sealed(ctx, &key, place(id, form), &store_key(id, form)).await
}

/// What could be fetched for a week goes with its row; so does what belonged to somebody who was forgotten.
pub(super) const RETENTION: Rule = Rule {
    kind: "privacy.export",
    days: 0,
    basis: Basis::Purpose,
    due: |ctx, before| {
        Box::pin(async move { Ok(Entity::find().filter(Column::ExpiresAt.lt(before)).count(ctx.database().reader()).await?) })
    },
    apply: |ctx, before| Box::pin(async move { forget(&ctx, before).await }),
};

async fn forget(ctx: &Ctx, before: DateTime<Utc>) -> Result<u64> {
    let removed = work::forget::<Entity>(ctx, Column::ExpiresAt.lt(before)).await?;
    let lying = store::all(ctx.services.files.store.as_ref(), FOLDER).await?;
    let ids: Vec<DataExportId> =
        Entity::find().select_only().column(Column::Id).into_tuple().all(ctx.database().reader()).await?;
    let known = ids.into_iter().map(|id| id.0).collect();
    store::remove_unknown(ctx.services.files.store.as_ref(), FOLDER, lying, &known).await?;
    Ok(removed)
}
