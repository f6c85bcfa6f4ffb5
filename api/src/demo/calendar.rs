//! The demo's holidays and working hours.

use std::path::Path;

use anyhow::Result;
use chrono::{NaiveTime, Timelike};
use nabta_domain::kernel::{Ctx, Error};
use nabta_domain::people::Role;
use nabta_domain::platform::actions::codes::OVERLAP;
use nabta_domain::platform::calendar::holiday::{self, HolidayDetails};
use nabta_domain::platform::calendar::hours::{self, Season, Span};

use super::files;
use super::people::Loaded;
use crate::instance::told;

/// Enters the holidays and hours that were not entered before.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let officer = people.first(Role::TrainingOfficer)?;
    let file: files::Calendar = files::read(root, "calendar.toml")?;
    for feast in file.holiday {
        for (first_day, last_day) in feast.days {
            let details = HolidayDetails { names: feast.names.clone(), first_day, last_day };
            match holiday::define(officer, details).await {
                Ok(_) => {}
                // Somebody moved or renamed it since: what is there stays as it is.
                Err(error) if error.code() == OVERLAP => {}
                Err(error) => return Err(told(error)),
            }
        }
    }
    for hours in file.hours {
        let spans = spans(&hours.week);
        if hours.seasons.is_empty() {
            set(officer, None, &spans).await?;
        }
        for (first, last) in hours.seasons {
            set(officer, Season::new(Some(first), Some(last)).map_err(told)?, &spans).await?;
        }
    }
    Ok(())
}

async fn set(officer: &Ctx, season: Option<Season>, spans: &[Span]) -> Result<()> {
    match hours::set(officer, season, spans.to_vec(), None).await {
        // What is there stays as it is.
        Ok(_) | Err(Error::Conflict) => Ok(()),
        Err(error) if error.code() == OVERLAP => Ok(()),
        Err(error) => Err(told(error)),
    }
}

fn spans(week: &[files::Week]) -> Vec<Span> {
    let minutes = |time: NaiveTime| i32::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default();
    let mut spans = Vec::new();
    for part in week {
        for weekday in &part.weekdays {
            let span = |(opens, closes): &(NaiveTime, NaiveTime)| Span {
                weekday: *weekday,
                opens: minutes(*opens),
                closes: minutes(*closes),
            };
            spans.extend(part.spans.iter().map(span));
        }
    }
    spans
}
