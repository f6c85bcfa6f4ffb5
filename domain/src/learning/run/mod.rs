//! Runs of courses.

pub mod audience;
mod policy;
pub(super) mod queries;
mod states;

use chrono::{DateTime, NaiveDate, Utc};
use nabta_entities::ids::{CourseId, EditionId, ProgrammeId, RunId};
use nabta_entities::learning::course_run::{ActiveModel, Admission, Column, Entity, Model, RunState};
use nabta_entities::learning::course_run_programme;
use nabta_entities::learning::policy::Policy;
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait, Set};
use serde::Serialize;

use super::actions::{RUN_DEFINE, codes::NOT_PUBLISHED};
use super::enrolment;
use super::entries::LearningEntry;
use crate::catalogue::{course, edition};
use crate::kernel::access::Scope;
use crate::kernel::clock::{midnight_in_tunis, written_in_tunis};
use crate::kernel::error::codes::{ALREADY_EXISTS, OUT_OF_RANGE, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, Subject, SubjectRef, states as machine, text};
use crate::platform::governorate;
use crate::programmes::programme;

pub use audience::Audience;
pub use queries::{Run, RunFilter, by_ids, list, of_courses, read};
pub use states::Act;

/// The most people in one run.
const MOST_SEATS: i32 = 100_000;
/// The longest that one can study after entering: ten years.
const MOST_DAYS: i32 = 3_660;
/// The oldest that a condition can ask for.
const MOST_YEARS: i32 = 120;

/// What is said about a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunDetails {
    /// The centre's own code.
    pub code: String,
    /// The edition that it gives; nothing for the one that is out when somebody enrols.
    pub edition: Option<EditionId>,
    /// Its titles, where they are not the course's.
    pub titles: LocalizedText,
    /// How somebody comes to take part.
    pub admission: Admission,
    /// How many can take part; nothing for as many as come.
    pub seats: Option<i32>,
    /// From when on people enrol.
    pub opens_at: Option<DateTime<Utc>>,
    /// Until when people enrol.
    pub closes_at: Option<DateTime<Utc>>,
    /// The first day.
    pub starts_on: Option<NaiveDate>,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// Where it is given.
    pub locations: LocalizedText,
    /// For how many days one can study after entering.
    pub access_days: Option<i32>,
    /// For whom it is.
    pub audience: Audience,
    /// What it asks for; nothing for what is usual.
    pub policy: Option<Policy>,
    /// The programmes that it serves.
    pub programmes: Vec<ProgrammeId>,
}

/// The course of a run that is not there yet, within the programmes that it is to serve: who plans for one programme plans its runs.
struct Planned<'a> {
    course: CourseId,
    programmes: &'a [ProgrammeId],
}

impl Subject for Planned<'_> {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.course)
    }
    fn scopes(&self) -> Vec<Scope> {
        let programmes = self.programmes.iter().map(|programme| Scope::of(*programme));
        std::iter::once(Scope::of(self.course)).chain(programmes).collect()
    }
    fn reading(&self) -> crate::kernel::Action {
        super::actions::RUN_READ
    }
}

/// Enters a run of a course, as one that is being prepared.
pub async fn create(ctx: &Ctx, course: CourseId, details: RunDetails, idempotency_key: Option<&str>) -> Result<Run> {
    let work = ctx.begin().await?;
    let permit = work.authorize(RUN_DEFINE, &Planned { course, programmes: &details.programmes })?;
    let said = (course, &details);
    if let Recall::Done(id) = idempotency::recall::<RunId>(&work, RUN_DEFINE, idempotency_key, &said).await? {
        drop(work);
        return read(ctx, id).await;
    }
    if !course::queries::exists(&work.read(), course).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "course").with("value", "course").into());
    }
    let id = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        course_id: Set(course),
        state: Set(RunState::Draft),
        taken: Set(0),
        note: Set(None),
        created_at: Set(ctx.now()),
        version: Set(1),
        ..checked(&work, course, &details, None).await?
    };
    work.insert(&permit, row).await?;
    serve(&work, &permit, id, &details.programmes).await?;
    idempotency::remember(&work, RUN_DEFINE, idempotency_key, id.0).await?;
    let (code, scopes) = (details.code, queries::scopes(id, course, &details.programmes));
    work.commit(permit, LearningEntry::RunCreated { run: id, course, code, scopes }).await?;
    read(ctx, id).await
}

