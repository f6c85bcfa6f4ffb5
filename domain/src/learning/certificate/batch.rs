//! Certificates for a list of people: issued and printed one by one by a job that can be begun again at any point, and fetched together.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use nabta_documents::archive::{self, Files};
use nabta_entities::ids::{CertificateBatchId, CertificateId, CertificateTemplateId, CourseId, PersonId, TypedId};
use nabta_entities::learning::certificate::CertificateState;
use nabta_entities::learning::certificate_batch::{ActiveModel, Column, Entity, Model};
use nabta_entities::learning::certificate_batch_person as member;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::actions::codes::NOT_EARNED;
use super::super::actions::{CERTIFICATE_GRANT, CERTIFICATE_ISSUE};
use super::super::entries::LearningEntry;
use super::facts::said;
use super::template::{self, Template};
use super::{earned, issue, print, queries};
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::error::codes::{OUT_OF_RANGE, WRONG_STATE};
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::retention::{Basis, Rule};
use crate::kernel::signed_address::{self, Signature};
use crate::kernel::store;
use crate::kernel::vault::Place;
use crate::kernel::work::{self, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result};
use crate::people::key;

/// The most at once.
const MOST: usize = 500;
/// How long they can be fetched together.
const LIFETIME: TimeDelta = TimeDelta::days(7);
/// The most batches of a template that are listed.
const LISTED: u64 = 20;
/// Where printed ones lie, each sealed under the key of whose it is.
const FOLDER: &str = "certificates/";

/// Certificates that were issued for a list of people.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What is said about it.
    pub row: Model,
    /// The courses of its template.
    courses: Vec<CourseId>,
}

impl Subject for Batch {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.template_id)
    }
    fn scopes(&self) -> Vec<Scope> {
        self.courses.iter().map(|course| Scope::of(*course)).collect()
    }
    fn reading(&self) -> Action {
        CERTIFICATE_ISSUE
    }
}

/// Issues and prints the certificates of a batch.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Issue {
    batch: CertificateBatchId,
}

impl Job for Issue {
    const KIND: &'static str = "certificate.issue";

    fn effect(&self) -> Option<String> {
        Some(effect(self.batch))
    }
}

/// By what the job is found that does it.
#[must_use]
pub fn effect(id: CertificateBatchId) -> String {
    format!("{}:{}", Issue::KIND, id.wire())
}

pub(super) const HANDLER: Handler = Handler { kind: Issue::KIND, run: |run| issue_all(run).boxed() };

/// Has certificates issued to people who earned them, and printed. If one of them did not, all of those are told of and nobody gets one.
pub async fn order(ctx: &Ctx, id: CertificateTemplateId, persons: Vec<PersonId>) -> Result<Batch> {
    let work = ctx.begin().await?;
    let template = template::load(&work.read(), &[id]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(CERTIFICATE_ISSUE, &template)?;
    if !(1..=MOST).contains(&persons.len()) {
        return Err(Refusal::at(OUT_OF_RANGE, "persons").with("least", 1).with("most", MOST).into());
    }
    if !template.row.is_active {
        return Err(Refusal::at(WRONG_STATE, "template").with("state", "Inactive").into());
    }
    let earned = earned::by(&work.read(), &template, &persons).await?;
    let lacking = persons.iter().enumerate().filter(|(_, person)| !earned.contains_key(person));
    let refused: Vec<Refusal> = lacking.map(|(index, _)| Refusal::at(NOT_EARNED, &format!("persons.{index}"))).collect();
    if !refused.is_empty() {
        return Err(Error::Refused(refused));
    }
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        template_id: Set(id),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
    };
    let row = work.insert(&permit, row).await?;
    let mut seen = HashSet::new();
    let different = persons.into_iter().filter(|person| seen.insert(*person));
    let members: Vec<_> = (0..)
        .zip(different)
        .map(|(position, person)| member::ActiveModel {
            batch_id: Set(row.id),
            position: Set(position),
            person_id: Set(person),
            certificate_id: Set(None),
        })
        .collect();
    let count = members.len();
    work.insert_all(&permit, members).await?;
    work.enqueue(&permit, &Issue { batch: row.id }).await?;
    let scopes = template.scopes();
    work.commit(permit, LearningEntry::CertificatesOrdered { template: id, count, scopes }).await?;
    Ok(Batch { row, courses: template.courses })
}

