//! Questions about courses, always filtered by what the actor may see.

use chrono::{DateTime, Utc};
use nabta_entities::catalogue::course::{Column, Entity, Level, Modality, Model};
use nabta_entities::catalogue::{course_programme, course_requirement};
use nabta_entities::ids::{CourseId, EditionId, PersonId, ProgrammeId, ThemeId};
use nabta_entities::people::role_grant::Role;
use nabta_entities::values::{Locale, Locales, LocalizedText, LocalizedTexts};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect, Select};

use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Actor, Ctx, Error, Money, Result, TypedId, text};

use super::super::actions::{CATALOGUE_READ, COURSE_READ_DRAFT};

/// A course as lists show it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Course {
    /// Its id.
    pub id: CourseId,
    /// The centre's own code.
    pub code: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its theme.
    pub theme_id: ThemeId,
    /// Its titles.
    pub titles: LocalizedText,
    /// What it is, in a few sentences.
    pub summaries: Option<LocalizedText>,
    /// The whole duration in minutes.
    pub duration_minutes: Option<i32>,
    /// The whole duration in half-days.
    pub half_days: Option<i32>,
    /// How it is given.
    pub modality: Modality,
    /// How hard it is.
    pub level: Level,
    /// The languages in which it is given.
    pub languages: Locales,
    /// The language in which its text is first written.
    pub source_language: Locale,
    /// The fee in minor units.
    pub fee_minor: Option<i64>,
    /// The fee's currency.
    pub fee_currency: Option<String>,
    /// Who is responsible for its content.
    pub author_id: PersonId,
    /// The edition that visitors read.
    pub published_edition_id: Option<EditionId>,
    /// When that edition came out.
    pub published_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i32,
}

impl Course {
    /// The fee: nothing where it is not fixed, zero for a free course.
    #[must_use]
    pub fn fee(&self) -> Option<Money> {
        Money::from_columns(self.fee_minor, self.fee_currency.clone())
    }
}

/// What a course's own page says besides.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct CourseDescription {
    /// Which course.
    pub id: CourseId,
    /// What one can do afterwards.
    pub objectives: Option<LocalizedText>,
    /// Whom it is for.
    pub audiences: Option<LocalizedText>,
    /// What one must know before.
    pub prerequisites: Option<LocalizedText>,
    /// What one learns.
    pub skills: LocalizedTexts,
}

/// Which courses.
#[derive(Clone, Debug, Default)]
pub struct CourseFilter {
    /// Of this theme.
    pub theme: Option<ThemeId>,
    /// Given in this language.
    pub language: Option<Locale>,
    /// Given this way.
    pub modality: Option<Modality>,
    /// Of this level.
    pub level: Option<Level>,
    /// With this programme's label.
    pub programme: Option<ProgrammeId>,
    /// True for those that are not published, as far as the actor may see them.
    pub unpublished: bool,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CourseOrder {
    /// By code.
    #[default]
    Code,
    /// The newest edition first.
    Newest,
}

/// Only what the actor may see. Published courses are everybody's; the others belong to their authors and to staff.
fn visible(actor: &Actor, unpublished: bool) -> Condition {
    if !unpublished {
        return Condition::all().add(Column::PublishedAt.is_not_null());
    }
    let mut seen = Condition::any();
    let staff = [Role::Trainer, Role::TrainingOfficer, Role::QualityOfficer, Role::Auditor, Role::Administrator];
    if actor.holds_at_centre(&staff) {
        seen = seen.add(Expr::value(true));
    }
    if let Some(account) = actor.account() {
        let scoped: Vec<CourseId> = account
            .roles
            .iter()
            .filter(|held| held.scope_kind == CourseId::PREFIX && staff.contains(&held.role))
            .map(|held| CourseId(held.scope_id))
            .collect();
        seen = seen.add(Column::AuthorId.eq(account.person)).add(Column::Id.is_in(scoped));
    }
    // An empty `any` would be true: whoever holds nothing sees nothing.
    Condition::all().add(seen.add(Expr::value(false))).add(Column::PublishedAt.is_null())
}

fn filtered(ctx: &Ctx, filter: &CourseFilter) -> Select<Entity> {
    let mut select = Entity::find().filter(visible(&ctx.actor, filter.unpublished));
    if let Some(theme) = filter.theme {
        select = select.filter(Column::ThemeId.eq(theme));
    }
    if let Some(modality) = filter.modality {
        select = select.filter(Column::Modality.eq(modality));
    }
    if let Some(level) = filter.level {
        select = select.filter(Column::Level.eq(level));
    }
    if let Some(language) = filter.language {
        // A list of at most three codes, the same text on both databases.
        let languages = Expr::col((Entity, Column::Languages)).cast_as("text");
        select = select.filter(languages.like(format!("%\"{}\"%", language.code())));
    }
    if let Some(programme) = filter.programme {
        let labelled = Query::select()
            .column(course_programme::Column::CourseId)
            .from(course_programme::Entity)
            .and_where(Expr::col(course_programme::Column::ProgrammeId).eq(programme))
            .to_owned();
        select = select.filter(Column::Id.in_subquery(labelled));
    }
    select
}

/// A page of courses.
pub async fn list(ctx: &Ctx, filter: &CourseFilter, order: CourseOrder, request: &PageRequest) -> Result<Page<Course>> {
    let select = filtered(ctx, filter).select_only();
    let select = columns(select);
    let id = || Expr::col((Entity, Column::Id));
    let database = ctx.database().reader();
    match order {
        CourseOrder::Newest if !filter.unpublished => {
            let ordering = Ordering { columns: vec![Expr::col((Entity, Column::PublishedAt)), id()], descending: true };
            let place = |row: &Course| vec![Key::Instant(row.published_at.unwrap_or_default()), Key::Id(row.id.0)];
            page::read(database, select, &ordering, request, place).await
        }
        CourseOrder::Code | CourseOrder::Newest => {
            let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Code)), id()], descending: false };
            let place = |row: &Course| vec![Key::Text(row.code.clone()), Key::Id(row.id.0)];
            page::read(database, select, &ordering, request, place).await
        }
    }
}

