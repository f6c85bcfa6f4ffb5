//! The hours at which the centre is open: those of the whole year, and of seasons that have others (in summer a single session).

use chrono::NaiveDate;
use nabta_entities::platform::calendar::{working_hours, working_period};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::days::Week;
use super::range;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED};
use crate::kernel::work::{Held, Turn, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};
use crate::platform::actions::WORKING_HOURS_SET;
use crate::platform::actions::codes::OVERLAP;
use crate::platform::entries::PlatformEntry;

use working_period::{Column, Entity, Model};

/// The most days of one season.
const LONGEST: i64 = 366;
/// The most periods: some seasons of some decades.
const MOST: u64 = 100;
/// The most spans of a week.
const MOST_SPANS: usize = 28;
/// The minutes of a day.
const DAY: i32 = 1440;

/// A span of a weekday on which the centre is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The day of the week as ISO 8601 counts it: 1 for Monday, 7 for Sunday.
    pub weekday: i32,
    /// When it opens, in minutes after midnight.
    pub opens: i32,
    /// When it closes, in minutes after midnight.
    pub closes: i32,
}

impl From<working_hours::Model> for Span {
    fn from(row: working_hours::Model) -> Self {
        Self { weekday: row.weekday, opens: row.opens, closes: row.closes }
    }
}

/// From when to when a season lasts; none for the hours of the whole year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Season {
    first: NaiveDate,
    last: NaiveDate,
}

impl Season {
    /// A season from its two days; one of them alone is none.
    pub fn new(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<Option<Self>> {
        match (first, last) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(Refusal::at(REQUIRED, "lastDay").into()),
            (None, Some(_)) => Err(Refusal::at(REQUIRED, "firstDay").into()),
            (Some(first), Some(last)) => {
                range::check(first, last, LONGEST)?;
                Ok(Some(Self { first, last }))
            }
        }
    }
}

/// The hours of the whole year, or of a season.
#[derive(Clone, Debug)]
pub struct WorkingHours {
    /// Its id.
    pub id: nabta_entities::ids::WorkingPeriodId,
    /// The first day of a season.
    pub first_day: Option<NaiveDate>,
    /// The last day of a season, which is one of them.
    pub last_day: Option<NaiveDate>,
    /// The spans, by weekday and hour.
    pub spans: Vec<Span>,
    /// Grows with each change.
    pub version: i32,
}

impl WorkingHours {
    fn of(row: Model, spans: Vec<Span>) -> Self {
        Self { id: row.id, first_day: row.first_day, last_day: row.last_day, spans, version: row.version }
    }

    /// On which days of the week the centre works by these hours.
    #[must_use]
    pub fn week(&self) -> Week {
        std::array::from_fn(|day| self.spans.iter().any(|span| usize::try_from(span.weekday - 1) == Ok(day)))
    }
}

/// Says the hours of the whole year or of a season, in place of those that had `version`; of a season that has none yet where there is no
/// version.
pub async fn set(ctx: &Ctx, season: Option<Season>, spans: Vec<Span>, version: Option<i32>) -> Result<WorkingHours> {
    let work = ctx.begin().await?;
    let permit = work.authorize(WORKING_HOURS_SET, &Centre)?;
    // First of all, because there may be no row yet that two could wait for.
    work.in_turn(Turn::Calendar).await?;
    let known = held(&work, season).await?;
    if known.as_ref().map(|row| row.version) != version {
        return Err(if known.is_none() { Error::NotFound } else { Error::Conflict });
    }
    let spans = checked(spans)?;
    let row = if let Some(known) = known {
        let gone = working_hours::Entity::delete_many().filter(working_hours::Column::PeriodId.eq(known.id)).into_query();
        work.execute(&permit, &gone).await?;
        let newer = working_period::ActiveModel { id: Set(known.id), version: Set(known.version + 1), ..Default::default() };
        work.update(&permit, newer).await?
    } else {
        refuse_others(&work, season).await?;
        let new = working_period::ActiveModel {
            id: Set(ctx.new_id()),
            first_day: Set(season.map(|season| season.first)),
            last_day: Set(season.map(|season| season.last)),
            created_at: Set(ctx.now()),
            version: Set(1),
        };
        work.insert(&permit, new).await?
    };
    let rows = spans.iter().map(|span| working_hours::ActiveModel {
        period_id: Set(row.id),
        weekday: Set(span.weekday),
        opens: Set(span.opens),
        closes: Set(span.closes),
    });
    work.insert_all(&permit, rows.collect()).await?;
    work.commit(permit, PlatformEntry::WorkingHoursSet { period: row.id, version: Some(row.version) }).await?;
    Ok(WorkingHours::of(row, spans))
}

/// Takes the hours of a season back, if nobody else changed them since `version` was read: then those of the whole year hold. What they
/// were.
pub async fn remove(ctx: &Ctx, season: Option<Season>, version: i32) -> Result<WorkingHours> {
    let work = ctx.begin().await?;
    let permit = work.authorize(WORKING_HOURS_SET, &Centre)?;
    let known = held(&work, season).await?.ok_or(Error::NotFound)?;
    if known.version != version {
        return Err(Error::Conflict);
    }
    let of_it = working_hours::Column::PeriodId.eq(known.id);
    let spans = working_hours::Entity::find().filter(of_it.clone()).all(&work.read()).await?;
    work.execute(&permit, &working_hours::Entity::delete_many().filter(of_it).into_query()).await?;
    work.execute(&permit, &Entity::delete_by_id(known.id).into_query()).await?;
    work.commit(permit, PlatformEntry::WorkingHoursSet { period: known.id, version: None }).await?;
    Ok(WorkingHours::of(known, spans.into_iter().map(Into::into).collect()))
}

