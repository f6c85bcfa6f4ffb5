//! Consents, and the words that they are given in.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::people::consent::{self, Given};
use nabta_domain::people::{ConsentId, ConsentWordingId, PersonId};

use crate::connection::usual;
use crate::errors::{Answer, domain, payloads};
use crate::ids;
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// The words of a consent: never changed, followed by newer ones.
pub struct ConsentWording(pub(super) consent::Wording);

impl From<consent::Wording> for ConsentWording {
    fn from(wording: consent::Wording) -> Self {
        Self(wording)
    }
}

#[Object]
impl ConsentWording {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What it is for.
    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// Which words for this purpose, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The words.
    async fn text(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.texts, locale, domain(ctx).locale)
    }

    /// The words in all languages.
    async fn texts(&self) -> LocalizedTexts {
        self.0.texts.clone().into()
    }

    /// Whether somebody else gets named data by it.
    async fn to_third_party(&self) -> bool {
        self.0.to_third_party
    }
}

/// What somebody agreed to.
pub struct Consent(consent::Consent);

impl From<consent::Consent> for Consent {
    fn from(consent: consent::Consent) -> Self {
        Self(consent)
    }
}

#[Object]
impl Consent {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// In which words.
    async fn wording(&self) -> ConsentWording {
        ConsentWording(self.0.wording.clone())
    }

    /// The language in which they read the words.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// Whether they signed a paper, which an officer has.
    async fn is_on_paper(&self) -> bool {
        self.0.is_on_paper
    }

    /// When they agreed.
    async fn given_at(&self) -> DateTime<Utc> {
        self.0.given_at
    }

    /// When they took it back.
    async fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.0.withdrawn_at
    }
}

/// Questions about consents.
#[derive(Default)]
pub struct ConsentQuery;

#[Object]
impl ConsentQuery {
    /// The words that stand today, one for each purpose.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn consent_wordings(&self, ctx: &Context<'_>) -> Result<Vec<ConsentWording>> {
        Ok(consent::wordings(domain(ctx)).await.answer(ctx)?.into_iter().map(ConsentWording).collect())
    }
}

/// The words of a consent.
#[derive(InputObject)]
pub struct ConsentWordingDefineInput {
    /// What it is for: a short name.
    purpose: String,
    /// The words.
    texts: LocalizedTextInput,
    /// Whether somebody else gets named data by it.
    to_third_party: bool,
}

/// What somebody agrees to.
#[derive(InputObject)]
pub struct ConsentGiveInput {
    /// Who.
    person: ID,
    /// The words that they read.
    wording: ID,
    /// In which language.
    locale: Locale,
}

/// A consent.
#[derive(InputObject)]
pub struct ConsentWithdrawInput {
    /// Which one.
    consent: ID,
}

payloads! {
    /// What came of writing the words of a consent.
    ConsentWordingPayload { wording: ConsentWording, from consent::Wording }
    /// What came of an act on a consent.
    ConsentPayload { consent: Consent, from consent::Consent }
}

/// Acts on consents.
#[derive(Default)]
pub struct ConsentMutation;

#[Object]
impl ConsentMutation {
    /// Writes the words of a consent, or newer ones for a purpose that has some.
    #[doc = nabta_domain::people_permission!(CONSENT_DEFINE)]
    async fn consent_wording_define(&self, ctx: &Context<'_>, input: ConsentWordingDefineInput) -> Result<ConsentWordingPayload> {
        let defined = consent::define(domain(ctx), &input.purpose, &input.texts.into(), input.to_third_party).await;
        ConsentWordingPayload::from_outcome(ctx, defined)
    }

    /// Notes that somebody agrees: they themselves, or an officer who has their signature on paper.
    #[doc = nabta_domain::people_permission!(CONSENT_GIVE)]
    async fn consent_give(&self, ctx: &Context<'_>, input: ConsentGiveInput) -> Result<ConsentPayload> {
        let person: PersonId = ids::parse(ctx, &input.person)?;
        let wording: ConsentWordingId = ids::parse(ctx, &input.wording)?;
        let given = Given { person, wording, locale: input.locale.into() };
        ConsentPayload::from_outcome(ctx, consent::give(domain(ctx), given).await)
    }

    /// Takes a consent back.
    #[doc = nabta_domain::people_permission!(CONSENT_GIVE)]
    async fn consent_withdraw(&self, ctx: &Context<'_>, input: ConsentWithdrawInput) -> Result<ConsentPayload> {
        let id: ConsentId = ids::parse(ctx, &input.consent)?;
        ConsentPayload::from_outcome(ctx, consent::withdraw(domain(ctx), id).await)
    }
}
