//! The yearly training guide: which courses are offered, when, and for how much.

mod print;

use chrono::NaiveDate;
use nabta_entities::catalogue::guide::{ActiveModel, Column, Entity, GuideState};
use nabta_entities::catalogue::{course, guide_date, guide_offer};
use nabta_entities::ids::{CourseId, GuideId, GuideOfferId};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};
use serde::Serialize;

use super::actions::codes::DUPLICATE;
use super::actions::{GUIDE_DEFINE, GUIDE_PUBLISH, GUIDE_READ_DRAFT};
use super::entries::CatalogueEntry;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{ALREADY_EXISTS, OUT_OF_RANGE, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::states::{self, Edge};
use crate::kernel::work::{Held, Permit, Work, authorize};
use crate::kernel::{Ctx, Error, Money, Refusal, Result, text};

pub use nabta_entities::catalogue::guide::Model as Guide;
pub use nabta_entities::catalogue::guide_date::Model as GuideDate;
pub use nabta_entities::catalogue::guide_offer::Model as GuideOffer;
pub use print::{Printable, document_path, printable};

/// What can be done to a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Open it to visitors.
    Publish,
    /// Keep it as it was.
    Archive,
}

const EDGES: &[Edge<GuideState, Act>] =
    &[(GuideState::Draft, Act::Publish, GuideState::Published), (GuideState::Published, Act::Archive, GuideState::Archived)];

/// What is said about a guide.
#[derive(Clone, Debug, Serialize)]
pub struct GuideDetails {
    /// Its titles.
    pub titles: LocalizedText,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// What it offers, in order.
    pub offers: Vec<NewOffer>,
}

/// A course in a guide, as it is entered.
#[derive(Clone, Debug, Serialize)]
pub struct NewOffer {
    /// The course.
    pub course: CourseId,
    /// The fee of that year; zero for free.
    pub fee: Option<Money>,
    /// First and last days, with the places.
    pub dates: Vec<(NaiveDate, NaiveDate, LocalizedText)>,
}

/// Makes a guide in draft.
pub async fn define(ctx: &Ctx, code: &str, details: GuideDetails, idempotency_key: Option<&str>) -> Result<Guide> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GUIDE_DEFINE, &Centre)?;
    let input = (code, &details);
    if let Recall::Done(id) = idempotency::recall::<GuideId>(&work, GUIDE_DEFINE, idempotency_key, &input).await? {
        drop(work);
        return read(ctx, id).await;
    }
    let code = text::code(code, "code")?;
    if Entity::find().filter(Column::Code.eq(&code)).one(&work.read()).await?.is_some() {
        return Err(Refusal::at(ALREADY_EXISTS, "code").with("value", code).into());
    }
    let id = ctx.new_id();
    let mut row = checked(&details)?;
    row.id = Set(id);
    row.code = Set(code.clone());
    row.state = Set(GuideState::Draft);
    row.published_at = Set(None);
    row.version = Set(1);
    let guide = work.insert(&permit, row).await?;
    offer(&work, &permit, id, &details.offers).await?;
    idempotency::remember(&work, GUIDE_DEFINE, idempotency_key, id.0).await?;
    work.commit(permit, CatalogueEntry::GuideDefined { guide: id, code, offers: details.offers.len() }).await?;
    Ok(guide)
}

/// Changes a guide and all that it offers, while it is a draft and if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: GuideId, details: GuideDetails, version: i32) -> Result<Guide> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GUIDE_DEFINE, &Centre)?;
    let guide = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    if guide.state != GuideState::Draft {
        // What is published was read by people who planned by it.
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", guide.state)).into());
    }
    if guide.version != version {
        return Err(Error::Conflict);
    }
    let mut row = checked(&details)?;
    row.id = Set(id);
    row.version = Set(version + 1);
    work.update(&permit, row).await?;
    let offers = guide_offer::Entity::find().select_only().column(guide_offer::Column::Id);
    let offers = offers.filter(guide_offer::Column::GuideId.eq(id)).into_query();
    let dates = guide_date::Entity::delete_many().filter(guide_date::Column::OfferId.in_subquery(offers)).into_query();
    work.execute(&permit, &dates).await?;
    let offers = guide_offer::Entity::delete_many().filter(guide_offer::Column::GuideId.eq(id)).into_query();
    work.execute(&permit, &offers).await?;
    offer(&work, &permit, id, &details.offers).await?;
    work.commit(permit, CatalogueEntry::GuideDefined { guide: id, code: guide.code, offers: details.offers.len() }).await?;
    read(ctx, id).await
}

fn checked(details: &GuideDetails) -> Result<ActiveModel> {
    if details.ends_on <= details.starts_on {
        return Err(Refusal::at(OUT_OF_RANGE, "endsOn").with("least", details.starts_on).with("most", "").into());
    }
    Ok(ActiveModel {
        titles: Set(text::titles(&details.titles, "titles")?),
        starts_on: Set(details.starts_on),
        ends_on: Set(details.ends_on),
        ..Default::default()
    })
}

