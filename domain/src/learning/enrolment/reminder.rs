//! Each morning: whose time to study ends within a week is told so, once.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::ids::EnrolmentId;
use nabta_entities::learning::enrolment::{ActiveModel, Column, EnrolmentState};
use sea_orm::{ColumnTrait, QueryFilter, Set};

use super::super::actions::ENROLMENT_KEEP;
use super::super::entries::LearningEntry;
use super::{expiry, hold, telling};
use crate::kernel::access::Subject;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, NewJob, Run};
use crate::kernel::{Ctx, Result};

/// So long before the end.
const BEFORE: TimeDelta = TimeDelta::days(7);
/// Reminds people.
const KIND: &str = "enrolment.remind";

/// Each morning, before work begins.
pub const SCHEDULE: Schedule = Schedule { name: KIND, pattern: "30 7 * * *", job: |at| NewJob::at(KIND, at) };

/// Reminds them.
pub const HANDLER: Handler = Handler { kind: KIND, run: |run| remind(run).boxed() };

async fn remind(job: Run) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let soon = expiry::ended_by(job.ctx.now() + BEFORE).filter(Column::RemindedAt.is_null());
        let found = expiry::next(&job.ctx, soon, after).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some(*last);
        for id in found {
            tell(&job.ctx, id).await?;
        }
    }
}

async fn tell(ctx: &Ctx, id: EnrolmentId) -> Result<()> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(ENROLMENT_KEEP, &enrolment)?;
    let row = &enrolment.row;
    let is_soon = expiry::until(&run.row, row).is_some_and(|until| ctx.now() < until && until <= ctx.now() + BEFORE);
    if row.state != EnrolmentState::Active || row.reminded_at.is_some() || !is_soon {
        return Ok(());
    }
    let told = ActiveModel { id: Set(id), reminded_at: Set(Some(ctx.now())), ..Default::default() };
    work.update(&permit, told).await?;
    telling::ends(&work, &permit, &run, row).await?;
    let (run, person, scopes) = (row.run_id, row.person_id, enrolment.scopes());
    work.commit(permit, LearningEntry::Reminded { enrolment: id, run, person, scopes }).await
}
