//! Venues, where sessions are held.

use nabta_entities::ids::VenueId;
use nabta_entities::training::venue::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::Serialize;

use super::actions::{VENUE_CREATE, VENUE_READ, VENUE_UPDATE};
use super::entries::TrainingEntry;
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
use crate::kernel::error::codes::{OUT_OF_RANGE, UNKNOWN_REFERENCE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::platform::governorate;

pub use nabta_entities::training::venue::Model as Venue;

/// The most people whom a venue can seat.
const MOST: i32 = 10_000;
/// The longest address, in characters.
const ADDRESS_LENGTH: usize = 300;

impl Subject for Venue {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn reading(&self) -> Action {
        VENUE_READ
    }
}

/// What is said about a venue.
#[derive(Clone, Debug, Serialize)]
pub struct VenueDetails {
    /// Its names.
    pub names: LocalizedText,
    /// Street and town.
    pub address: String,
    /// Code of its governorate.
    pub governorate: String,
    /// How many people it seats.
    pub capacity: i32,
}

/// Enters a venue.
pub async fn create(ctx: &Ctx, details: VenueDetails, idempotency_key: Option<&str>) -> Result<Venue> {
    let work = ctx.begin().await?;
    let permit = work.authorize(VENUE_CREATE, &Centre)?;
    if let Recall::Done(id) = idempotency::recall::<VenueId>(&work, VENUE_CREATE, idempotency_key, &details).await? {
        // A second connection is never asked for while one is held: under load all would wait for each other.
        drop(work);
        return read(ctx, id).await;
    }
    let id: VenueId = ctx.new_id();
    let mut row = checked(&work, &details).await?;
    row.id = Set(id);
    row.created_at = Set(ctx.now());
    row.version = Set(1);
    let venue = work.insert(&permit, row).await?;
    idempotency::remember(&work, VENUE_CREATE, idempotency_key, id.0).await?;
    work.commit(permit, TrainingEntry::VenueCreated { venue: id }).await?;
    Ok(venue)
}

/// Changes what is said about a venue, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: VenueId, details: VenueDetails, version: i32) -> Result<Venue> {
    let work = ctx.begin().await?;
    let venue = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let permit = work.authorize(VENUE_UPDATE, &venue)?;
    if venue.version != version {
        return Err(Error::Conflict);
    }
    let mut row = checked(&work, &details).await?;
    row.version = Set(version + 1);
    row.id = Set(id);
    let venue = work.update(&permit, row).await?;
    work.commit(permit, TrainingEntry::VenueUpdated { venue: id, version: version + 1 }).await?;
    Ok(venue)
}

async fn checked(work: &Work, details: &VenueDetails) -> Result<ActiveModel> {
    if !(1..=MOST).contains(&details.capacity) {
        return Err(Refusal::at(OUT_OF_RANGE, "capacity").with("least", 1).with("most", MOST).into());
    }
    if !governorate::exists(&work.read(), &details.governorate).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "governorate").with("value", &details.governorate).into());
    }
    Ok(ActiveModel {
        names: Set(text::titles(&details.names, "names")?),
        address: Set(text::line(&details.address, "address", ADDRESS_LENGTH)?),
        governorate: Set(details.governorate.clone()),
        capacity: Set(details.capacity),
        ..Default::default()
    })
}

/// All venues, by governorate.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Venue>> {
    authorize(ctx, VENUE_READ, &Centre)?;
    let ordering = Ordering { columns: vec![Expr::col(Column::Governorate), Expr::col(Column::Id)], descending: false };
    let place = |row: &Venue| vec![Key::Text(row.governorate.clone()), Key::Id(row.id.0)];
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, place).await
}

/// One venue, if the actor may see it.
pub async fn read(ctx: &Ctx, id: VenueId) -> Result<Venue> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The venues with these ids that the actor may see.
pub async fn by_ids(ctx: &Ctx, ids: &[VenueId]) -> Result<Vec<Venue>> {
    let found = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?;
    Ok(found.into_iter().filter(|venue| authorize(ctx, VENUE_READ, venue).is_ok()).collect())
}
