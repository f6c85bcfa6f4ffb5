//! Chapters and lessons of an edition: their order and their titles.

use std::collections::{BTreeMap, BTreeSet};

use nabta_entities::catalogue::{chapter, edition_chapter, edition_lesson, edition_text, lesson};
use nabta_entities::ids::{ChapterId, CourseId, EditionId, LessonId};
use nabta_entities::values::LocalizedText;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};

use super::EditionState;
use super::actions::OUTLINE_SET;
use super::actions::codes::DUPLICATE;
use super::course::queries as courses;
use super::edition::{self, Edition};
use super::entries::CatalogueEntry;
use crate::kernel::error::codes::{CONFLICT, OUT_OF_RANGE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, text};

/// The most chapters of a course, and lessons of a chapter.
pub const MOST: usize = 60;

/// A chapter in an edition.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its id, which stays from edition to edition.
    pub id: ChapterId,
    /// The edition.
    pub edition: EditionId,
    /// Its folder's name.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

/// A lesson in an edition, apart from its text.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its id, which stays from edition to edition.
    pub id: LessonId,
    /// The edition.
    pub edition: EditionId,
    /// The course.
    pub course: CourseId,
    /// Its chapter's and its own file name.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
}

/// A chapter as authors place it.
#[derive(Clone, Debug)]
pub struct ChapterPlan {
    /// Its folder's name.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
    /// Its lessons.
    pub lessons: Vec<LessonPlan>,
}

/// A lesson as authors place it.
#[derive(Clone, Debug)]
pub struct LessonPlan {
    /// Its file name, unique in its chapter.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
}

/// Sets the whole outline of the course's draft, if nobody else did since `version` of the draft was read; nothing where there was no
/// draft yet. Lessons that keep their place in a chapter keep their text.
pub async fn set(ctx: &Ctx, course: CourseId, chapters: Vec<ChapterPlan>, version: Option<i32>) -> Result<Edition> {
    let work = ctx.begin().await?;
    let course = courses::lock(&work.read(), course).await?;
    let permit = work.authorize(OUTLINE_SET, &course)?;
    let seen = edition::queries::in_preparation(&work.read(), course.id).await?.filter(|it| it.state == EditionState::Draft);
    let draft = edition::open_draft(&work, &permit, course.id).await?;
    if seen.map(|draft| draft.version) != version {
        return Err(Refusal::at(CONFLICT, "version").into());
    }
    let lessons = chapters.iter().map(|chapter| chapter.lessons.len()).sum();
    let count = chapters.len();
    replace(&work, &permit, course.id, draft.id, chapters).await?;
    edition::touch(&work, &permit, &draft).await?;
    work.commit(permit, CatalogueEntry::OutlineSet { course: course.id, edition: draft.id, chapters: count, lessons }).await?;
    edition::queries::read(ctx, draft.id).await
}

/// Writes the outline; the caller has opened the draft and commits.
pub(super) async fn replace(
    work: &Work,
    permit: &Permit,
    course: CourseId,
    draft: EditionId,
    chapters: Vec<ChapterPlan>,
) -> Result<()> {
    let plan = check(chapters)?;
    let database = work.read();
    let texts = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(draft)).all(&database).await?;
    for statement in [
        edition_text::Entity::delete_many().filter(edition_text::Column::EditionId.eq(draft)).into_query(),
        edition_lesson::Entity::delete_many().filter(edition_lesson::Column::EditionId.eq(draft)).into_query(),
        edition_chapter::Entity::delete_many().filter(edition_chapter::Column::EditionId.eq(draft)).into_query(),
    ] {
        work.execute(permit, &statement).await?;
    }
    let known_chapters: BTreeMap<String, ChapterId> = chapter::Entity::find()
        .filter(chapter::Column::CourseId.eq(course))
        .all(&database)
        .await?
        .into_iter()
        .map(|row| (row.slug, row.id))
        .collect();
    let known_lessons: BTreeMap<String, LessonId> = lesson::Entity::find()
        .filter(lesson::Column::CourseId.eq(course))
        .all(&database)
        .await?
        .into_iter()
        .map(|row| (row.slug, row.id))
        .collect();
    let (mut new_chapters, mut new_lessons, mut chapter_rows, mut lesson_rows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut kept = BTreeSet::new();
    for (position, plan) in (1..).zip(plan) {
        let chapter_id = known_chapters.get(&plan.slug).copied().unwrap_or_else(|| {
            let id = work.ctx().new_id();
            new_chapters.push(chapter::ActiveModel { id: Set(id), course_id: Set(course), slug: Set(plan.slug.clone()) });
            id
        });
        chapter_rows.push(edition_chapter::ActiveModel {
            edition_id: Set(draft),
            chapter_id: Set(chapter_id),
            position: Set(position),
            titles: Set(plan.titles),
        });
        for (position, lesson) in (1..).zip(plan.lessons) {
            let slug = format!("{}/{}", plan.slug, lesson.slug);
            let lesson_id = known_lessons.get(&slug).copied().unwrap_or_else(|| {
                let id = work.ctx().new_id();
                new_lessons.push(lesson::ActiveModel { id: Set(id), course_id: Set(course), slug: Set(slug.clone()) });
                id
            });
            kept.insert(lesson_id);
            lesson_rows.push(edition_lesson::ActiveModel {
                edition_id: Set(draft),
                lesson_id: Set(lesson_id),
                chapter_id: Set(chapter_id),
                position: Set(position),
                titles: Set(lesson.titles),
            });
        }
    }
    work.insert_all(permit, new_chapters).await?;
    work.insert_all(permit, new_lessons).await?;
    work.insert_all(permit, chapter_rows).await?;
    work.insert_all(permit, lesson_rows).await?;
    let texts = texts.into_iter().filter(|text| kept.contains(&text.lesson_id)).map(|text| edition_text::ActiveModel {
        edition_id: Set(draft),
        lesson_id: Set(text.lesson_id),
        locale: Set(text.locale),
        revision_id: Set(text.revision_id),
    });
    work.insert_all(permit, texts.collect()).await
}

