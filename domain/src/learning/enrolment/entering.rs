//! Bringing people into a run: everybody who is named, or nobody and all that stands in the way.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::{CourseId, EditionId, EnrolmentId, OrganisationId, PersonId, RunId, TypedId};
use nabta_entities::learning::course_run;
use nabta_entities::learning::course_run::Column as RunColumn;
use nabta_entities::learning::enrolment::{ActiveModel, Column, EnrolmentState, EnrolmentWay, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

use super::super::actions::codes::{ENROLLED_ELSEWHERE, NOT_PUBLISHED, PREREQUISITE_MISSING};
use super::super::run::audience::{Traits, check};
use super::super::run::{self, Run};
use super::states::{Act, is_under_way, takes_seat};
use super::{Step, admission, step};
use crate::catalogue::course;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Error, Refusal, Result, states as machine};
use crate::people::person::queries as persons;

/// Who comes in, and by which way.
pub(super) struct Coming<'a> {
    pub(super) run: &'a Run,
    pub(super) way: EnrolmentWay,
    pub(super) organisation: Option<OrganisationId>,
    /// Why the conditions do not count for them, where an officer says so.
    pub(super) waiver: Option<String>,
    /// Where the input names them.
    pub(super) path: Option<&'static str>,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Arrived {
    /// Who came in, in the order in which they were named.
    pub(super) new: Vec<(PersonId, EnrolmentId)>,
    /// Who was in already.
    pub(super) known: Vec<(PersonId, EnrolmentId)>,
}

/// What is known about everybody who is named.
struct Known {
    traits: HashMap<PersonId, Traits>,
    here: HashMap<PersonId, Model>,
    elsewhere: HashMap<PersonId, RunId>,
    codes: HashMap<RunId, String>,
    missing: HashMap<PersonId, Vec<String>>,
}

/// Until when somebody can study who comes in now; nothing for as long as the run lasts.
pub(super) fn ends_at(run: &course_run::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let own = now + TimeDelta::days(i64::from(run.access_days?));
    Some(run::last_instant(run).map_or(own, |last| own.min(last)))
}

