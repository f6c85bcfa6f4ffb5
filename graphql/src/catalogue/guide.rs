//! The yearly guide.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use nabta_domain::catalogue::{self, guide};
use nabta_domain::kernel;

use super::course::Course;
use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{CourseById, DatesByOffer, OffersByGuide, load};
use crate::values::{self, Locale, LocalizedString, LocalizedTexts, Money};

/// Where a guide stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::GuideState")]
pub enum GuideState {
    /// Being prepared.
    Draft,
    /// Open to visitors.
    Published,
    /// Kept as it was.
    Archived,
}

/// A yearly training guide.
pub struct Guide(pub guide::Guide);

impl From<guide::Guide> for Guide {
    fn from(guide: guide::Guide) -> Self {
        Self(guide)
    }
}

#[Object]
impl Guide {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Short name.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.titles, locale, domain(ctx).locale)
    }

    /// Its titles as written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.titles.clone().into()
    }

    /// First day.
    async fn starts_on(&self) -> NaiveDate {
        self.0.starts_on
    }

    /// Last day.
    async fn ends_on(&self) -> NaiveDate {
        self.0.ends_on
    }

    /// Where it stands.
    async fn state(&self) -> GuideState {
        self.0.state.into()
    }

    /// What it offers, in order.
    #[graphql(complexity = "usual(10, child_complexity)")]
    async fn offers(&self, ctx: &Context<'_>) -> Result<Vec<GuideOffer>> {
        Ok(load(ctx, OffersByGuide(self.0.id)).await?.unwrap_or_default().into_iter().map(GuideOffer).collect())
    }

    /// The address of the guide on paper (PDF), in the language that the reader reads or another one.
    async fn document(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let ctx = domain(ctx);
        let locale = locale.map_or(ctx.locale, Into::into);
        ctx.services.site.address(&guide::document_path(&self.0.code, locale))
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A course in a guide, with its fee and dates of that year.
pub struct GuideOffer(pub guide::GuideOffer);

#[Object]
impl GuideOffer {
    /// The course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.course_id)).await?.map(Course))
    }

    /// The fee of that year; nothing where it is not fixed.
    async fn fee(&self) -> Option<Money> {
        kernel::Money::from_columns(self.0.fee_minor, self.0.fee_currency.clone()).map(Into::into)
    }

    /// The planned dates, in order.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn dates(&self, ctx: &Context<'_>) -> Result<Vec<GuideDate>> {
        let dates = load(ctx, DatesByOffer(self.0.id)).await?.unwrap_or_default();
        let reads = domain(ctx).locale;
        let wrap = |date: guide::GuideDate| GuideDate {
            starts_on: date.starts_on,
            ends_on: date.ends_on,
            place: date.places.as_ref().map(|places| values::choose(places, None, reads)),
        };
        Ok(dates.into_iter().map(wrap).collect())
    }
}

/// A planned date.
#[derive(SimpleObject)]
pub struct GuideDate {
    /// First day, in Tunis.
    starts_on: NaiveDate,
    /// Last day, in Tunis.
    ends_on: NaiveDate,
    /// Where.
    place: Option<LocalizedString>,
}
