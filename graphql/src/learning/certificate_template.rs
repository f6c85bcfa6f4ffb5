//! What certificates are issued for, and what they say. The same shape goes in and out.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use nabta_domain::learning::certificate::template::{self, TemplateDetails, plan};

use super::CertificateBatch;
use super::loaders::BatchesByTemplate;
use crate::catalogue::Course;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, load};
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// Who signs a certificate.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "CertificateSignatoryInput")]
pub struct CertificateSignatory {
    /// What they are called.
    name: LocalizedTexts,
    /// As what they sign.
    quality: LocalizedTexts,
}

/// What a certificate says.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "CertificatePlanInput")]
pub struct CertificatePlan {
    /// In which languages: one or two.
    locales: Vec<Locale>,
    /// What it says, with `{name}`, `{courses}`, `{date}`, `{period}` and `{number}` where those facts stand; at most 1,000 characters.
    body: LocalizedTexts,
    /// Who signs: one to three.
    signatories: Vec<CertificateSignatory>,
    /// For how many months it is good; nothing for ever.
    months: Option<i32>,
    /// Whether it is issued by itself as soon as all of its courses are completed.
    is_automatic: bool,
}

impl From<plan::CertificatePlan> for CertificatePlan {
    fn from(plan: plan::CertificatePlan) -> Self {
        let signatory = |one: plan::Signatory| CertificateSignatory { name: one.name.into(), quality: one.quality.into() };
        Self {
            locales: plan.locales.into_iter().map(Into::into).collect(),
            body: plan.body.into(),
            signatories: plan.signatories.into_iter().map(signatory).collect(),
            months: plan.months,
            is_automatic: plan.is_automatic,
        }
    }
}

impl From<CertificatePlan> for plan::CertificatePlan {
    fn from(plan: CertificatePlan) -> Self {
        let signatory = |one: CertificateSignatory| plan::Signatory { name: one.name.into(), quality: one.quality.into() };
        Self {
            locales: plan.locales.into_iter().map(Into::into).collect(),
            body: plan.body.into(),
            signatories: plan.signatories.into_iter().map(signatory).collect(),
            months: plan.months,
            is_automatic: plan.is_automatic,
        }
    }
}

/// What is said about a template of certificates.
#[derive(InputObject)]
pub struct CertificateTemplateDetailsInput {
    /// The centre's own code.
    code: String,
    /// Its titles, as they stand on it.
    titles: LocalizedTextInput,
    /// The courses that have to be completed, in the order in which they stand on it: one to twelve.
    courses: Vec<ID>,
    /// What it says.
    plan: CertificatePlan,
    /// Whether certificates are issued by it.
    #[graphql(default = true)]
    is_in_use: bool,
}

impl CertificateTemplateDetailsInput {
    pub(super) fn parse(self, ctx: &Context<'_>) -> Result<TemplateDetails> {
        let courses = self.courses.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?;
        let (titles, plan) = (self.titles.into(), self.plan.into());
        Ok(TemplateDetails { code: self.code, titles, courses, plan, is_active: self.is_in_use })
    }
}

/// What certificates are issued for, and what they say.
pub struct CertificateTemplate(template::Template);

impl From<template::Template> for CertificateTemplate {
    fn from(template: template::Template) -> Self {
        Self(template)
    }
}

#[Object]
impl CertificateTemplate {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// The centre's own code.
    async fn code(&self) -> &str {
        &self.0.row.code
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.row.titles, locale, domain(ctx).locale)
    }

    /// Its titles as they were written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.row.titles.clone().into()
    }

    /// The courses that have to be completed.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn courses(&self, ctx: &Context<'_>) -> Result<Vec<Course>> {
        let found = try_join_all(self.0.courses.iter().map(|id| load(ctx, CourseById(*id)))).await?;
        Ok(found.into_iter().flatten().map(Into::into).collect())
    }

    /// What it says.
    async fn plan(&self) -> CertificatePlan {
        self.0.row.plan.clone().into()
    }

    /// The newest that were issued for lists of people and can still be fetched together, for those who issue.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_ISSUE)]
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn batches(&self, ctx: &Context<'_>) -> Result<Vec<CertificateBatch>> {
        let found = load(ctx, BatchesByTemplate(self.0.row.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// Whether certificates are issued by it.
    async fn is_in_use(&self) -> bool {
        self.0.row.is_active
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row.created_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// Questions about templates of certificates.
#[derive(Default)]
pub struct CertificateTemplateQuery;

#[Object]
impl CertificateTemplateQuery {
    /// The templates of certificates, by code.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_TEMPLATE_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn certificate_templates(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<CertificateTemplate>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(template::list(domain(ctx), &page).await.answer(ctx)?))
    }
}
