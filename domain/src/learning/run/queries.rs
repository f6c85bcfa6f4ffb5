//! Questions about runs.

use std::collections::HashMap;

use nabta_entities::ids::{CourseId, ProgrammeId, RunId};
use nabta_entities::learning::course_run::{Column, Entity, Model, RunState};
use nabta_entities::learning::course_run_programme;
use nabta_entities::learning::policy::Policy;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions::{RUN_READ, RUN_READ_DRAFT};
use crate::kernel::access::{Action, Subject, SubjectRef};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::reach::{Reach, reach};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, Result, Scope};

/// A run, and the programmes that it serves.
#[derive(Clone, Debug)]
pub struct Run {
    /// What is said about it.
    pub row: Model,
    /// The programmes that it serves.
    pub programmes: Vec<ProgrammeId>,
}

impl Subject for Run {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        scopes(self.row.id, self.row.course_id, &self.programmes)
    }
    fn reading(&self) -> Action {
        if self.row.state == RunState::Draft { RUN_READ_DRAFT } else { RUN_READ }
    }
}

/// The scopes in which a run lies, and whoever takes part in it.
pub(in super::super) fn scopes(run: RunId, course: CourseId, programmes: &[ProgrammeId]) -> Vec<Scope> {
    let mut scopes = vec![Scope::of(run), Scope::of(course)];
    scopes.extend(programmes.iter().map(|programme| Scope::of(*programme)));
    scopes
}

/// Which runs.
#[derive(Clone, Debug, Default)]
pub struct RunFilter {
    /// Of this course.
    pub course: Option<CourseId>,
    /// That serve this programme.
    pub programme: Option<ProgrammeId>,
    /// That stand there.
    pub state: Option<RunState>,
}

/// The runs that serve one of these programmes.
pub(in super::super) fn serving(programmes: Vec<ProgrammeId>) -> SelectStatement {
    Query::select()
        .column(course_run_programme::Column::RunId)
        .from(course_run_programme::Entity)
        .and_where(Expr::col(course_run_programme::Column::ProgrammeId).is_in(programmes))
        .to_owned()
}

/// The runs that lie where a standing reaches.
fn reached(reach: &Reach) -> Condition {
    if reach.everywhere {
        return Condition::all();
    }
    Condition::any()
        .add(Column::Id.is_in(reach.within::<RunId>()))
        .add(Column::CourseId.is_in(reach.within::<CourseId>()))
        .add(Column::Id.in_subquery(serving(reach.within())))
}

/// The runs that the actor may know of, newest first: those that are or were open to people; those in preparation as far as their
/// standing reaches.
pub async fn list(ctx: &Ctx, filter: &RunFilter, request: &PageRequest) -> Result<Page<Run>> {
    let drafts = Condition::all().add(Column::State.eq(RunState::Draft)).add(reached(&reach(&ctx.actor, RUN_READ_DRAFT)));
    let mut select = Entity::find().filter(Condition::any().add(Column::State.ne(RunState::Draft)).add(drafts));
    if let Some(course) = filter.course {
        select = select.filter(Column::CourseId.eq(course));
    }
    if let Some(programme) = filter.programme {
        select = select.filter(Column::Id.in_subquery(serving(vec![programme])));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    let database = ctx.database().reader();
    let page = page::read(database, select, &ordering, request, |row: &Model| vec![Key::Id(row.id.0)]).await?;
    let ids: Vec<RunId> = page.rows.iter().map(|(_, row)| row.id).collect();
    let programmes = programmes_of(database, &ids).await?;
    Ok(page.map(|row| Run { programmes: programmes.get(&row.id).cloned().unwrap_or_default(), row }))
}

/// One run, if the actor may know of it.
pub async fn read(ctx: &Ctx, id: RunId) -> Result<Run> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The runs with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[RunId]) -> Result<Vec<Run>> {
    let runs = load(ctx.database().reader(), ids).await?;
    Ok(runs.into_iter().filter(|run| authorize(ctx, run.reading(), run).is_ok()).collect())
}

/// The programmes that runs serve.
async fn programmes_of(database: &impl ConnectionTrait, runs: &[RunId]) -> Result<HashMap<RunId, Vec<ProgrammeId>>> {
    use course_run_programme::{Column, Entity};
    let mut found: HashMap<RunId, Vec<ProgrammeId>> = HashMap::new();
    for row in Entity::find().filter(Column::RunId.is_in(runs.to_vec())).all(database).await? {
        found.entry(row.run_id).or_default().push(row.programme_id);
    }
    Ok(found)
}

async fn whole(database: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Run>> {
    let ids: Vec<RunId> = rows.iter().map(|row| row.id).collect();
    let mut programmes = programmes_of(database, &ids).await?;
    Ok(rows.into_iter().map(|row| Run { programmes: programmes.remove(&row.id).unwrap_or_default(), row }).collect())
}

/// What runs ask for, whoever asks; nothing of those that ask for what is usual.
pub(in super::super) async fn policies(database: &impl ConnectionTrait, runs: &[RunId]) -> Result<HashMap<RunId, Policy>> {
    let select = Entity::find().select_only().columns([Column::Id, Column::Policy]).filter(Column::Id.is_in(runs.to_vec()));
    let found: Vec<(RunId, Option<Policy>)> = select.into_tuple().all(database).await?;
    Ok(found.into_iter().filter_map(|(run, policy)| Some((run, policy?))).collect())
}

/// The run, held until the transaction ends, whoever asks: authorise afterwards.
pub(in super::super) async fn hold(database: &impl ConnectionTrait, id: RunId) -> Result<Run> {
    let row = Entity::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)?;
    whole(database, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The runs of several courses that people can enrol in now or later, oldest first; whoever asks.
pub async fn of_courses(ctx: &Ctx, courses: &[CourseId]) -> Result<Vec<Run>> {
    let select = Entity::find().filter(Column::CourseId.is_in(courses.to_vec())).filter(Column::State.eq(RunState::Open));
    let rows = select.order_by_asc(Column::Id).all(ctx.database().reader()).await?;
    whole(ctx.database().reader(), rows).await
}

/// The runs with these ids, whoever asks: authorise afterwards.
pub(in super::super) async fn load(database: &impl ConnectionTrait, ids: &[RunId]) -> Result<Vec<Run>> {
    whole(database, Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?).await
}
