//! Themes.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::catalogue::ThemeId;
use nabta_domain::catalogue::theme::{self, ThemeDetails};
use nabta_domain::kernel::{Ctx, Error, Result as DomainResult};

use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::{self, Locale, LocalizedString, LocalizedTextInput, LocalizedTexts};

/// A theme of the catalogue.
#[derive(Clone)]
pub struct Theme(pub theme::Theme);

impl From<theme::Theme> for Theme {
    fn from(theme: theme::Theme) -> Self {
        Self(theme)
    }
}

#[Object]
impl Theme {
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

    /// What it covers.
    async fn summary(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<LocalizedString> {
        self.0.summaries.as_ref().map(|text| values::choose(text, locale, domain(ctx).locale))
    }

    /// What it covers, as written.
    async fn summaries(&self) -> Option<LocalizedTexts> {
        self.0.summaries.clone().map(Into::into)
    }

    /// Its place in lists.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A theme.
#[derive(InputObject)]
pub struct ThemeDefineInput {
    /// Short name.
    code: String,
    /// Its titles.
    titles: LocalizedTextInput,
    /// What it covers.
    #[graphql(default)]
    summaries: LocalizedTextInput,
    /// Its place in lists.
    position: i32,
}

/// A change of what is said about a theme.
#[derive(InputObject)]
pub struct ThemeUpdateInput {
    /// Which theme.
    theme: ID,
    /// Its titles.
    titles: LocalizedTextInput,
    /// What it covers.
    #[graphql(default)]
    summaries: LocalizedTextInput,
    /// Its place in lists.
    position: i32,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a theme.
    ThemePayload { theme: Theme, from theme::Theme }
}

/// Acts on themes.
#[derive(Default)]
pub struct ThemeMutation;

#[Object]
impl ThemeMutation {
    /// Enters a theme, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::catalogue_permission!(THEME_DEFINE)]
    async fn theme_define(&self, ctx: &Context<'_>, input: ThemeDefineInput) -> Result<ThemePayload> {
        let details = ThemeDetails { titles: input.titles.into(), summaries: input.summaries.into(), position: input.position };
        ThemePayload::from_outcome(ctx, theme_define(domain(ctx), &input.code, details).await)
    }

    /// Changes what is said about a theme.
    #[doc = nabta_domain::catalogue_permission!(THEME_DEFINE)]
    async fn theme_update(&self, ctx: &Context<'_>, input: ThemeUpdateInput) -> Result<ThemePayload> {
        let id: ThemeId = ids::parse(ctx, &input.theme)?;
        let details = ThemeDetails { titles: input.titles.into(), summaries: input.summaries.into(), position: input.position };
        let updated = theme::update(domain(ctx), id, details, input.version).await;
        Ok(ThemePayload::from_outcome(ctx, updated)?.or_current(theme(domain(ctx), id)).await)
    }
}

async fn theme_define(ctx: &Ctx, code: &str, details: ThemeDetails) -> DomainResult<theme::Theme> {
    let id = theme::define(ctx, code, details).await?;
    theme(ctx, id).await
}

async fn theme(ctx: &Ctx, id: ThemeId) -> DomainResult<theme::Theme> {
    theme::by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}
