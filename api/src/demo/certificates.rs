//! What the demo's certificates are issued for.

use std::path::Path;

use anyhow::Result;
use nabta_domain::catalogue::course::queries;
use nabta_domain::learning::certificate::template::plan::{CertificatePlan, Signatory};
use nabta_domain::learning::certificate::template::{self, TemplateDetails};
use nabta_domain::people::Role;

use super::people::Loaded;
use super::{files, kept};
use crate::instance::told;

/// Enters the templates that were not entered before.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let officer = people.first(Role::TrainingOfficer)?;
    let file: files::Certificates = files::read(root, "certificates.toml")?;
    for new in file.template {
        let mut courses = Vec::new();
        for slug in &new.courses {
            courses.push(queries::by_slug(officer, slug).await.map_err(told)?.id);
        }
        let key = format!("demo-{}", new.code);
        let signatory = |one: files::Signatory| Signatory { name: one.name, quality: one.quality };
        let plan = CertificatePlan {
            locales: new.locales,
            body: new.body,
            signatories: new.signatories.into_iter().map(signatory).collect(),
            months: None,
            is_automatic: new.automatic,
        };
        let details = TemplateDetails { code: new.code, titles: new.titles, courses, plan, is_active: true };
        kept(template::create(officer, details, Some(&key)).await)?;
    }
    Ok(())
}
