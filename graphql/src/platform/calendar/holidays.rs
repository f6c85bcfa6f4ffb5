//! Days on which the centre is closed.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::platform::HolidayId;
use nabta_domain::platform::calendar::holiday::{self, HolidayDetails};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// Days on which the centre is closed.
pub struct Holiday(holiday::Holiday);

impl From<holiday::Holiday> for Holiday {
    fn from(holiday: holiday::Holiday) -> Self {
        Self(holiday)
    }
}

#[Object]
impl Holiday {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What is celebrated.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }

    /// What is celebrated, as written.
    async fn names(&self) -> LocalizedTexts {
        self.0.names.clone().into()
    }

    /// The first day.
    async fn first_day(&self) -> NaiveDate {
        self.0.first_day
    }

    /// The last day, which is one of them.
    async fn last_day(&self) -> NaiveDate {
        self.0.last_day
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about holidays.
#[derive(Default)]
pub struct HolidayQuery;

#[Object]
impl HolidayQuery {
    /// The days on which the centre is closed, in their order: those that have a day between two days, or all.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day that is asked about.")] from: Option<NaiveDate>,
        #[graphql(desc = "The last day that is asked about.")] until: Option<NaiveDate>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Holiday>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(holiday::list(domain(ctx), from, until, &page).await.answer(ctx)?))
    }
}

/// A holiday.
#[derive(InputObject)]
pub struct HolidayDefineInput {
    /// What is celebrated.
    names: LocalizedTextInput,
    /// The first day.
    first_day: NaiveDate,
    /// The last day, which is one of them.
    last_day: NaiveDate,
}

/// A change of a holiday.
#[derive(InputObject)]
pub struct HolidayChangeInput {
    /// Which holiday.
    holiday: ID,
    /// What is celebrated.
    names: LocalizedTextInput,
    /// The first day.
    first_day: NaiveDate,
    /// The last day, which is one of them.
    last_day: NaiveDate,
    /// The version that was read.
    version: i32,
}

/// A holiday that is none.
#[derive(InputObject)]
pub struct HolidayRemoveInput {
    /// Which holiday.
    holiday: ID,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a holiday; of one that was removed, what it was.
    HolidayPayload { holiday: Holiday, from holiday::Holiday }
}

/// Acts on holidays.
#[derive(Default)]
pub struct HolidayMutation;

#[Object]
impl HolidayMutation {
    /// Enters a holiday, or answers the one of the same days that says the same.
    #[doc = nabta_domain::platform_permission!(HOLIDAY_DEFINE)]
    async fn holiday_define(&self, ctx: &Context<'_>, input: HolidayDefineInput) -> Result<HolidayPayload> {
        let details = HolidayDetails { names: input.names.into(), first_day: input.first_day, last_day: input.last_day };
        HolidayPayload::from_outcome(ctx, holiday::define(domain(ctx), details).await)
    }

    /// Changes a holiday: a feast that moves with the moon, once its day is announced.
    #[doc = nabta_domain::platform_permission!(HOLIDAY_DEFINE)]
    async fn holiday_change(&self, ctx: &Context<'_>, input: HolidayChangeInput) -> Result<HolidayPayload> {
        let id: HolidayId = ids::parse(ctx, &input.holiday)?;
        let details = HolidayDetails { names: input.names.into(), first_day: input.first_day, last_day: input.last_day };
        let changed = holiday::change(domain(ctx), id, details, input.version).await;
        Ok(HolidayPayload::from_outcome(ctx, changed)?.or_current(holiday::read(domain(ctx), id)).await)
    }

    /// Removes a holiday.
    #[doc = nabta_domain::platform_permission!(HOLIDAY_REMOVE)]
    async fn holiday_remove(&self, ctx: &Context<'_>, input: HolidayRemoveInput) -> Result<HolidayPayload> {
        let id: HolidayId = ids::parse(ctx, &input.holiday)?;
        let removed = holiday::remove(domain(ctx), id, input.version).await;
        Ok(HolidayPayload::from_outcome(ctx, removed)?.or_current(holiday::read(domain(ctx), id)).await)
    }
}
