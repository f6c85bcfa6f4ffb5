//! Events as calendar programs read them: iCalendar (RFC 5545, RFC 7986).

use chrono::TimeDelta;
use icalendar::{Calendar, Component, EventLike};

use super::source::{Event, When};
use crate::kernel::Locale;
use crate::kernel::text::is_forbidden;

/// How often a program is asked to look again.
const REFRESH: TimeDelta = TimeDelta::hours(6);

/// The most bytes of a line.
const LINE: usize = 75;

/// What the calendar is called.
const fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::Ar => "روزنامة نبتة",
        Locale::Fr => "Agenda Nabta",
        Locale::En => "Nabta calendar",
    }
}

/// A calendar with these events. The same events give the same text.
#[must_use]
pub fn write(locale: Locale, events: &[Event]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Nabta//Calendar//FR"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    {
        calendar.append_property((key, value));
    }
    calendar.name(name(locale)).timezone("Africa/Tunis").ttl(&REFRESH);
    for event in events {
        calendar.push(written(event));
    }
    folded(&calendar.to_string())
}

/// Lines of at most 75 bytes (RFC 5545, 3.1): the last of the library's may have one more.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 25);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LINE {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(character);
            length += character.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

fn written(event: &Event) -> icalendar::Event {
    let mut entry = icalendar::Event::with_uid(&event.uid);
    entry.summary(&one_text(&event.title));
    if let Some(description) = &event.description {
        entry.description(&one_text(description));
    }
    if let Some(location) = &event.location {
        entry.location(&one_text(location));
    }
    match event.when {
        // The end is the first day that is none of them.
        When::Days(first, last) => entry.starts(first).ends(last.succ_opt().unwrap_or(last)),
        When::Hours(begins, ends) => entry.starts(begins).ends(ends),
    };
    entry
        .timestamp(event.changed_at)
        .last_modified(event.changed_at)
        .sequence(u32::try_from(event.version).unwrap_or(0))
        .add_property("TRANSP", if event.is_busy { "OPAQUE" } else { "TRANSPARENT" });
    entry
}

/// A text without what could end its line: the library escapes line feeds, commas, semicolons and backslashes, and a carriage return
/// goes through it.
fn one_text(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
        .chars()
        .filter(|kept| !is_forbidden(*kept))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use proptest::prelude::*;

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn event(title: &str) -> Event {
        Event {
            uid: "holiday_0193e4c2-5b7a-7c3d-9e1f-000000000001".into(),
            version: 3,
            changed_at: instant("2020-05-01T08:00:00Z"),
            when: When::Days("2020-05-24".parse().unwrap(), "2020-05-25".parse().unwrap()),
            title: title.into(),
            description: None,
            location: None,
            is_busy: false,
        }
    }

    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_has_all_that_programs_ask_for() {
        let session = Event {
            when: When::Hours(instant("2020-10-26T08:00:00Z"), instant("2020-10-26T11:30:00Z")),
            description: Some("a, b; c\nd".into()),
            location: Some("Tunis".into()),
            is_busy: true,
            ..event("Étude d'impact")
        };
        let text = write(Locale::Ar, &[event("عيد الفطر"), session]);
        let lines = lines(&text);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:روزنامة نبتة",
            "X-WR-TIMEZONE:Africa/Tunis",
            "REFRESH-INTERVAL;VALUE=DURATION:PT21600S",
            "UID:holiday_0193e4c2-5b7a-7c3d-9e1f-000000000001",
            "SUMMARY:عيد الفطر",
            "DTSTART;VALUE=DATE:20200524",
            "DTEND;VALUE=DATE:20200526",
            "DTSTAMP:20200501T080000Z",
            "SEQUENCE:3",
            "TRANSP:TRANSPARENT",
            "DTSTART:20201026T080000Z",
            "DTEND:20201026T113000Z",
            "DESCRIPTION:a\\, b\\; c\\nd",
            "LOCATION:Tunis",
            "TRANSP:OPAQUE",
            "END:VCALENDAR",
        ] {
            assert!(lines.iter().any(|known| known == line), "{line} in {text}");
        }
    }

    #[test]
    fn a_name_opens_no_line_of_its_own() {
        let text = write(Locale::Fr, &[event("Aïd\r\nEND:VEVENT\rBEGIN:VALARM\u{85}\u{2028}X:1\0\u{202E}")]);
        let lines = lines(&text);
        assert_eq!(lines.iter().filter(|line| line.starts_with("END:VEVENT")).count(), 1, "{text}");
        assert!(!lines.iter().any(|line| line.starts_with("BEGIN:VALARM") || line.starts_with("X:")), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0', '\u{202E}']), "{text}");
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_again(title in "\\PC{1,300}", first in 0..40_000_i32, more in 0..60_i64) {
            let first = NaiveDate::from_num_days_from_ce_opt(730_000 + first).unwrap();
            let when = When::Days(first, first + TimeDelta::days(more));
            let text = write(Locale::En, &[Event { when, ..event(&title) }]);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE));
            let read: Calendar = text.parse().unwrap();
            let read = read.events().next().unwrap();
            let kept = one_text(&title);
            prop_assert_eq!(read.get_summary(), Some(kept.as_str()));
            prop_assert_eq!(read.get_start(), Some(first.into()));
            prop_assert_eq!(read.get_end(), Some((first + TimeDelta::days(more + 1)).into()));
            prop_assert_eq!(read.get_sequence(), Some(3));
        }
    }
}
