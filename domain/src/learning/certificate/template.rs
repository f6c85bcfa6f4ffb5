//! What certificates are issued for, and what they say.

use std::collections::HashMap;

use nabta_entities::ids::{CertificateTemplateId, CourseId};
use nabta_entities::learning::certificate_plan::CertificatePlan;
use nabta_entities::learning::certificate_template::{ActiveModel, Column, Entity, Model};
use nabta_entities::learning::certificate_template_course;
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde::Serialize;

use super::super::actions::{CERTIFICATE_TEMPLATE_DEFINE, CERTIFICATE_TEMPLATE_READ};
use super::super::entries::LearningEntry;
use super::wording;
use crate::catalogue::course;
use crate::kernel::access::{Action, CENTRE_READ, Centre, Scope, Subject, SubjectRef};
use crate::kernel::error::codes::{ALREADY_EXISTS, OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, Permit, Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, text};

pub use nabta_entities::learning::certificate_plan as plan;

/// The most courses of one certificate.
const MOST_COURSES: usize = 12;
/// The most who sign.
const MOST_SIGNATORIES: usize = 3;
/// The longest that a certificate says, in characters.
const BODY: usize = 1_000;
/// The longest that one is good, in months: fifty years.
const MOST_MONTHS: i32 = 600;

/// A template, and the courses that have to be completed.
#[derive(Clone, Debug)]
pub struct Template {
    /// What is said about it.
    pub row: Model,
    /// The courses, in order.
    pub courses: Vec<CourseId>,
}

impl Subject for Template {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        self.courses.iter().map(|course| Scope::of(*course)).collect()
    }
    fn reading(&self) -> Action {
        CERTIFICATE_TEMPLATE_READ
    }
}

/// The courses of a template that is not there yet.
struct Planned<'a>(&'a [CourseId]);

impl Subject for Planned<'_> {
    fn reference(&self) -> SubjectRef {
        self.0.first().map_or_else(|| Centre.reference(), |course| SubjectRef::of(*course))
    }
    fn scopes(&self) -> Vec<Scope> {
        self.0.iter().map(|course| Scope::of(*course)).collect()
    }
    fn reading(&self) -> Action {
        CENTRE_READ
    }
}

/// What is said about a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateDetails {
    /// The centre's own code.
    pub code: String,
    /// Its titles, as they stand on it.
    pub titles: LocalizedText,
    /// The courses that have to be completed, in the order in which they stand on it.
    pub courses: Vec<CourseId>,
    /// What it says.
    pub plan: CertificatePlan,
    /// Whether certificates are issued by it.
    pub is_active: bool,
}

/// Enters a template.
pub async fn create(ctx: &Ctx, details: TemplateDetails, idempotency_key: Option<&str>) -> Result<Template> {
    let work = ctx.begin().await?;
    let permit = work.authorize(CERTIFICATE_TEMPLATE_DEFINE, &Planned(&details.courses))?;
    let recalled = idempotency::recall::<CertificateTemplateId>(&work, CERTIFICATE_TEMPLATE_DEFINE, idempotency_key, &details);
    if let Recall::Done(id) = recalled.await? {
        drop(work);
        return read(ctx, id).await;
    }
    let id = ctx.new_id();
    let row = ActiveModel { id: Set(id), created_at: Set(ctx.now()), version: Set(1), ..checked(&work, &details, None).await? };
    work.insert(&permit, row).await?;
    write_courses(&work, &permit, id, &details.courses).await?;
    idempotency::remember(&work, CERTIFICATE_TEMPLATE_DEFINE, idempotency_key, id.0).await?;
    let courses = details.courses;
    work.commit(permit, LearningEntry::TemplateDefined { template: id, courses, version: 1, is_active: details.is_active })
        .await?;
    read(ctx, id).await
}

