//! Programmes.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::programmes::programme::{self, NewProgramme};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::values::{self, LocalizedString, LocalizedTextInput};

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

payloads! {
    /// What came of entering a programme.
    ProgrammeDefinePayload { programme: Programme, from programme::Programme }
}

/// Acts on programmes.
#[derive(Default)]
pub struct ProgrammesMutation;

#[Object]
impl ProgrammesMutation {
    /// Enters a programme, or answers the one that has this code already.
    #[doc = nabta_domain::programmes_permission!(PROGRAMME_DEFINE)]
    async fn programme_define(&self, ctx: &Context<'_>, input: ProgrammeDefineInput) -> Result<ProgrammeDefinePayload> {
        let new = NewProgramme {
            code: input.code,
            titles: input.titles.into(),
            funder: input.funder,
            starts_on: input.starts_on,
            ends_on: input.ends_on,
        };
        ProgrammeDefinePayload::from_outcome(ctx, define(ctx, new).await)
    }
}

async fn define(ctx: &Context<'_>, new: NewProgramme) -> DomainResult<programme::Programme> {
    let id = programme::define(domain(ctx), new).await?;
    let found = programme::by_ids(domain(ctx), &[id]).await?.pop();
    found.ok_or(nabta_domain::kernel::Error::NotFound)
}