/// One by one: who is printed is passed over, so that it can be begun again at any point.
async fn issue_all(job: Run) -> Result<(), Failure> {
    let asked: Issue = job.payload()?;
    let ctx = &job.ctx;
    let database = ctx.database().reader();
    let batch = Entity::find_by_id(asked.batch).one(database).await.map_err(Error::from)?;
    let batch = batch.ok_or_else(|| Failure::Never("BATCH".into()))?;
    let template = template::load(database, &[batch.template_id]).await?.pop();
    let template = template.ok_or_else(|| Failure::Never("TEMPLATE".into()))?;
    let of_batch = member::Entity::find().filter(member::Column::BatchId.eq(batch.id)).order_by_asc(member::Column::Position);
    let members = of_batch.all(database).await.map_err(Error::from)?;
    let total = i32::try_from(members.len()).unwrap_or(i32::MAX);
    for (done, member) in (1..).zip(members) {
        if member.certificate_id.is_none()
            && let Some(certificate) = issue::grant(ctx, &template, member.person_id).await?
        {
            keep_printed(ctx, &template, &member, certificate).await?;
        }
        if done % 10 == 0 || done == total {
            job.progress(done, total).await?;
        }
    }
    Ok(())
}

fn store_key(batch: CertificateBatchId, position: i32) -> String {
    format!("{FOLDER}{}-{position}", batch.0)
}

const fn place(certificate: CertificateId) -> Place {
    Place { column: "certificate.pdf", row: certificate.0 }
}

/// Prints a certificate and keeps it, sealed; nothing of somebody who was forgotten meanwhile.
async fn keep_printed(ctx: &Ctx, template: &Template, member: &member::Model, id: CertificateId) -> Result<()> {
    let certificate = queries::read(ctx, id).await?;
    let Some(facts) = queries::facts(ctx, std::slice::from_ref(&certificate)).await?.remove(&id) else { return Ok(()) };
    let pdf = print::print(ctx, &certificate, &facts).await?;
    let key = key::of(ctx, ctx.database().reader(), member.person_id).await?;
    store::write_sealed(ctx, &key, place(id), &store_key(member.batch_id, member.position), &pdf).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(CERTIFICATE_GRANT, template)?;
    let row = member::ActiveModel {
        batch_id: Set(member.batch_id),
        position: Set(member.position),
        certificate_id: Set(Some(id)),
        ..Default::default()
    };
    work.update(&permit, row).await?;
    let (template, person, scopes) = (template.row.id, member.person_id, template.scopes());
    work.commit(permit, LearningEntry::CertificatePrinted { certificate: id, template, person, scopes }).await
}

/// The batches with these ids that the actor may fetch.
pub async fn by_ids(ctx: &Ctx, ids: &[CertificateBatchId]) -> Result<Vec<Batch>> {
    readable(ctx, Entity::find().filter(Column::Id.is_in(ids.to_vec()))).await
}

/// The newest batches of templates that can still be fetched and that the actor may fetch.
pub async fn of_templates(ctx: &Ctx, templates: &[CertificateTemplateId]) -> Result<Vec<Batch>> {
    let select = Entity::find()
        .filter(Column::TemplateId.is_in(templates.to_vec()))
        .filter(Column::ExpiresAt.gt(ctx.now()))
        .order_by_desc(Column::Id)
        .limit(LISTED * templates.len() as u64);
    readable(ctx, select).await
}

async fn readable(ctx: &Ctx, select: sea_orm::Select<Entity>) -> Result<Vec<Batch>> {
    let database = ctx.database().reader();
    let rows = select.all(database).await?;
    let ids: Vec<CertificateTemplateId> = rows.iter().map(|row| row.template_id).collect();
    let courses = template::courses_of(database, &ids).await?;
    let whole = |row: Model| Batch { courses: courses.get(&row.template_id).cloned().unwrap_or_default(), row };
    Ok(rows.into_iter().map(whole).filter(|batch| authorize(ctx, CERTIFICATE_ISSUE, batch).is_ok()).collect())
}