/// Changes what is said about a template, if nobody else did since `version` was read. Certificates that were issued stay as they are.
pub async fn update(ctx: &Ctx, id: CertificateTemplateId, details: TemplateDetails, version: i32) -> Result<Template> {
    let work = ctx.begin().await?;
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let template = whole(&work.read(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(CERTIFICATE_TEMPLATE_DEFINE, &template)?;
    work.authorize(CERTIFICATE_TEMPLATE_DEFINE, &Planned(&details.courses))?;
    if template.row.version != version {
        return Err(Error::Conflict);
    }
    let row = checked(&work, &details, Some(id)).await?;
    work.update(&permit, ActiveModel { id: Set(id), version: Set(version + 1), ..row }).await?;
    let gone = certificate_template_course::Entity::delete_many();
    let gone = gone.filter(certificate_template_course::Column::TemplateId.eq(id)).into_query();
    work.execute(&permit, &gone).await?;
    write_courses(&work, &permit, id, &details.courses).await?;
    let (courses, is_active) = (details.courses, details.is_active);
    work.commit(permit, LearningEntry::TemplateDefined { template: id, courses, version: version + 1, is_active }).await?;
    read(ctx, id).await
}

async fn write_courses(work: &Work, permit: &Permit, id: CertificateTemplateId, courses: &[CourseId]) -> Result<()> {
    let rows = (0..).zip(courses).map(|(position, course)| certificate_template_course::ActiveModel {
        template_id: Set(id),
        course_id: Set(*course),
        position: Set(position),
    });
    work.insert_all(permit, rows.collect()).await
}

async fn checked(work: &Work, details: &TemplateDetails, known: Option<CertificateTemplateId>) -> Result<ActiveModel> {
    let code = text::code(&details.code, "code")?;
    let taken = Entity::find().filter(Column::Code.eq(code.as_str())).filter(Column::Id.is_not_in(known));
    if taken.count(&work.read()).await? > 0 {
        return Err(Refusal::at(ALREADY_EXISTS, "code").with("value", code).into());
    }
    let few = |count: usize, path: &str, most: usize| {
        let refusal = || Refusal::at(OUT_OF_RANGE, path).with("least", 1).with("most", most);
        if (1..=most).contains(&count) { Ok(()) } else { Err(refusal()) }
    };
    few(details.courses.len(), "courses", MOST_COURSES)?;
    let mut different = details.courses.clone();
    different.sort_unstable();
    different.dedup();
    let known = course::queries::codes(&work.read(), &different).await?;
    if known.len() != different.len() {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "courses").with("value", "course").into());
    }
    if different.len() != details.courses.len() {
        return Err(Refusal::at(ALREADY_EXISTS, "courses").with("value", "course").into());
    }
    let plan = &details.plan;
    few(plan.locales.len(), "plan.locales", 2)?;
    if let [one, other] = plan.locales.as_slice()
        && one == other
    {
        return Err(Refusal::at(ALREADY_EXISTS, "plan.locales").with("value", one.code()).into());
    }
    few(plan.signatories.len(), "plan.signatories", MOST_SIGNATORIES)?;
    if let Some(months) = plan.months.filter(|months| !(1..=MOST_MONTHS).contains(months)) {
        let refusal = Refusal::at(OUT_OF_RANGE, "plan.months").with("value", months);
        return Err(refusal.with("least", 1).with("most", MOST_MONTHS).into());
    }
    let titles = text::titles(&details.titles, "titles")?;
    let body = text::localized(&plan.body, "plan.body", BODY)?;
    for locale in &plan.locales {
        for (written, path) in [(&titles, "titles"), (&body, "plan.body")] {
            if written.get(*locale).is_none() {
                return Err(Refusal::at(REQUIRED, &format!("{path}.{}", locale.code())).into());
            }
        }
    }
    wording::check(&body, "plan.body")?;
    let mut signatories = Vec::new();
    for (index, signatory) in plan.signatories.iter().enumerate() {
        let path = |field: &str| format!("plan.signatories.{index}.{field}");
        signatories.push(plan::Signatory {
            name: text::titles(&signatory.name, &path("name"))?,
            quality: text::titles(&signatory.quality, &path("quality"))?,
        });
    }
    Ok(ActiveModel {
        code: Set(code),
        titles: Set(titles),
        plan: Set(CertificatePlan { body, signatories, ..plan.clone() }),
        is_active: Set(details.is_active),
        ..Default::default()
    })
}

/// One template, if the actor may know of it.
pub async fn read(ctx: &Ctx, id: CertificateTemplateId) -> Result<Template> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The templates with these ids that the actor may know of.
pub async fn by_ids(ctx: &Ctx, ids: &[CertificateTemplateId]) -> Result<Vec<Template>> {
    let found = load(ctx.database().reader(), ids).await?;
    Ok(found.into_iter().filter(|template| authorize(ctx, CERTIFICATE_TEMPLATE_READ, template).is_ok()).collect())
}

/// All templates, by code, for those who know of them wherever they lie.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Template>> {
    authorize(ctx, CERTIFICATE_TEMPLATE_READ, &Centre)?;
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Code))], descending: false };
    let database = ctx.database().reader();
    let page = page::read(database, Entity::find(), &ordering, request, |row: &Model| vec![Key::Text(row.code.clone())]).await?;
    let ids: Vec<CertificateTemplateId> = page.rows.iter().map(|(_, row)| row.id).collect();
    let mut courses = courses_of(database, &ids).await?;
    Ok(page.map(|row| Template { courses: courses.remove(&row.id).unwrap_or_default(), row }))
}

pub(super) async fn courses_of(
    database: &impl ConnectionTrait,
    ids: &[CertificateTemplateId],
) -> Result<HashMap<CertificateTemplateId, Vec<CourseId>>> {
    use certificate_template_course::{Column, Entity};
    let select = Entity::find().filter(Column::TemplateId.is_in(ids.to_vec())).order_by_asc(Column::Position);
    let mut found: HashMap<CertificateTemplateId, Vec<CourseId>> = HashMap::new();
    for row in select.all(database).await? {
        found.entry(row.template_id).or_default().push(row.course_id);
    }
    Ok(found)
}

async fn whole(database: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Template>> {
    let ids: Vec<CertificateTemplateId> = rows.iter().map(|row| row.id).collect();
    let mut courses = courses_of(database, &ids).await?;
    Ok(rows.into_iter().map(|row| Template { courses: courses.remove(&row.id).unwrap_or_default(), row }).collect())
}

/// The templates with these ids, whoever asks.
pub(super) async fn load(database: &impl ConnectionTrait, ids: &[CertificateTemplateId]) -> Result<Vec<Template>> {
    whole(database, Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?).await
}

/// The templates by which certificates are issued by themselves for a course, alone or with others; whoever asks.
pub(super) async fn automatic(database: &impl ConnectionTrait, course: CourseId) -> Result<Vec<Template>> {
    use certificate_template_course::{Column as Of, Entity as Courses};
    let of = sea_orm::sea_query::Query::select()
        .column(Of::TemplateId)
        .from(Courses)
        .and_where(sea_orm::sea_query::ExprTrait::eq(Expr::col(Of::CourseId), course))
        .to_owned();
    let rows = Entity::find().filter(Column::IsActive.eq(true)).filter(Column::Id.in_subquery(of)).all(database).await?;
    let mut found = whole(database, rows).await?;
    found.retain(|template| template.row.plan.is_automatic);
    Ok(found)
}