fn columns(select: Select<Entity>) -> Select<Entity> {
    use sea_orm::PartialModelTrait;
    Course::select_cols(select)
}

/// One course, if the actor may see it.
pub async fn read(ctx: &Ctx, id: CourseId) -> Result<Course> {
    let course = load(ctx.database().reader(), id).await?;
    see(ctx, &course)?;
    Ok(course)
}

/// One course by its name in addresses, if the actor may see it.
pub async fn by_slug(ctx: &Ctx, slug: &str) -> Result<Course> {
    let slug = text::code(slug, "slug").map_err(|_| Error::NotFound)?;
    let found = Entity::find().filter(Column::Slug.eq(slug)).into_partial_model::<Course>().one(ctx.database().reader()).await?;
    let course = found.ok_or(Error::NotFound)?;
    see(ctx, &course)?;
    Ok(course)
}

/// The course with the centre's own code, if the actor may see it.
pub async fn by_code(ctx: &Ctx, code: &str) -> Result<Option<Course>> {
    let found = Entity::find().filter(Column::Code.eq(code)).into_partial_model::<Course>().one(ctx.database().reader()).await?;
    Ok(found.filter(|course| see(ctx, course).is_ok()))
}

/// Refuses who may not see a course; for whoever loaded it by another way.
pub fn see(ctx: &Ctx, course: &Course) -> Result<()> {
    authorize(ctx, crate::kernel::Subject::reading(course), course).map(|_| ()).map_err(|_| Error::NotFound)
}

/// Whether the actor may see drafts and history of a course.
#[must_use]
pub fn may_see_drafts(ctx: &Ctx, course: &Course) -> bool {
    authorize(ctx, COURSE_READ_DRAFT, course).is_ok()
}

/// The courses with these ids that the actor may see.
pub async fn by_ids(ctx: &Ctx, ids: &[CourseId]) -> Result<Vec<Course>> {
    let found =
        Entity::find().filter(Column::Id.is_in(ids.to_vec())).into_partial_model::<Course>().all(ctx.database().reader()).await?;
    Ok(found.into_iter().filter(|course| see(ctx, course).is_ok()).collect())
}

/// What the courses' own pages say; ask only for courses that the actor has seen.
pub async fn descriptions(ctx: &Ctx, ids: &[CourseId]) -> Result<Vec<CourseDescription>> {
    authorize(ctx, CATALOGUE_READ, &crate::kernel::access::Centre)?;
    let select = Entity::find().filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.into_partial_model::<CourseDescription>().all(ctx.database().reader()).await?)
}

/// The programmes that courses are labelled with.
pub async fn programmes(ctx: &Ctx, courses: &[CourseId]) -> Result<Vec<(CourseId, ProgrammeId)>> {
    let select = course_programme::Entity::find().filter(course_programme::Column::CourseId.is_in(courses.to_vec()));
    Ok(select.all(ctx.database().reader()).await?.into_iter().map(|row| (row.course_id, row.programme_id)).collect())
}

/// The courses that courses ask for.
pub async fn requirements(ctx: &Ctx, courses: &[CourseId]) -> Result<Vec<(CourseId, CourseId)>> {
    required(ctx.database().reader(), courses).await
}

/// The courses that courses ask for, for a use case of another context within its own transaction.
pub(crate) async fn required(database: &impl ConnectionTrait, courses: &[CourseId]) -> Result<Vec<(CourseId, CourseId)>> {
    let select = course_requirement::Entity::find().filter(course_requirement::Column::CourseId.is_in(courses.to_vec()));
    Ok(select.all(database).await?.into_iter().map(|row| (row.course_id, row.requires_id)).collect())
}

/// The centre's own codes of courses, for a use case of another context within its own transaction.
pub(crate) async fn codes(database: &impl ConnectionTrait, ids: &[CourseId]) -> Result<Vec<(CourseId, String)>> {
    let select = Entity::find().select_only().columns([Column::Id, Column::Code]).filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(database).await?)
}

/// The titles of courses, whoever asks.
pub(crate) async fn titles(database: &impl ConnectionTrait, ids: &[CourseId]) -> Result<Vec<(CourseId, LocalizedText)>> {
    let select = Entity::find().select_only().columns([Column::Id, Column::Titles]).filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(database).await?)
}

/// Whether there is such a course, for a use case of another context within its own transaction.
pub(crate) async fn exists(database: &impl ConnectionTrait, id: CourseId) -> Result<bool> {
    Ok(load(database, id).await.is_ok())
}

/// The course, whoever asks: authorise afterwards.
pub(crate) async fn load(database: &impl ConnectionTrait, id: CourseId) -> Result<Course> {
    Entity::find_by_id(id).into_partial_model::<Course>().one(database).await?.ok_or(Error::NotFound)
}

/// The course, held until the transaction ends: changes of one course wait for each other.
pub(crate) async fn lock(database: &impl ConnectionTrait, id: CourseId) -> Result<Course> {
    Entity::find_by_id(id).held().into_partial_model::<Course>().one(database).await?.ok_or(Error::NotFound)
}

/// The whole row, for copies and exports.
pub(in super::super) async fn whole(database: &impl ConnectionTrait, id: CourseId) -> Result<Model> {
    Entity::find_by_id(id).one(database).await?.ok_or(Error::NotFound)
}
