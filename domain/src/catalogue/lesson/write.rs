//! Writing the next revision of a lesson's text.

use nabta_entities::catalogue::{
    edition_lesson, edition_text, glossary_term, legal_text, lesson, lesson_revision, revision_citation, revision_term,
};
use nabta_entities::ids::{CourseId, EditionId, LegalTextId, LessonId, LessonRevisionId, PersonId};
use nabta_entities::values::Locale;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::Value;

use super::super::actions::LESSON_REVISE;
use super::super::actions::codes::NOTHING_CHANGED;
use super::super::course::queries as courses;
use super::super::entries::CatalogueEntry;
use super::super::text::{self as markdown, Block, Rendered};
use super::super::{edition, figure};
use super::prepared::{self, NewText, Prepared};
use super::queries::Revision;
use crate::kernel::error::codes::{CONFLICT, UNKNOWN_REFERENCE};
use crate::kernel::work::{Permit, Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result};

/// Writes the next revision of a lesson's text into the course's draft.
pub async fn revise(ctx: &Ctx, id: LessonId, new: NewText) -> Result<Revision> {
    let person = ctx.person()?;
    let row = lesson::Entity::find_by_id(id).one(ctx.database().reader()).await?.ok_or(Error::NotFound)?;
    // Asked before the costly rendering, so that only who may can make the server work.
    authorize(ctx, LESSON_REVISE, &courses::load(ctx.database().reader(), row.course_id).await?)?;
    let (locale, based_on) = (new.locale, new.based_on);
    let new = prepared::prepare(new).await?;
    let work = ctx.begin().await?;
    let course = courses::lock(&work.read(), row.course_id).await?;
    let permit = work.authorize(LESSON_REVISE, &course)?;
    let draft = edition::open_draft(&work, &permit, course.id).await?;
    edition_lesson::Entity::find_by_id((draft.id, id)).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let current = edition_text::Entity::find_by_id((draft.id, id, locale)).one(&work.read()).await?;
    if current.as_ref().map(|text| text.revision_id) != based_on {
        return Err(Refusal::at(CONFLICT, "basedOn").into());
    }
    if let Some(current) = &current {
        let before = lesson_revision::Entity::find_by_id(current.revision_id).one(&work.read()).await?.ok_or(Error::NotFound)?;
        let same_source = new.follows.is_none() || new.follows == before.follows_digest;
        let same = before.body == new.body && before.summary == new.summary && same_source;
        if same && shows_newest(&work.read(), course.id, &before).await? {
            return Err(Refusal::at(NOTHING_CHANGED, "body").into());
        }
    }
    let revision = write(&work, &permit, (course.id, course.source_language), (draft.id, id), person, new).await?;
    let entry = CatalogueEntry::LessonRevised {
        course: course.id,
        edition: draft.id,
        lesson: id,
        revision: revision.id,
        locale,
        digest: revision.digest.clone(),
    };
    work.commit(permit, entry).await?;
    Ok(revision)
}

