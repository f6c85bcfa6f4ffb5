//! Governorates, jobs, mail, files, the calendar.

mod calendar;
mod files;
mod following;
mod jobs;
mod mails;

pub use calendar::{
    CalendarFeedMutation, CalendarFeedQuery, Holiday, HolidayMutation, HolidayQuery, WorkingHoursMutation, WorkingHoursQuery,
};
pub use files::{File, FileMutation, FileQuery, Upload};
pub use following::JobSubscription;
pub use jobs::{Job, JobMutation, JobQuery};
pub use mails::{Mail, MailQuery};

use async_graphql::{Context, Object, Result};
use nabta_domain::platform::governorate;

use crate::errors::{Answer, domain};
use crate::values::{self, LocalizedString};

/// One of the 24 governorates of Tunisia.
pub struct Governorate(governorate::Governorate);

impl From<governorate::Governorate> for Governorate {
    fn from(governorate: governorate::Governorate) -> Self {
        Self(governorate)
    }
}

#[Object]
impl Governorate {
    /// ISO 3166-2 code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }
}

/// Questions about the platform.
#[derive(Default)]
pub struct PlatformQuery;

#[Object]
impl PlatformQuery {
    /// The 24 governorates of Tunisia, by code.
    async fn governorates(&self, ctx: &Context<'_>) -> Result<Vec<Governorate>> {
        Ok(governorate::all(domain(ctx)).await.answer(ctx)?.into_iter().map(Governorate).collect())
    }
}
