//! One's own address for calendar programs.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::platform::calendar::feed;

use crate::errors::{Answer, UserError, domain, user_errors};

/// One's own address from which a calendar program fetches what concerns oneself. Where it leads is told by `calendarFeedRenew` alone.
#[derive(SimpleObject)]
pub struct CalendarFeed {
    /// Since when it is good.
    created_at: DateTime<Utc>,
    /// About when it was last fetched.
    fetched_at: Option<DateTime<Utc>>,
}

impl From<feed::Feed> for CalendarFeed {
    fn from(feed: feed::Feed) -> Self {
        Self { created_at: feed.created_at, fetched_at: feed.fetched_at }
    }
}

/// Questions about one's own address for calendar programs.
#[derive(Default)]
pub struct CalendarFeedQuery;

#[Object]
impl CalendarFeedQuery {
    /// One's own address for calendar programs; nothing where there is none.
    #[doc = nabta_domain::platform_permission!(CALENDAR_FEED_SET)]
    async fn calendar_feed(&self, ctx: &Context<'_>) -> Result<Option<CalendarFeed>> {
        Ok(feed::own(domain(ctx)).await.answer(ctx)?.map(Into::into))
    }
}

/// A new address.
#[derive(SimpleObject)]
pub struct CalendarFeedRenewPayload {
    /// The address, for a calendar program and nobody else: who has it reads the calendar. It is told here and never again.
    address: Option<String>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

/// What came of ending the address.
#[derive(SimpleObject)]
pub struct CalendarFeedEndPayload {
    /// What the caller can repair; nothing was done if there is any.
    user_errors: Vec<UserError>,
}

/// Acts on one's own address for calendar programs.
#[derive(Default)]
pub struct CalendarFeedMutation;

#[Object]
impl CalendarFeedMutation {
    /// Makes a new address for calendar programs; the one of before leads nowhere from now on.
    #[doc = nabta_domain::platform_permission!(CALENDAR_FEED_SET)]
    async fn calendar_feed_renew(&self, ctx: &Context<'_>) -> Result<CalendarFeedRenewPayload> {
        Ok(match feed::renew(domain(ctx)).await {
            Ok(address) => CalendarFeedRenewPayload { address: Some(address), user_errors: Vec::new() },
            Err(error) => CalendarFeedRenewPayload { address: None, user_errors: user_errors(domain(ctx), error)? },
        })
    }

    /// Ends one's own address for calendar programs.
    #[doc = nabta_domain::platform_permission!(CALENDAR_FEED_SET)]
    async fn calendar_feed_end(&self, ctx: &Context<'_>) -> Result<CalendarFeedEndPayload> {
        let user_errors = match feed::end(domain(ctx)).await {
            Ok(()) => Vec::new(),
            Err(error) => user_errors(domain(ctx), error)?,
        };
        Ok(CalendarFeedEndPayload { user_errors })
    }
}