/// Changes what is said about a run, if nobody else did since `version` was read. People who take part in it keep their places.
pub async fn update(ctx: &Ctx, id: RunId, details: RunDetails, version: i32) -> Result<Run> {
    let work = ctx.begin().await?;
    let run = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(RUN_DEFINE, &run)?;
    // Nobody brings a run into a programme that is not theirs to plan for.
    let added: Vec<ProgrammeId> = details.programmes.iter().filter(|one| !run.programmes.contains(one)).copied().collect();
    for programme in &added {
        work.authorize(RUN_DEFINE, &Planned { course: run.row.course_id, programmes: std::slice::from_ref(programme) })?;
    }
    if run.row.version != version {
        return Err(Error::Conflict);
    }
    if run.row.state == RunState::Cancelled {
        return Err(Refusal::new(WRONG_STATE).with("state", "Cancelled").into());
    }
    if let Some(seats) = details.seats.filter(|seats| *seats < run.row.taken) {
        let refusal = Refusal::at(OUT_OF_RANGE, "seats").with("value", seats);
        return Err(refusal.with("least", run.row.taken).with("most", MOST_SEATS).into());
    }
    let row = checked(&work, run.row.course_id, &details, Some(id)).await?;
    work.update(&permit, ActiveModel { id: Set(id), version: Set(version + 1), ..row }).await?;
    let gone = course_run_programme::Entity::delete_many().filter(course_run_programme::Column::RunId.eq(id)).into_query();
    work.execute(&permit, &gone).await?;
    serve(&work, &permit, id, &details.programmes).await?;
    let mut scopes = run.scopes();
    scopes.extend(added.iter().map(|programme| Scope::of(*programme)));
    work.commit(permit, LearningEntry::RunUpdated { run: id, course: run.row.course_id, scopes, version: version + 1 }).await?;
    read(ctx, id).await
}

/// Lets people enrol.
pub async fn open(ctx: &Ctx, id: RunId, version: i32) -> Result<Run> {
    step(ctx, id, version, Act::Open, None).await
}

/// Lets nobody enrol any more; who takes part goes on.
pub async fn close(ctx: &Ctx, id: RunId, version: i32) -> Result<Run> {
    step(ctx, id, version, Act::Close, None).await
}

/// Says that it does not take place, and why; who was to take part is told.
pub async fn cancel(ctx: &Ctx, id: RunId, version: i32, note: &str) -> Result<Run> {
    step(ctx, id, version, Act::Cancel, Some(text::paragraph(note, "note", text::DESCRIPTION_LENGTH)?)).await
}

/// The one way in which a run changes its state.
async fn step(ctx: &Ctx, id: RunId, version: i32, act: Act, note: Option<String>) -> Result<Run> {
    let work = ctx.begin().await?;
    let run = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(RUN_DEFINE, &run)?;
    let to = machine::next(states::EDGES, run.row.state, act)?;
    if run.row.version != version {
        return Err(Error::Conflict);
    }
    if act == Act::Open && published(&work, &run).await?.is_none() {
        return Err(Refusal::new(NOT_PUBLISHED).into());
    }
    let row = ActiveModel { id: Set(id), state: Set(to), version: Set(version + 1), ..Default::default() };
    let row = if note.is_some() { ActiveModel { note: Set(note.clone()), ..row } } else { row };
    work.update(&permit, row).await?;
    // Who is held by a run that does not take place could come into no other one of the course.
    let removed = match note.as_deref().filter(|_| act == Act::Cancel) {
        Some(note) => enrolment::remove_all(&work, &permit, &run, note).await?,
        None => Vec::new(),
    };
    let (course, scopes) = (run.row.course_id, run.scopes());
    work.commit(permit, LearningEntry::RunMoved { run: id, course, scopes, act, note, removed }).await?;
    read(ctx, id).await
}

/// The edition that somebody who comes now follows.
pub(super) async fn published(work: &Work, run: &Run) -> Result<Option<EditionId>> {
    if run.row.edition_id.is_some() {
        return Ok(run.row.edition_id);
    }
    Ok(course::queries::load(&work.read(), run.row.course_id).await?.published_edition_id)
}