/// Adds what a guide offers; the caller commits.
async fn offer(work: &Work, permit: &Permit, guide: GuideId, offered: &[NewOffer]) -> Result<()> {
    let courses: Vec<CourseId> = offered.iter().map(|offer| offer.course).collect();
    let known = course::Entity::find().select_only().column(course::Column::Id).filter(course::Column::Id.is_in(courses.clone()));
    let known: Vec<CourseId> = known.into_tuple().all(&work.read()).await?;
    for (index, course) in courses.iter().enumerate() {
        let path = format!("offers.{index}.course");
        if !known.contains(course) {
            return Err(Refusal::at(UNKNOWN_REFERENCE, &path).with("value", "course").into());
        }
        if courses[..index].contains(course) {
            return Err(Refusal::at(DUPLICATE, &path).with("value", "course").into());
        }
    }
    let (mut offers, mut dates) = (Vec::new(), Vec::new());
    for (position, offer) in (1..).zip(offered) {
        let id: GuideOfferId = work.ctx().new_id();
        offers.push(guide_offer::ActiveModel {
            id: Set(id),
            guide_id: Set(guide),
            course_id: Set(offer.course),
            position: Set(position),
            fee_minor: Set(offer.fee.as_ref().map(|fee| fee.minor)),
            fee_currency: Set(offer.fee.as_ref().map(|fee| fee.currency.clone())),
        });
        for (index, (starts_on, ends_on, places)) in offer.dates.iter().enumerate() {
            let path = format!("offers.{}.dates.{index}", position - 1);
            if ends_on < starts_on {
                let refusal = Refusal::at(OUT_OF_RANGE, &format!("{path}.endsOn"));
                return Err(refusal.with("least", starts_on).with("most", "").into());
            }
            dates.push(guide_date::ActiveModel {
                id: Set(work.ctx().new_id()),
                offer_id: Set(id),
                starts_on: Set(*starts_on),
                ends_on: Set(*ends_on),
                places: Set(text::optional_localized(places, &format!("{path}.places"), text::TITLE_LENGTH)?),
            });
        }
    }
    work.insert_all(permit, offers).await?;
    work.insert_all(permit, dates).await
}

/// Publishes or archives a guide.
pub async fn step(ctx: &Ctx, id: GuideId, act: Act, version: i32) -> Result<Guide> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GUIDE_PUBLISH, &Centre)?;
    let guide = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let to = states::next(EDGES, guide.state, act)?;
    let mut row = ActiveModel { state: Set(to), version: Set(version + 1), ..Default::default() };
    if act == Act::Publish {
        row.published_at = Set(Some(ctx.now()));
    }
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(Column::Version.eq(version)).into_query();
    if work.execute(&permit, &update).await? == 0 {
        return Err(Error::Conflict);
    }
    work.commit(permit, CatalogueEntry::GuideMoved { guide: id, to: to.name() }).await?;
    read(ctx, id).await
}

fn sees_drafts(ctx: &Ctx) -> bool {
    authorize(ctx, GUIDE_READ_DRAFT, &Centre).is_ok()
}

/// All guides that the actor may see, newest first.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Guide>> {
    let mut select = Entity::find();
    if !sees_drafts(ctx) {
        select = select.filter(Column::State.ne(GuideState::Draft));
    }
    let ordering = Ordering { columns: vec![Expr::col(Column::StartsOn), Expr::col(Column::Id)], descending: true };
    let place = |row: &Guide| vec![Key::Day(row.starts_on), Key::Id(row.id.0)];
    page::read(ctx.database().reader(), select, &ordering, request, place).await
}

/// One guide, if the actor may see it.
pub async fn read(ctx: &Ctx, id: GuideId) -> Result<Guide> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The guides with these ids that the actor may see.
pub async fn by_ids(ctx: &Ctx, ids: &[GuideId]) -> Result<Vec<Guide>> {
    let found = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?;
    Ok(found.into_iter().filter(|guide| guide.state != GuideState::Draft || sees_drafts(ctx)).collect())
}

/// One guide by its code, if there is one that the actor may see.
pub async fn by_code(ctx: &Ctx, code: &str) -> Result<Option<Guide>> {
    let found = Entity::find().filter(Column::Code.eq(code)).one(ctx.database().reader()).await?;
    Ok(found.filter(|guide| guide.state != GuideState::Draft || sees_drafts(ctx)))
}

/// What guides offer, in order. Ask only for guides that the actor has seen.
pub async fn offers(ctx: &Ctx, guides: &[GuideId]) -> Result<Vec<GuideOffer>> {
    let select = guide_offer::Entity::find().filter(guide_offer::Column::GuideId.is_in(guides.to_vec()));
    Ok(select.order_by_asc(guide_offer::Column::Position).all(ctx.database().reader()).await?)
}

/// The planned dates of offers, in order.
pub async fn dates(ctx: &Ctx, offers: &[GuideOfferId]) -> Result<Vec<GuideDate>> {
    let select = guide_date::Entity::find().filter(guide_date::Column::OfferId.is_in(offers.to_vec()));
    Ok(select
        .order_by_asc(guide_date::Column::StartsOn)
        .order_by_asc(guide_date::Column::Id)
        .all(ctx.database().reader())
        .await?)
}

/// The offers of courses in published guides, the guide that was entered last first: what a course's card shows of dates and fees.
pub async fn offers_of_courses(ctx: &Ctx, courses: &[CourseId]) -> Result<Vec<GuideOffer>> {
    // EXISTS, not IN: for IN, SQLite looks up each course in each published guide instead of the offers of each course.
    let published = Query::select()
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).equals((guide_offer::Entity, guide_offer::Column::GuideId)))
        .and_where(Expr::col((Entity, Column::State)).eq(GuideState::Published))
        .to_owned();
    let select =
        guide_offer::Entity::find().filter(guide_offer::Column::CourseId.is_in(courses.to_vec())).filter(Expr::exists(published));
    Ok(select.order_by_desc(guide_offer::Column::GuideId).all(ctx.database().reader()).await?)
}
