//! When the centre works, and one's own calendar.

mod feed;
mod holidays;
mod hours;

pub use feed::{CalendarFeedMutation, CalendarFeedQuery};
pub use holidays::{Holiday, HolidayMutation, HolidayQuery};
pub use hours::{WorkingHoursMutation, WorkingHoursQuery};
