//! Planning runs.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};
use nabta_domain::learning::RunId;
use nabta_domain::learning::run::{self, RunDetails};

use super::audience::AudienceInput;
use super::policy::RunPolicyInput;
use super::run::{Admission, CourseRun};
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// What is said about a run.
#[derive(InputObject)]
pub struct CourseRunDetailsInput {
    /// The centre's own code.
    code: String,
    /// The edition that it gives; nothing for the one that is out when somebody enrols.
    edition: Option<ID>,
    /// Its titles, where they are not the course's.
    #[graphql(default)]
    titles: LocalizedTextInput,
    /// How somebody comes to take part.
    admission: Admission,
    /// How many can take part; nothing for as many as come.
    seats: Option<i32>,
    /// From when on people enrol.
    opens_at: Option<DateTime<Utc>>,
    /// Until when people enrol.
    closes_at: Option<DateTime<Utc>>,
    /// The first day.
    starts_on: Option<NaiveDate>,
    /// The last day.
    ends_on: Option<NaiveDate>,
    /// Where it is given.
    #[graphql(default)]
    locations: LocalizedTextInput,
    /// For how many days one can study after entering; nothing for as long as the run lasts.
    access_days: Option<i32>,
    /// For whom it is.
    #[graphql(default)]
    audience: AudienceInput,
    /// What it asks for; where nothing is said, to reach the end of each lesson.
    policy: Option<RunPolicyInput>,
    /// The programmes that it serves.
    #[graphql(default)]
    programmes: Vec<ID>,
}

impl CourseRunDetailsInput {
    fn parse(self, ctx: &Context<'_>) -> Result<RunDetails> {
        Ok(RunDetails {
            edition: self.edition.map(|id| ids::parse(ctx, &id)).transpose()?,
            programmes: self.programmes.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?,
            code: self.code,
            titles: self.titles.into(),
            admission: self.admission.into(),
            seats: self.seats,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            locations: self.locations.into(),
            access_days: self.access_days,
            audience: self.audience.into(),
            policy: self.policy.map(|policy| policy.parse(ctx)).transpose()?,
        })
    }
}

/// A new run.
#[derive(InputObject)]
pub struct CourseRunCreateInput {
    /// Of which course.
    course: ID,
    /// What is said about it.
    details: CourseRunDetailsInput,
    /// A key of the client's own: the same request asked again gives the first answer.
    idempotency_key: Option<String>,
}

/// A change of what is said about a run.
#[derive(InputObject)]
pub struct CourseRunUpdateInput {
    /// Which run.
    run: ID,
    /// What is said about it, all of it.
    details: CourseRunDetailsInput,
    /// The version that was read.
    version: i32,
}

/// A step of a run.
#[derive(InputObject)]
pub struct CourseRunStepInput {
    /// Which run.
    run: ID,
    /// The version that was read.
    version: i32,
}

/// That a run does not take place.
#[derive(InputObject)]
pub struct CourseRunCancelInput {
    /// Which run.
    run: ID,
    /// The version that was read.
    version: i32,
    /// Why; who was to take part is told.
    note: String,
}

payloads! {
    /// What came of an act on a run.
    CourseRunPayload { run: CourseRun, from run::Run }
}

/// Acts on runs.
#[derive(Default)]
pub struct RunMutation;

#[Object]
impl RunMutation {
    /// Enters a run of a course, as one that is being prepared.
    #[doc = nabta_domain::learning_permission!(RUN_DEFINE)]
    async fn course_run_create(&self, ctx: &Context<'_>, input: CourseRunCreateInput) -> Result<CourseRunPayload> {
        let course = ids::parse(ctx, &input.course)?;
        let details = input.details.parse(ctx)?;
        let created = run::create(domain(ctx), course, details, input.idempotency_key.as_deref()).await;
        CourseRunPayload::from_outcome(ctx, created)
    }

    /// Changes what is said about a run.
    #[doc = nabta_domain::learning_permission!(RUN_DEFINE)]
    async fn course_run_update(&self, ctx: &Context<'_>, input: CourseRunUpdateInput) -> Result<CourseRunPayload> {
        let id: RunId = ids::parse(ctx, &input.run)?;
        let details = input.details.parse(ctx)?;
        let updated = run::update(domain(ctx), id, details, input.version).await;
        Ok(CourseRunPayload::from_outcome(ctx, updated)?.or_current(run::read(domain(ctx), id)).await)
    }

    /// Lets people enrol.
    #[doc = nabta_domain::learning_permission!(RUN_DEFINE)]
    async fn course_run_open(&self, ctx: &Context<'_>, input: CourseRunStepInput) -> Result<CourseRunPayload> {
        let id: RunId = ids::parse(ctx, &input.run)?;
        let opened = run::open(domain(ctx), id, input.version).await;
        Ok(CourseRunPayload::from_outcome(ctx, opened)?.or_current(run::read(domain(ctx), id)).await)
    }

    /// Lets nobody enrol any more; who takes part goes on.
    #[doc = nabta_domain::learning_permission!(RUN_DEFINE)]
    async fn course_run_close(&self, ctx: &Context<'_>, input: CourseRunStepInput) -> Result<CourseRunPayload> {
        let id: RunId = ids::parse(ctx, &input.run)?;
        let closed = run::close(domain(ctx), id, input.version).await;
        Ok(CourseRunPayload::from_outcome(ctx, closed)?.or_current(run::read(domain(ctx), id)).await)
    }

    /// Says that a run does not take place.
    #[doc = nabta_domain::learning_permission!(RUN_DEFINE)]
    async fn course_run_cancel(&self, ctx: &Context<'_>, input: CourseRunCancelInput) -> Result<CourseRunPayload> {
        let id: RunId = ids::parse(ctx, &input.run)?;
        let cancelled = run::cancel(domain(ctx), id, input.version, &input.note).await;
        Ok(CourseRunPayload::from_outcome(ctx, cancelled)?.or_current(run::read(domain(ctx), id)).await)
    }
}
