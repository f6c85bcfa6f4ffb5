//! Legal texts, how they bear on each other, and what rests on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use nabta_entities::catalogue::legal_relation::{self, LegalRelationKind};
use nabta_entities::catalogue::legal_text::{ActiveModel, Column, Entity, LegalStatus, LegalTextKind};
use nabta_entities::catalogue::{content_review, course, edition, edition_text, revision_citation};
use nabta_entities::ids::{EditionId, LegalTextId, LessonId};
use nabta_entities::values::{Codes, LocalizedText};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};
use serde::{Deserialize, Serialize};

use super::EditionState;
use super::actions::codes::NOTHING_CHANGED;
use super::actions::{LEGAL_TEXT_CHANGE, LEGAL_TEXT_DEFINE};
use super::entries::CatalogueEntry;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{BAD_FORMAT, UNKNOWN_REFERENCE};
use crate::kernel::jobs::Job;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, reference, text};

pub use nabta_entities::catalogue::legal_relation::Model as LegalRelation;
pub use nabta_entities::catalogue::legal_text::Model as LegalText;

/// What is said about a legal text.
#[derive(Clone, Debug)]
pub struct LegalTextDetails {
    /// What kind of text.
    pub kind: LegalTextKind,
    /// Its official number.
    pub number: Option<String>,
    /// Its date.
    pub signed_on: NaiveDate,
    /// Short titles.
    pub titles: LocalizedText,
    /// What it is about.
    pub topics: Vec<String>,
}

/// Enters a legal text, or answers the one that has this code already and says the same.
pub async fn define(ctx: &Ctx, code: &str, details: LegalTextDetails, status: LegalStatus) -> Result<LegalTextId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(LEGAL_TEXT_DEFINE, &Centre)?;
    let code = text::code(code, "code")?;
    let row = ActiveModel { status: Set(status), ..checked(&details)? };
    if let Some(known) = reference::known(&work.read(), Column::Code, &code, &row).await? {
        return Ok(known.id);
    }
    let id = ctx.new_id();
    let row = ActiveModel { id: Set(id), code: Set(code.clone()), version: Set(1), ..row };
    work.insert(&permit, row).await?;
    work.commit(permit, CatalogueEntry::LegalTextDefined { text: id, code, version: 1 }).await?;
    Ok(id)
}

/// Corrects what is said about a text, if nobody else did since `version` was read. What it says is the same: nothing has to be
/// reviewed for it.
pub async fn update(ctx: &Ctx, id: LegalTextId, details: LegalTextDetails, version: i32) -> Result<LegalText> {
    let work = ctx.begin().await?;
    let permit = work.authorize(LEGAL_TEXT_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    let row = ActiveModel { id: Set(id), version: Set(version + 1), ..checked(&details)? };
    let text = work.update(&permit, row).await?;
    let entry = CatalogueEntry::LegalTextDefined { text: id, code: text.code.clone(), version: text.version };
    work.commit(permit, entry).await?;
    Ok(text)
}

fn checked(details: &LegalTextDetails) -> Result<ActiveModel> {
    let topics: Result<Vec<_>, _> = details.topics.iter().map(|topic| text::code(topic, "topics")).collect();
    Ok(ActiveModel {
        kind: Set(details.kind),
        number: Set(details.number.as_ref().map(|number| text::line(number, "number", 40)).transpose()?),
        signed_on: Set(details.signed_on),
        titles: Set(text::titles(&details.titles, "titles")?),
        topics: Set(Codes(topics?)),
        ..Default::default()
    })
}

/// Says how one text bears on another. What rests on the text acted upon is to be reviewed.
pub async fn relate(ctx: &Ctx, from: LegalTextId, kind: LegalRelationKind, to: LegalTextId) -> Result<LegalText> {
    let work = ctx.begin().await?;
    let permit = work.authorize(LEGAL_TEXT_DEFINE, &Centre)?;
    let (source, target) = (load(&work.read(), from, "from").await?, load(&work.read(), to, "to").await?);
    if from == to {
        return Err(Refusal::at(BAD_FORMAT, "to").with("value", &target.code).into());
    }
    if legal_relation::Entity::find_by_id((from, kind, to)).one(&work.read()).await?.is_some() {
        return Ok(source);
    }
    work.insert_all(&permit, vec![legal_relation::ActiveModel { from_id: Set(from), kind: Set(kind), to_id: Set(to) }]).await?;
    if kind != LegalRelationKind::Applies {
        follow_up(&work, &permit, to, format!("{} {} {}", source.code, kind.name(), target.code)).await?;
    }
    work.commit(permit, CatalogueEntry::LegalTextRelated { from, kind: kind.name(), to }).await?;
    Ok(source)
}

/// Takes back what was said about how one text bears on another. Reviews that it opened stay open: somebody looks all the same.
pub async fn unrelate(ctx: &Ctx, from: LegalTextId, kind: LegalRelationKind, to: LegalTextId) -> Result<LegalText> {
    let work = ctx.begin().await?;
    let permit = work.authorize(LEGAL_TEXT_DEFINE, &Centre)?;
    let source = load(&work.read(), from, "from").await?;
    if work.execute(&permit, &legal_relation::Entity::delete_by_id((from, kind, to)).into_query()).await? == 0 {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "to").with("value", "relation").into());
    }
    work.commit(permit, CatalogueEntry::LegalTextUnrelated { from, kind: kind.name(), to }).await?;
    Ok(source)
}

