//! Enrolments.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::learning::{self, enrolment};

use super::loaders::{NameByEnrolment, ProgressByEnrolment, QuizzesByEnrolment, RunById};
use super::progress::LearningProgress;
use super::quiz_standing::EnrolmentQuiz;
use super::run::CourseRun;
use crate::catalogue::{Course, Edition};
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, GovernorateByCode, OrganisationById, PersonById, SeenEditionById, load};
use crate::people::{Degree, Gender, Organisation, Person, Situation};
use crate::platform::Governorate;
use crate::values::{self, Locale, LocalizedString};

/// Where an enrolment stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "learning::EnrolmentState")]
pub enum EnrolmentState {
    /// They were invited, and have not answered.
    Invited,
    /// They asked to take part.
    Requested,
    /// They take part.
    Active,
    /// They did what the run asks for.
    Completed,
    /// They left.
    Withdrawn,
    /// They were taken out.
    Removed,
    /// Their wish was refused.
    Refused,
    /// Their time is over.
    Expired,
}

/// By which way somebody came.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "learning::EnrolmentWay")]
pub enum EnrolmentWay {
    /// By themselves.
    Oneself,
    /// By an invitation.
    Invitation,
    /// An officer entered them.
    Officer,
    /// The organisation that they belong to entered them.
    Organisation,
}

/// That somebody takes part in a run of a course, or wishes to.
pub struct Enrolment(pub enrolment::Enrolment);

impl From<enrolment::Enrolment> for Enrolment {
    fn from(enrolment: enrolment::Enrolment) -> Self {
        Self(enrolment)
    }
}

#[Object]
impl Enrolment {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// In which run.
    async fn run(&self, ctx: &Context<'_>) -> Result<Option<CourseRun>> {
        Ok(load(ctx, RunById(self.0.row.run_id)).await?.map(Into::into))
    }

    /// Of which course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.row.course_id)).await?.map(Into::into))
    }

    /// Who, for those who look after persons.
    #[doc = nabta_domain::people_permission!(PERSON_READ)]
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(load(ctx, PersonById(self.0.row.person_id)).await?.map(Into::into))
    }

    /// Who, by name. A partner learns it of those who agree to that.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_READ_NAME)]
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        let found = load(ctx, NameByEnrolment(self.0.row.id)).await?;
        Ok(found.map(|name| values::choose(&name.names, locale, domain(ctx).locale)))
    }

    /// The edition that they follow.
    async fn edition(&self, ctx: &Context<'_>) -> Result<Option<Edition>> {
        let Some(id) = self.0.row.edition_id else { return Ok(None) };
        Ok(load(ctx, SeenEditionById(id)).await?.map(Into::into))
    }

    /// Where it stands.
    async fn state(&self) -> EnrolmentState {
        self.0.row.state.into()
    }

    /// By which way they came.
    async fn way(&self) -> EnrolmentWay {
        self.0.row.way.into()
    }

    /// The organisation that entered them.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Organisation>> {
        let Some(id) = self.0.row.organisation_id else { return Ok(None) };
        Ok(load(ctx, OrganisationById(id)).await?.map(Into::into))
    }

    /// As the identity card said it when they entered.
    async fn gender(&self) -> Option<Gender> {
        self.0.row.gender.map(Into::into)
    }

    /// In years, when they entered.
    async fn age(&self) -> Option<i32> {
        self.0.row.age
    }

    /// Where they lived when they entered.
    async fn governorate(&self, ctx: &Context<'_>) -> Result<Option<Governorate>> {
        let Some(code) = self.0.row.governorate.clone() else { return Ok(None) };
        Ok(load(ctx, GovernorateByCode(code)).await?.map(Into::into))
    }

    /// What they did when they entered.
    async fn situation(&self) -> Option<Situation> {
        self.0.row.situation.map(Into::into)
    }

    /// What their newest education had ended with when they entered.
    async fn degree(&self) -> Option<Degree> {
        self.0.row.degree.map(Into::into)
    }

    /// What was said with the last step, for them and for those who decide.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_READ_NAME)]
    async fn note(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.row.note.as_deref().filter(|_| enrolment::may_name(domain(ctx), &self.0))
    }

    /// What they did, for themselves and for those who may know them by name.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_READ_NAME)]
    async fn progress(&self, ctx: &Context<'_>) -> Result<Option<LearningProgress>> {
        Ok(load(ctx, ProgressByEnrolment(self.0.row.id)).await?.map(LearningProgress))
    }

    /// How the quizzes of the course stand for them, by key, for themselves and for those who may read attempts.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_READ)]
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn quizzes(&self, ctx: &Context<'_>) -> Result<Vec<EnrolmentQuiz>> {
        let found = load(ctx, QuizzesByEnrolment(self.0.row.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(|standing| EnrolmentQuiz { standing, enrolment: self.0.clone() }).collect())
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row.created_at
    }

    /// Since when they take part.
    async fn active_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.active_at
    }

    /// Until when they can study; nothing without an end.
    async fn ends_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        if self.0.row.ends_at.is_some() || self.0.row.active_at.is_none() {
            return Ok(self.0.row.ends_at);
        }
        let run = load(ctx, RunById(self.0.row.run_id)).await?;
        Ok(run.and_then(|run| enrolment::until(&run.row, &self.0.row)))
    }

    /// When it came to its end, whichever.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.ended_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// Which enrolments.
#[derive(InputObject, Default)]
pub struct EnrolmentFilterInput {
    /// In this run.
    run: Option<ID>,
    /// Of this course.
    course: Option<ID>,
    /// In runs that serve this programme.
    programme: Option<ID>,
    /// That stand there.
    state: Option<EnrolmentState>,
    /// Code of the governorate where they lived.
    governorate: Option<String>,
    /// Of this gender.
    gender: Option<Gender>,
    /// That did this.
    situation: Option<Situation>,
}

/// Questions about enrolments.
#[derive(Default)]
pub struct EnrolmentQuery;

#[Object]
impl EnrolmentQuery {
    /// The enrolments that one's roles reach, newest first.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn enrolments(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: EnrolmentFilterInput,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Enrolment>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = enrolment::EnrolmentFilter {
            run: filter.run.map(|id| ids::parse(ctx, &id)).transpose()?,
            course: filter.course.map(|id| ids::parse(ctx, &id)).transpose()?,
            programme: filter.programme.map(|id| ids::parse(ctx, &id)).transpose()?,
            state: filter.state.map(Into::into),
            governorate: filter.governorate,
            gender: filter.gender.map(Into::into),
            situation: filter.situation.map(Into::into),
        };
        Ok(connection(enrolment::list(domain(ctx), &filter, &page).await.answer(ctx)?))
    }

    /// The enrolments of whoever is signed in, newest first.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ANSWER)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn my_enrolments(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Enrolment>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(enrolment::own(domain(ctx), &page).await.answer(ctx)?))
    }
}
