//! Figures of a course: sanitised SVG, named by its digest, never changed.

use std::collections::{BTreeMap, BTreeSet};

use nabta_entities::catalogue::figure::{ActiveModel, Column, Entity};
use nabta_entities::ids::{CourseId, FigureId};
use sea_orm::{ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::actions::FIGURE_ADD;
use super::actions::codes::FIGURE_REFUSED;
use super::course::queries as courses;
use super::entries::CatalogueEntry;
use super::text::sanitise_svg;
use crate::kernel::error::codes::BAD_FORMAT;
use crate::kernel::work::{Permit, Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, aside};

/// A figure as lists show it: without the drawing itself.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Figure {
    /// Its id.
    pub id: FigureId,
    /// The course.
    pub course_id: CourseId,
    /// Its file name, by which lessons show it.
    pub name: String,
    /// SHA-256 of the drawing, by which it is read.
    pub digest: String,
}

/// Stores a figure under a file name. A drawing that the name shows already is not stored again; another one is what texts that are
/// written from now on show.
pub async fn add(ctx: &Ctx, course: CourseId, name: &str, svg: &[u8]) -> Result<Figure> {
    authorize(ctx, FIGURE_ADD, &courses::load(ctx.database().reader(), course).await?)?;
    let (given, svg) = (name.to_owned(), svg.to_vec());
    let drawing = aside(move || Drawing::read(&given, &svg)).await??;
    let work = ctx.begin().await?;
    let course = courses::lock(&work.read(), course).await?;
    let permit = work.authorize(FIGURE_ADD, &course)?;
    let (name, digest) = (drawing.name.clone(), drawing.digest.clone());
    let (id, new) = store(&work, &permit, course.id, drawing).await?;
    let figure = Figure { id, course_id: course.id, name, digest };
    if new {
        let digest = figure.digest.clone();
        work.commit(permit, CatalogueEntry::FigureAdded { course: course.id, figure: id, digest }).await?;
    }
    Ok(figure)
}

/// The newest drawing under each name of these courses, for those who may see their drafts.
pub async fn of_courses(ctx: &Ctx, ids: &[CourseId]) -> Result<Vec<Figure>> {
    let seen = courses::by_ids(ctx, ids).await?;
    let seen = seen.iter().filter(|course| courses::may_see_drafts(ctx, course)).map(|course| course.id);
    let rows: Vec<Figure> = Entity::find()
        .filter(Column::CourseId.is_in(seen))
        .order_by_asc(Column::Id)
        .into_partial_model()
        .all(ctx.database().reader())
        .await?;
    let newest: BTreeMap<_, _> = rows.into_iter().map(|figure| ((figure.course_id, figure.name.clone()), figure)).collect();
    Ok(newest.into_values().collect())
}

/// A drawing that may be stored: cleaned of everything that is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) name: String,
    pub(super) svg: String,
    pub(super) digest: String,
}

impl Drawing {
    /// Cleans a drawing. It takes time: call it where that holds nobody up.
    pub(super) fn read(name: &str, svg: &[u8]) -> Result<Self, Refusal> {
        let fits = name.len() <= 120
            && name.ends_with(".svg")
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if !fits {
            return Err(Refusal::at(BAD_FORMAT, "name").with("value", name));
        }
        let svg = sanitise_svg(svg).map_err(|why| Refusal::at(FIGURE_REFUSED, "svg").with("reason", format!("{why:?}")))?;
        let digest = hex::encode(Sha256::digest(svg.as_bytes()));
        Ok(Self { name: name.to_owned(), svg, digest })
    }
}

/// Stores a drawing; the caller commits. Its id, and whether it is new.
pub(super) async fn store(work: &Work, permit: &Permit, course: CourseId, drawing: Drawing) -> Result<(FigureId, bool)> {
    let shown = Entity::find()
        .filter(Column::CourseId.eq(course))
        .filter(Column::Name.eq(&drawing.name))
        .order_by_desc(Column::Id)
        .one(&work.read())
        .await?;
    if let Some(shown) = shown.filter(|shown| shown.digest == drawing.digest) {
        return Ok((shown.id, false));
    }
    let id = work.ctx().new_id();
    let row = ActiveModel {
        id: Set(id),
        course_id: Set(course),
        name: Set(drawing.name),
        digest: Set(drawing.digest),
        svg: Set(drawing.svg),
        created_at: Set(work.ctx().now()),
    };
    work.insert(permit, row).await?;
    Ok((id, true))
}

/// The SVG with this digest. It is public: a digest is known only to who has read the lesson.
pub async fn read(ctx: &Ctx, digest: &str) -> Result<String> {
    if digest.len() != 64 || !digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Error::NotFound);
    }
    let found = Entity::find().filter(Column::Digest.eq(digest)).one(ctx.database().reader()).await?;
    found.map(|figure| figure.svg).ok_or(Error::NotFound)
}

/// The newest drawing under each name.
pub(super) async fn newest_digests(
    database: &impl ConnectionTrait,
    course: CourseId,
    names: &[String],
) -> Result<BTreeMap<String, String>> {
    let rows = Entity::find()
        .filter(Column::CourseId.eq(course))
        .filter(Column::Name.is_in(names.to_vec()))
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|figure| (figure.name, figure.digest)).collect())
}

/// Where the newest drawing under each name of a course is read, for a use case of another context within its own transaction.
pub(crate) async fn addresses(database: &impl ConnectionTrait, course: CourseId) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = Entity::find()
        .select_only()
        .columns([Column::Name, Column::Digest])
        .filter(Column::CourseId.eq(course))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|(name, digest)| (name, format!("/figures/{digest}.svg"))).collect())
}

/// The drawings that a rendered text shows: name and digest.
pub(super) fn pinned(blocks: &Value) -> BTreeMap<String, String> {
    let figures = blocks.as_array().into_iter().flatten().filter(|block| block["kind"] == "figure");
    figures.filter_map(|block| Some((block["name"].as_str()?.to_owned(), block["digest"].as_str()?.to_owned()))).collect()
}

/// The drawings with these digests, by name. Where texts show two drawings of one name, one written before the other was drawn, it is
/// the newer one: a folder has one file of a name.
pub(crate) async fn with_digests(
    database: &impl ConnectionTrait,
    course: CourseId,
    digests: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>> {
    let rows = Entity::find()
        .filter(Column::CourseId.eq(course))
        .filter(Column::Digest.is_in(digests.clone()))
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|figure| (figure.name, figure.svg)).collect())
}
