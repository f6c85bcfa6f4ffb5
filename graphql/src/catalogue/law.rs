//! Legal texts, and how they bear on each other.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::NaiveDate;
use nabta_domain::catalogue::{self, law};

use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{LegalTextById, RelationsByLegalText, load};
use crate::values::{self, Locale, LocalizedString, LocalizedTexts};

/// What kind of legal text.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::LegalTextKind")]
pub enum LegalTextKind {
    /// A law.
    Law,
    /// An organic law.
    OrganicLaw,
    /// A decree.
    Decree,
    /// An order.
    Order,
    /// A code.
    Code,
}

/// Whether a legal text holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::LegalStatus")]
pub enum LegalStatus {
    /// Holds as it was signed.
    InForce,
    /// Holds as amended.
    Amended,
    /// Holds no more.
    Repealed,
    /// Nobody has checked yet.
    Unverified,
}

/// How one legal text bears on another.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::LegalRelationKind")]
pub enum LegalRelationKind {
    /// Changes it.
    Amends,
    /// Ends it.
    Repeals,
    /// Says how it is applied.
    Applies,
}

/// A law, decree or order that lessons cite.
#[derive(Clone)]
pub struct LegalText(pub law::LegalText);

impl From<law::LegalText> for LegalText {
    fn from(text: law::LegalText) -> Self {
        Self(text)
    }
}

#[Object]
impl LegalText {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The centre's short code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What kind of text.
    async fn kind(&self) -> LegalTextKind {
        self.0.kind.into()
    }

    /// Its official number.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// Its date.
    async fn signed_on(&self) -> NaiveDate {
        self.0.signed_on
    }

    /// Its short title.
    async fn title(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.titles, locale, domain(ctx).locale)
    }

    /// Its short titles as written.
    async fn titles(&self) -> LocalizedTexts {
        self.0.titles.clone().into()
    }

    /// What it is about.
    async fn topics(&self) -> &[String] {
        &self.0.topics.0
    }

    /// Whether it holds.
    async fn status(&self) -> LegalStatus {
        self.0.status.into()
    }

    /// How it bears on others, and they on it.
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn relations(&self, ctx: &Context<'_>) -> Result<Vec<LegalRelation>> {
        Ok(load(ctx, RelationsByLegalText(self.0.id)).await?.unwrap_or_default().into_iter().map(LegalRelation).collect())
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// How one legal text bears on another.
pub struct LegalRelation(law::LegalRelation);

#[Object]
impl LegalRelation {
    /// How.
    async fn kind(&self) -> LegalRelationKind {
        self.0.kind.into()
    }

    /// The text that acts.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<LegalText>> {
        Ok(load(ctx, LegalTextById(self.0.from_id)).await?.map(LegalText))
    }

    /// The text acted upon.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<LegalText>> {
        Ok(load(ctx, LegalTextById(self.0.to_id)).await?.map(LegalText))
    }
}
