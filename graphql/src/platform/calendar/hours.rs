//! The hours at which the centre is open.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::platform::calendar::hours::{self, Season, Span};

use crate::connection::usual;
use crate::errors::{Answer, domain, payloads};
use crate::ids;

/// The hours of the whole year, or of a season that has others.
pub struct WorkingHours(hours::WorkingHours);

impl From<hours::WorkingHours> for WorkingHours {
    fn from(hours: hours::WorkingHours) -> Self {
        Self(hours)
    }
}

/// A span of a weekday on which the centre is open.
#[derive(SimpleObject)]
pub struct WorkingHoursSpan {
    /// The day of the week as ISO 8601 counts it: 1 for Monday, 7 for Sunday.
    weekday: i32,
    /// When it opens, in minutes after midnight.
    opens: i32,
    /// When it closes, in minutes after midnight.
    closes: i32,
}

#[Object]
impl WorkingHours {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The first day of a season; none for the hours of the whole year.
    async fn first_day(&self) -> Option<NaiveDate> {
        self.0.first_day
    }

    /// The last day of a season, which is one of them.
    async fn last_day(&self) -> Option<NaiveDate> {
        self.0.last_day
    }

    /// When the centre is open, by weekday and hour.
    async fn spans(&self) -> Vec<WorkingHoursSpan> {
        let shown = |span: &Span| WorkingHoursSpan { weekday: span.weekday, opens: span.opens, closes: span.closes };
        self.0.spans.iter().map(shown).collect()
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about hours.
#[derive(Default)]
pub struct WorkingHoursQuery;

#[Object]
impl WorkingHoursQuery {
    /// The hours at which the centre is open: first those of the whole year, then the seasons that have others, in their order.
    #[graphql(complexity = "usual(10, child_complexity)")]
    async fn working_hours(&self, ctx: &Context<'_>) -> Result<Vec<WorkingHours>> {
        Ok(hours::list(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// A span of a weekday on which the centre is open.
#[derive(InputObject)]
pub struct WorkingHoursSpanInput {
    /// The day of the week as ISO 8601 counts it: 1 for Monday, 7 for Sunday.
    weekday: i32,
    /// When it opens, in minutes after midnight.
    opens: i32,
    /// When it closes, in minutes after midnight.
    closes: i32,
}

impl From<WorkingHoursSpanInput> for Span {
    fn from(span: WorkingHoursSpanInput) -> Self {
        Self { weekday: span.weekday, opens: span.opens, closes: span.closes }
    }
}

/// The hours of the whole year, or of a season.
#[derive(InputObject)]
pub struct WorkingHoursSetInput {
    /// The first day of a season; none for the hours of the whole year.
    first_day: Option<NaiveDate>,
    /// The last day of a season, which is one of them.
    last_day: Option<NaiveDate>,
    /// When the centre is open. Nothing for a season in which it is closed.
    spans: Vec<WorkingHoursSpanInput>,
    /// The version that was read; none where there were no such hours.
    version: Option<i32>,
}

/// A season that has no hours of its own any more.
#[derive(InputObject)]
pub struct WorkingHoursRemoveInput {
    /// Its first day.
    first_day: NaiveDate,
    /// Its last day.
    last_day: NaiveDate,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on hours; of a season that was removed, what it was.
    WorkingHoursPayload { working_hours: WorkingHours, from hours::WorkingHours }
}

/// Acts on hours.
#[derive(Default)]
pub struct WorkingHoursMutation;

#[Object]
impl WorkingHoursMutation {
    /// Says all hours of the whole year, or of a season, in place of those of before.
    #[doc = nabta_domain::platform_permission!(WORKING_HOURS_SET)]
    async fn working_hours_set(&self, ctx: &Context<'_>, input: WorkingHoursSetInput) -> Result<WorkingHoursPayload> {
        let days = (input.first_day, input.last_day);
        let spans = input.spans.into_iter().map(Into::into).collect();
        let set = async { hours::set(domain(ctx), Season::new(days.0, days.1)?, spans, input.version).await };
        Ok(WorkingHoursPayload::from_outcome(ctx, set.await)?.or_current(current(ctx, days)).await)
    }

    /// Removes a season's hours: then those of the whole year hold.
    #[doc = nabta_domain::platform_permission!(WORKING_HOURS_SET)]
    async fn working_hours_remove(&self, ctx: &Context<'_>, input: WorkingHoursRemoveInput) -> Result<WorkingHoursPayload> {
        let days = (Some(input.first_day), Some(input.last_day));
        let removed = async { hours::remove(domain(ctx), Season::new(days.0, days.1)?, input.version).await };
        Ok(WorkingHoursPayload::from_outcome(ctx, removed.await)?.or_current(current(ctx, days)).await)
    }
}

async fn current(ctx: &Context<'_>, days: (Option<NaiveDate>, Option<NaiveDate>)) -> DomainResult<hours::WorkingHours> {
    hours::read(domain(ctx), Season::new(days.0, days.1)?).await
}
