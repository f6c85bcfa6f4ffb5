//! What somebody did under one entry follows them to the entry that stands for them.

use futures::FutureExt;
use nabta_entities::ids::{EnrolmentId, TypedId};
use nabta_entities::learning::enrolment::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::super::actions::ENROLMENT_KEEP;
use super::super::certificate;
use super::super::entries::LearningEntry;
use super::states::is_under_way;
use super::{Act, Step, hold, moved, step};
use crate::kernel::access::Subject;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::{Ctx, Result};
use crate::people::person::claim::Absorbed;

/// Leads the enrolments of one entry to another.
pub const HANDLER: Handler = Handler { kind: Absorbed::KIND, run: |run| follow(run).boxed() };

async fn follow(job: Run) -> Result<(), Failure> {
    let absorbed: Absorbed = job.payload()?;
    let rows = Entity::find().filter(Column::PersonId.eq(absorbed.former)).order_by_asc(Column::Id);
    for row in rows.all(job.ctx.database().reader()).await.map_err(crate::kernel::Error::from)? {
        lead(&job.ctx, row.id, &absorbed).await?;
    }
    certificate::follow(&job.ctx, absorbed.former, absorbed.person).await?;
    Ok(())
}

/// What the other entry has as well stays where it is, and ends if it is under way: nobody takes part twice.
async fn lead(ctx: &Ctx, id: EnrolmentId, absorbed: &Absorbed) -> Result<()> {
    let work = ctx.begin().await?;
    let (run, enrolment) = hold(&work, id).await?;
    let permit = work.authorize(ENROLMENT_KEEP, &enrolment)?;
    let row = &enrolment.row;
    if row.person_id != absorbed.former {
        return Ok(());
    }
    let others = Entity::find().filter(Column::PersonId.eq(absorbed.person)).filter(Column::CourseId.eq(row.course_id));
    let others = others.all(&work.read()).await?;
    let is_there = others.iter().any(|other| other.run_id == row.run_id);
    let is_double = is_under_way(row.state) && others.iter().any(|other| is_under_way(other.state));
    if is_there || is_double {
        if !is_under_way(row.state) {
            return Ok(());
        }
        let row = step(&work, &permit, (&run, row), Step::new(Act::Remove), ActiveModel::default()).await?;
        return work.commit(permit, moved(ENROLMENT_KEEP, &run, &row, Act::Remove)).await;
    }
    let set = ActiveModel { id: Set(id), person_id: Set(absorbed.person), version: Set(row.version + 1), ..Default::default() };
    work.update(&permit, set).await?;
    tracing::debug!(enrolment = %id.wire(), "follows its person");
    let (former, person, scopes) = (absorbed.former, absorbed.person, enrolment.scopes());
    work.commit(permit, LearningEntry::PersonFollowed { enrolment: id, former, person, scopes }).await
}
