//! When the centre works, and everybody's own calendar.

mod feed;
mod feed_fetched;
mod holidays;
mod hours;
