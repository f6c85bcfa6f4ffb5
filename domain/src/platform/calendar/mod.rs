//! When the centre works: days on which it is closed, its hours, working days counted by them, and feeds for calendar programs.

pub mod days;
pub mod feed;
pub mod holiday;
pub mod hours;
pub mod icalendar;
mod range;
pub mod source;

pub use days::Calendar;
pub use source::{Event, Source, When};

/// What this context gives to calendars.
pub const SOURCES: &[&dyn Source] = &[&holiday::Holidays];

use crate::kernel::{Ctx, Result};

impl Calendar {
    /// The centre's calendar as it stands now, read once for all that is then asked of it.
    pub async fn load(ctx: &Ctx) -> Result<Self> {
        let holidays = holiday::all_days(ctx).await?;
        let (mut usual, mut seasons) = (None, Vec::new());
        for period in hours::list(ctx).await? {
            let week = period.week();
            match period.first_day.zip(period.last_day) {
                Some((first, last)) => seasons.push((first, last, week)),
                None => usual = Some(week),
            }
        }
        Ok(Self::new(holidays, usual.unwrap_or(days::MONDAY_TO_FRIDAY), seasons))
    }
}
