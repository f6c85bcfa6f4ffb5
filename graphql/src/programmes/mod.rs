//! Programmes.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::kernel::{Ctx, Error, Result as DomainResult};
use nabta_domain::programmes::ProgrammeId;
use nabta_domain::programmes::programme::{self, ProgrammeDetails};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::values::{self, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// A programme with its funder; in the catalogue, a label of courses.
#[derive(Clone)]
pub struct Programme(pub programme::Programme);

impl From<programme::Programme> for Programme {
    fn from(programme: programme::Programme) -> Self {
        Self(programme)
    }
}

#[Object]
impl Programme {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Short name.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> LocalizedString {
        values::choose(&self.0.titles, locale, domain(ctx).locale)
    }

    /// Its titles as written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.titles.clone().into()
    }

    /// Who pays for it.
    async fn funder(&self) -> Option<&str> {
        self.0.funder.as_deref()
    }

    /// First day.
    async fn starts_on(&self) -> Option<NaiveDate> {
        self.0.starts_on
    }

    /// Last day.
    async fn ends_on(&self) -> Option<NaiveDate> {
        self.0.ends_on
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about programmes.
#[derive(Default)]
pub struct ProgrammesQuery;

#[Object]
impl ProgrammesQuery {
    /// All programmes, by code.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Programme>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(programme::list(domain(ctx), &page).await.answer(ctx)?))
    }
}

/// A programme.
#[derive(InputObject)]
pub struct ProgrammeDefineInput {
    /// Short name.
    code: String,
    /// Its titles.
    titles: LocalizedTextInput,
    /// Who pays for it.
    funder: Option<String>,
    /// First day.
    starts_on: Option<NaiveDate>,
    /// Last day.
    ends_on: Option<NaiveDate>,
}

/// A change of what is said about a programme.
#[derive(InputObject)]
pub struct ProgrammeUpdateInput {
    /// Which programme.
    programme: ID,
    /// Its titles.
    titles: LocalizedTextInput,
    /// Who pays for it.
    funder: Option<String>,
    /// First day.
    starts_on: Option<NaiveDate>,
    /// Last day.
    ends_on: Option<NaiveDate>,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a programme.
    ProgrammePayload { programme: Programme, from programme::Programme }
}

/// Acts on programmes.
#[derive(Default)]
pub struct ProgrammesMutation;

#[Object]
impl ProgrammesMutation {
    /// Enters a programme, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::programmes_permission!(PROGRAMME_DEFINE)]
    async fn programme_define(&self, ctx: &Context<'_>, input: ProgrammeDefineInput) -> Result<ProgrammePayload> {
        let details = ProgrammeDetails {
            titles: input.titles.into(),
            funder: input.funder,
            starts_on: input.starts_on,
            ends_on: input.ends_on,
        };
        ProgrammePayload::from_outcome(ctx, define(domain(ctx), &input.code, details).await)
    }

    /// Changes what is said about a programme.
    #[doc = nabta_domain::programmes_permission!(PROGRAMME_DEFINE)]
    async fn programme_update(&self, ctx: &Context<'_>, input: ProgrammeUpdateInput) -> Result<ProgrammePayload> {
        let id: ProgrammeId = ids::parse(ctx, &input.programme)?;
        let details = ProgrammeDetails {
            titles: input.titles.into(),
            funder: input.funder,
            starts_on: input.starts_on,
            ends_on: input.ends_on,
        };
        let updated = programme::update(domain(ctx), id, details, input.version).await;
        Ok(ProgrammePayload::from_outcome(ctx, updated)?.or_current(read(domain(ctx), id)).await)
    }
}

async fn define(ctx: &Ctx, code: &str, details: ProgrammeDetails) -> DomainResult<programme::Programme> {
    let id = programme::define(ctx, code, details).await?;
    read(ctx, id).await
}

async fn read(ctx: &Ctx, id: ProgrammeId) -> DomainResult<programme::Programme> {
    programme::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