/// Changes a text's status. Every lesson that cites it, in what is published or being prepared, is to be reviewed.
pub async fn change_status(ctx: &Ctx, id: LegalTextId, status: LegalStatus, version: i32) -> Result<LegalText> {
    let work = ctx.begin().await?;
    let permit = work.authorize(LEGAL_TEXT_CHANGE, &Centre)?;
    let row = reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    if row.status == status {
        return Err(Refusal::at(NOTHING_CHANGED, "status").into());
    }
    let update = Entity::update_many()
        .set(ActiveModel { status: Set(status), version: Set(version + 1), ..Default::default() })
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(version))
        .into_query();
    if work.execute(&permit, &update).await? == 0 {
        return Err(Error::Conflict);
    }
    let reason = format!("{}: {} → {}", row.code, row.status.name(), status.name());
    let lessons = follow_up(&work, &permit, id, reason).await?;
    work.commit(permit, CatalogueEntry::LegalTextChanged { text: id, status: status.name(), lessons }).await?;
    Ok(LegalText { status, version: version + 1, ..row })
}

/// A text changed, and with it all that apply it: what later contexts rest on them, they look after there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    /// The text and all that apply it.
    pub(crate) texts: Vec<LegalTextId>,
    /// What happened, in the centre's codes.
    pub(crate) said: String,
}

impl Job for Changed {
    const KIND: &'static str = "law.changed";
}

/// Has all looked after that rests on a text which changed, or on one that applies it: a decree falls with its law. How many lessons do.
async fn follow_up(work: &Work, permit: &Permit, text: LegalTextId, said: String) -> Result<usize> {
    let texts = applying(&work.read(), text).await?;
    let lessons = open_reviews(work, permit, (text, &texts), &said).await?;
    // What no lesson ever cited, nothing rests on.
    if is_cited(&work.read(), &texts).await? {
        work.enqueue(permit, &Changed { texts, said }).await?;
    }
    Ok(lessons)
}

async fn is_cited(database: &impl ConnectionTrait, texts: &[LegalTextId]) -> Result<bool> {
    let citing = revision_citation::Entity::find().filter(revision_citation::Column::LegalTextId.is_in(texts.to_vec()));
    Ok(citing.count(database).await? > 0)
}

/// Opens a review for each lesson that cites the text or one that applies it and has none open for it; how many do.
async fn open_reviews(
    work: &Work,
    permit: &Permit,
    (text, applying): (LegalTextId, &[LegalTextId]),
    reason: &str,
) -> Result<usize> {
    let database = work.read();
    let lessons = resting_lessons(&database, applying).await?;
    let open: Vec<LessonId> = content_review::Entity::find()
        .filter(content_review::Column::LegalTextId.eq(text))
        .filter(content_review::Column::ClosedAt.is_null())
        .all(&database)
        .await?
        .into_iter()
        .map(|review| review.lesson_id)
        .collect();
    let rows = lessons.iter().filter(|lesson| !open.contains(lesson)).map(|lesson| content_review::ActiveModel {
        id: Set(work.ctx().new_id()),
        legal_text_id: Set(text),
        lesson_id: Set(*lesson),
        reason: Set(reason.to_owned()),
        opened_at: Set(work.ctx().now()),
        closed_at: Set(None),
        closed_by: Set(None),
        note: Set(None),
        version: Set(1),
    });
    work.insert_all(permit, rows.collect()).await?;
    Ok(lessons.len())
}

/// The text and all that apply it, or apply what applies it.
async fn applying(database: &impl ConnectionTrait, text: LegalTextId) -> Result<Vec<LegalTextId>> {
    let relations =
        legal_relation::Entity::find().filter(legal_relation::Column::Kind.eq(LegalRelationKind::Applies)).all(database).await?;
    let mut found = vec![text];
    let mut next = 0;
    while let Some(base) = found.get(next).copied() {
        let new = relations.iter().filter(|relation| relation.to_id == base).map(|relation| relation.from_id);
        for applying in new.collect::<Vec<_>>() {
            if !found.contains(&applying) {
                found.push(applying);
            }
        }
        next += 1;
    }
    Ok(found)
}