impl Coming<'_> {
    /// Brings them in; the caller, who holds the run, commits.
    pub(super) async fn arrive(&self, work: &Work, permit: &Permit, named: &[PersonId]) -> Result<Arrived> {
        let to = admission::admit(&self.run.row, self.way, work.ctx().now())?;
        let edition = if to == EnrolmentState::Active { Some(self.edition(work).await?) } else { None };
        let known = self.look(work, named).await?;
        let mut seen = HashSet::new();
        let (mut arrived, mut again, mut refusals) = (Arrived::default(), Vec::new(), Vec::new());
        let mut first = Vec::new();
        // Who is named twice comes in once; what stands in the way is told at the place in the list as it was sent.
        for (index, person) in named.iter().enumerate().filter(|(_, person)| seen.insert(**person)) {
            match self.judge(&known, *person, to) {
                Ok(Arrival::Is(row)) => arrived.known.push((*person, row.id)),
                Ok(Arrival::Again(row, act)) => again.push((row, act)),
                Ok(Arrival::First) => first.push(*person),
                Err(found) => refusals.extend(found.into_iter().map(|refusal| self.at(index, refusal))),
            }
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        if takes_seat(to) && !first.is_empty() {
            let number = i32::try_from(first.len()).unwrap_or(i32::MAX);
            admission::take_seats(work, permit, self.run, number).await?;
        }
        let rows: Vec<ActiveModel> = first.iter().map(|person| self.row(work, &known, *person, to, edition)).collect();
        arrived.new.extend(first.iter().zip(&rows).map(|(person, row)| (*person, row.id.clone().unwrap())));
        work.insert_all(permit, rows).await?;
        for (before, act) in again {
            arrived.new.push((before.person_id, before.id));
            let set = self.set(work, &known, before.person_id, to, edition);
            step(work, permit, (self.run, before), Step { act, note: self.waiver.clone() }, set).await?;
        }
        Ok(arrived)
    }

    async fn edition(&self, work: &Work) -> Result<EditionId> {
        run::published(work, self.run).await?.ok_or_else(|| Refusal::new(NOT_PUBLISHED).into())
    }

    fn at(&self, index: usize, refusal: Refusal) -> Refusal {
        let path = self.path.map_or_else(Vec::new, |path| vec![path.to_owned(), index.to_string()]);
        Refusal { path, ..refusal }
    }

    async fn look(&self, work: &Work, named: &[PersonId]) -> Result<Known> {
        let database = work.read();
        let course = self.run.row.course_id;
        let found = persons::load(&database, named).await?;
        let rows = Entity::find().filter(Column::CourseId.eq(course)).filter(Column::PersonId.is_in(named.to_vec()));
        let (here, there): (Vec<_>, Vec<_>) =
            rows.all(&database).await?.into_iter().partition(|row| row.run_id == self.run.row.id);
        let elsewhere: HashMap<PersonId, RunId> =
            there.iter().filter(|row| is_under_way(row.state)).map(|row| (row.person_id, row.run_id)).collect();
        let codes = course_run::Entity::find()
            .select_only()
            .columns([RunColumn::Id, RunColumn::Code])
            .filter(RunColumn::Id.is_in(elsewhere.values().copied()));
        Ok(Known {
            traits: found.iter().map(|person| (person.id, Traits::of(person, work.ctx().today()))).collect(),
            here: here.into_iter().map(|row| (row.person_id, row)).collect(),
            codes: codes.into_tuple().all(&database).await?.into_iter().collect(),
            elsewhere,
            missing: if self.asks_prerequisites() { missing(work, course, named).await? } else { HashMap::new() },
        })
    }

    fn asks_prerequisites(&self) -> bool {
        self.waiver.is_none() && self.run.row.audience.needs_prerequisites
    }

    /// How one person comes in, or all that stands in the way.
    fn judge<'k>(&self, known: &'k Known, person: PersonId, to: EnrolmentState) -> Result<Arrival<'k>, Vec<Refusal>> {
        let Some(traits) = known.traits.get(&person) else {
            return Err(vec![Refusal::new(UNKNOWN_REFERENCE).with("value", person.wire())]);
        };
        let before = known.here.get(&person);
        if let Some(row) = before.filter(|row| is_in(row.state, to)) {
            return Ok(Arrival::Is(row));
        }
        if let Some(run) = known.elsewhere.get(&person) {
            let code = known.codes.get(run).cloned().unwrap_or_default();
            return Err(vec![Refusal::new(ENROLLED_ELSEWHERE).with("run", code)]);
        }
        let is_promised = before.is_some_and(|row| row.state == EnrolmentState::Invited);
        if self.waiver.is_none() && !is_promised {
            let mut refusals = check(&self.run.row.audience, traits);
            let courses = known.missing.get(&person).into_iter().flatten();
            refusals.extend(courses.map(|code| Refusal::new(PREREQUISITE_MISSING).with("course", code)));
            if !refusals.is_empty() {
                return Err(refusals);
            }
        }
        let Some(row) = before else { return Ok(Arrival::First) };
        let act = self.act(to);
        machine::next(super::states::EDGES, row.state, act).map_err(|refusal| vec![refusal])?;
        Ok(Arrival::Again(row, act))
    }

    const fn act(&self, to: EnrolmentState) -> Act {
        match (self.way, to) {
            (EnrolmentWay::Officer, _) => Act::Enter,
            (EnrolmentWay::Invitation, _) => Act::Invite,
            (_, EnrolmentState::Requested) => Act::Ask,
            _ => Act::Join,
        }
    }

    fn row(&self, work: &Work, known: &Known, person: PersonId, to: EnrolmentState, edition: Option<EditionId>) -> ActiveModel {
        ActiveModel {
            id: Set(work.ctx().new_id()),
            run_id: Set(self.run.row.id),
            course_id: Set(self.run.row.course_id),
            person_id: Set(person),
            state: Set(to),
            note: Set(self.waiver.clone()),
            created_at: Set(work.ctx().now()),
            ended_at: Set(None),
            version: Set(1),
            ..self.set(work, known, person, to, edition)
        }
    }

    /// What is written at each entry anew: the way, the day, and what donors ask about as it is on that day.
    fn set(&self, work: &Work, known: &Known, person: PersonId, to: EnrolmentState, edition: Option<EditionId>) -> ActiveModel {
        let now = work.ctx().now();
        let traits = known.traits.get(&person).cloned().unwrap_or_default();
        let is_active = to == EnrolmentState::Active;
        ActiveModel {
            way: Set(self.way),
            organisation_id: Set(self.organisation),
            edition_id: Set(edition),
            gender: Set(traits.gender),
            age: Set(traits.age),
            governorate: Set(traits.governorate),
            situation: Set(traits.situation),
            degree: Set(traits.degrees.first().copied()),
            active_at: Set(is_active.then_some(now)),
            ends_at: Set(if is_active { ends_at(&self.run.row, now) } else { None }),
            // Who comes again has another end to be reminded of.
            reminded_at: Set(None),
            ..Default::default()
        }
    }
}

/// How somebody comes in.
enum Arrival<'a> {
    /// They are in already.
    Is(&'a Model),
    /// They were known here before.
    Again(&'a Model, Act),
    /// They are new.
    First,
}

/// Whether who stands here is where this way leads, or further.
const fn is_in(state: EnrolmentState, to: EnrolmentState) -> bool {
    use EnrolmentState::{Active, Completed, Invited, Requested};
    match to {
        Active => matches!(state, Active | Completed),
        Requested => matches!(state, Requested | Active | Completed),
        _ => matches!(state, Invited | Active | Completed),
    }
}

/// The codes of the courses that come before a course and that persons have not completed.
async fn missing(work: &Work, course: CourseId, named: &[PersonId]) -> Result<HashMap<PersonId, Vec<String>>> {
    let before: Vec<CourseId> =
        course::queries::required(&work.read(), &[course]).await?.into_iter().map(|(_, required)| required).collect();
    if before.is_empty() {
        return Ok(HashMap::new());
    }
    let done: Vec<(PersonId, CourseId)> = Entity::find()
        .select_only()
        .columns([Column::PersonId, Column::CourseId])
        .filter(Column::PersonId.is_in(named.to_vec()))
        .filter(Column::CourseId.is_in(before.clone()))
        .filter(Column::State.eq(EnrolmentState::Completed))
        .into_tuple()
        .all(&work.read())
        .await?;
    let done: HashSet<(PersonId, CourseId)> = done.into_iter().collect();
    let codes: HashMap<CourseId, String> = course::queries::codes(&work.read(), &before).await?.into_iter().collect();
    let of = |person: &PersonId| {
        let lacks = before.iter().filter(|course| !done.contains(&(*person, **course)));
        (*person, lacks.filter_map(|course| codes.get(course).cloned()).collect())
    };
    Ok(named.iter().map(of).collect())
}
