//! The ways in: by oneself, by an officer for many at once, by invitation, by an organisation for its own people.

use nabta_entities::ids::{OrganisationId, OrganisationMemberId, PersonId, RunId};
use nabta_entities::learning::enrolment::EnrolmentWay;

use super::super::actions::codes::NOT_A_MEMBER;
use super::super::actions::{ENROLMENT_CREATE, ENROLMENT_ENTER, ENROLMENT_ENTER_STAFF};
use super::super::entries::LearningEntry;
use super::super::run::{self, Run};
use super::entering::{Arrived, Coming};
use super::{Enrolment, changed, telling};
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, TypedId, text};
use crate::people::member;

/// The most people who are entered at once.
const MOST: usize = 500;

/// What came of entering many.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The run as it stands now.
    pub run: Run,
    /// How many came in.
    pub new: usize,
    /// How many were in already.
    pub known: usize,
}

/// Enrols whoever is signed in. Who is in already is answered where they stand.
pub async fn create(ctx: &Ctx, run: RunId) -> Result<Enrolment> {
    let person = ctx.person()?;
    let work = ctx.begin().await?;
    let run = run::queries::hold(&work.read(), run).await?;
    work.authorize(run.reading(), &run)?;
    let permit = work.authorize(ENROLMENT_CREATE, &run)?;
    let coming = Coming { run: &run, way: EnrolmentWay::Oneself, organisation: None, waiver: None, path: None };
    let arrived = coming.arrive(&work, &permit, &[person]).await?;
    if let Some((_, known)) = arrived.known.first() {
        drop(work);
        return changed(ctx, *known).await;
    }
    let id = arrived.new.first().map(|(_, id)| *id).ok_or(Error::NotFound)?;
    telling::came(&work, &permit, &run, EnrolmentWay::Oneself, &[person]).await?;
    work.commit(permit, entered(ENROLMENT_CREATE, &run, EnrolmentWay::Oneself, &arrived)).await?;
    changed(ctx, id).await
}

/// Enters people, all or nobody. With a waiver the conditions of the run do not count for them; seats do.
pub async fn enter(ctx: &Ctx, run: RunId, persons: &[PersonId], waiver: Option<&str>) -> Result<Entry> {
    by_officer(ctx, run, persons, (EnrolmentWay::Officer, waiver)).await
}

/// Invites people, all or nobody; a seat is kept for each of them until they answer.
pub async fn invite(ctx: &Ctx, run: RunId, persons: &[PersonId], waiver: Option<&str>) -> Result<Entry> {
    by_officer(ctx, run, persons, (EnrolmentWay::Invitation, waiver)).await
}

async fn by_officer(ctx: &Ctx, id: RunId, persons: &[PersonId], (way, waiver): (EnrolmentWay, Option<&str>)) -> Result<Entry> {
    let work = ctx.begin().await?;
    let run = run::queries::hold(&work.read(), id).await?;
    let permit = work.authorize(ENROLMENT_ENTER, &run)?;
    bounded(persons.len(), "persons")?;
    let waiver = waiver.map(|waiver| text::paragraph(waiver, "waiver", text::DESCRIPTION_LENGTH)).transpose()?;
    let coming = Coming { run: &run, way, organisation: None, waiver, path: Some("persons") };
    finish(work, permit, coming, (ENROLMENT_ENTER, persons)).await
}

/// Those who speak for an organisation, as what rights are asked about when they enter its people in a run.
struct Delegation<'a> {
    run: &'a Run,
    representatives: Vec<PersonId>,
}

impl Subject for Delegation<'_> {
    fn reference(&self) -> SubjectRef {
        self.run.reference()
    }
    fn scopes(&self) -> Vec<Scope> {
        self.run.scopes()
    }
    fn representatives(&self) -> Vec<PersonId> {
        self.representatives.clone()
    }
    fn reading(&self) -> Action {
        self.run.reading()
    }
}

/// Enters people who belong to an organisation, all or nobody, by who speaks for it. The conditions of the run count.
pub async fn enter_staff(ctx: &Ctx, id: RunId, organisation: OrganisationId, named: &[OrganisationMemberId]) -> Result<Entry> {
    let work = ctx.begin().await?;
    let run = run::queries::hold(&work.read(), id).await?;
    let members = member::standing(&work.read(), &[organisation]).await?;
    let representatives = members.iter().filter(|one| member::speaks(one.role)).map(|one| one.person_id).collect();
    let permit = work.authorize(ENROLMENT_ENTER_STAFF, &Delegation { run: &run, representatives })?;
    if members.is_empty() {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "organisation").with("value", organisation.wire()).into());
    }
    bounded(named.len(), "members")?;
    let (mut persons, mut refusals) = (Vec::new(), Vec::new());
    for (index, id) in named.iter().enumerate() {
        match members.iter().find(|member| member.id == *id) {
            Some(member) => persons.push(member.person_id),
            None => refusals.push(Refusal::at(NOT_A_MEMBER, &format!("members.{index}"))),
        }
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    let (way, organisation) = (EnrolmentWay::Organisation, Some(organisation));
    let coming = Coming { run: &run, way, organisation, waiver: None, path: Some("members") };
    finish(work, permit, coming, (ENROLMENT_ENTER_STAFF, &persons)).await
}

async fn finish(work: Work, permit: Permit, coming: Coming<'_>, (action, persons): (Action, &[PersonId])) -> Result<Entry> {
    let (ctx, run, way) = (work.ctx().clone(), coming.run, coming.way);
    let arrived = coming.arrive(&work, &permit, persons).await?;
    let (new, known) = (arrived.new.len(), arrived.known.len());
    if new == 0 {
        drop(work);
    } else {
        let told: Vec<PersonId> = arrived.new.iter().map(|(person, _)| *person).collect();
        telling::came(&work, &permit, run, way, &told).await?;
        work.commit(permit, entered(action, run, way, &arrived)).await?;
    }
    Ok(Entry { run: run::read(&ctx, run.row.id).await?, new, known })
}

fn entered(action: Action, run: &Run, way: EnrolmentWay, arrived: &Arrived) -> LearningEntry {
    LearningEntry::Entered { action, run: run.row.id, scopes: run.scopes(), way, enrolments: arrived.new.clone() }
}

fn bounded(number: usize, path: &str) -> Result<()> {
    match number {
        0 => Err(Refusal::at(REQUIRED, path).into()),
        1..=MOST => Ok(()),
        _ => Err(Refusal::at(OUT_OF_RANGE, path).with("least", 1).with("most", MOST).into()),
    }
}
