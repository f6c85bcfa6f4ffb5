//! Each night: whose time is over has no more time. Until then whoever asks is answered by the clock, not by the state.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use nabta_entities::ids::{EnrolmentId, TypedId};
use nabta_entities::learning::enrolment::{ActiveModel, Column, EnrolmentState, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions::ENROLMENT_KEEP;
use super::super::run;
use super::states::Act;
use super::{Step, hold, moved, step, telling};
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
        let found = active(&job.ctx, after).await?;
        let Some(last) = found.last().map(|row| row.id) else { return Ok(()) };
        after = Some(last);
        for row in found {
            end(&job.ctx, &row).await?;
        }
    }
}

/// Those who take part in something that ends some day.
async fn active(ctx: &Ctx, after: Option<EnrolmentId>) -> Result<Vec<Model>> {
    use nabta_entities::learning::course_run;
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let over = Query::select()
        .column(course_run::Column::Id)
        .from(course_run::Entity)
        .and_where(Expr::col(course_run::Column::EndsOn).lt(ctx.today()))
        .to_owned();
    let run_out = Column::EndsAt.lte(ctx.now()).or(Column::EndsAt.is_null().and(Column::RunId.in_subquery(over)));
    let mut select = Entity::find().filter(Column::State.eq(EnrolmentState::Active)).filter(run_out);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after));
    }
    Ok(select.order_by_asc(Column::Id).limit(BATCH).all(ctx.database().reader()).await?)
}

async fn end(ctx: &Ctx, found: &Model) -> Result<()> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, found.id).await?;
    let permit = work.authorize(ENROLMENT_KEEP, &enrolment)?;
    // An officer may have given more time meanwhile.
    if enrolment.row.state != EnrolmentState::Active || !is_over(&run.row, &enrolment.row, ctx.now()) {
        return Ok(());
    }
    let row = step(&work, &permit, (&run, &enrolment.row), Step::new(Act::Expire), ActiveModel::default()).await?;
    telling::decided(&work, &permit, &run, &row, Act::Expire).await?;
    tracing::debug!(enrolment = %row.id.wire(), "its time is over");
    work.commit(permit, moved(ENROLMENT_KEEP, &run, &row, Act::Expire)).await
}

/// Until when somebody can study: their own time, or as long as the run lasts.
pub fn until(run: &nabta_entities::learning::course_run::Model, row: &Model) -> Option<DateTime<Utc>> {
    row.ends_at.or_else(|| run::last_instant(run))
}

/// Whether somebody's time is over.
pub fn is_over(run: &nabta_entities::learning::course_run::Model, row: &Model, now: DateTime<Utc>) -> bool {
    until(run, row).is_some_and(|until| until <= now)
}