/// A path of the service at which all that were printed can be fetched as one archive, for a quarter of an hour.
#[must_use]
pub fn path(ctx: &Ctx, batch: &Batch) -> Option<String> {
    (ctx.now() < batch.row.expires_at).then(|| signed_address::sign(ctx, &unsigned(batch.row.id)))
}

fn unsigned(id: CertificateBatchId) -> String {
    format!("/certificates/{}.zip", id.wire())
}

/// All that were printed, as one archive, for who has an address that was signed and whose time isn't over. What was ended meanwhile, and
/// what belonged to somebody who was forgotten, is left out.
pub async fn fetch(ctx: &Ctx, id: CertificateBatchId, signature: &Signature) -> Result<Vec<u8>> {
    signature.check(ctx, &unsigned(id))?;
    let database = ctx.database().reader();
    let batch = Entity::find_by_id(id).filter(Column::ExpiresAt.gt(ctx.now())).one(database).await?;
    let batch = batch.ok_or(Error::NotFound)?;
    let printed =
        member::Entity::find().filter(member::Column::BatchId.eq(batch.id)).filter(member::Column::CertificateId.is_not_null());
    let printed = printed.all(database).await?;
    let ids: Vec<CertificateId> = printed.iter().filter_map(|member| member.certificate_id).collect();
    let certificates = queries::load(database, &ids).await?;
    let facts = queries::facts(ctx, &certificates).await?;
    let keys = key::keys(ctx, database, &printed.iter().map(|member| member.person_id).collect::<Vec<_>>()).await?;
    let mut files = Files::new();
    for member in &printed {
        let certificate = certificates.iter().find(|one| Some(one.row.id) == member.certificate_id);
        let good = certificate.filter(|one| one.row.state == CertificateState::Valid);
        let (Some(certificate), Some(key)) = (good, keys.get(&member.person_id)) else { continue };
        let Some(facts) = facts.get(&certificate.row.id) else { continue };
        let name = file_name(&certificate.number(), said(&facts.names, facts.plan.first_locale()));
        files.insert(name, store::read_sealed(ctx, key, place(certificate.row.id), &store_key(id, member.position)).await?);
    }
    crate::kernel::aside(move || archive::pack(&files)).await
}

/// The name of a file, which no system reads as anything else.
fn file_name(number: &str, name: &str) -> String {
    let safe = |letter: char| if letter.is_control() || "/\\:*?\"<>|".contains(letter) { '_' } else { letter };
    let name: String = name.chars().map(safe).take(100).collect();
    format!("{number} {}.pdf", name.trim())
}

/// What could be fetched for a week goes with its row.
pub(in super::super) const RETENTION: Rule = Rule {
    kind: "learning.certificate-batch",
    days: 0,
    basis: Basis::Purpose,
    due: |ctx, before| {
        Box::pin(async move { Ok(Entity::find().filter(Column::ExpiresAt.lt(before)).count(ctx.database().reader()).await?) })
    },
    apply: |ctx, before| Box::pin(async move { forget(&ctx, before).await }),
};

async fn forget(ctx: &Ctx, before: DateTime<Utc>) -> Result<u64> {
    let removed = work::forget::<Entity>(ctx, Column::ExpiresAt.lt(before)).await?;
    let lying = store::all(ctx.services.files.store.as_ref(), FOLDER).await?;
    let ids: Vec<CertificateBatchId> =
        Entity::find().select_only().column(Column::Id).into_tuple().all(ctx.database().reader()).await?;
    let known: HashSet<Uuid> = ids.into_iter().map(|id| id.0).collect();
    store::remove_unknown(ctx.services.files.store.as_ref(), FOLDER, lying, &known).await?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn no_name_leads_out_of_the_archive() {
        assert_eq!(file_name("2026-0001", "../../Amel\u{0} <Sassi>"), "2026-0001 .._.._Amel_ _Sassi_.pdf");
        assert_eq!(file_name("2026-0001", "أمل الساسي"), "2026-0001 أمل الساسي.pdf");
    }
}
