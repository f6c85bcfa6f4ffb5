//! Days on which the centre is closed, its hours, and feeds for calendar programs.

pub mod calendar_feed;
pub mod holiday;
pub mod working_hours;
pub mod working_period;
