//! The one clock of an instance, and the centre's calendar.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SubsecRound, Utc};

/// Tells the time. The only way to learn it, so that a test can set it.
pub trait Clock: Send + Sync {
    /// Now, cut to microseconds: what PostgreSQL can keep.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// The local date at the centre. Tunisia has kept UTC+1 all year since 2009.
#[must_use]
pub fn date_in_tunis(instant: DateTime<Utc>) -> NaiveDate {
    let tunis = FixedOffset::east_opt(3600).expect("an hour is a valid offset");
    instant.with_timezone(&tunis).date_naive()
}

/// An instant as people at the centre write it.
#[must_use]
pub fn written_in_tunis(instant: DateTime<Utc>) -> String {
    let tunis = FixedOffset::east_opt(3600).expect("an hour is a valid offset");
    instant.with_timezone(&tunis).format("%d/%m/%Y %H:%M").to_string()
}

/// The instant at which a day begins at the centre.
#[must_use]
pub fn midnight_in_tunis(day: NaiveDate) -> Option<DateTime<Utc>> {
    let tunis = FixedOffset::east_opt(3600)?;
    day.and_time(NaiveTime::MIN).and_local_timezone(tunis).single().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_an_hour_before_utc() {
        let late = DateTime::parse_from_rfc3339("2020-12-31T23:30:00Z").unwrap().to_utc();
        assert_eq!(date_in_tunis(late), NaiveDate::from_ymd_opt(2021, 1, 1).unwrap());
    }
}
