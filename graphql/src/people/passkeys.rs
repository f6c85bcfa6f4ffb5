//! Passkeys: added, removed, and signing in with one.

use async_graphql::{Context, ID, InputObject, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::people::passkey::{self, Begun};
use nabta_domain::people::{PasskeyChallengeId, PasskeyId};
use serde_json::Value;

use super::Cookies;
use super::access::PasswordInput;
use super::mutations::{SignInPayload, signed_in};
use super::registration::DonePayload;
use crate::connection::usual;
use crate::errors::{Answer, UserError, domain, payloads, user_errors};
use crate::ids;

/// A passkey: a key that a device of one's own keeps.
pub struct Passkey(passkey::Passkey);

impl From<passkey::Passkey> for Passkey {
    fn from(passkey: passkey::Passkey) -> Self {
        Self(passkey)
    }
}

#[Object]
impl Passkey {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What its owner calls it.
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

/// Questions about one's own passkeys.
#[derive(Default)]
pub struct PasskeyQuery;

#[Object]
impl PasskeyQuery {
    /// One's own passkeys, oldest first.
    #[doc = nabta_domain::people_permission!(PASSKEY_SET)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn passkeys(&self, ctx: &Context<'_>) -> Result<Vec<Passkey>> {
        Ok(passkey::list(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// What a device made for `passkeyBegin`.
#[derive(InputObject)]
pub struct PasskeyAddInput {
    /// The `challenge` of `passkeyBegin`.
    challenge: ID,
    /// What to call it: of which device it is.
    name: String,
    /// What `navigator.credentials.create` gave, as its `toJSON` writes it.
    #[graphql(secret)]
    credential: Json<Value>,
}

/// One of one's own passkeys.
#[derive(InputObject)]
pub struct PasskeyRemoveInput {
    /// Which one.
    passkey: ID,
    /// The password.
    #[graphql(secret)]
    password: String,
}

/// What a device signed for `passkeySignInBegin`.
#[derive(InputObject)]
pub struct PasskeySignInInput {
    /// The `challenge` of `passkeySignInBegin`.
    challenge: ID,
    /// What `navigator.credentials.get` gave, as its `toJSON` writes it.
    #[graphql(secret)]
    credential: Json<Value>,
}

/// What a browser is asked; good for five minutes and one answer.
#[derive(SimpleObject)]
pub struct PasskeyBeginPayload {
    /// Goes back with the answer.
    challenge: Option<ID>,
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON`, or `parseRequestOptionsFromJSON`.
    options: Option<Json<Value>>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

impl PasskeyBeginPayload {
    fn from_outcome(ctx: &Context<'_>, outcome: DomainResult<Begun>) -> Result<Self> {
        Ok(match outcome {
            Ok(Begun { challenge, options }) => {
                Self { challenge: Some(ids::id(challenge)), options: Some(Json(options)), user_errors: Vec::new() }
            }
            Err(error) => Self { challenge: None, options: None, user_errors: user_errors(domain(ctx), error)? },
        })
    }
}

payloads! {
    /// What came of adding a passkey.
    PasskeyPayload { passkey: Passkey, from passkey::Passkey }
}

/// Acts on one's own passkeys.
#[derive(Default)]
pub struct PasskeyMutation;

#[Object]
impl PasskeyMutation {
    /// Begins a passkey, by the password. Refused with `PASSKEYS_OFF` where the platform is reached by a bare number of the network.
    #[doc = nabta_domain::people_permission!(PASSKEY_SET)]
    async fn passkey_begin(&self, ctx: &Context<'_>, input: PasswordInput) -> Result<PasskeyBeginPayload> {
        PasskeyBeginPayload::from_outcome(ctx, passkey::begin(domain(ctx), input.password.into()).await)
    }

    /// Keeps the passkey that the device made. A letter tells its owner.
    #[doc = nabta_domain::people_permission!(PASSKEY_SET)]
    async fn passkey_add(&self, ctx: &Context<'_>, input: PasskeyAddInput) -> Result<PasskeyPayload> {
        let challenge: PasskeyChallengeId = ids::parse(ctx, &input.challenge)?;
        let added = passkey::add(domain(ctx), challenge, &input.name, input.credential.0).await;
        PasskeyPayload::from_outcome(ctx, added)
    }

    /// Removes one of one's own passkeys, by the password. A letter tells its owner.
    #[doc = nabta_domain::people_permission!(PASSKEY_SET)]
    async fn passkey_remove(&self, ctx: &Context<'_>, input: PasskeyRemoveInput) -> Result<DonePayload> {
        let id: PasskeyId = ids::parse(ctx, &input.passkey)?;
        DonePayload::from_outcome(ctx, passkey::remove(domain(ctx), id, input.password.into()).await)
    }

    /// Begins signing in with a passkey: the device says whose it is. Refused with `PASSKEYS_OFF` where the platform is reached by a bare
    /// number of the network.
    async fn passkey_sign_in_begin(&self, ctx: &Context<'_>) -> Result<PasskeyBeginPayload> {
        PasskeyBeginPayload::from_outcome(ctx, passkey::sign_in_begin(domain(ctx)).await)
    }

    /// Signs in with a passkey. It is both factors at once: no password and no code is asked for.
    async fn passkey_sign_in(&self, ctx: &Context<'_>, input: PasskeySignInInput) -> Result<SignInPayload> {
        let challenge: PasskeyChallengeId = ids::parse(ctx, &input.challenge)?;
        let device = ctx.data_unchecked::<Cookies>().device.as_deref();
        signed_in(ctx, passkey::sign_in(domain(ctx), challenge, input.credential.0, device).await).await
    }
}
