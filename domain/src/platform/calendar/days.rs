//! Working days, counted: pure, over what was read once.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::kernel::{Error, Refusal};
use crate::platform::actions::codes::NO_WORKING_DAY;

/// On which days of the week the centre works, Monday first.
pub type Week = [bool; 7];

/// The week where nobody said otherwise.
pub const MONDAY_TO_FRIDAY: Week = [true, true, true, true, true, false, false];

/// So many days are looked at for the next working day: a centre that is closed for longer has no calendar to count by.
const FARTHEST: usize = 731;

/// No working day is near enough: within two years, or within what a calendar can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWorkingDay;

impl From<NoWorkingDay> for Error {
    fn from(_: NoWorkingDay) -> Self {
        Refusal::new(NO_WORKING_DAY).into()
    }
}

/// The days on which the centre works.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Sorted, and apart from each other.
    holidays: Vec<(NaiveDate, NaiveDate)>,
    usual: Week,
    /// Sorted, and apart from each other.
    seasons: Vec<(NaiveDate, NaiveDate, Week)>,
}

impl Calendar {
    /// From days on which it is closed, the week of the whole year, and the weeks of seasons, which do not overlap each other.
    #[must_use]
    pub fn new(
        holidays: impl IntoIterator<Item = (NaiveDate, NaiveDate)>,
        usual: Week,
        seasons: impl IntoIterator<Item = (NaiveDate, NaiveDate, Week)>,
    ) -> Self {
        let mut sorted: Vec<_> = holidays.into_iter().collect();
        sorted.sort_unstable();
        let mut holidays: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match holidays.last_mut() {
                // A day that two rows name is one day.
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => holidays.push((first, last)),
            }
        }
        let mut seasons: Vec<_> = seasons.into_iter().collect();
        seasons.sort_unstable();
        Self { holidays, usual, seasons }
    }

    /// Whether the centre works on a day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let place = self.holidays.partition_point(|(_, last)| *last < day);
        let is_holiday = self.holidays.get(place).is_some_and(|(first, _)| *first <= day);
        !is_holiday && self.is_open(day)
    }

    /// Whether the week of the season has this day.
    fn is_open(&self, day: NaiveDate) -> bool {
        let place = self.seasons.partition_point(|(_, last, _)| *last < day);
        let season = self.seasons.get(place).filter(|(first, _, _)| *first <= day);
        season.map_or(self.usual, |(_, _, week)| *week)[weekday(day)]
    }

    /// The n-th working day after a day, or before it where `n` is negative; for 0 the day itself, or the first working day after it.
    pub fn add_working_days(&self, day: NaiveDate, n: i32) -> Result<NaiveDate, NoWorkingDay> {
        if n == 0 {
            return if self.is_working_day(day) { Ok(day) } else { self.next(day, true) };
        }
        let mut day = day;
        for _ in 0..n.unsigned_abs() {
            day = self.next(day, n > 0)?;
        }
        Ok(day)
    }

    fn next(&self, day: NaiveDate, is_forward: bool) -> Result<NaiveDate, NoWorkingDay> {
        let mut day = day;
        for _ in 0..FARTHEST {
            day = if is_forward { day.succ_opt() } else { day.pred_opt() }.ok_or(NoWorkingDay)?;
            if self.is_working_day(day) {
                return Ok(day);
            }
        }
        Err(NoWorkingDay)
    }

    /// How many working days come after `from` up to and with `until`; negative where `until` comes before.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, until: NaiveDate) -> i64 {
        match (from < until, from.min(until).succ_opt()) {
            (true, Some(first)) => self.count(first, until),
            (false, Some(first)) => -self.count(first, from),
            (_, None) => 0,
        }
    }

    /// How many working days there are from one day to another one, both counted. By whole weeks, so that a century costs what a week
    /// costs.
    fn count(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        let mut count = of_week(self.usual, first, last);
        for (begins, ends, week) in &self.seasons {
            let (begins, ends) = (first.max(*begins), last.min(*ends));
            count += of_week(*week, begins, ends) - of_week(self.usual, begins, ends);
        }
        for (begins, ends) in &self.holidays {
            let days = first.max(*begins).iter_days().take_while(|day| *day <= last.min(*ends));
            count -= i64::try_from(days.filter(|day| self.is_open(*day)).count()).unwrap_or(0);
        }
        count
    }
}

