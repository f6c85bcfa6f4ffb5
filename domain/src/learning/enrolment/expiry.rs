//! The end of the time to study, and what comes each night: whose time is over has no more.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use nabta_entities::ids::EnrolmentId;
use nabta_entities::learning::course_run;
use nabta_entities::learning::enrolment::{ActiveModel, Column, EnrolmentState, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::super::actions::ENROLMENT_KEEP;
use super::super::run;
use super::states::Act;
use super::{Step, hold, moved, step, telling};
use crate::kernel::clock::date_in_tunis;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, NewJob, Run};
use crate::kernel::{Ctx, Result};

/// So many at once are looked at.
const BATCH: u64 = 100;

/// Ends what nobody ended.
const KIND: &str = "enrolment.expire";

/// Each night.
pub const SCHEDULE: Schedule = Schedule { name: KIND, pattern: "20 0 * * *", job: |at| NewJob::at(KIND, at) };

/// Ends it.
pub const HANDLER: Handler = Handler { kind: KIND, run: |run| expire(run).boxed() };

async fn expire(job: Run) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let found = next(&job.ctx, ended_by(job.ctx.now()), after).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some(*last);
        for id in found {
            end(&job.ctx, id).await?;
        }
    }
}

/// Those who take part, and whose time will be over by an instant: their own, or that of their run.
pub(super) fn ended_by(at: DateTime<Utc>) -> Select<Entity> {
    let over = Query::select()
        .column(course_run::Column::Id)
        .from(course_run::Entity)
        .and_where(Expr::col(course_run::Column::EndsOn).lt(date_in_tunis(at)))
        .to_owned();
    let ended = Column::EndsAt.lte(at).or(Column::EndsAt.is_null().and(Column::RunId.in_subquery(over)));
    Entity::find().filter(Column::State.eq(EnrolmentState::Active)).filter(ended)
}

/// The next of them, so many that a job looks at them at once.
pub(super) async fn next(ctx: &Ctx, select: Select<Entity>, after: Option<EnrolmentId>) -> Result<Vec<EnrolmentId>> {
    let mut select = select.select_only().column(Column::Id).order_by_asc(Column::Id).limit(BATCH);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after));
    }
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

async fn end(ctx: &Ctx, id: EnrolmentId) -> Result<()> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(ENROLMENT_KEEP, &enrolment)?;
    // An officer may have given more time meanwhile.
    let is_over = until(&run.row, &enrolment.row).is_some_and(|until| until <= ctx.now());
    if enrolment.row.state != EnrolmentState::Active || !is_over {
        return Ok(());
    }
    let row = step(&work, &permit, (&run, &enrolment.row), Step::new(Act::Expire), ActiveModel::default()).await?;
    telling::decided(&work, &permit, &run, &row, Act::Expire).await?;
    work.commit(permit, moved(ENROLMENT_KEEP, &run, &row, Act::Expire)).await
}

/// Until when somebody can study: their own time, or as long as the run lasts.
pub fn until(run: &course_run::Model, row: &Model) -> Option<DateTime<Utc>> {
    row.ends_at.or_else(|| run::last_instant(run))
}
