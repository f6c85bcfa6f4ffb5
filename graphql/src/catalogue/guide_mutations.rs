//! Making guides, changing and publishing them.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use nabta_domain::catalogue::GuideId;
use nabta_domain::catalogue::guide::{self, GuideDetails, NewOffer};
use nabta_domain::kernel::{Money, Result as DomainResult};

use super::guide::Guide;
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::{LocalizedTextInput, MoneyInput};

/// A yearly guide.
#[derive(InputObject)]
pub struct GuideDefineInput {
    /// Short name.
    code: String,
    /// Its titles.
    titles: LocalizedTextInput,
    /// First day.
    starts_on: NaiveDate,
    /// Last day.
    ends_on: NaiveDate,
    /// What it offers, in order.
    #[graphql(default)]
    offers: Vec<GuideOfferInput>,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// A change of a guide, with all that it offers.
#[derive(InputObject)]
pub struct GuideUpdateInput {
    /// Which guide.
    guide: ID,
    /// Its titles.
    titles: LocalizedTextInput,
    /// First day.
    starts_on: NaiveDate,
    /// Last day.
    ends_on: NaiveDate,
    /// What it offers, in order: all of it, what is left out is offered no more.
    offers: Vec<GuideOfferInput>,
    /// The version that was read.
    version: i32,
}

/// A course in a guide.
#[derive(InputObject)]
pub struct GuideOfferInput {
    /// The course.
    course: ID,
    /// The fee of that year; zero for free.
    fee: Option<MoneyInput>,
    /// The planned dates.
    #[graphql(default)]
    dates: Vec<GuideDateInput>,
}

/// A planned date.
#[derive(InputObject)]
pub struct GuideDateInput {
    /// First day.
    starts_on: NaiveDate,
    /// Last day.
    ends_on: NaiveDate,
    /// Where.
    #[graphql(default)]
    places: LocalizedTextInput,
}

/// A guide, at the version that was read.
#[derive(InputObject)]
pub struct GuideStepInput {
    /// Which guide.
    guide: ID,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a guide.
    GuidePayload { guide: Guide, from guide::Guide }
}

/// Acts on guides.
#[derive(Default)]
pub struct GuideMutation;

#[Object]
impl GuideMutation {
    /// Makes a guide in draft.
    #[doc = nabta_domain::catalogue_permission!(GUIDE_DEFINE)]
    async fn guide_define(&self, ctx: &Context<'_>, input: GuideDefineInput) -> Result<GuidePayload> {
        let key = input.idempotency_key.as_deref();
        let made = match details(ctx, input.titles, (input.starts_on, input.ends_on), input.offers)? {
            Ok(details) => guide::define(domain(ctx), &input.code, details, key).await,
            Err(error) => Err(error),
        };
        GuidePayload::from_outcome(ctx, made)
    }

    /// Changes a guide and all that it offers, while it is a draft.
    #[doc = nabta_domain::catalogue_permission!(GUIDE_DEFINE)]
    async fn guide_update(&self, ctx: &Context<'_>, input: GuideUpdateInput) -> Result<GuidePayload> {
        let id: GuideId = ids::parse(ctx, &input.guide)?;
        let updated = match details(ctx, input.titles, (input.starts_on, input.ends_on), input.offers)? {
            Ok(details) => guide::update(domain(ctx), id, details, input.version).await,
            Err(error) => Err(error),
        };
        Ok(GuidePayload::from_outcome(ctx, updated)?.or_current(guide::read(domain(ctx), id)).await)
    }

    /// Opens a guide to visitors.
    #[doc = nabta_domain::catalogue_permission!(GUIDE_PUBLISH)]
    async fn guide_publish(&self, ctx: &Context<'_>, input: GuideStepInput) -> Result<GuidePayload> {
        guide_step(ctx, input, guide::Act::Publish).await
    }

    /// Keeps a guide as it was.
    #[doc = nabta_domain::catalogue_permission!(GUIDE_PUBLISH)]
    async fn guide_archive(&self, ctx: &Context<'_>, input: GuideStepInput) -> Result<GuidePayload> {
        guide_step(ctx, input, guide::Act::Archive).await
    }
}

/// What is said about a guide: an id of the wrong kind is an error of the request, a wrong amount is the user's to repair.
fn details(
    ctx: &Context<'_>,
    titles: LocalizedTextInput,
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    sent: Vec<GuideOfferInput>,
) -> Result<DomainResult<GuideDetails>> {
    let mut offers = Vec::with_capacity(sent.len());
    for (index, offer) in sent.into_iter().enumerate() {
        let fee: DomainResult<Option<Money>> =
            offer.fee.as_ref().map(|fee| fee.parse(&format!("offers.{index}.fee.amount"))).transpose();
        let fee = match fee {
            Ok(fee) => fee,
            Err(error) => return Ok(Err(error)),
        };
        let dates = offer.dates.into_iter().map(|date| (date.starts_on, date.ends_on, date.places.into())).collect();
        offers.push(NewOffer { course: ids::parse(ctx, &offer.course)?, fee, dates });
    }
    Ok(Ok(GuideDetails { titles: titles.into(), starts_on, ends_on, offers }))
}

async fn guide_step(ctx: &Context<'_>, input: GuideStepInput, act: guide::Act) -> Result<GuidePayload> {
    let id: GuideId = ids::parse(ctx, &input.guide)?;
    let stepped = guide::step(domain(ctx), id, act, input.version).await;
    Ok(GuidePayload::from_outcome(ctx, stepped)?.or_current(guide::read(domain(ctx), id)).await)
}