fn of_season(season: Option<Season>) -> Condition {
    let all = Condition::all();
    match season {
        None => all.add(Column::FirstDay.is_null()),
        Some(season) => all.add(Column::FirstDay.eq(season.first)).add(Column::LastDay.eq(season.last)),
    }
}

async fn held(work: &Work, season: Option<Season>) -> Result<Option<Model>> {
    Ok(Entity::find().filter(of_season(season)).held().one(&work.read()).await?)
}

/// Refuses a season that has days of another one, and more seasons than anybody looks through.
async fn refuse_others(work: &Work, season: Option<Season>) -> Result<()> {
    let Some(season) = season else { return Ok(()) };
    let others = Entity::find().filter(Column::FirstDay.lte(season.last)).filter(Column::LastDay.gte(season.first));
    let other = others.one(&work.read()).await?;
    if let Some((first, last)) = other.and_then(|other| other.first_day.zip(other.last_day)) {
        return Err(range::taken(first, last).into());
    }
    if Entity::find().count(&work.read()).await? >= MOST {
        return Err(Refusal::at(OUT_OF_RANGE, "firstDay").with("least", 0).with("most", MOST).into());
    }
    Ok(())
}

/// The spans in order, if each is one and none overlaps with another.
fn checked(mut spans: Vec<Span>) -> Result<Vec<Span>, Refusal> {
    if spans.len() > MOST_SPANS {
        return Err(Refusal::at(OUT_OF_RANGE, "spans").with("least", 0).with("most", MOST_SPANS));
    }
    for (index, span) in spans.iter().enumerate() {
        let within = |value: i32, name: &str, least: i32, most: i32| {
            let refusal = || Refusal::at(OUT_OF_RANGE, &format!("spans.{index}.{name}")).with("least", least).with("most", most);
            (least..=most).contains(&value).then_some(()).ok_or_else(refusal)
        };
        within(span.weekday, "weekday", 1, 7)?;
        within(span.opens, "opens", 0, DAY - 1)?;
        within(span.closes, "closes", span.opens + 1, DAY)?;
    }
    spans.sort_unstable();
    let overlap = spans.windows(2).find(|pair| pair[0].weekday == pair[1].weekday && pair[1].opens < pair[0].closes);
    if let Some([one, other]) = overlap {
        let clock = |minutes: i32| format!("{}:{:02}", minutes / 60, minutes % 60);
        let both = format!("{}–{}, {}–{}", clock(one.opens), clock(one.closes), clock(other.opens), clock(other.closes));
        return Err(Refusal::at(OVERLAP, "spans").with("value", both));
    }
    Ok(spans)
}

/// All hours: first those of the whole year, then the seasons in their order.
pub async fn list(ctx: &Ctx) -> Result<Vec<WorkingHours>> {
    let mut periods = Entity::find().order_by_asc(Column::FirstDay).all(ctx.database().reader()).await?;
    // Where what has no day stands in an order is not the same on both databases.
    periods.sort_by_key(|period| period.first_day);
    let spans = working_hours::Entity::find()
        .order_by_asc(working_hours::Column::Weekday)
        .order_by_asc(working_hours::Column::Opens)
        .all(ctx.database().reader())
        .await?;
    let of = |period: Model| {
        let own = spans.iter().filter(|span| span.period_id == period.id);
        let own = own.cloned().map(Into::into).collect();
        WorkingHours::of(period, own)
    };
    Ok(periods.into_iter().map(of).collect())
}

/// The hours of the whole year or of a season.
pub async fn read(ctx: &Ctx, season: Option<Season>) -> Result<WorkingHours> {
    let days = (season.map(|season| season.first), season.map(|season| season.last));
    list(ctx).await?.into_iter().find(|hours| (hours.first_day, hours.last_day) == days).ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(weekday: i32, opens: i32, closes: i32) -> Span {
        Span { weekday, opens, closes }
    }

    #[test]
    fn spans_are_of_a_day_in_order_and_apart() {
        let refused = |spans: &[Span]| checked(spans.to_vec()).map_err(|refusal| (refusal.code, refusal.path.join(".")));
        assert_eq!(refused(&[span(1, 840, 1065), span(1, 510, 780)]), Ok(vec![span(1, 510, 780), span(1, 840, 1065)]));
        assert_eq!(refused(&[span(7, 0, 1440)]), Ok(vec![span(7, 0, 1440)]));
        assert_eq!(refused(&[span(1, 0, 60), span(1, 60, 120)]).unwrap().len(), 2, "one may end where the next begins");
        assert_eq!(refused(&[]), Ok(Vec::new()), "a season may be closed");
        for (wrong, path) in [
            (span(0, 0, 60), "weekday"),
            (span(8, 0, 60), "weekday"),
            (span(1, -1, 60), "opens"),
            (span(1, 1440, 1441), "opens"),
            (span(1, 60, 60), "closes"),
            (span(1, 60, 59), "closes"),
            (span(1, 60, 1441), "closes"),
            (span(i32::MIN, i32::MIN, i32::MAX), "weekday"),
        ] {
            assert_eq!(refused(&[span(2, 0, 60), wrong]), Err((OUT_OF_RANGE, format!("spans.1.{path}"))));
        }
        assert_eq!(refused(&[span(1, 0, 61), span(1, 60, 120)]), Err((OVERLAP, "spans".into())));
        assert_eq!(refused(&[span(1, 0, 60), span(1, 0, 60)]), Err((OVERLAP, "spans".into())));
        assert_eq!(refused(&[span(1, 0, 1); 29]).unwrap_err().1, "spans");
    }
}
