//! Questions about the text of lessons.

use std::collections::{HashMap, HashSet};

use nabta_entities::catalogue::{edition_text, lesson, lesson_revision, revision_citation, revision_term};
use nabta_entities::ids::{CourseId, EditionId, LegalTextId, LessonId, LessonRevisionId, PersonId};
use nabta_entities::values::Locale;
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::Value;

use super::super::EditionState;
use super::super::course::queries as courses;
use super::super::edition;
use super::super::text::{self as markdown, Change};
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::{Ctx, Error, Refusal, Result, aside};

/// A revision, apart from what it says.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "lesson_revision::Entity")]
pub struct Revision {
    /// Its id.
    pub id: LessonRevisionId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// The language.
    pub locale: Locale,
    /// From 1 in each language.
    pub number: i32,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Digest of what it says.
    pub digest: String,
    /// Digest of the source text that it translates.
    pub follows_digest: Option<String>,
    /// How many words.
    pub words: i32,
    /// Who wrote it.
    pub author_id: PersonId,
    /// When.
    pub created_at: chrono::DateTime<chrono::Utc>,
}

/// A lesson's text in an edition and a language.
#[derive(Clone, Debug)]
pub struct LessonText {
    /// The edition.
    pub edition: EditionId,
    /// The revision.
    pub revision: Revision,
    /// True if it translates a source text that this edition holds no more.
    pub is_stale: bool,
}

/// The texts of lessons in editions, in all languages: two statements however many.
pub async fn texts(ctx: &Ctx, keys: &[(EditionId, LessonId)], sources: &[(LessonId, Locale)]) -> Result<Vec<LessonText>> {
    let database = ctx.database().reader();
    let mut editions: Vec<EditionId> = keys.iter().map(|(edition, _)| *edition).collect();
    editions.sort_unstable();
    editions.dedup();
    let lessons: Vec<LessonId> = keys.iter().map(|(_, lesson)| *lesson).collect();
    let rows = edition_text::Entity::find()
        .filter(edition_text::Column::EditionId.is_in(editions))
        .filter(edition_text::Column::LessonId.is_in(lessons))
        .all(database)
        .await?;
    let revisions = lesson_revision::Entity::find()
        .filter(lesson_revision::Column::Id.is_in(rows.iter().map(|row| row.revision_id)))
        .into_partial_model::<Revision>()
        .all(database)
        .await?;
    let revisions: HashMap<_, _> = revisions.into_iter().map(|revision| (revision.id, revision)).collect();
    let sources: HashMap<_, _> = sources.iter().copied().collect();
    let held: HashMap<_, _> = rows.iter().map(|row| ((row.edition_id, row.lesson_id, row.locale), row.revision_id)).collect();
    let find = |id: LessonRevisionId| revisions.get(&id);
    let source_digest = |edition: EditionId, lesson: LessonId| {
        let source = held.get(&(edition, lesson, *sources.get(&lesson)?))?;
        find(*source).map(|revision| revision.digest.clone())
    };
    let text = |row: &edition_text::Model| {
        let revision = find(row.revision_id)?.clone();
        let is_stale =
            revision.follows_digest.is_some() && revision.follows_digest != source_digest(row.edition_id, row.lesson_id);
        Some(LessonText { edition: row.edition_id, revision, is_stale })
    };
    Ok(rows.iter().filter_map(text).collect())
}

