//! What the law gives to the persons themselves: all that is kept about them, and being forgotten; and how long things are kept.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::retention;
use nabta_domain::people::PersonId;
use nabta_domain::privacy::erasure;
use nabta_domain::privacy::export::{self, Form};
use nabta_domain::tidy;

use crate::connection::usual;
use crate::errors::{Answer, UserError, domain, payloads, user_errors};
use crate::ids;
use crate::loaders::{JobByEffect, load};
use crate::platform::Job;
use crate::values::Locale;

/// All that is kept about oneself.
pub struct DataExport(export::DataExport);

impl From<export::DataExport> for DataExport {
    fn from(export: export::DataExport) -> Self {
        Self(export)
    }
}

#[Object]
impl DataExport {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Whether it can be fetched; before, a job puts it together.
    async fn is_ready(&self) -> bool {
        self.0.is_ready
    }

    /// The job that puts it together, which `jobProgress` follows.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        Ok(load(ctx, JobByEffect(export::effect(self.0.id))).await?.map(Into::into))
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when it can be fetched.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Where the data for programs (JSON) can be fetched, for a quarter of an hour.
    async fn json_path(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.0.is_ready.then(|| export::path(domain(ctx), self.0.id, Form::Json).answer(ctx)).transpose()
    }

    /// Where the document to be read (PDF) can be fetched, for a quarter of an hour.
    async fn pdf_path(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.0.is_ready.then(|| export::path(domain(ctx), self.0.id, Form::Pdf).answer(ctx)).transpose()
    }
}

/// Why something is kept so long and no longer.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "retention::Basis")]
pub enum RetentionBasis {
    /// It serves nothing any more.
    Purpose,
    /// So long it can be asked what became of it.
    Trace,
}

/// How long a kind of data is kept, and what would go now.
#[derive(SimpleObject)]
pub struct RetentionRule {
    /// Of what.
    kind: &'static str,
    /// How many days it is kept after its end.
    keep_days: i64,
    /// Why so long.
    basis: RetentionBasis,
    /// How many would be removed now; each night they are.
    due: u64,
}

impl From<tidy::Preview> for RetentionRule {
    fn from(rule: tidy::Preview) -> Self {
        Self { kind: rule.kind, keep_days: rule.days, basis: rule.basis.into(), due: rule.due }
    }
}

/// Questions about one's own data, and about how long things are kept.
#[derive(Default)]
pub struct PrivacyQuery;

#[Object]
impl PrivacyQuery {
    /// What one asked for and can still fetch, newest first.
    #[doc = nabta_domain::people_permission!(DATA_EXPORT)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn data_exports(&self, ctx: &Context<'_>) -> Result<Vec<DataExport>> {
        Ok(export::mine(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }

    /// How long things are kept, and how many would be removed now: asking removes nothing.
    #[doc = nabta_domain::people_permission!(RETENTION_READ)]
    #[graphql(complexity = "usual(10, child_complexity)")]
    async fn retention_rules(&self, ctx: &Context<'_>) -> Result<Vec<RetentionRule>> {
        Ok(tidy::preview(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// In which language the document is.
#[derive(InputObject)]
pub struct DataExportRequestInput {
    /// The language.
    locale: Locale,
}

/// The password of whoever is signed in.
#[derive(InputObject)]
pub struct ErasureRequestInput {
    /// The password.
    #[graphql(secret)]
    password: String,
}

/// Somebody who has no account.
#[derive(InputObject)]
pub struct ErasureOrderInput {
    /// Who.
    person: ID,
}

payloads! {
    /// What came of asking for one's data.
    DataExportPayload { export: DataExport, from export::DataExport }
}

/// What came of asking to be forgotten.
#[derive(SimpleObject)]
pub struct ErasurePayload {
    /// What the caller can repair; nothing was done if there is any.
    user_errors: Vec<UserError>,
}

/// Acts on one's own data.
#[derive(Default)]
pub struct PrivacyMutation;

#[Object]
impl PrivacyMutation {
    /// Asks for all that is kept about oneself. A letter tells when it can be fetched.
    #[doc = nabta_domain::people_permission!(DATA_EXPORT)]
    async fn data_export_request(&self, ctx: &Context<'_>, input: DataExportRequestInput) -> Result<DataExportPayload> {
        DataExportPayload::from_outcome(ctx, export::request(domain(ctx), input.locale.into()).await)
    }

    /// Has oneself forgotten, by the password: one is signed out everywhere at once, and a job removes everything but what the law and the
    /// accounts require, which stays without the name. It cannot be taken back.
    #[doc = nabta_domain::people_permission!(ERASURE_REQUEST)]
    async fn erasure_request(&self, ctx: &Context<'_>, input: ErasureRequestInput) -> Result<ErasurePayload> {
        erased(ctx, erasure::request(domain(ctx), input.password.into()).await)
    }

    /// Has somebody forgotten who has no account and asked for it otherwise. It cannot be taken back.
    #[doc = nabta_domain::people_permission!(ERASURE_ORDER)]
    async fn erasure_order(&self, ctx: &Context<'_>, input: ErasureOrderInput) -> Result<ErasurePayload> {
        let person: PersonId = ids::parse(ctx, &input.person)?;
        erased(ctx, erasure::order(domain(ctx), person).await)
    }
}

fn erased(ctx: &Context<'_>, outcome: nabta_domain::kernel::Result<()>) -> Result<ErasurePayload> {
    let user_errors = match outcome {
        Ok(()) => Vec::new(),
        Err(error) => user_errors(domain(ctx), error)?,
    };
    Ok(ErasurePayload { user_errors })
}
