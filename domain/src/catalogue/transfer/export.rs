//! A course out of the database, as its folder.

use std::collections::{BTreeMap, BTreeSet};

use nabta_entities::catalogue::{course, edition_text, lesson_revision, theme};
use nabta_entities::ids::{CourseId, LessonId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::actions::COURSE_READ_DRAFT;
use super::super::course::queries as courses;
use super::super::{edition, figure, outline};
use super::format::{ChapterFile, CourseFile, CourseFolder, LessonFile, LessonPlace, TextFile};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Money, Result};
use crate::programmes::programme;

/// The course with everything that its newest edition holds, and the drawings that it shows.
pub async fn export(ctx: &Ctx, id: CourseId) -> Result<CourseFolder> {
    authorize(ctx, COURSE_READ_DRAFT, &courses::read(ctx, id).await?)?;
    let database = ctx.database().reader();
    let row = courses::whole(database, id).await?;
    let theme = theme::Entity::find_by_id(row.theme_id).one(database).await?.ok_or(Error::NotFound)?;
    let labels: Vec<_> = courses::programmes(ctx, &[id]).await?.into_iter().map(|(_, programme)| programme).collect();
    let programmes = programme::by_ids(ctx, &labels).await?;
    let before: Vec<_> = courses::requirements(ctx, &[id]).await?.into_iter().map(|(_, requires)| requires).collect();
    let requires = course::Entity::find().filter(course::Column::Id.is_in(before)).all(database).await?;
    let newest = edition::queries::newest(database, id).await?;
    let chapters = match &newest {
        Some(edition) => outline::of_editions(database, &[edition.id]).await?,
        None => Vec::new(),
    };
    let (mut texts, mut shown) = (BTreeMap::new(), BTreeSet::new());
    if let Some(edition) = &newest {
        let names: BTreeMap<LessonId, &str> =
            chapters.iter().flat_map(|chapter| &chapter.lessons).map(|lesson| (lesson.id, lesson.slug.as_str())).collect();
        let rows = edition_text::Entity::find().filter(edition_text::Column::EditionId.eq(edition.id)).all(database).await?;
        let revisions = lesson_revision::Entity::find()
            .filter(lesson_revision::Column::Id.is_in(rows.iter().map(|row| row.revision_id)))
            .all(database)
            .await?;
        for revision in revisions {
            shown.extend(figure::pinned(&revision.blocks).into_values());
            let Some(lesson) = names.get(&revision.lesson_id) else { continue };
            let place = LessonPlace { lesson: (*lesson).to_owned(), locale: revision.locale };
            let text = TextFile { summary: revision.summary, source_digest: revision.follows_digest, body: revision.body };
            texts.insert(place, text);
        }
    }
    let fee = Money::from_columns(row.fee_minor, row.fee_currency);
    let charged = fee.filter(|fee| fee.minor > 0);
    let sorted = |codes: Vec<String>| {
        let mut codes = codes;
        codes.sort_unstable();
        codes
    };
    let course = CourseFile {
        format: 1,
        code: row.code,
        slug: row.slug,
        theme: theme.code,
        modality: row.modality,
        level: row.level,
        languages: row.languages.0,
        source_language: row.source_language,
        duration_minutes: row.duration_minutes,
        half_days: row.half_days,
        free: row.fee_minor == Some(0),
        fee: charged.as_ref().map(Money::amount),
        currency: charged.map(|fee| fee.currency),
        programmes: sorted(programmes.into_iter().map(|programme| programme.code).collect()),
        requires: sorted(requires.into_iter().map(|course| course.code).collect()),
        titles: row.titles,
        summaries: row.summaries.unwrap_or_default(),
        objectives: row.objectives.unwrap_or_default(),
        audiences: row.audiences.unwrap_or_default(),
        prerequisites: row.prerequisites.unwrap_or_default(),
        skills: row.skills.0,
        chapters: chapters.into_iter().map(chapter_file).collect(),
    };
    let figures = figure::with_digests(database, id, &shown).await?;
    Ok(CourseFolder { course, texts, figures: figures.into_iter().map(|(name, svg)| (name, svg.into_bytes())).collect() })
}

fn chapter_file(chapter: outline::Chapter) -> ChapterFile {
    let own = |slug: &str| slug.rsplit('/').next().unwrap_or(slug).to_owned();
    ChapterFile {
        slug: chapter.slug,
        titles: chapter.titles,
        lessons: chapter
            .lessons
            .into_iter()
            .map(|lesson| LessonFile { slug: own(&lesson.slug), titles: lesson.titles })
            .collect(),
    }
}
