//! Writing templates of certificates, issuing certificates, ending them.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::learning::certificate::{self, batch, template};
use nabta_domain::learning::{CertificateId, CertificateTemplateId};

use super::certificate_template::CertificateTemplateDetailsInput;
use super::{Certificate, CertificateBatch, CertificateTemplate};
use crate::errors::{domain, payloads};
use crate::ids;

/// A new template of certificates.
#[derive(InputObject)]
pub struct CertificateTemplateCreateInput {
    /// What is said about it.
    details: CertificateTemplateDetailsInput,
    /// A key of the client's own: the same request asked again gives the first answer.
    idempotency_key: Option<String>,
}

/// A change of a template of certificates.
#[derive(InputObject)]
pub struct CertificateTemplateUpdateInput {
    /// Which template.
    template: ID,
    /// What is said about it, all of it.
    details: CertificateTemplateDetailsInput,
    /// The version that was read.
    version: i32,
}

/// People who get certificates, all or nobody.
#[derive(InputObject)]
pub struct CertificatesIssueInput {
    /// By which template.
    template: ID,
    /// Who: at most 500, each of whom completed all of its courses. Who has a good one keeps it and gets no other.
    persons: Vec<ID>,
}

/// The end of a certificate.
#[derive(InputObject)]
pub struct CertificateEndInput {
    /// Which certificate.
    certificate: ID,
    /// The version that was read.
    version: i32,
    /// Why, as whose it is reads it; at most 1,000 characters.
    reason: String,
}

payloads! {
    /// What came of an act on a template of certificates.
    CertificateTemplatePayload { template: CertificateTemplate, from template::Template }
    /// What came of an act on a certificate.
    CertificatePayload { certificate: Certificate, from certificate::Certificate }
    /// What came of issuing certificates.
    CertificatesIssuePayload { batch: CertificateBatch, from batch::Batch }
}

/// Acts on certificates.
#[derive(Default)]
pub struct CertificateMutation;

#[Object]
impl CertificateMutation {
    /// Says what certificates are issued for, and what they say.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_TEMPLATE_DEFINE)]
    async fn certificate_template_create(
        &self,
        ctx: &Context<'_>,
        input: CertificateTemplateCreateInput,
    ) -> Result<CertificateTemplatePayload> {
        let details = input.details.parse(ctx)?;
        let created = template::create(domain(ctx), details, input.idempotency_key.as_deref()).await;
        CertificateTemplatePayload::from_outcome(ctx, created)
    }

    /// Changes what is said about a template. Certificates that were issued stay as they are.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_TEMPLATE_DEFINE)]
    async fn certificate_template_update(
        &self,
        ctx: &Context<'_>,
        input: CertificateTemplateUpdateInput,
    ) -> Result<CertificateTemplatePayload> {
        let id: CertificateTemplateId = ids::parse(ctx, &input.template)?;
        let updated = template::update(domain(ctx), id, input.details.parse(ctx)?, input.version).await;
        Ok(CertificateTemplatePayload::from_outcome(ctx, updated)?.or_current(template::read(domain(ctx), id)).await)
    }

    /// Issues certificates to people who earned them and prints them, as one job. If one of them did not, all of those are named and nobody gets one.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_ISSUE)]
    async fn certificates_issue(&self, ctx: &Context<'_>, input: CertificatesIssueInput) -> Result<CertificatesIssuePayload> {
        let template = ids::parse(ctx, &input.template)?;
        let persons = input.persons.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?;
        CertificatesIssuePayload::from_outcome(ctx, batch::order(domain(ctx), template, persons).await)
    }

    /// Takes a certificate back; whose it is is told why, and everybody who checks it sees that it counts no longer.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_REVOKE)]
    async fn certificate_revoke(&self, ctx: &Context<'_>, input: CertificateEndInput) -> Result<CertificatePayload> {
        let id: CertificateId = ids::parse(ctx, &input.certificate)?;
        let ended = certificate::revoke(domain(ctx), id, input.version, &input.reason).await;
        Ok(CertificatePayload::from_outcome(ctx, ended)?.or_current(certificate::read(domain(ctx), id)).await)
    }

    /// Issues a certificate anew with the name, the titles and the texts of today, and answers with the new one, which stands for the former.
    #[doc = nabta_domain::learning_permission!(CERTIFICATE_REVOKE)]
    async fn certificate_correct(&self, ctx: &Context<'_>, input: CertificateEndInput) -> Result<CertificatePayload> {
        let id: CertificateId = ids::parse(ctx, &input.certificate)?;
        let corrected = certificate::correct(domain(ctx), id, input.version, &input.reason).await;
        Ok(CertificatePayload::from_outcome(ctx, corrected)?.or_current(certificate::read(domain(ctx), id)).await)
    }
}