fn check(chapters: Vec<ChapterPlan>) -> Result<Vec<ChapterPlan>, Refusal> {
    let too_many = |count: usize, path: &str| {
        if count > MOST { Err(Refusal::at(OUT_OF_RANGE, path).with("least", 0).with("most", MOST)) } else { Ok(()) }
    };
    too_many(chapters.len(), "chapters")?;
    let mut names = BTreeSet::new();
    let mut checked = Vec::with_capacity(chapters.len());
    for (index, chapter) in chapters.into_iter().enumerate() {
        let path = format!("chapters.{index}");
        too_many(chapter.lessons.len(), &format!("{path}.lessons"))?;
        let slug = text::code(&chapter.slug, &format!("{path}.slug"))?;
        if !names.insert(slug.clone()) {
            return Err(Refusal::at(DUPLICATE, &format!("{path}.slug")).with("value", slug));
        }
        let mut lessons = Vec::with_capacity(chapter.lessons.len());
        for (position, lesson) in chapter.lessons.into_iter().enumerate() {
            let path = format!("{path}.lessons.{position}");
            let own = text::code(&lesson.slug, &format!("{path}.slug"))?;
            if !names.insert(format!("{slug}/{own}")) {
                return Err(Refusal::at(DUPLICATE, &format!("{path}.slug")).with("value", own));
            }
            lessons.push(LessonPlan { slug: own, titles: text::titles(&lesson.titles, &format!("{path}.titles"))? });
        }
        let titles = text::titles(&chapter.titles, &format!("{path}.titles"))?;
        checked.push(ChapterPlan { slug, titles, lessons });
    }
    Ok(checked)
}

#[derive(FromQueryResult)]
struct ChapterRow {
    id: ChapterId,
    edition_id: EditionId,
    slug: String,
    titles: LocalizedText,
}

#[derive(FromQueryResult)]
struct LessonRow {
    id: LessonId,
    edition_id: EditionId,
    chapter_id: ChapterId,
    course_id: CourseId,
    slug: String,
    titles: LocalizedText,
}

/// The chapters of editions, in order, with their lessons: two statements however many editions.
pub async fn of_editions(database: &impl ConnectionTrait, editions: &[EditionId]) -> Result<Vec<Chapter>> {
    use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
    let mut chapters = edition_chapter::Entity::find()
        .select_only()
        .columns([edition_chapter::Column::EditionId, edition_chapter::Column::Titles])
        .column_as(chapter::Column::Id, "id")
        .column_as(chapter::Column::Slug, "slug")
        .filter(edition_chapter::Column::EditionId.is_in(editions.to_vec()))
        .order_by_asc(edition_chapter::Column::EditionId)
        .order_by_asc(edition_chapter::Column::Position);
    QueryTrait::query(&mut chapters).join(
        JoinType::InnerJoin,
        chapter::Entity,
        Expr::col((chapter::Entity, chapter::Column::Id)).equals((edition_chapter::Entity, edition_chapter::Column::ChapterId)),
    );
    let chapters = chapters.into_model::<ChapterRow>().all(database).await?;
    let mut lessons: BTreeMap<(EditionId, ChapterId), Vec<Lesson>> = BTreeMap::new();
    for row in lesson_rows(database, edition_lesson::Column::EditionId.is_in(editions.to_vec())).await? {
        let lesson = Lesson { id: row.id, edition: row.edition_id, course: row.course_id, slug: row.slug, titles: row.titles };
        lessons.entry((row.edition_id, row.chapter_id)).or_default().push(lesson);
    }
    let with_lessons = |row: ChapterRow| Chapter {
        lessons: lessons.remove(&(row.edition_id, row.id)).unwrap_or_default(),
        id: row.id,
        edition: row.edition_id,
        slug: row.slug,
        titles: row.titles,
    };
    Ok(chapters.into_iter().map(with_lessons).collect())
}

