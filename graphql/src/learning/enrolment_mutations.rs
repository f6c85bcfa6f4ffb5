//! Coming in, deciding, leaving.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::{Ctx, Result as DomainResult};
use nabta_domain::learning::EnrolmentId;
use nabta_domain::learning::enrolment;

use super::enrolment::Enrolment;
use super::run::CourseRun;
use crate::errors::{domain, payloads};
use crate::ids;

/// That whoever is signed in enrols.
#[derive(InputObject)]
pub struct EnrolmentCreateInput {
    /// In which run.
    run: ID,
}

/// People who are entered or invited, all or nobody.
#[derive(InputObject)]
pub struct EnrolmentsEnterInput {
    /// In which run.
    run: ID,
    /// Who: at most 500.
    persons: Vec<ID>,
    /// Why the conditions of the run do not count for them; without it they do. Seats always count.
    waiver: Option<String>,
}

/// People of an organisation who are entered by who speaks for it, all or nobody.
#[derive(InputObject)]
pub struct EnrolmentsEnterStaffInput {
    /// In which run.
    run: ID,
    /// To which organisation they belong.
    organisation: ID,
    /// Who, by their membership: at most 500.
    members: Vec<ID>,
}

/// Which enrolment, by the person themselves.
#[derive(InputObject)]
pub struct EnrolmentOwnInput {
    /// Which enrolment.
    enrolment: ID,
}

/// A decision about an enrolment.
#[derive(InputObject)]
pub struct EnrolmentStepInput {
    /// Which enrolment.
    enrolment: ID,
    /// The version that was read.
    version: i32,
}

/// A decision about an enrolment with its reason, which the person is told.
#[derive(InputObject)]
pub struct EnrolmentReasonInput {
    /// Which enrolment.
    enrolment: ID,
    /// The version that was read.
    version: i32,
    /// Why.
    note: String,
}

/// That somebody did what the run asks for.
#[derive(InputObject)]
pub struct EnrolmentCompleteInput {
    /// Which enrolment.
    enrolment: ID,
    /// The version that was read.
    version: i32,
    /// On what grounds.
    note: Option<String>,
}

/// More time for somebody.
#[derive(InputObject)]
pub struct EnrolmentExtendInput {
    /// Which enrolment.
    enrolment: ID,
    /// The version that was read.
    version: i32,
    /// Until when.
    until: DateTime<Utc>,
}

/// That somebody follows another edition from now on.
#[derive(InputObject)]
pub struct EnrolmentMoveInput {
    /// Which enrolment.
    enrolment: ID,
    /// Which edition.
    edition: ID,
}

payloads! {
    /// What came of an act on an enrolment.
    EnrolmentPayload { enrolment: Enrolment, from enrolment::Enrolment }
}

/// What came of entering many.
pub struct Entered(enrolment::Entry);

impl From<enrolment::Entry> for Entered {
    fn from(entry: enrolment::Entry) -> Self {
        Self(entry)
    }
}

#[Object(name = "EnrolmentsEntered")]
impl Entered {
    /// The run as it stands now.
    async fn run(&self) -> CourseRun {
        self.0.run.clone().into()
    }

    /// How many came in.
    async fn new(&self) -> usize {
        self.0.new
    }

    /// How many were in already.
    async fn known(&self) -> usize {
        self.0.known
    }
}

payloads! {
    /// What came of entering people.
    EnrolmentsPayload { entered: Entered, from enrolment::Entry }
}

/// Acts on enrolments.
#[derive(Default)]
pub struct EnrolmentMutation;

#[Object]
impl EnrolmentMutation {
    /// Enrols whoever is signed in. Who is in already is answered where they stand.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_CREATE)]
    async fn enrolment_create(&self, ctx: &Context<'_>, input: EnrolmentCreateInput) -> Result<EnrolmentPayload> {
        let run = ids::parse(ctx, &input.run)?;
        EnrolmentPayload::from_outcome(ctx, enrolment::create(domain(ctx), run).await)
    }

    /// Enters people in a run: everybody, or nobody and all that stands in the way.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ENTER)]
    async fn enrolments_enter(&self, ctx: &Context<'_>, input: EnrolmentsEnterInput) -> Result<EnrolmentsPayload> {
        let run = ids::parse(ctx, &input.run)?;
        let persons = input.persons.iter().map(|id| ids::parse(ctx, id)).collect::<Result<Vec<_>>>()?;
        let entered = enrolment::enter(domain(ctx), run, &persons, input.waiver.as_deref()).await;
        EnrolmentsPayload::from_outcome(ctx, entered)
    }

