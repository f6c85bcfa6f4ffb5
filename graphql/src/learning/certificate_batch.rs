//! Certificates that were issued for a list of people.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::learning::certificate::batch;

use super::CertificateTemplate;
use super::loaders::CertificateTemplateById;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{JobByEffect, load};
use crate::platform::Job;

/// Certificates that were issued for a list of people, to be fetched together.
pub struct CertificateBatch(batch::Batch);

impl From<batch::Batch> for CertificateBatch {
    fn from(batch: batch::Batch) -> Self {
        Self(batch)
    }
}

#[Object]
impl CertificateBatch {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// What they were issued for.
    async fn template(&self, ctx: &Context<'_>) -> Result<Option<CertificateTemplate>> {
        Ok(load(ctx, CertificateTemplateById(self.0.row.template_id)).await?.map(Into::into))
    }

    /// The job that issues and prints them, and how far it is.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        Ok(load(ctx, JobByEffect(batch::effect(self.0.row.id))).await?.map(Into::into))
    }

    /// Where all that were printed so far can be fetched as one archive (ZIP, one PDF each), for a quarter of an hour.
    async fn archive_path(&self, ctx: &Context<'_>) -> Option<String> {
        batch::path(domain(ctx), &self.0)
    }

    /// When they were asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row.created_at
    }

    /// Until when they can be fetched together; each stays with whose it is.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.row.expires_at
    }
}