async fn lesson_rows(database: &impl ConnectionTrait, condition: sea_orm::sea_query::SimpleExpr) -> Result<Vec<LessonRow>> {
    use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
    let mut lessons = edition_lesson::Entity::find()
        .select_only()
        .columns([edition_lesson::Column::EditionId, edition_lesson::Column::ChapterId, edition_lesson::Column::Titles])
        .column_as(lesson::Column::Id, "id")
        .column_as(lesson::Column::CourseId, "course_id")
        .column_as(lesson::Column::Slug, "slug")
        .filter(condition)
        .order_by_asc(edition_lesson::Column::EditionId)
        .order_by_asc(edition_lesson::Column::Position);
    QueryTrait::query(&mut lessons).join(
        JoinType::InnerJoin,
        lesson::Entity,
        Expr::col((lesson::Entity, lesson::Column::Id)).equals((edition_lesson::Entity, edition_lesson::Column::LessonId)),
    );
    Ok(lessons.into_model::<LessonRow>().all(database).await?)
}

/// How many chapters editions have, for cards that show no more of them.
pub async fn chapter_counts(ctx: &Ctx, editions: &[EditionId]) -> Result<Vec<(EditionId, i64)>> {
    use sea_orm::sea_query::{Expr, ExprTrait};
    let select = edition_chapter::Entity::find()
        .select_only()
        .column(edition_chapter::Column::EditionId)
        .column_as(Expr::col(edition_chapter::Column::ChapterId).count(), "chapters")
        .filter(edition_chapter::Column::EditionId.is_in(editions.to_vec()))
        .group_by(edition_chapter::Column::EditionId);
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

/// The ids of all chapters and lessons that a course has or had, for a use case of another context within its own transaction.
pub(crate) async fn ids_of_course(
    database: &impl ConnectionTrait,
    course: CourseId,
) -> Result<(BTreeSet<ChapterId>, BTreeSet<LessonId>)> {
    let chapters = chapter::Entity::find().filter(chapter::Column::CourseId.eq(course)).all(database).await?;
    let chapters: BTreeSet<ChapterId> = chapters.into_iter().map(|row| row.id).collect();
    let lessons = lesson::Entity::find().filter(lesson::Column::CourseId.eq(course)).all(database).await?;
    Ok((chapters, lessons.into_iter().map(|row| row.id).collect()))
}

/// The lessons that a course has or had, by their chapter's and their own name, for a use case of another context.
pub(crate) async fn lessons_by_slug(database: &impl ConnectionTrait, course: CourseId) -> Result<BTreeMap<String, LessonId>> {
    let lessons = lesson::Entity::find().filter(lesson::Column::CourseId.eq(course)).all(database).await?;
    Ok(lessons.into_iter().map(|row| (row.slug, row.id)).collect())
}

/// Chapters as the editions that visitors read hold them.
pub async fn published_chapters(ctx: &Ctx, ids: &[ChapterId]) -> Result<Vec<Chapter>> {
    let database = ctx.database().reader();
    let rows = chapter::Entity::find().filter(chapter::Column::Id.is_in(ids.to_vec())).all(database).await?;
    let of: Vec<CourseId> = rows.iter().map(|row| row.course_id).collect();
    let shown: Vec<EditionId> =
        courses::by_ids(ctx, &of).await?.into_iter().filter_map(|course| course.published_edition_id).collect();
    let chapters = of_editions(database, &shown).await?;
    Ok(chapters.into_iter().filter(|chapter| ids.contains(&chapter.id)).collect())
}

/// Lessons as the editions that visitors read hold them.
pub async fn published_lessons(ctx: &Ctx, ids: &[LessonId]) -> Result<Vec<Lesson>> {
    let database = ctx.database().reader();
    let rows = lesson_rows(database, edition_lesson::Column::LessonId.is_in(ids.to_vec())).await?;
    let mut course_ids: Vec<CourseId> = rows.iter().map(|row| row.course_id).collect();
    course_ids.sort_unstable();
    course_ids.dedup();
    let shown: BTreeSet<EditionId> =
        courses::by_ids(ctx, &course_ids).await?.into_iter().filter_map(|course| course.published_edition_id).collect();
    let lesson = |row: LessonRow| Lesson {
        id: row.id,
        edition: row.edition_id,
        course: row.course_id,
        slug: row.slug,
        titles: row.titles,
    };
    Ok(rows.into_iter().filter(|row| shown.contains(&row.edition_id)).map(lesson).collect())
}

/// One lesson as visitors read it.
pub async fn published_lesson(ctx: &Ctx, id: LessonId) -> Result<Lesson> {
    published_lessons(ctx, &[id]).await?.into_iter().next().ok_or(Error::NotFound)
}
