//! The glossary.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::catalogue::GlossaryTermId;
use nabta_domain::catalogue::glossary::{self, TermDetails};
use nabta_domain::kernel::{Ctx, Error, Result as DomainResult};

use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// A term of the glossary.
pub struct GlossaryTerm(glossary::GlossaryTerm);

impl From<glossary::GlossaryTerm> for GlossaryTerm {
    fn from(term: glossary::GlossaryTerm) -> Self {
        Self(term)
    }
}

#[Object]
impl GlossaryTerm {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Short name, as lessons link to it.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The term.
    async fn term(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.terms, locale, domain(ctx).locale)
    }

    /// The term in each language.
    async fn terms(&self) -> LocalizedTexts {
        self.0.terms.clone().into()
    }

    /// What it means.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> LocalizedString {
        values::choose(&self.0.definitions, locale, domain(ctx).locale)
    }

    /// What it means in each language.
    async fn definitions(&self) -> LocalizedTexts {
        self.0.definitions.clone().into()
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A term of the glossary.
#[derive(InputObject)]
pub struct GlossaryTermDefineInput {
    /// Short name.
    code: String,
    /// The term.
    terms: LocalizedTextInput,
    /// What it means.
    definitions: LocalizedTextInput,
}

/// A change of a term or of what it means.
#[derive(InputObject)]
pub struct GlossaryTermUpdateInput {
    /// Which term.
    term: ID,
    /// The term.
    terms: LocalizedTextInput,
    /// What it means.
    definitions: LocalizedTextInput,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a term.
    GlossaryTermPayload { term: GlossaryTerm, from glossary::GlossaryTerm }
}

/// Acts on the glossary.
#[derive(Default)]
pub struct GlossaryMutation;

#[Object]
impl GlossaryMutation {
    /// Enters a term, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::catalogue_permission!(GLOSSARY_DEFINE)]
    async fn glossary_term_define(&self, ctx: &Context<'_>, input: GlossaryTermDefineInput) -> Result<GlossaryTermPayload> {
        let details = TermDetails { terms: input.terms.into(), definitions: input.definitions.into() };
        GlossaryTermPayload::from_outcome(ctx, term_define(domain(ctx), &input.code, details).await)
    }

    /// Changes a term or what it means.
    #[doc = nabta_domain::catalogue_permission!(GLOSSARY_DEFINE)]
    async fn glossary_term_update(&self, ctx: &Context<'_>, input: GlossaryTermUpdateInput) -> Result<GlossaryTermPayload> {
        let id: GlossaryTermId = ids::parse(ctx, &input.term)?;
        let details = TermDetails { terms: input.terms.into(), definitions: input.definitions.into() };
        let updated = glossary::update(domain(ctx), id, details, input.version).await;
        Ok(GlossaryTermPayload::from_outcome(ctx, updated)?.or_current(term(domain(ctx), id)).await)
    }
}

async fn term_define(ctx: &Ctx, code: &str, details: TermDetails) -> DomainResult<glossary::GlossaryTerm> {
    let id = glossary::define(ctx, code, details).await?;
    term(ctx, id).await
}

async fn term(ctx: &Ctx, id: GlossaryTermId) -> DomainResult<glossary::GlossaryTerm> {
    glossary::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