/// The lessons whose text, in an edition that is read or prepared, cites one of the legal texts.
async fn resting_lessons(database: &impl ConnectionTrait, texts: &[LegalTextId]) -> Result<Vec<LessonId>> {
    let citing = revision_citation::Entity::find()
        .select_only()
        .column(revision_citation::Column::RevisionId)
        .filter(revision_citation::Column::LegalTextId.is_in(texts.to_vec()))
        .into_query();
    let texts = edition_text::Entity::find().filter(edition_text::Column::RevisionId.in_subquery(citing)).all(database).await?;
    let editions: Vec<EditionId> = texts.iter().map(|text| text.edition_id).collect();
    let prepared: Vec<EditionId> = edition::Entity::find()
        .filter(edition::Column::Id.is_in(editions.clone()))
        .filter(edition::Column::State.is_in([EditionState::Draft, EditionState::InReview, EditionState::Approved]))
        .all(database)
        .await?
        .into_iter()
        .map(|edition| edition.id)
        .collect();
    let shown: Vec<Option<EditionId>> = course::Entity::find()
        .select_only()
        .column(course::Column::PublishedEditionId)
        .filter(course::Column::PublishedEditionId.is_in(editions))
        .into_tuple()
        .all(database)
        .await?;
    let live = |edition: EditionId| prepared.contains(&edition) || shown.contains(&Some(edition));
    let mut lessons: Vec<LessonId> = texts.iter().filter(|text| live(text.edition_id)).map(|text| text.lesson_id).collect();
    lessons.sort_unstable();
    lessons.dedup();
    Ok(lessons)
}

async fn load(database: &impl ConnectionTrait, id: LegalTextId, path: &str) -> Result<LegalText> {
    let found = Entity::find_by_id(id).one(database).await?;
    found.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, path).with("value", "legal text").into())
}

/// All texts, oldest first.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<LegalText>> {
    let ordering = Ordering { columns: vec![Expr::col(Column::SignedOn), Expr::col(Column::Id)], descending: false };
    let place = |row: &LegalText| vec![Key::Day(row.signed_on), Key::Id(row.id.0)];
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, place).await
}

/// The texts with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[LegalTextId]) -> Result<Vec<LegalText>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// The text with this code, as lessons cite it.
pub async fn by_code(ctx: &Ctx, code: &str) -> Result<LegalText> {
    let code = text::code(code, "code").map_err(|_| Error::NotFound)?;
    Entity::find().filter(Column::Code.eq(code)).one(ctx.database().reader()).await?.ok_or(Error::NotFound)
}

/// The ids of the texts with these codes, for a use case of another context within its own transaction.
pub(crate) async fn ids_by_code(database: &impl ConnectionTrait, codes: &[String]) -> Result<BTreeMap<String, LegalTextId>> {
    let mut found = BTreeMap::new();
    // A file may name more than one statement has places for.
    for codes in codes.chunks(10_000) {
        let rows = Entity::find().filter(Column::Code.is_in(codes.to_vec())).all(database).await?;
        found.extend(rows.into_iter().map(|row| (row.code, row.id)));
    }
    Ok(found)
}

/// The centre's codes of these texts, in their order; whoever asks.
pub(crate) async fn codes_of(database: &impl ConnectionTrait, ids: &[LegalTextId]) -> Result<Vec<String>> {
    let select = Entity::find().select_only().column(Column::Code).filter(Column::Id.is_in(ids.to_vec()));
    Ok(select.order_by_asc(Column::Code).into_tuple().all(database).await?)
}

/// The texts that lessons of these editions cite, in whichever language; whoever asks.
pub(crate) async fn cited_by(database: &impl ConnectionTrait, editions: &[EditionId]) -> Result<Vec<LegalTextId>> {
    let revisions = sea_orm::sea_query::Query::select()
        .column(edition_text::Column::RevisionId)
        .from(edition_text::Entity)
        .and_where(sea_orm::sea_query::ExprTrait::is_in(
            sea_orm::sea_query::Expr::col(edition_text::Column::EditionId),
            editions.to_vec(),
        ))
        .to_owned();
    let select = revision_citation::Entity::find()
        .select_only()
        .column(revision_citation::Column::LegalTextId)
        .distinct()
        .filter(revision_citation::Column::RevisionId.in_subquery(revisions))
        .order_by_asc(revision_citation::Column::LegalTextId);
    Ok(select.into_tuple().all(database).await?)
}

/// Whether all of these texts are there; whoever asks.
pub(crate) async fn exist(database: &impl ConnectionTrait, ids: &[LegalTextId]) -> Result<bool> {
    let found = Entity::find().filter(Column::Id.is_in(ids.to_vec())).count(database).await?;
    Ok(found == ids.iter().collect::<BTreeSet<_>>().len() as u64)
}

/// How texts bear on others, in both directions.
pub async fn relations(ctx: &Ctx, ids: &[LegalTextId]) -> Result<Vec<LegalRelation>> {
    let either = sea_orm::Condition::any()
        .add(legal_relation::Column::FromId.is_in(ids.to_vec()))
        .add(legal_relation::Column::ToId.is_in(ids.to_vec()));
    Ok(legal_relation::Entity::find().filter(either).all(ctx.database().reader()).await?)
}