/// What revisions say, rendered. Ask only for revisions that the actor has seen.
pub async fn blocks(ctx: &Ctx, ids: &[LessonRevisionId]) -> Result<Vec<(LessonRevisionId, Value)>> {
    use sea_orm::QuerySelect;
    let select = lesson_revision::Entity::find()
        .select_only()
        .columns([lesson_revision::Column::Id, lesson_revision::Column::Blocks])
        .filter(lesson_revision::Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

/// What revisions say, as written. Ask only for revisions that the actor has seen.
pub async fn bodies(ctx: &Ctx, ids: &[LessonRevisionId]) -> Result<Vec<(LessonRevisionId, String)>> {
    use sea_orm::QuerySelect;
    let select = lesson_revision::Entity::find()
        .select_only()
        .columns([lesson_revision::Column::Id, lesson_revision::Column::Body])
        .filter(lesson_revision::Column::Id.is_in(ids.to_vec()));
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

/// One revision, if the actor may see it: anybody what a published edition holds, authors and staff all.
pub async fn revision(ctx: &Ctx, id: LessonRevisionId) -> Result<Revision> {
    seen(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The revisions with these ids that the actor may see.
pub async fn seen(ctx: &Ctx, ids: &[LessonRevisionId]) -> Result<Vec<Revision>> {
    let database = ctx.database().reader();
    let mut found: Vec<Revision> = lesson_revision::Entity::find()
        .filter(lesson_revision::Column::Id.is_in(ids.to_vec()))
        .into_partial_model()
        .all(database)
        .await?;
    let lessons: Vec<LessonId> = found.iter().map(|revision| revision.lesson_id).collect();
    let lessons = lesson::Entity::find().filter(lesson::Column::Id.is_in(lessons)).all(database).await?;
    let of: HashMap<LessonId, CourseId> = lessons.into_iter().map(|lesson| (lesson.id, lesson.course_id)).collect();
    let mine: HashSet<CourseId> = courses::by_ids(ctx, &of.values().copied().collect::<Vec<_>>())
        .await?
        .iter()
        .filter(|course| courses::may_see_drafts(ctx, course))
        .map(|course| course.id)
        .collect();
    let is_mine = |revision: &Revision| of.get(&revision.lesson_id).is_some_and(|course| mine.contains(course));
    let others: Vec<LessonRevisionId> = found.iter().filter(|revision| !is_mine(revision)).map(|revision| revision.id).collect();
    let holding = edition_text::Entity::find().filter(edition_text::Column::RevisionId.is_in(others)).all(database).await?;
    let editions: Vec<EditionId> = holding.iter().map(|row| row.edition_id).collect();
    // Of a course that the actor may see, because a published edition is everybody's.
    let public: HashSet<EditionId> = edition::queries::seen(ctx, &editions)
        .await?
        .iter()
        .filter(|edition| edition.state == EditionState::Published)
        .map(|edition| edition.id)
        .collect();
    let shown: HashSet<LessonRevisionId> =
        holding.iter().filter(|row| public.contains(&row.edition_id)).map(|row| row.revision_id).collect();
    found.retain(|revision| is_mine(revision) || shown.contains(&revision.id));
    Ok(found)
}

/// All revisions of a lesson in a language, newest first, for its authors and staff.
pub async fn history(ctx: &Ctx, lesson: LessonId, locale: Locale) -> Result<Vec<Revision>> {
    let select = revisions(ctx, lesson, locale).await?;
    Ok(select.into_partial_model::<Revision>().all(ctx.database().reader()).await?)
}

/// The newest revision of a lesson in a language, for its authors and staff.
pub async fn newest(ctx: &Ctx, lesson: LessonId, locale: Locale) -> Result<Revision> {
    let select = revisions(ctx, lesson, locale).await?;
    select.into_partial_model::<Revision>().one(ctx.database().reader()).await?.ok_or(Error::NotFound)
}

async fn revisions(ctx: &Ctx, lesson: LessonId, locale: Locale) -> Result<Select<lesson_revision::Entity>> {
    let course = lesson::Entity::find_by_id(lesson).one(ctx.database().reader()).await?.ok_or(Error::NotFound)?.course_id;
    let course = courses::read(ctx, course).await?;
    if !courses::may_see_drafts(ctx, &course) {
        return Err(Error::NotFound);
    }
    Ok(lesson_revision::Entity::find()
        .filter(lesson_revision::Column::LessonId.eq(lesson))
        .filter(lesson_revision::Column::Locale.eq(locale))
        .order_by_desc(lesson_revision::Column::Number))
}

/// Two revisions of one lesson, compared by words.
pub async fn compare(ctx: &Ctx, old: LessonRevisionId, new: LessonRevisionId) -> Result<Vec<Change>> {
    let (before, after) = (revision(ctx, old).await?, revision(ctx, new).await?);
    if before.lesson_id != after.lesson_id {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "to").with("value", "revision").into());
    }
    let bodies = bodies(ctx, &[old, new]).await?;
    let body = |id| bodies.iter().find(|(of, _)| *of == id).map_or_else(String::new, |(_, body)| body.clone());
    let (before, after) = (body(old), body(new));
    aside(move || markdown::compare(&before, &after)).await
}

/// The codes of the glossary terms that revisions link to.
pub async fn terms(ctx: &Ctx, revisions: &[LessonRevisionId]) -> Result<Vec<(LessonRevisionId, String)>> {
    let rows = revision_term::Entity::find()
        .filter(revision_term::Column::RevisionId.is_in(revisions.to_vec()))
        .order_by_asc(revision_term::Column::TermCode)
        .all(ctx.database().reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.revision_id, row.term_code)).collect())
}

/// The legal texts, with their articles, that revisions cite.
pub async fn citations(
    ctx: &Ctx,
    revisions: &[LessonRevisionId],
) -> Result<Vec<(LessonRevisionId, LegalTextId, Option<String>)>> {
    let rows = revision_citation::Entity::find()
        .filter(revision_citation::Column::RevisionId.is_in(revisions.to_vec()))
        .order_by_asc(revision_citation::Column::LegalTextId)
        .order_by_asc(revision_citation::Column::Article)
        .all(ctx.database().reader())
        .await?;
    let citation = |row: revision_citation::Model| {
        (row.revision_id, row.legal_text_id, Some(row.article).filter(|article| !article.is_empty()))
    };
    Ok(rows.into_iter().map(citation).collect())
}
