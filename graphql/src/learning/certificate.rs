//! Certificates, as those see them who have them, who issue them and who check them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use futures::future::try_join_all;
use nabta_domain::kernel::clock::date_in_tunis;
use nabta_domain::learning::certificate::fetch::{self, Form};
use nabta_domain::learning::certificate::{self, CertificateFilter, Facts, check};

use super::CertificateTemplate;
use super::loaders::{CertificateById, CertificateTemplateById, FactsByCertificate};
use crate::catalogue::Course;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, PersonById, load};
use crate::people::Person;
use crate::values::{self, Locale, LocalizedString};

/// Where a certificate stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "certificate::CertificateState")]
pub enum CertificateState {
    /// It was not ended.
    Valid,
    /// It was taken back.
    Revoked,
    /// Another one stands for it.
    Replaced,
}

/// How a certificate stands today, for who looks at it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "check::Standing")]
pub enum CertificateStanding {
    /// It is good.
    Valid,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// Another one stands for it.
    Replaced,
}

/// That somebody completed a course or a set of courses.
pub struct Certificate(pub certificate::Certificate);

impl From<certificate::Certificate> for Certificate {
    fn from(certificate: certificate::Certificate) -> Self {
        Self(certificate)
    }
}

impl Certificate {
    async fn facts(&self, ctx: &Context<'_>) -> Result<Option<Facts>> {
        load(ctx, FactsByCertificate(self.0.clone().into())).await
    }
}

#[Object]
impl Certificate {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// Its number, such as `2026-0042`: in a series of its year that has no gaps.
    async fn serial_number(&self) -> String {
        self.0.number()
    }

    /// What it was issued for.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_TEMPLATE_READ)]
    async fn template(&self, ctx: &Context<'_>) -> Result<Option<CertificateTemplate>> {
        Ok(load(ctx, CertificateTemplateById(self.0.row.template_id)).await?.map(Into::into))
    }

    /// Whose it is, for those who look after persons.
    #[doc = nabta_domain::people_permission!(PERSON_READ)]
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(load(ctx, PersonById(self.0.row.person_id)).await?.map(Into::into))
    }

    /// The name that stands on it; nothing of somebody who was forgotten.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        Ok(self.facts(ctx).await?.map(|facts| values::choose(&facts.names, locale, domain(ctx).locale)))
    }

    /// The title that stands on it.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        Ok(self.facts(ctx).await?.map(|facts| values::choose(&facts.titles, locale, domain(ctx).locale)))
    }

    /// The courses that were completed.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn courses(&self, ctx: &Context<'_>) -> Result<Vec<Course>> {
        let found = try_join_all(self.0.courses.iter().map(|id| load(ctx, CourseById(*id)))).await?;
        Ok(found.into_iter().flatten().map(Into::into).collect())
    }

    /// The legal texts that it rests on, by the centre's codes.
    async fn law_codes(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.facts(ctx).await?.map(|facts| facts.laws).unwrap_or_default())
    }

    /// The page on which everybody can check it.
    async fn check_address(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.facts(ctx).await?.map(|facts| certificate::address(domain(ctx), &facts)))
    }

    /// Where it can be fetched as a PDF, for a quarter of an hour; nothing for one that was ended.
    async fn pdf_path(&self, ctx: &Context<'_>) -> Option<String> {
        fetch::path(domain(ctx), &self.0, Form::Pdf)
    }

    /// Where it can be fetched as an Open Badge 3.0 (VC-JWT), for a quarter of an hour; nothing for one that was ended.
    async fn badge_path(&self, ctx: &Context<'_>) -> Option<String> {
        fetch::path(domain(ctx), &self.0, Form::Badge)
    }

    /// Where it stands.
    async fn state(&self) -> CertificateState {
        self.0.row.state.into()
    }

    /// How it stands today.
    async fn standing(&self, ctx: &Context<'_>) -> CertificateStanding {
        check::standing(&self.0.row, date_in_tunis(domain(ctx).now())).into()
    }

    /// The day on which it was issued.
    async fn issued_on(&self) -> NaiveDate {
        self.0.row.issued_on
    }

    /// The last day on which it is good.
    async fn expires_on(&self) -> Option<NaiveDate> {
        self.0.row.expires_on
    }

    /// Why it was taken back or replaced.
    async fn reason(&self) -> Option<&str> {
        self.0.row.reason.as_deref()
    }

    /// The one that stands for it.
    async fn replaced_by(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        let Some(id) = self.0.row.replaced_by else { return Ok(None) };
        Ok(load(ctx, CertificateById(id)).await?.map(Into::into))
    }

    /// When it was taken back or replaced.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.ended_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// What everybody may know of a certificate whose code they have.
#[derive(SimpleObject)]
pub struct CertificateCheck {
    /// How it stands.
    standing: CertificateStanding,
    /// Its number.
    serial_number: String,
    /// Whose it is; nothing where that person was forgotten.
    name: Option<LocalizedString>,
    /// What it is called.
    title: Option<LocalizedString>,
    /// For which courses.
    courses: Vec<LocalizedString>,
    /// The day on which it was issued.
    issued_on: NaiveDate,
    /// The last day on which it is good.
    expires_on: Option<NaiveDate>,
    /// The code of the one that stands for it.
    replacement: Option<String>,
}

/// Which certificates.
#[derive(InputObject, Default)]
pub struct CertificateFilterInput {
    /// By this template.
    template: Option<ID>,
    /// For this course, alone or with others.
    course: Option<ID>,
    /// That stand there.
    state: Option<CertificateState>,
    /// Of this year's series.
    year: Option<i32>,
}

/// Questions about certificates.
#[derive(Default)]
pub struct CertificateQuery;

#[Object]
impl CertificateQuery {
    /// The certificates where one's roles reach, newest first.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: CertificateFilterInput,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Certificate>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = CertificateFilter {
            template: filter.template.map(|id| ids::parse(ctx, &id)).transpose()?,
            course: filter.course.map(|id| ids::parse(ctx, &id)).transpose()?,
            state: filter.state.map(Into::into),
            year: filter.year,
        };
        Ok(connection(certificate::list(domain(ctx), &filter, &page).await.answer(ctx)?))
    }

    /// One's own certificates, newest first.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_ANSWER)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn my_certificates(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Certificate>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(certificate::own(domain(ctx), &page).await.answer(ctx)?))
    }

    /// How a certificate stands, by the code that is printed on it, with or without hyphens. Thirty wrong codes a minute, and one in a
    /// request; everybody may ask.
    async fn certificate_check(&self, ctx: &Context<'_>, code: String) -> Result<CertificateCheck> {
        let found = check::check(domain(ctx), &code).await.answer(ctx)?;
        let reads = domain(ctx).locale;
        Ok(CertificateCheck {
            standing: found.standing.into(),
            serial_number: found.number,
            name: (!found.names.is_empty()).then(|| values::choose(&found.names, None, reads)),
            title: (!found.titles.is_empty()).then(|| values::choose(&found.titles, None, reads)),
            courses: found.courses.iter().map(|titles| values::choose(titles, None, reads)).collect(),
            issued_on: found.issued_on,
            expires_on: found.expires_on,
            replacement: found.replacement,
        })
    }
}
