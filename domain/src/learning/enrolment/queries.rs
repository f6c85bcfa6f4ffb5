//! Questions about enrolments.

use std::collections::HashMap;

use crate::people::{Gender, Situation};
use nabta_entities::ids::{CourseId, EnrolmentId, PersonId, ProgrammeId, RunId};
use nabta_entities::learning::enrolment::{Column, EnrolmentState, Entity, Model};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Select};

use super::super::actions::{ENROLMENT_READ, ENROLMENT_READ_NAME};
use super::super::run::{self, Run, queries as runs};
use super::Enrolment;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::reach::{Reach, reach};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result};
use crate::people::consent;
use crate::people::person::{self, Name};

/// The purpose of the consent by which partners learn who takes part in their programmes.
pub const PARTNERS: &str = "partners";

/// Which enrolments.
#[derive(Clone, Debug, Default)]
pub struct EnrolmentFilter {
    /// In this run.
    pub run: Option<RunId>,
    /// Of this course.
    pub course: Option<CourseId>,
    /// In runs that serve this programme.
    pub programme: Option<ProgrammeId>,
    /// That stand there.
    pub state: Option<EnrolmentState>,
    /// Of who lived in this governorate.
    pub governorate: Option<String>,
    /// Of who was of this gender.
    pub gender: Option<Gender>,
    /// Of who did this.
    pub situation: Option<Situation>,
}

/// Those that lie where a standing reaches.
fn reached(reach: &Reach) -> Condition {
    if reach.everywhere {
        return Condition::all();
    }
    Condition::any()
        .add(Column::RunId.is_in(reach.within::<RunId>()))
        .add(Column::CourseId.is_in(reach.within::<CourseId>()))
        .add(Column::RunId.in_subquery(runs::serving(reach.within())))
}

/// The ids of those that lie where a standing reaches.
pub(in super::super) fn ids_reached(reach: &Reach) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(reached(reach)).to_owned()
}

fn filtered(filter: &EnrolmentFilter) -> Result<Select<Entity>> {
    let mut select = Entity::find();
    if let Some(run) = filter.run {
        select = select.filter(Column::RunId.eq(run));
    }
    if let Some(course) = filter.course {
        select = select.filter(Column::CourseId.eq(course));
    }
    if let Some(programme) = filter.programme {
        select = select.filter(Column::RunId.in_subquery(runs::serving(vec![programme])));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(governorate) = &filter.governorate {
        select = select.filter(Column::Governorate.eq(crate::kernel::text::code(governorate, "governorate")?));
    }
    if let Some(gender) = filter.gender {
        select = select.filter(Column::Gender.eq(gender));
    }
    if let Some(situation) = filter.situation {
        select = select.filter(Column::Situation.eq(situation));
    }
    Ok(select)
}

fn newest() -> Ordering {
    Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true }
}

fn place(row: &Model) -> Vec<Key> {
    vec![Key::Id(row.id.0)]
}

/// The enrolments that lie where the actor's roles reach, newest first.
pub async fn list(ctx: &Ctx, filter: &EnrolmentFilter, request: &PageRequest) -> Result<Page<Enrolment>> {
    ctx.account()?;
    let reach = reach(&ctx.actor, ENROLMENT_READ);
    if reach.is_nowhere() {
        return Err(Error::Forbidden);
    }
    let select = filtered(filter)?.filter(reached(&reach));
    let found = page::read(ctx.database().reader(), select, &newest(), request, place).await?;
    with_runs(ctx, found).await
}

/// The same page of the enrolments of several runs, newest first, as far as the actor's roles reach.
pub async fn list_of_runs(
    ctx: &Ctx,
    ids: &[RunId],
    filter: &EnrolmentFilter,
    request: &PageRequest,
) -> Result<HashMap<RunId, Page<Enrolment>>> {
    let select = filtered(filter)?.filter(Column::RunId.is_in(ids.to_vec())).filter(reached(&reach(&ctx.actor, ENROLMENT_READ)));
    let group = |row: &Model| row.run_id;
    let pages = page::read_grouped(ctx.database().reader(), select, Column::RunId, &newest(), request, group, place).await?;
    let found: HashMap<RunId, Run> =
        run::queries::load(ctx.database().reader(), ids).await?.into_iter().map(|run| (run.row.id, run)).collect();
    let whole = |(id, page): (RunId, Page<Model>)| {
        let run = found.get(&id)?;
        Some((id, page.map(|row| Enrolment::of(row, run))))
    };
    Ok(pages.into_iter().filter_map(whole).collect())
}

