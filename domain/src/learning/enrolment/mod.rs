//! Enrolments: by oneself, by invitation, by an officer for many at once, by an organisation for its own people.

pub(super) mod absorb;
mod admission;
mod decide;
mod enter;
mod entering;
mod erasure;
pub(super) mod expiry;
pub mod queries;
pub(super) mod reminder;
mod states;
mod telling;

use nabta_entities::ids::{EnrolmentId, PersonId};
use nabta_entities::learning::enrolment::{ActiveModel, EnrolmentState, Entity, Model};
use sea_orm::{EntityTrait, Set};

use super::certificate;
use super::entries::LearningEntry;
use super::run::Run;
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::work::{Held, Permit, Work};
use crate::kernel::{Ctx, Error, Result, states as machine};

pub(super) use decide::remove_all;
pub use decide::{accept, complete, decline, extend, join, move_to, refuse, remove, withdraw};
pub use enter::{Entry, create, enter, enter_staff, invite};
pub(crate) use erasure::erase;
pub use expiry::until;
pub use queries::{EnrolmentFilter, PARTNERS, by_ids, list, list_of_runs, may_name, names, own, own_in_runs, read};
pub use states::Act;
pub(super) use states::{is_under_way, takes_seat};
pub(super) use telling::to_persons as tell;

/// An enrolment, and the scopes in which its run lies.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// What is said about it.
    pub row: Model,
    /// None of one's own that was read as such: whoever asks about themselves asks by no role.
    scopes: Vec<Scope>,
}

impl Enrolment {
    /// One's own.
    const fn own(row: Model) -> Self {
        Self { row, scopes: Vec::new() }
    }

    /// Of a run.
    pub(super) fn of(row: Model, run: &Run) -> Self {
        Self { row, scopes: run.scopes() }
    }
}

impl Subject for Enrolment {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        self.scopes.clone()
    }
    fn oneself(&self) -> Option<PersonId> {
        Some(self.row.person_id)
    }
    fn reading(&self) -> Action {
        super::actions::ENROLMENT_READ
    }
}

/// What an enrolment becomes, once the act was found possible.
pub(super) struct Step {
    pub(super) act: Act,
    /// What is said with it, for the person and the officers.
    pub(super) note: Option<String>,
}

impl Step {
    pub(super) const fn new(act: Act) -> Self {
        Self { act, note: None }
    }
}

/// Leads an enrolment where an act leads it, with its seat; `set` is what changes besides. The run is held wherever a seat may be taken or
/// given back; the caller commits.
pub(super) async fn step(
    work: &Work,
    permit: &Permit,
    (run, enrolment): (&Run, &Model),
    step: Step,
    set: ActiveModel,
) -> Result<Model> {
    let to = machine::next(states::EDGES, enrolment.state, step.act)?;
    match (takes_seat(enrolment.state), takes_seat(to)) {
        (false, true) => admission::take_seats(work, permit, run, 1).await?,
        (true, false) => admission::free_seats(work, permit, run.row.id, 1).await?,
        _ => {}
    }
    let ended = (!is_under_way(to)).then(|| work.ctx().now());
    let row = ActiveModel {
        id: Set(enrolment.id),
        state: Set(to),
        note: Set(step.note),
        ended_at: Set(ended),
        version: Set(enrolment.version + 1),
        ..set
    };
    let row = work.update(permit, row).await?;
    if to == EnrolmentState::Completed {
        certificate::consider(work, permit, row.id).await?;
    }
    Ok(row)
}

/// The run of an enrolment and the enrolment, held in that order, whoever asks: authorise afterwards.
pub(super) async fn hold(work: &Work, id: EnrolmentId) -> Result<(Run, Enrolment)> {
    let found = Entity::find_by_id(id).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let run = super::run::queries::hold(&work.read(), found.run_id).await?;
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let enrolment = Enrolment::of(row, &run);
    Ok((run, enrolment))
}

/// The run of an enrolment as it stands, and the enrolment, held: many people of one run do this at once. Authorise afterwards.
pub(super) async fn hold_alone(work: &Work, id: EnrolmentId) -> Result<(Run, Enrolment)> {
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let run = super::run::queries::load(&work.read(), &[row.run_id]).await?.pop().ok_or(Error::NotFound)?;
    let enrolment = Enrolment::of(row, &run);
    Ok((run, enrolment))
}

/// What the journal hears of one step.
pub(super) fn moved(action: Action, run: &Run, row: &Model, act: Act) -> LearningEntry {
    LearningEntry::EnrolmentMoved { action, run: row.run_id, enrolment: row.id, person: row.person_id, scopes: run.scopes(), act }
}

/// The enrolment as it stands now, for whoever has just changed it.
pub(super) async fn changed(ctx: &Ctx, id: EnrolmentId) -> Result<Enrolment> {
    queries::of_all(ctx.database().reader(), &[id]).await?.pop().ok_or(Error::NotFound)
}
