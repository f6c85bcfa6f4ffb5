//! What stands in somebody's calendar, from whichever context: each gives a source, and `crate::agenda` puts them together.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::actor::Account;
use crate::kernel::{Ctx, Result};

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On whole days, the last of which is one of them.
    Days(NaiveDate, NaiveDate),
    /// From one instant to another one.
    Hours(DateTime<Utc>, DateTime<Utc>),
}

/// Something that stands in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// By what a program knows it again, whatever is changed about it: the wire form of its id.
    pub uid: String,
    /// Its version: a program takes the higher one.
    pub version: i32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it is.
    pub when: When,
    /// What it is, in the reader's language.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Where it is.
    pub location: Option<String>,
    /// Whether the time is taken: a session takes it, a holiday leaves it free.
    pub is_busy: bool,
}

/// What gives events to calendars.
///
/// It is asked as the account, in the account's language, and without any role: whoever has the address of a calendar sees what concerns
/// its owner as a person, and nothing that they may see by their work.
#[async_trait]
pub trait Source: Send + Sync {
    /// What concerns an account on these days.
    async fn events(&self, ctx: &Ctx, account: &Account, days: &RangeInclusive<NaiveDate>) -> Result<Vec<Event>>;
}
