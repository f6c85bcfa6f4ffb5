//! Venues.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::training::VenueId;
use nabta_domain::training::venue::{self, VenueDetails};

use crate::connection::{List, connection, cost, page};
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::loaders::{GovernorateByCode, load};
use crate::platform::Governorate;
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// A venue, where sessions are held.
pub struct Venue(pub venue::Venue);

impl From<venue::Venue> for Venue {
    fn from(venue: venue::Venue) -> Self {
        Self(venue)
    }
}

#[Object]
impl Venue {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }

    /// Its names as written.
    async fn names(&self) -> LocalizedTexts {
        self.0.names.clone().into()
    }

    /// Street and town.
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// Its governorate.
    async fn governorate(&self, ctx: &Context<'_>) -> Result<Option<Governorate>> {
        Ok(load(ctx, GovernorateByCode(self.0.governorate.clone())).await?.map(Into::into))
    }

    /// How many people it seats.
    async fn capacity(&self) -> i32 {
        self.0.capacity
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about the training.
#[derive(Default)]
pub struct TrainingQuery;

#[Object]
impl TrainingQuery {
    /// The venues, by governorate.
    #[doc = nabta_domain::training_permission!(VENUE_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn venues(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Venue>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(venue::list(domain(ctx), &page).await.answer(ctx)?))
    }
}

/// A new venue.
#[derive(InputObject)]
pub struct VenueCreateInput {
    /// Its names.
    names: LocalizedTextInput,
    /// Street and town.
    address: String,
    /// Code of its governorate.
    governorate: String,
    /// How many people it seats.
    capacity: i32,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// A change of what is said about a venue.
#[derive(InputObject)]
pub struct VenueUpdateInput {
    /// Which venue.
    venue: ID,
    /// Its names.
    names: LocalizedTextInput,
    /// Street and town.
    address: String,
    /// Code of its governorate.
    governorate: String,
    /// How many people it seats.
    capacity: i32,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of entering a venue.
    VenueCreatePayload { venue: Venue, from venue::Venue }
    /// What came of changing a venue.
    VenueUpdatePayload { venue: Venue, from venue::Venue }
}

/// Acts on the training.
#[derive(Default)]
pub struct TrainingMutation;

#[Object]
impl TrainingMutation {
    /// Enters a venue.
    #[doc = nabta_domain::training_permission!(VENUE_CREATE)]
    async fn venue_create(&self, ctx: &Context<'_>, input: VenueCreateInput) -> Result<VenueCreatePayload> {
        let details = VenueDetails {
            names: input.names.into(),
            address: input.address,
            governorate: input.governorate,
            capacity: input.capacity,
        };
        VenueCreatePayload::from_outcome(ctx, venue::create(domain(ctx), details, input.idempotency_key.as_deref()).await)
    }

    /// Changes what is said about a venue.
    #[doc = nabta_domain::training_permission!(VENUE_UPDATE)]
    async fn venue_update(&self, ctx: &Context<'_>, input: VenueUpdateInput) -> Result<VenueUpdatePayload> {
        let id: VenueId = ids::parse(ctx, &input.venue)?;
        let details = VenueDetails {
            names: input.names.into(),
            address: input.address,
            governorate: input.governorate,
            capacity: input.capacity,
        };
        let updated = venue::update(domain(ctx), id, details, input.version).await;
        Ok(VenueUpdatePayload::from_outcome(ctx, updated)?.or_current(venue::read(domain(ctx), id)).await)
    }
}
