//! Questions about certificates.

use std::collections::HashMap;

use nabta_entities::ids::{CertificateId, CertificateTemplateId, CourseId, PersonId};
use nabta_entities::learning::certificate::{CertificateState, Column, Entity, Model};
use nabta_entities::learning::certificate_course;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::super::actions::CERTIFICATE_READ;
use super::{Certificate, Facts};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::reach::reach;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result};
use crate::people::key;

/// Which certificates.
#[derive(Clone, Copy, Debug, Default)]
pub struct CertificateFilter {
    /// By this template.
    pub template: Option<CertificateTemplateId>,
    /// For this course, alone or with others.
    pub course: Option<CourseId>,
    /// That stand there.
    pub state: Option<CertificateState>,
    /// Of this year's series.
    pub year: Option<i32>,
}

fn of_courses(courses: Vec<CourseId>) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(certificate_course::Column::CertificateId)
        .from(certificate_course::Entity)
        .and_where(Expr::col(certificate_course::Column::CourseId).is_in(courses))
        .to_owned()
}

/// The certificates that lie where the actor's roles reach, newest first.
pub async fn list(ctx: &Ctx, filter: &CertificateFilter, request: &PageRequest) -> Result<Page<Certificate>> {
    ctx.account()?;
    let reach = reach(&ctx.actor, CERTIFICATE_READ);
    if reach.is_nowhere() {
        return Err(Error::Forbidden);
    }
    let mut select = Entity::find();
    if !reach.everywhere {
        select = select.filter(Column::Id.in_subquery(of_courses(reach.within())));
    }
    if let Some(template) = filter.template {
        select = select.filter(Column::TemplateId.eq(template));
    }
    if let Some(course) = filter.course {
        select = select.filter(Column::Id.in_subquery(of_courses(vec![course])));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(year) = filter.year {
        select = select.filter(Column::Year.eq(year));
    }
    page(ctx, select, request).await
}

/// The certificates of whoever is signed in, newest first.
pub async fn own(ctx: &Ctx, request: &PageRequest) -> Result<Page<Certificate>> {
    page(ctx, Entity::find().filter(Column::PersonId.eq(ctx.person()?)), request).await
}

async fn page(ctx: &Ctx, select: sea_orm::Select<Entity>, request: &PageRequest) -> Result<Page<Certificate>> {
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    let database = ctx.database().reader();
    let page = page::read(database, select, &ordering, request, |row: &Model| vec![Key::Id(row.id.0)]).await?;
    let ids: Vec<CertificateId> = page.rows.iter().map(|(_, row)| row.id).collect();
    let mut courses = courses_of(database, &ids).await?;
    Ok(page.map(|row| Certificate { courses: courses.remove(&row.id).unwrap_or_default(), row }))
}

/// One certificate, if the actor may know of it.
pub async fn read(ctx: &Ctx, id: CertificateId) -> Result<Certificate> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The certificates with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[CertificateId]) -> Result<Vec<Certificate>> {
    let found = load(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|certificate| authorize(ctx, CERTIFICATE_READ, certificate).is_ok()).collect())
}

/// What stands on certificates that the actor read; nothing on those of somebody who was forgotten.
pub async fn facts(ctx: &Ctx, certificates: &[Certificate]) -> Result<HashMap<CertificateId, Facts>> {
    let persons: Vec<PersonId> = certificates.iter().map(|one| one.row.person_id).collect();
    let keys = key::keys(ctx, ctx.database().reader(), &persons).await?;
    let mut found = HashMap::new();
    for one in certificates {
        if let Some(key) = keys.get(&one.row.person_id) {
            found.insert(one.row.id, Facts::open(key, one.row.id, &one.row.sealed)?);
        }
    }
    Ok(found)
}

/// All certificates of persons, whoever asks: for their record.
pub(crate) async fn of_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Certificate>> {
    let database = ctx.database().reader();
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).all(database).await?;
    whole(database, rows).await
}

/// The page on which everybody can check a certificate.
#[must_use]
pub fn address(ctx: &Ctx, facts: &Facts) -> String {
    ctx.services.site.address(&format!("/c/{}", facts.code))
}

async fn courses_of(database: &impl ConnectionTrait, ids: &[CertificateId]) -> Result<HashMap<CertificateId, Vec<CourseId>>> {
    let select = certificate_course::Entity::find().filter(certificate_course::Column::CertificateId.is_in(ids.to_vec()));
    let mut found: HashMap<CertificateId, Vec<CourseId>> = HashMap::new();
    for row in select.all(database).await? {
        found.entry(row.certificate_id).or_default().push(row.course_id);
    }
    Ok(found)
}

/// The certificates with these ids, whoever asks.
pub(super) async fn load(database: &impl ConnectionTrait, ids: &[CertificateId]) -> Result<Vec<Certificate>> {
    whole(database, Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?).await
}

pub(super) async fn whole(database: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Certificate>> {
    let ids: Vec<CertificateId> = rows.iter().map(|row| row.id).collect();
    let mut courses = courses_of(database, &ids).await?;
    Ok(rows.into_iter().map(|row| Certificate { courses: courses.remove(&row.id).unwrap_or_default(), row }).collect())
}