/// The enrolments of whoever is signed in, newest first.
pub async fn own(ctx: &Ctx, request: &PageRequest) -> Result<Page<Enrolment>> {
    let select = Entity::find().filter(Column::PersonId.eq(ctx.person()?));
    Ok(page::read(ctx.database().reader(), select, &newest(), request, place).await?.map(Enrolment::own))
}

/// The enrolments in some runs of whoever is signed in; of visitors, none.
pub async fn own_in_runs(ctx: &Ctx, ids: &[RunId]) -> Result<Vec<Enrolment>> {
    let Ok(person) = ctx.person() else { return Ok(Vec::new()) };
    let select = Entity::find().filter(Column::PersonId.eq(person)).filter(Column::RunId.is_in(ids.to_vec()));
    Ok(select.all(ctx.database().reader()).await?.into_iter().map(Enrolment::own).collect())
}

/// All enrolments of persons, whoever asks: for their record.
pub(crate) async fn of_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Enrolment>> {
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec()));
    completed(ctx.database().reader(), rows.all(ctx.database().reader()).await?).await
}

/// Who takes part, by name, as far as the actor may know: a partner learns it of those who agree that partners do.
pub async fn names(ctx: &Ctx, ids: &[EnrolmentId]) -> Result<Vec<(EnrolmentId, Name)>> {
    let (named, unnamed): (Vec<_>, Vec<_>) = by_ids(ctx, ids).await?.into_iter().partition(|one| may_name(ctx, one));
    let asked: Vec<PersonId> = unnamed.iter().map(|one| one.row.person_id).collect();
    let agreed = if asked.is_empty() { Vec::new() } else { consent::agreed(ctx, PARTNERS, &asked).await? };
    let seen: Vec<&Enrolment> = named.iter().chain(unnamed.iter().filter(|one| agreed.contains(&one.row.person_id))).collect();
    let persons: Vec<PersonId> = seen.iter().map(|one| one.row.person_id).collect();
    let names: HashMap<PersonId, Name> = person::names(ctx, &persons).await?.into_iter().map(|name| (name.id, name)).collect();
    Ok(seen.into_iter().filter_map(|one| Some((one.row.id, names.get(&one.row.person_id)?.clone()))).collect())
}

/// Whether the actor may know of somebody who takes part by name, and so of what was said about them.
#[must_use]
pub fn may_name(ctx: &Ctx, enrolment: &Enrolment) -> bool {
    authorize(ctx, ENROLMENT_READ_NAME, enrolment).is_ok()
}

/// One enrolment, if the actor may know of it.
pub async fn read(ctx: &Ctx, id: EnrolmentId) -> Result<Enrolment> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The enrolments with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[EnrolmentId]) -> Result<Vec<Enrolment>> {
    let found = of_all(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|enrolment| authorize(ctx, ENROLMENT_READ, enrolment).is_ok()).collect())
}

/// The enrolments with these ids, whoever asks.
pub(in super::super) async fn of_all(database: &impl ConnectionTrait, ids: &[EnrolmentId]) -> Result<Vec<Enrolment>> {
    completed(database, Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?).await
}

async fn with_runs(ctx: &Ctx, page: Page<Model>) -> Result<Page<Enrolment>> {
    let ids: Vec<RunId> = page.rows.iter().map(|(_, row)| row.run_id).collect();
    let found = run::queries::load(ctx.database().reader(), &ids).await?;
    page.try_map(|row| {
        let run = found.iter().find(|run| run.row.id == row.run_id);
        Ok(Enrolment::of(row, run.ok_or_else(|| Error::internal("an enrolment without its run"))?))
    })
}

async fn completed(database: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Enrolment>> {
    let ids: Vec<RunId> = rows.iter().map(|row| row.run_id).collect();
    let found = run::queries::load(database, &ids).await?;
    let run_of = |row: &Model| found.iter().find(|run| run.row.id == row.run_id);
    Ok(rows.into_iter().filter_map(|row| run_of(&row).map(|run| Enrolment::of(row, run))).collect())
}