/// What a run is called: by its own titles, or its course's.
pub(super) async fn titles(database: &impl ConnectionTrait, run: &Run) -> Result<LocalizedText> {
    match &run.row.titles {
        Some(titles) => Ok(titles.clone()),
        None => Ok(course::queries::load(database, run.row.course_id).await?.titles),
    }
}

/// The end of the last day of a run, at the centre.
#[must_use]
pub fn last_instant(run: &Model) -> Option<DateTime<Utc>> {
    midnight_in_tunis(run.ends_on?.succ_opt()?)
}

async fn serve(work: &Work, permit: &Permit, run: RunId, programmes: &[ProgrammeId]) -> Result<()> {
    let rows =
        programmes.iter().map(|programme| course_run_programme::ActiveModel { run_id: Set(run), programme_id: Set(*programme) });
    work.insert_all(permit, rows.collect()).await
}

async fn checked(work: &Work, course: CourseId, details: &RunDetails, known: Option<RunId>) -> Result<ActiveModel> {
    let code = text::code(&details.code, "code")?;
    let taken = Entity::find().filter(Column::Code.eq(code.as_str())).filter(Column::Id.is_not_in(known));
    if taken.count(&work.read()).await? > 0 {
        return Err(Refusal::at(ALREADY_EXISTS, "code").with("value", code).into());
    }
    within(details.seats, "seats", 1, MOST_SEATS)?;
    within(details.access_days, "accessDays", 1, MOST_DAYS)?;
    let (least, most) = (details.audience.least_age, details.audience.most_age);
    within(least, "audience.leastAge", 0, MOST_YEARS)?;
    within(most, "audience.mostAge", least.unwrap_or(0), MOST_YEARS)?;
    if let Some((first, _)) = details.starts_on.zip(details.ends_on).filter(|(first, last)| last < first) {
        return Err(Refusal::at(OUT_OF_RANGE, "endsOn").with("least", first).with("most", "").into());
    }
    if let Some((from, _)) = details.opens_at.zip(details.closes_at).filter(|(from, until)| until <= from) {
        return Err(Refusal::at(OUT_OF_RANGE, "closesAt").with("least", written_in_tunis(from)).with("most", "").into());
    }
    check_references(work, course, details).await?;
    if let Some(policy) = &details.policy {
        policy::check(work, course, policy).await?;
    }
    let locations = text::optional_localized(&details.locations, "locations", text::DESCRIPTION_LENGTH)?;
    let has_titles = !details.titles.is_empty();
    Ok(ActiveModel {
        code: Set(code),
        edition_id: Set(details.edition),
        titles: Set(has_titles.then(|| text::titles(&details.titles, "titles")).transpose()?),
        admission: Set(details.admission),
        seats: Set(details.seats),
        opens_at: Set(details.opens_at),
        closes_at: Set(details.closes_at),
        starts_on: Set(details.starts_on),
        ends_on: Set(details.ends_on),
        locations: Set(locations),
        access_days: Set(details.access_days),
        audience: Set(details.audience.clone()),
        policy: Set(details.policy.clone()),
        ..Default::default()
    })
}

fn within(value: Option<i32>, path: &str, least: i32, most: i32) -> Result<()> {
    let refusal = || Refusal::at(OUT_OF_RANGE, path).with("least", least).with("most", most);
    if value.is_some_and(|value| !(least..=most).contains(&value)) { Err(refusal().into()) } else { Ok(()) }
}

async fn check_references(work: &Work, course: CourseId, details: &RunDetails) -> Result<()> {
    let unknown = |path: &str, what: &str| Refusal::at(UNKNOWN_REFERENCE, path).with("value", what);
    if let Some(id) = details.edition
        && !edition::queries::is_published(&work.read(), course, id).await?
    {
        return Err(unknown("edition", "edition").into());
    }
    if programme::within(&work.read(), &details.programmes).await?.len() != details.programmes.len() {
        return Err(unknown("programmes", "programme").into());
    }
    for code in &details.audience.governorates {
        if !governorate::exists(&work.read(), code).await? {
            return Err(unknown("audience.governorates", code).into());
        }
    }
    Ok(())
}