/// Stores a revision and puts it into the draft; the caller has checked and commits.
pub(in super::super) async fn write(
    work: &Work,
    permit: &Permit,
    (course, source): (CourseId, Locale),
    (draft, lesson): (EditionId, LessonId),
    author: PersonId,
    new: Prepared,
) -> Result<Revision> {
    let Prepared { locale, body, summary, follows, rendered } = new;
    let cited = cited_texts(&work.read(), &rendered).await?;
    refuse_unknown_terms(&work.read(), &rendered).await?;
    let blocks = pin_figures(work, course, &rendered).await?;
    let database = work.read();
    let follows_digest = if locale == source {
        None
    } else if follows.is_some() {
        follows
    } else {
        match edition_text::Entity::find_by_id((draft, lesson, source)).one(&database).await? {
            Some(text) => {
                lesson_revision::Entity::find_by_id(text.revision_id).one(&database).await?.map(|revision| revision.digest)
            }
            None => None,
        }
    };
    let last = lesson_revision::Entity::find()
        .filter(lesson_revision::Column::LessonId.eq(lesson))
        .filter(lesson_revision::Column::Locale.eq(locale))
        .order_by_desc(lesson_revision::Column::Number)
        .into_partial_model::<Revision>()
        .one(&database)
        .await?;
    let id: LessonRevisionId = work.ctx().new_id();
    let stored = work
        .insert(
            permit,
            lesson_revision::ActiveModel {
                id: Set(id),
                lesson_id: Set(lesson),
                locale: Set(locale),
                number: Set(last.map_or(1, |last| last.number + 1)),
                summary: Set(summary),
                digest: Set(markdown::digest(&body)),
                body: Set(body),
                follows_digest: Set(follows_digest),
                blocks: Set(blocks),
                plain: Set(rendered.plain),
                words: Set(i32::try_from(rendered.words).unwrap_or(i32::MAX)),
                author_id: Set(author),
                created_at: Set(work.ctx().now()),
            },
        )
        .await?;
    let citations = cited.into_iter().map(|(legal_text_id, article)| revision_citation::ActiveModel {
        revision_id: Set(id),
        legal_text_id: Set(legal_text_id),
        article: Set(article),
    });
    work.insert_all(permit, citations.collect()).await?;
    let terms = rendered.terms.into_iter().map(|term| revision_term::ActiveModel { revision_id: Set(id), term_code: Set(term) });
    work.insert_all(permit, terms.collect()).await?;
    let old = edition_text::Entity::delete_many()
        .filter(edition_text::Column::EditionId.eq(draft))
        .filter(edition_text::Column::LessonId.eq(lesson))
        .filter(edition_text::Column::Locale.eq(locale))
        .into_query();
    work.execute(permit, &old).await?;
    let text =
        edition_text::ActiveModel { edition_id: Set(draft), lesson_id: Set(lesson), locale: Set(locale), revision_id: Set(id) };
    work.insert_all(permit, vec![text]).await?;
    Ok(Revision {
        id,
        lesson_id: lesson,
        locale: stored.locale,
        number: stored.number,
        summary: stored.summary,
        digest: stored.digest,
        follows_digest: stored.follows_digest,
        words: stored.words,
        author_id: author,
        created_at: stored.created_at,
    })
}

async fn cited_texts(database: &impl ConnectionTrait, rendered: &Rendered) -> Result<Vec<(LegalTextId, String)>> {
    let codes: Vec<String> = rendered.citations.iter().map(|citation| citation.legal_text.clone()).collect();
    let known = legal_text::Entity::find().filter(legal_text::Column::Code.is_in(codes)).all(database).await?;
    let mut cited = Vec::new();
    for citation in &rendered.citations {
        let found = known.iter().find(|text| text.code == citation.legal_text);
        let found = found.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "body").with("value", &citation.legal_text))?;
        cited.push((found.id, citation.article.clone().unwrap_or_default()));
    }
    cited.sort();
    cited.dedup();
    Ok(cited)
}

async fn refuse_unknown_terms(database: &impl ConnectionTrait, rendered: &Rendered) -> Result<()> {
    let known =
        glossary_term::Entity::find().filter(glossary_term::Column::Code.is_in(rendered.terms.clone())).all(database).await?;
    match rendered.terms.iter().find(|term| known.iter().all(|known| known.code != **term)) {
        Some(unknown) => Err(Refusal::at(UNKNOWN_REFERENCE, "body").with("value", unknown).into()),
        None => Ok(()),
    }
}

/// Whether a text shows the newest drawing under each name that it shows. If not, the same words are a new revision.
pub(in super::super) async fn shows_newest(
    database: &impl ConnectionTrait,
    course: CourseId,
    revision: &lesson_revision::Model,
) -> Result<bool> {
    let pinned = figure::pinned(&revision.blocks);
    if pinned.is_empty() {
        return Ok(true);
    }
    let names: Vec<String> = pinned.keys().cloned().collect();
    Ok(figure::newest_digests(database, course, &names).await? == pinned)
}

/// The blocks as they are kept: each figure with the digest of the drawing that it shows today, for ever.
async fn pin_figures(work: &Work, course: CourseId, rendered: &Rendered) -> Result<Value> {
    let digests = figure::newest_digests(&work.read(), course, &rendered.figures).await?;
    let mut blocks = Vec::with_capacity(rendered.blocks.len());
    for block in &rendered.blocks {
        let mut value = serde_json::to_value(block).map_err(|_| Error::internal("a block that is no JSON"))?;
        if let Block::Figure { name, .. } = block {
            let digest = digests.get(name).ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "body").with("value", name))?;
            value["digest"] = Value::String(digest.clone());
        }
        blocks.push(value);
    }
    Ok(Value::Array(blocks))
}
