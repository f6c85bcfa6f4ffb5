//! Runs in the calendars of who takes part: their days, and the last day to study.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use chrono::{NaiveDate, TimeDelta};
use nabta_entities::ids::TypedId;
use nabta_entities::learning::enrolment::EnrolmentState;

use super::enrolment::{self, Enrolment, expiry};
use super::run::{self, Run};
use crate::kernel::actor::Account;
use crate::kernel::clock::date_in_tunis;
use crate::kernel::{Ctx, Locale, LocalizedText, Result};
use crate::platform::calendar::{Event, Source, When};

/// The runs in which somebody takes part.
pub(super) struct Runs;

#[async_trait]
impl Source for Runs {
    async fn events(&self, ctx: &Ctx, account: &Account, days: &RangeInclusive<NaiveDate>) -> Result<Vec<Event>> {
        let taken = enrolment::queries::of_persons(ctx, &[account.person]).await?;
        let taken: Vec<Enrolment> =
            taken.into_iter().filter(|one| matches!(one.row.state, EnrolmentState::Active | EnrolmentState::Completed)).collect();
        let ids: Vec<_> = taken.iter().map(|one| one.row.run_id).collect();
        let runs = run::queries::load(ctx.database().reader(), &ids).await?;
        let mut events = Vec::new();
        for one in &taken {
            let Some(run) = runs.iter().find(|run| run.row.id == one.row.run_id) else { continue };
            let titles = run::titles(ctx.database().reader(), run).await?;
            events.extend(of_run(ctx.locale, run, one, &titles));
            events.extend(last_day(ctx.locale, run, one, &titles));
        }
        events.retain(|event| matches!(event.when, When::Days(first, last) if first <= *days.end() && last >= *days.start()));
        Ok(events)
    }
}

fn said(titles: &LocalizedText, locale: Locale) -> String {
    titles.resolve(locale).map(|(_, title)| title.to_owned()).unwrap_or_default()
}

fn of_run(locale: Locale, run: &Run, one: &Enrolment, titles: &LocalizedText) -> Option<Event> {
    let first = run.row.starts_on?;
    let location = run.row.locations.as_ref().map(|locations| said(locations, locale));
    Some(Event {
        uid: one.row.id.wire(),
        version: run.row.version,
        changed_at: one.row.active_at.unwrap_or(one.row.created_at),
        when: When::Days(first, run.row.ends_on.unwrap_or(first)),
        title: said(titles, locale),
        description: None,
        location,
        is_busy: false,
    })
}

/// For who studies at their own pace: a run with dates says itself when it ends.
fn last_day(locale: Locale, run: &Run, one: &Enrolment, titles: &LocalizedText) -> Option<Event> {
    if one.row.state != EnrolmentState::Active {
        return None;
    }
    let until = expiry::until(&run.row, &one.row)?;
    let day = date_in_tunis(until - TimeDelta::milliseconds(1));
    if run.row.starts_on.is_some() && run.row.ends_on == Some(day) {
        return None;
    }
    let ends = match locale {
        Locale::Ar => "آخر يوم للدراسة: ",
        Locale::Fr => "Dernier jour pour étudier\u{a0}: ",
        Locale::En => "Last day to study: ",
    };
    Some(Event {
        uid: format!("{}-end", one.row.id.wire()),
        version: one.row.version,
        changed_at: one.row.active_at.unwrap_or(one.row.created_at),
        when: When::Days(day, day),
        title: format!("{ends}{}", said(titles, locale)),
        description: None,
        location: None,
        is_busy: false,
    })
}
