//! Signing in with a passkey.

use chrono::TimeDelta;
use nabta_entities::ids::{AccountId, PasskeyChallengeId, PasskeyId};
use nabta_entities::people::account::{self, AccountState};
use nabta_entities::people::passkey::{ActiveModel, Column, Entity};
use nabta_entities::people::sign_in::SignInMethod;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::Value;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

use super::challenge::{Begun, keep, take};
use super::own::{credential, digest, written};
use super::{refused, webauthn};
use crate::kernel::limit::Limit;
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Error, Result};
use crate::people::device::Device;
use crate::people::sign_in::{self, Tokens};

/// Questions for one address of the network: a page asks when it is opened.
const BY_ORIGIN: Limit = Limit { name: "passkey.origin", most: 600, within: TimeDelta::hours(1) };

/// What a browser is asked that wants to sign in; it says itself who that is.
pub async fn sign_in_begin(ctx: &Ctx) -> Result<Begun> {
    let webauthn = webauthn(ctx)?;
    BY_ORIGIN.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await?;
    let asked = webauthn.start_discoverable_authentication();
    let (options, state) = asked.map_err(|error| Error::internal(format!("webauthn: {error}")))?;
    let challenge = keep(ctx, None, &state).await?;
    let options = serde_json::to_value(options.public_key).map_err(|_| Error::internal("options that are no JSON"))?;
    Ok(Begun { challenge, options })
}

/// Signs in with a passkey. A key that nobody has, of a disabled account, for another site, for another question or without the device's
/// own look at its owner gives the same answer.
pub async fn sign_in(ctx: &Ctx, challenge: PasskeyChallengeId, signed: Value, device: Option<&str>) -> Result<Tokens> {
    let webauthn = webauthn(ctx)?;
    let by_origin = sign_in::try_from_origin(ctx).await?;
    let signed: PublicKeyCredential = serde_json::from_value(signed).map_err(|_| refused())?;
    let state: DiscoverableAuthentication = take(ctx, challenge, None).await?;
    let (owner, key) = webauthn.identify_discoverable_authentication(&signed).map_err(|_| refused())?;
    let row = Entity::find()
        .filter(Column::CredentialDigest.eq(digest(key)))
        .filter(Column::AccountId.eq(AccountId(owner)))
        .one(ctx.database().reader())
        .await?
        .ok_or_else(refused)?;
    let account = account::Entity::find_by_id(row.account_id).one(ctx.database().reader()).await?;
    let account = account.filter(|account| account.state == AccountState::Active).ok_or_else(refused)?;
    let mut known = credential(&row)?;
    let passed = webauthn.finish_discoverable_authentication_v2(&signed, state, &known).map_err(|error| {
        tracing::info!(request = %ctx.request, %error, "a passkey was refused");
        refused()
    })?;
    known.update_credential(&passed);
    by_origin.forgive(ctx).await?;
    note_used(ctx, row.id, written(&known)?).await?;
    let device = device.and_then(|cookie| Device::read(ctx, cookie, account.id));
    sign_in::open(ctx, (account.id, account.person_id), SignInMethod::Passkey, device).await?.ok_or_else(refused)
}

/// The device counts how often it signed: a count that went back tells of a copy.
async fn note_used(ctx: &Ctx, id: PasskeyId, credential: String) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::Passkey).await?;
    let used = ActiveModel { credential: Set(credential), used_at: Set(Some(ctx.now())), ..Default::default() };
    Entity::update_many().set(used).filter(Column::Id.eq(id)).exec(work.transaction()).await?;
    work.commit().await
}
