//! What a range of days must be to stand in the calendar.

use chrono::{Datelike, NaiveDate};

use crate::kernel::Refusal;
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::platform::actions::codes::OVERLAP;

/// The years that the calendar knows.
const YEARS: (i32, i32) = (2000, 2100);

/// Refuses a day of another age: a year with a digit too few is no holiday.
pub(super) fn known(day: NaiveDate, path: &str) -> Result<(), Refusal> {
    if (YEARS.0..=YEARS.1).contains(&day.year()) {
        Ok(())
    } else {
        Err(Refusal::at(OUT_OF_RANGE, path).with("least", YEARS.0).with("most", YEARS.1))
    }
}

/// Refuses days that are turned round, too many, or of another age.
pub(super) fn check(first: NaiveDate, last: NaiveDate, longest: i64) -> Result<(), Refusal> {
    known(first, "firstDay")?;
    known(last, "lastDay")?;
    let most = first + chrono::TimeDelta::days(longest - 1);
    if (first..=most).contains(&last) {
        Ok(())
    } else {
        Err(Refusal::at(OUT_OF_RANGE, "lastDay").with("least", first).with("most", most))
    }
}

/// These days are others' already.
pub(super) fn taken(first: NaiveDate, last: NaiveDate) -> Refusal {
    Refusal::at(OVERLAP, "firstDay").with("value", format!("{first} – {last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_order_few_and_of_our_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let path = |first: &str, last: &str| check(day(first), day(last), 60).map_err(|refusal| refusal.path[0].clone());
        assert_eq!(path("2020-05-24", "2020-05-24"), Ok(()));
        assert_eq!(path("2020-01-01", "2020-02-29"), Ok(()));
        assert_eq!(path("2020-01-01", "2020-03-01"), Err("lastDay".into()));
        assert_eq!(path("2020-05-25", "2020-05-24"), Err("lastDay".into()));
        assert_eq!(path("1999-12-31", "2000-01-01"), Err("firstDay".into()));
        assert_eq!(path("2100-12-31", "2101-01-01"), Err("lastDay".into()));
        assert_eq!(path("0202-05-24", "0202-05-24"), Err("firstDay".into()));
        assert_eq!(path("2020-05-24", "+262142-12-31"), Err("lastDay".into()));
    }
}
