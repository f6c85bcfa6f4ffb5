//! Signing in through a provider, and connecting one's account with one.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::people::ProviderConnectionId;
use nabta_domain::people::provider::{self, Answer, Begun, Connection, Offered};

use super::Cookies;
use super::mutations::{SignInPayload, signed_in};
use super::registration::DonePayload;
use crate::connection::usual;
use crate::errors::{Answer as _, UserError, domain, payloads, user_errors};
use crate::ids;

/// Another place that one may sign in through.
#[derive(SimpleObject)]
pub struct SignInProvider {
    /// Its short name, for `providerSignInBegin`.
    key: String,
    /// What people know it as.
    name: String,
}

impl From<Offered> for SignInProvider {
    fn from(Offered { key, name }: Offered) -> Self {
        Self { key, name }
    }
}

/// An account that a provider knows as one of its own.
pub struct ConnectedProvider(Connection);

impl From<Connection> for ConnectedProvider {
    fn from(connection: Connection) -> Self {
        Self(connection)
    }
}

#[Object]
impl ConnectedProvider {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What people know the provider as.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last signed in.
    async fn used_at(&self) -> Option<DateTime<Utc>> {
        self.0.used_at
    }
}

/// Questions about providers of sign-ins.
#[derive(Default)]
pub struct ProviderQuery;

#[Object]
impl ProviderQuery {
    /// The other places that one may sign in through, in the operator's order.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn sign_in_providers(&self, ctx: &Context<'_>) -> Vec<SignInProvider> {
        provider::offered(domain(ctx)).into_iter().map(Into::into).collect()
    }

    /// Where one's own account is known, oldest first.
    #[doc = nabta_domain::people_permission!(PROVIDER_SET)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn provider_connections(&self, ctx: &Context<'_>) -> Result<Vec<ConnectedProvider>> {
        Ok(provider::list(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// Through which provider.
#[derive(InputObject)]
pub struct ProviderSignInBeginInput {
    /// The `key` of one of `signInProviders`.
    provider: String,
}

/// With which provider.
#[derive(InputObject)]
pub struct ProviderConnectBeginInput {
    /// The `key` of one of `signInProviders`.
    provider: String,
    /// The password.
    #[graphql(secret)]
    password: String,
}

/// What the browser brought back.
#[derive(InputObject)]
pub struct ProviderSignInInput {
    #[graphql(flatten)]
    answer: ProviderConnectInput,
    /// A code of the account's own second factor, where there is one: six digits of the app, or a recovery code.
    #[graphql(secret)]
    second_factor_code: Option<String>,
}

/// What the browser brought back.
#[derive(InputObject)]
pub struct ProviderConnectInput {
    /// What the page kept since it set out.
    #[graphql(secret)]
    ticket: String,
    /// `state` of the address that the provider led to.
    #[graphql(secret)]
    state: String,
    /// `code` of that address.
    #[graphql(secret)]
    code: String,
    /// `iss` of that address, where there is one.
    issuer: Option<String>,
}

impl ProviderConnectInput {
    fn as_answer(&self) -> Answer<'_> {
        let Self { ticket, state, code, issuer } = self;
        Answer { ticket, state, code, issuer: issuer.as_deref() }
    }
}

/// One of one's own connections.
#[derive(InputObject)]
pub struct ProviderDisconnectInput {
    /// Which one.
    connection: ID,
    /// The password.
    #[graphql(secret)]
    password: String,
}

/// Where the browser goes; good for a quarter of an hour.
#[derive(SimpleObject)]
pub struct ProviderBeginPayload {
    /// Where it goes. The provider leads it back to `/sign-in/provider`.
    address: Option<String>,
    /// What the page keeps meanwhile, in this tab alone.
    ticket: Option<String>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

impl ProviderBeginPayload {
    fn from_outcome(ctx: &Context<'_>, outcome: DomainResult<Begun>) -> Result<Self> {
        Ok(match outcome {
            Ok(Begun { address, ticket }) => Self { address: Some(address), ticket: Some(ticket), user_errors: Vec::new() },
            Err(error) => Self { address: None, ticket: None, user_errors: user_errors(domain(ctx), error)? },
        })
    }
}

payloads! {
    /// What came of connecting an account.
    ProviderConnectPayload { connection: ConnectedProvider, from Connection }
}

/// Signing in through providers.
#[derive(Default)]
pub struct ProviderMutation;

#[Object]
impl ProviderMutation {
    /// Sets out to sign in through a provider (OpenID Connect).
    async fn provider_sign_in_begin(&self, ctx: &Context<'_>, input: ProviderSignInBeginInput) -> Result<ProviderBeginPayload> {
        ProviderBeginPayload::from_outcome(ctx, provider::sign_in_begin(domain(ctx), &input.provider).await)
    }

    /// Signs in whom the provider knows. Somebody new gets an account, if the provider has seen that the address is theirs;
    /// an address that is here already is refused with `PROVIDER_NOT_CONNECTED`. `SECOND_FACTOR_NEEDED`: ask again with the same
    /// input and `secondFactorCode`.
    async fn provider_sign_in(&self, ctx: &Context<'_>, input: ProviderSignInInput) -> Result<SignInPayload> {
        let device = ctx.data_unchecked::<Cookies>().device.as_deref();
        let code = input.second_factor_code.as_deref();
        signed_in(ctx, provider::sign_in(domain(ctx), &input.answer.as_answer(), code, device).await).await
    }

    /// Sets out to connect one's own account with a provider, by the password.
    #[doc = nabta_domain::people_permission!(PROVIDER_SET)]
    async fn provider_connect_begin(&self, ctx: &Context<'_>, input: ProviderConnectBeginInput) -> Result<ProviderBeginPayload> {
        let begun = provider::connect_begin(domain(ctx), &input.provider, input.password.into()).await;
        ProviderBeginPayload::from_outcome(ctx, begun)
    }

    /// Connects it with whom the provider knows. A letter tells its owner.
    #[doc = nabta_domain::people_permission!(PROVIDER_SET)]
    async fn provider_connect(&self, ctx: &Context<'_>, input: ProviderConnectInput) -> Result<ProviderConnectPayload> {
        ProviderConnectPayload::from_outcome(ctx, provider::connect(domain(ctx), &input.as_answer()).await)
    }

    /// Ends a connection of one's own account, by the password. A letter tells its owner.
    #[doc = nabta_domain::people_permission!(PROVIDER_SET)]
    async fn provider_disconnect(&self, ctx: &Context<'_>, input: ProviderDisconnectInput) -> Result<DonePayload> {
        let id: ProviderConnectionId = ids::parse(ctx, &input.connection)?;
        DonePayload::from_outcome(ctx, provider::disconnect(domain(ctx), id, input.password.into()).await)
    }
}