    /// Invites people to a run: everybody, or nobody and all that stands in the way. A seat is kept for each until they answer.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ENTER)]
    async fn enrolments_invite(&self, ctx: &Context<'_>, input: EnrolmentsEnterInput) -> Result<EnrolmentsPayload> {
        let run = ids::parse(ctx, &input.run)?;
        let persons = input.persons.iter().map(|id| ids::parse(ctx, id)).collect::<Result<Vec<_>>>()?;
        let invited = enrolment::invite(domain(ctx), run, &persons, input.waiver.as_deref()).await;
        EnrolmentsPayload::from_outcome(ctx, invited)
    }

    /// Enters people of an organisation in a run, by who speaks for it.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ENTER_STAFF)]
    async fn enrolments_enter_staff(&self, ctx: &Context<'_>, input: EnrolmentsEnterStaffInput) -> Result<EnrolmentsPayload> {
        let run = ids::parse(ctx, &input.run)?;
        let organisation = ids::parse(ctx, &input.organisation)?;
        let members = input.members.iter().map(|id| ids::parse(ctx, id)).collect::<Result<Vec<_>>>()?;
        EnrolmentsPayload::from_outcome(ctx, enrolment::enter_staff(domain(ctx), run, organisation, &members).await)
    }

    /// Takes somebody's wish to take part.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_DECIDE)]
    async fn enrolment_accept(&self, ctx: &Context<'_>, input: EnrolmentStepInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        answered(ctx, id, enrolment::accept(domain(ctx), id, input.version).await).await
    }

    /// Refuses somebody's wish to take part.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_DECIDE)]
    async fn enrolment_refuse(&self, ctx: &Context<'_>, input: EnrolmentReasonInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        answered(ctx, id, enrolment::refuse(domain(ctx), id, input.version, &input.note).await).await
    }

    /// Takes somebody out of a run.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_DECIDE)]
    async fn enrolment_remove(&self, ctx: &Context<'_>, input: EnrolmentReasonInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        answered(ctx, id, enrolment::remove(domain(ctx), id, input.version, &input.note).await).await
    }

    /// Gives somebody more time, also to whom it has run out.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_DECIDE)]
    async fn enrolment_extend(&self, ctx: &Context<'_>, input: EnrolmentExtendInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        answered(ctx, id, enrolment::extend(domain(ctx), id, input.version, input.until).await).await
    }

    /// Says that somebody did what the run asks for.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_COMPLETE)]
    async fn enrolment_complete(&self, ctx: &Context<'_>, input: EnrolmentCompleteInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        answered(ctx, id, enrolment::complete(domain(ctx), id, input.version, input.note.as_deref()).await).await
    }

    /// Says yes to an invitation; said again, nothing changes.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ANSWER)]
    async fn enrolment_join(&self, ctx: &Context<'_>, input: EnrolmentOwnInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        EnrolmentPayload::from_outcome(ctx, enrolment::join(domain(ctx), id).await)
    }

    /// Says no to an invitation; said again, nothing changes.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ANSWER)]
    async fn enrolment_decline(&self, ctx: &Context<'_>, input: EnrolmentOwnInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        EnrolmentPayload::from_outcome(ctx, enrolment::decline(domain(ctx), id).await)
    }

    /// Leaves a run, or takes a wish back; said again, nothing changes.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ANSWER)]
    async fn enrolment_withdraw(&self, ctx: &Context<'_>, input: EnrolmentOwnInput) -> Result<EnrolmentPayload> {
        let id = ids::parse(ctx, &input.enrolment)?;
        EnrolmentPayload::from_outcome(ctx, enrolment::withdraw(domain(ctx), id).await)
    }

    /// Follows another edition of the course from now on. What was done stays done, lesson by lesson.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_MOVE)]
    async fn enrolment_move(&self, ctx: &Context<'_>, input: EnrolmentMoveInput) -> Result<EnrolmentPayload> {
        let (id, edition) = (ids::parse(ctx, &input.enrolment)?, ids::parse(ctx, &input.edition)?);
        EnrolmentPayload::from_outcome(ctx, enrolment::move_to(domain(ctx), id, edition).await)
    }
}

/// The payload, with the enrolment as somebody else left it where that is why nothing was done.
async fn answered(ctx: &Context<'_>, id: EnrolmentId, outcome: DomainResult<enrolment::Enrolment>) -> Result<EnrolmentPayload> {
    let now: &Ctx = domain(ctx);
    Ok(EnrolmentPayload::from_outcome(ctx, outcome)?.or_current(enrolment::read(now, id)).await)
}
