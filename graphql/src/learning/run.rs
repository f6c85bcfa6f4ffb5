//! Runs.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};
use nabta_domain::kernel::page::Page;
use nabta_domain::learning::{self, run};

use super::audience::Audience;
use super::enrolment::{Enrolment, EnrolmentState};
use super::loaders::{EnrolmentsByRun, OwnEnrolmentByRun};
use super::policy::RunPolicy;
use crate::catalogue::{Course, Edition};
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, ProgrammeById, SeenEditionById, load};
use crate::programmes::Programme;
use crate::values::{self, Locale, LocalizedString, LocalizedTexts};

/// How somebody comes to take part.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "learning::Admission")]
pub enum Admission {
    /// Whoever enrols takes part.
    Open,
    /// Who asks takes part when an officer says so.
    Request,
    /// Only who is invited or entered.
    Invitation,
}

/// Where a run stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "learning::RunState")]
pub enum RunState {
    /// Being prepared.
    Draft,
    /// People can enrol.
    Open,
    /// Nobody enrols any more; who takes part goes on.
    Closed,
    /// It does not take place.
    Cancelled,
}

/// A run of a course: at one's own pace, or with dates and places.
pub struct CourseRun(pub run::Run);

impl From<run::Run> for CourseRun {
    fn from(run: run::Run) -> Self {
        Self(run)
    }
}

#[Object]
impl CourseRun {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// The centre's own code.
    async fn code(&self) -> &str {
        &self.0.row.code
    }

    /// Of which course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.row.course_id)).await?.map(Into::into))
    }

    /// The edition that it gives; nothing for the one that is out when somebody enrols.
    async fn edition(&self, ctx: &Context<'_>) -> Result<Option<Edition>> {
        let Some(id) = self.0.row.edition_id else { return Ok(None) };
        Ok(load(ctx, SeenEditionById(id)).await?.map(Into::into))
    }

    /// Its title, where it is not the course's.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<LocalizedString> {
        self.0.row.titles.as_ref().map(|titles| values::choose(titles, locale, domain(ctx).locale))
    }

    /// Its titles as written, where they are not the course's.
    async fn titles(&self) -> Option<LocalizedTexts> {
        self.0.row.titles.clone().map(Into::into)
    }

    /// How somebody comes to take part.
    async fn admission(&self) -> Admission {
        self.0.row.admission.into()
    }

    /// Where it stands.
    async fn state(&self) -> RunState {
        self.0.row.state.into()
    }

    /// How many can take part; nothing for as many as come.
    async fn seats(&self) -> Option<i32> {
        self.0.row.seats
    }

    /// How many seats are free; nothing where they are not counted.
    async fn seats_left(&self) -> Option<i32> {
        self.0.row.seats.map(|seats| seats - self.0.row.taken)
    }

    /// From when on people enrol.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.opens_at
    }

    /// Until when people enrol.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.closes_at
    }

    /// The first day.
    async fn starts_on(&self) -> Option<NaiveDate> {
        self.0.row.starts_on
    }

    /// The last day.
    async fn ends_on(&self) -> Option<NaiveDate> {
        self.0.row.ends_on
    }

    /// Where it is given.
    async fn location(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<LocalizedString> {
        self.0.row.locations.as_ref().map(|texts| values::choose(texts, locale, domain(ctx).locale))
    }

    /// Where it is given, as written.
    async fn locations(&self) -> Option<LocalizedTexts> {
        self.0.row.locations.clone().map(Into::into)
    }

    /// For how many days one can study after entering; nothing for as long as the run lasts.
    async fn access_days(&self) -> Option<i32> {
        self.0.row.access_days
    }

    /// For whom it is.
    async fn audience(&self) -> Audience {
        (&self.0.row.audience).into()
    }

    /// What it asks for.
    async fn policy(&self) -> RunPolicy {
        self.0.row.policy.clone().unwrap_or_default().into()
    }

    /// The programmes that it serves.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn programmes(&self, ctx: &Context<'_>) -> Result<Vec<Programme>> {
        let found = self.0.programmes.iter().map(|id| load(ctx, ProgrammeById(*id)));
        let found = futures::future::try_join_all(found).await?;
        Ok(found.into_iter().flatten().map(Programme).collect())
    }

    /// Why it was cancelled.
    async fn note(&self) -> Option<&str> {
        self.0.row.note.as_deref()
    }

    /// The enrolment of whoever is signed in.
    async fn my_enrolment(&self, ctx: &Context<'_>) -> Result<Option<Enrolment>> {
        Ok(load(ctx, OwnEnrolmentByRun(self.0.row.id)).await?.map(Into::into))
    }

    /// Who takes part, asked or was invited, newest first.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn enrolments(
        &self,
        ctx: &Context<'_>,
        state: Option<EnrolmentState>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Enrolment>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let key = EnrolmentsByRun((self.0.row.id, state.map(Into::into), page));
        Ok(connection(load(ctx, key).await?.unwrap_or_else(Page::empty)))
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// Which runs.
#[derive(InputObject, Default)]
pub struct CourseRunFilterInput {
    /// Of this course.
    course: Option<ID>,
    /// That serve this programme.
    programme: Option<ID>,
    /// That stand there.
    state: Option<RunState>,
}

/// Questions about runs.
#[derive(Default)]
pub struct RunQuery;

#[Object]
impl RunQuery {
    /// The runs of courses, newest first: those that people can or could enrol in for everybody, those in preparation for staff.
    #[doc = nabta_domain::learning_permission!(RUN_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn course_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: CourseRunFilterInput,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<CourseRun>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = run::RunFilter {
            course: filter.course.map(|id| ids::parse(ctx, &id)).transpose()?,
            programme: filter.programme.map(|id| ids::parse(ctx, &id)).transpose()?,
            state: filter.state.map(Into::into),
        };
        Ok(connection(run::list(domain(ctx), &filter, &page).await.answer(ctx)?))
    }
}
