//! Days on which the centre is closed. Feasts that move with the moon are rows like others, entered when they are announced.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use chrono::NaiveDate;
use nabta_entities::ids::{HolidayId, TypedId};
use nabta_entities::platform::calendar::holiday::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};

use super::range;
use super::source::{Event, Source, When};
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
use crate::kernel::actor::Account;
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Turn, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, reference, text};
use crate::platform::actions::{HOLIDAY_DEFINE, HOLIDAY_READ, HOLIDAY_REMOVE};
use crate::platform::entries::PlatformEntry;

pub use nabta_entities::platform::calendar::holiday::Model as Holiday;

/// The most days of one holiday.
const LONGEST: i64 = 60;
/// The most holidays in one calendar: of three years, with room for a year of many.
const MOST: u64 = 500;

impl Subject for Holiday {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn reading(&self) -> Action {
        HOLIDAY_READ
    }
}

/// What is said about a holiday.
#[derive(Clone, Debug)]
pub struct HolidayDetails {
    /// What is celebrated.
    pub names: LocalizedText,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day, which is one of them.
    pub last_day: NaiveDate,
}

/// Enters a holiday, or answers the one of these days that says the same.
pub async fn define(ctx: &Ctx, details: HolidayDetails) -> Result<Holiday> {
    let work = ctx.begin().await?;
    let permit = work.authorize(HOLIDAY_DEFINE, &Centre)?;
    let row = checked(ctx, &details)?;
    work.in_turn(Turn::Calendar).await?;
    if let Some(other) = overlapping(&work, &details, None).await? {
        let is_same = row.names.try_as_ref() == Some(&other.names)
            && (other.first_day, other.last_day) == (details.first_day, details.last_day);
        return if is_same { Ok(other) } else { Err(range::taken(other.first_day, other.last_day).into()) };
    }
    let row = ActiveModel { id: Set(ctx.new_id()), created_at: Set(ctx.now()), version: Set(1), ..row };
    let holiday = work.insert(&permit, row).await?;
    work.commit(permit, PlatformEntry::HolidayDefined { holiday: holiday.id, version: 1 }).await?;
    Ok(holiday)
}

/// Changes what is said about a holiday, if nobody else did since `version` was read.
pub async fn change(ctx: &Ctx, id: HolidayId, details: HolidayDetails, version: i32) -> Result<Holiday> {
    let work = ctx.begin().await?;
    let permit = work.authorize(HOLIDAY_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    work.in_turn(Turn::Calendar).await?;
    let row = checked(ctx, &details)?;
    if let Some(other) = overlapping(&work, &details, Some(id)).await? {
        return Err(range::taken(other.first_day, other.last_day).into());
    }
    let holiday = work.update(&permit, ActiveModel { id: Set(id), version: Set(version + 1), ..row }).await?;
    work.commit(permit, PlatformEntry::HolidayDefined { holiday: id, version: holiday.version }).await?;
    Ok(holiday)
}

/// Takes a holiday back, if nobody else changed it since `version` was read; what it was.
pub async fn remove(ctx: &Ctx, id: HolidayId, version: i32) -> Result<Holiday> {
    let work = ctx.begin().await?;
    let permit = work.authorize(HOLIDAY_REMOVE, &Centre)?;
    let holiday = reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    work.execute(&permit, &Entity::delete_by_id(id).into_query()).await?;
    work.commit(permit, PlatformEntry::HolidayRemoved { holiday: id }).await?;
    Ok(holiday)
}

fn checked(ctx: &Ctx, details: &HolidayDetails) -> Result<ActiveModel> {
    range::check(details.first_day, details.last_day, LONGEST)?;
    Ok(ActiveModel {
        names: Set(text::titles(&details.names, "names")?),
        first_day: Set(details.first_day),
        last_day: Set(details.last_day),
        changed_at: Set(ctx.now()),
        ..Default::default()
    })
}

/// A holiday that has one of these days already, besides the one that is changed.
async fn overlapping(work: &Work, details: &HolidayDetails, changed: Option<HolidayId>) -> Result<Option<Holiday>> {
    let mut others = Entity::find()
        .filter(Column::FirstDay.lte(details.last_day))
        .filter(Column::LastDay.gte(details.first_day))
        .order_by_asc(Column::FirstDay);
    if let Some(id) = changed {
        others = others.filter(Column::Id.ne(id));
    }
    Ok(others.one(&work.read()).await?)
}

/// The holidays of which a day lies between two days, in their order; all of them where no days are said.
pub async fn list(ctx: &Ctx, from: Option<NaiveDate>, until: Option<NaiveDate>, request: &PageRequest) -> Result<Page<Holiday>> {
    let mut holidays = Entity::find();
    for (day, path) in [(from, "from"), (until, "until")] {
        // SQLite compares days as texts, which only days of four digits keep in order.
        if let Some(day) = day {
            range::known(day, path)?;
        }
    }
    if let Some((from, until)) = from.zip(until).filter(|(from, until)| until < from) {
        return Err(Refusal::at(OUT_OF_RANGE, "until").with("least", from).with("most", until).into());
    }
    if let Some(from) = from {
        holidays = holidays.filter(Column::LastDay.gte(from));
    }
    if let Some(until) = until {
        holidays = holidays.filter(Column::FirstDay.lte(until));
    }
    let ordering = Ordering { columns: vec![Expr::col(Column::FirstDay), Expr::col(Column::Id)], descending: false };
    let place = |row: &Holiday| vec![Key::Day(row.first_day), Key::Id(row.id.0)];
    page::read(ctx.database().reader(), holidays, &ordering, request, place).await
}

/// One holiday.
pub async fn read(ctx: &Ctx, id: HolidayId) -> Result<Holiday> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The holidays with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[HolidayId]) -> Result<Vec<Holiday>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// The days of all holidays.
pub(super) async fn all_days(ctx: &Ctx) -> Result<Vec<(NaiveDate, NaiveDate)>> {
    let days = Entity::find().select_only().column(Column::FirstDay).column(Column::LastDay).into_tuple();
    Ok(days.all(ctx.database().reader()).await?)
}

/// Holidays in everybody's calendar.
pub(super) struct Holidays;

#[async_trait]
impl Source for Holidays {
    async fn events(&self, ctx: &Ctx, _: &Account, days: &RangeInclusive<NaiveDate>) -> Result<Vec<Event>> {
        let holidays = Entity::find()
            .filter(Column::LastDay.gte(*days.start()))
            .filter(Column::FirstDay.lte(*days.end()))
            .order_by_asc(Column::FirstDay)
            .limit(MOST);
        let event = |row: Holiday| Event {
            uid: row.id.wire(),
            version: row.version,
            changed_at: row.changed_at,
            when: When::Days(row.first_day, row.last_day),
            title: row.names.resolve(ctx.locale).map(|(_, name)| name.to_owned()).unwrap_or_default(),
            description: None,
            location: None,
            is_busy: false,
        };
        Ok(holidays.all(ctx.database().reader()).await?.into_iter().map(event).collect())
    }
}
