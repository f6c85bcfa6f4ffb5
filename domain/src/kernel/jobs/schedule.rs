//! Work that comes round: each time, a job is entered. Several instances enter it once, because the job's effect names the time.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Utc};
use croner::Cron;
use nabta_entities::platform::schedule;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{NewJob, enter};
use crate::kernel::context::Ctx;
use crate::kernel::error::{Error, Result};
use crate::kernel::work::TechnicalWrite;

/// Work that comes round.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Its name.
    pub name: &'static str,
    /// When it comes round, in Tunis time: minute, hour, day of the month, month, day of the week.
    pub pattern: &'static str,
    /// The job of one time.
    pub job: fn(DateTime<Utc>) -> NewJob,
}

/// The first time after an instant.
pub fn next(pattern: &str, after: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let tunis = FixedOffset::east_opt(3600).expect("an hour is a valid offset");
    let cron = Cron::from_str(pattern).map_err(|error| Error::internal(format!("schedule {pattern}: {error}")))?;
    let found = cron.find_next_occurrence(&after.with_timezone(&tunis), false);
    found.map(|at| at.to_utc()).map_err(|error| Error::internal(format!("schedule {pattern}: {error}")))
}

/// Enters the jobs of all schedules whose time has come; how many that was. A time that was missed (everything was off) is made good
/// once, not as often as it was missed.
pub async fn enter_due(ctx: &Ctx, schedules: &[Schedule]) -> Result<usize> {
    let mut entered = 0;
    for plan in schedules {
        let known = schedule::Entity::find_by_id(plan.name.to_owned()).one(ctx.database().reader()).await?;
        let now = ctx.now();
        match known {
            Some(row) if row.pattern == plan.pattern && row.next_at > now => {}
            Some(row) if row.pattern == plan.pattern => entered += usize::from(step(ctx, plan, row.next_at).await?),
            _ => plan_anew(ctx, plan).await?,
        }
    }
    Ok(entered)
}

async fn step(ctx: &Ctx, plan: &Schedule, at: DateTime<Utc>) -> Result<bool> {
    let work = ctx.begin_technical(TechnicalWrite::Schedule).await?;
    let moved = schedule::Entity::update_many()
        .set(schedule::ActiveModel { next_at: Set(next(plan.pattern, ctx.now())?), ..Default::default() })
        .filter(schedule::Column::Name.eq(plan.name))
        .filter(schedule::Column::NextAt.eq(at));
    if moved.exec(work.transaction()).await?.rows_affected == 0 {
        // Another instance was faster.
        return Ok(false);
    }
    enter(ctx, work.transaction(), (plan.job)(at), ctx.now()).await?;
    work.commit().await?;
    Ok(true)
}

async fn plan_anew(ctx: &Ctx, plan: &Schedule) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::Schedule).await?;
    let transaction = work.transaction();
    schedule::Entity::delete_by_id(plan.name.to_owned()).exec(transaction).await?;
    let row = schedule::ActiveModel {
        name: Set(plan.name.to_owned()),
        pattern: Set(plan.pattern.to_owned()),
        next_at: Set(next(plan.pattern, ctx.now())?),
    };
    row.insert(transaction).await?;
    work.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_in_tunis_time() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(next("15 3 * * *", at("2020-10-26T00:00:00Z")).ok(), Some(at("2020-10-26T02:15:00Z")));
        assert_eq!(
            next("15 3 * * *", at("2020-10-26T02:15:00Z")).ok(),
            Some(at("2020-10-27T02:15:00Z")),
            "a time is after itself"
        );
        assert_eq!(next("0 8 1 * *", at("2020-12-31T23:30:00Z")).ok(), Some(at("2021-01-01T07:00:00Z")));
        assert!(next("not a pattern", at("2020-10-26T00:00:00Z")).is_err());
    }
}