fn weekday(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

/// How many days of a week's kind there are from one day to another one, both counted.
fn of_week(week: Week, first: NaiveDate, last: NaiveDate) -> i64 {
    let days = (last - first).num_days() + 1;
    if days <= 0 {
        return 0;
    }
    let in_week = week.iter().filter(|is_open| **is_open).count();
    let rest = (0..days % 7).filter(|more| week[weekday(first + TimeDelta::days(*more))]).count();
    days / 7 * i64::try_from(in_week).unwrap_or(0) + i64::try_from(rest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A day of the years 2018 to 2024.
    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0..2557_i64).prop_map(|after| day("2018-01-01") + TimeDelta::days(after))
    }

    /// A week with a working day, because one without any has nothing to count.
    fn any_week() -> impl Strategy<Value = Week> {
        any::<Week>().prop_filter("a working day", |week| week.contains(&true))
    }

    prop_compose! {
        fn any_calendar()(
            holidays in prop::collection::vec((any_day(), 0..20_i64), 0..60),
            usual in any_week(),
            mut edges in prop::collection::btree_set(any_day(), 0..8),
            weeks in prop::collection::vec(any::<Week>(), 4),
        ) -> Calendar {
            let holidays = holidays.into_iter().map(|(first, more)| (first, first + TimeDelta::days(more)));
            let mut seasons = Vec::new();
            for week in weeks {
                let (Some(first), Some(last)) = (edges.pop_first(), edges.pop_first()) else { break };
                // Longer ones may be closed throughout.
                seasons.push((first, last.min(first + TimeDelta::days(90)), week));
            }
            Calendar::new(holidays.collect::<Vec<_>>(), usual, seasons)
        }
    }

    proptest! {
        #[test]
        fn a_number_added_and_taken_away_leads_back(calendar in any_calendar(), day in any_day(), n in -300..300_i32) {
            let start = calendar.add_working_days(day, 0).unwrap();
            let end = calendar.add_working_days(start, n).unwrap();
            prop_assert!(calendar.is_working_day(end));
            prop_assert_eq!(calendar.add_working_days(end, -n).unwrap(), start);
            prop_assert_eq!(calendar.working_days_between(start, end), i64::from(n));
        }

        #[test]
        fn a_later_day_never_gives_an_earlier_one(calendar in any_calendar(), one in any_day(), other in any_day(), n in -60..60_i32) {
            let (earlier, later) = (one.min(other), one.max(other));
            prop_assert!(calendar.add_working_days(earlier, n).unwrap() <= calendar.add_working_days(later, n).unwrap());
            prop_assert!(calendar.add_working_days(one, n).unwrap() < calendar.add_working_days(one, n + 1).unwrap() || n == 0);
        }

        #[test]
        fn counting_agrees_with_looking_at_each_day(calendar in any_calendar(), one in any_day(), other in any_day()) {
            let (earlier, later) = (one.min(other), one.max(other));
            let looked_at = earlier.iter_days().skip(1).take_while(|day| *day <= later).filter(|day| calendar.is_working_day(*day)).count();
            let looked_at = i64::try_from(looked_at).unwrap();
            prop_assert_eq!(calendar.working_days_between(earlier, later), looked_at);
            if earlier != later {
                prop_assert_eq!(calendar.working_days_between(later, earlier), -looked_at);
            }
        }
    }

    #[test]
    fn eid_is_no_working_day_and_neither_is_sunday() {
        let holidays = [(day("2020-05-24"), day("2020-05-25")), (day("2020-05-01"), day("2020-05-01"))];
        let calendar = Calendar::new(holidays, MONDAY_TO_FRIDAY, []);
        // Friday before Eid: Saturday and Sunday are of the week, Sunday and Monday of Eid.
        assert_eq!(calendar.add_working_days(day("2020-05-22"), 1), Ok(day("2020-05-26")));
        assert_eq!(calendar.add_working_days(day("2020-05-26"), -1), Ok(day("2020-05-22")));
        assert_eq!(calendar.add_working_days(day("2020-05-24"), 0), Ok(day("2020-05-26")));
        assert_eq!(calendar.working_days_between(day("2020-04-30"), day("2020-05-31")), 19);
        assert_eq!(calendar.working_days_between(day("2020-05-22"), day("2020-05-22")), 0);
    }

    #[test]
    fn a_season_has_a_week_of_its_own() {
        let saturdays = [false, false, false, false, false, true, false];
        let calendar = Calendar::new([], MONDAY_TO_FRIDAY, [(day("2020-07-01"), day("2020-08-31"), saturdays)]);
        assert_eq!(calendar.add_working_days(day("2020-06-30"), 1), Ok(day("2020-07-04")));
        assert_eq!(calendar.add_working_days(day("2020-08-29"), 1), Ok(day("2020-09-01")));
    }

    #[test]
    fn a_centre_that_never_works_is_told_and_nothing_runs_on() {
        let closed = Calendar::new([], [false; 7], []);
        assert_eq!(closed.add_working_days(day("2020-01-01"), 1), Err(NoWorkingDay));
        assert_eq!(closed.add_working_days(day("2020-01-01"), -1), Err(NoWorkingDay));
        assert_eq!(closed.add_working_days(day("2020-01-01"), 0), Err(NoWorkingDay));
        assert_eq!(closed.working_days_between(day("2020-01-01"), day("2100-01-01")), 0);
        let long = Calendar::new([(day("2020-01-01"), day("2022-02-01"))], MONDAY_TO_FRIDAY, []);
        assert_eq!(long.add_working_days(day("2019-12-31"), 1), Err(NoWorkingDay));
        let open = Calendar::new([], [true; 7], []);
        assert_eq!(open.add_working_days(NaiveDate::MAX, 1), Err(NoWorkingDay));
        assert_eq!(open.add_working_days(NaiveDate::MIN, -1), Err(NoWorkingDay));
        assert!(open.working_days_between(NaiveDate::MIN, NaiveDate::MAX) > 190_000_000);
        assert_eq!(open.working_days_between(NaiveDate::MAX, NaiveDate::MAX), 0);
    }
}
