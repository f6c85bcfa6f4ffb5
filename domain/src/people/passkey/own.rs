//! One's own passkeys: added, listed, removed.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, PasskeyChallengeId, PasskeyId};
use nabta_entities::people::passkey::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use secrecy::SecretString;
use serde_json::Value;
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential};

use super::challenge::{Begun, keep, take};
use super::{refused, webauthn};
use crate::kernel::error::codes::{ALREADY_EXISTS, OUT_OF_RANGE};
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::people::account::{self, Account};
use crate::people::actions::PASSKEY_SET;
use crate::people::entries::PeopleEntry;
use crate::people::registration::name as called;
use crate::people::{access_notice, new_password};

/// The most that one account has.
const MOST: u64 = 20;
/// The longest name of one.
const NAME_LENGTH: usize = 100;

/// A passkey as its owner sees it.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it last signed in.
    pub used_at: Option<DateTime<Utc>>,
}

impl From<Model> for Passkey {
    fn from(row: Model) -> Self {
        Self { id: row.id, name: row.name, created_at: row.created_at, used_at: row.used_at }
    }
}

/// The digest under which a passkey is found: what a device calls it may be a thousand bytes long.
pub(super) fn digest(credential: &[u8]) -> Vec<u8> {
    Sha256::digest(credential).to_vec()
}

/// As the library knows it.
pub(super) fn credential(row: &Model) -> Result<webauthn_rs::prelude::Passkey> {
    serde_json::from_str(&row.credential).map_err(|_| Error::internal("a passkey that is no JSON"))
}

/// As the database keeps it.
pub(super) fn written(credential: &webauthn_rs::prelude::Passkey) -> Result<String> {
    serde_json::to_string(credential).map_err(|_| Error::internal("a passkey that is no JSON"))
}

/// Begins a passkey for whoever is signed in and knows the password.
pub async fn begin(ctx: &Ctx, password: SecretString) -> Result<Begun> {
    let webauthn = webauthn(ctx)?;
    let owner = new_password::prove(ctx, password, "password").await?;
    let known: Vec<CredentialID> =
        rows(ctx, owner.id).await?.iter().map(|row| Ok(credential(row)?.cred_id().clone())).collect::<Result<_>>()?;
    let shown = called(&owner.names, owner.locale);
    let asked = webauthn.start_passkey_registration(owner.id.0, &owner.email, &shown, Some(known));
    let (options, state) = asked.map_err(|error| Error::internal(format!("webauthn: {error}")))?;
    let challenge = keep(ctx, Some(owner.id), &state).await?;
    let mut options = serde_json::to_value(options.public_key).map_err(|_| Error::internal("options that are no JSON"))?;
    // The device keeps whose it is, so that nobody types an address to sign in. The library leaves that to the device.
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    Ok(Begun { challenge, options })
}

/// Keeps the passkey that the device made.
pub async fn add(ctx: &Ctx, challenge: PasskeyChallengeId, name: &str, made: Value) -> Result<Passkey> {
    let webauthn = webauthn(ctx)?;
    let acting = ctx.account()?.id;
    let name = text::line(name, "name", NAME_LENGTH)?;
    let made: RegisterPublicKeyCredential = serde_json::from_value(made).map_err(|_| refused())?;
    let state: PasskeyRegistration = take(ctx, challenge, Some(acting)).await?;
    let credential = webauthn.finish_passkey_registration(&made, &state).map_err(|error| {
        tracing::info!(request = %ctx.request, %error, "a passkey was refused");
        refused()
    })?;
    let digest = digest(credential.cred_id());
    let work = ctx.begin().await?;
    let owner = account::load(ctx, &work.read(), acting).await?;
    let permit = work.authorize(PASSKEY_SET, &owner)?;
    account::hold(&work, acting).await?;
    if Entity::find().filter(Column::AccountId.eq(acting)).count(&work.read()).await? >= MOST {
        return Err(Refusal::new(OUT_OF_RANGE).with("least", 0).with("most", MOST).into());
    }
    if Entity::find().filter(Column::CredentialDigest.eq(digest.clone())).count(&work.read()).await? > 0 {
        return Err(Refusal::at(ALREADY_EXISTS, "credential").with("value", "").into());
    }
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        account_id: Set(acting),
        credential_digest: Set(digest),
        credential: Set(written(&credential)?),
        name: Set(name),
        created_at: Set(ctx.now()),
        used_at: Set(None),
    };
    let row = work.insert(&permit, row).await?;
    access_notice::tell(&work, &permit, &owner, "passkey-added").await?;
    work.commit(permit, PeopleEntry::PasskeySet { account: acting, passkey: row.id, step: "added" }).await?;
    Ok(row.into())
}

/// Removes one of one's own passkeys: of a device that was lost, or that is somebody else's now.
pub async fn remove(ctx: &Ctx, id: PasskeyId, password: SecretString) -> Result<()> {
    let owner: Account = new_password::prove(ctx, password, "password").await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(PASSKEY_SET, &owner)?;
    let gone = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountId.eq(owner.id)).into_query();
    if work.execute(&permit, &gone).await? == 0 {
        return Err(Error::NotFound);
    }
    access_notice::tell(&work, &permit, &owner, "passkey-removed").await?;
    work.commit(permit, PeopleEntry::PasskeySet { account: owner.id, passkey: id, step: "removed" }).await
}

/// The passkeys of whoever is signed in, oldest first.
pub async fn list(ctx: &Ctx) -> Result<Vec<Passkey>> {
    all_of(ctx, ctx.account()?.id).await
}

/// The passkeys of an account, oldest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<Passkey>> {
    Ok(rows(ctx, account).await?.into_iter().map(Into::into).collect())
}

async fn rows(ctx: &Ctx, account: AccountId) -> Result<Vec<Model>> {
    let all = Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::Id);
    Ok(all.all(ctx.database().reader()).await?)
}
