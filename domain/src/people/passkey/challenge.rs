//! What a browser is asked to sign: kept until the answer comes, and taken once.

use chrono::TimeDelta;
use nabta_entities::ids::{AccountId, PasskeyChallengeId};
use nabta_entities::people::passkey_challenge::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::refused;
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Result};
use crate::retention_rule;

/// How long a browser may take for its answer.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// What a browser is asked.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Comes back with the answer.
    pub challenge: PasskeyChallengeId,
    /// What the page gives to the browser, as WebAuthn writes it in JSON.
    pub options: Value,
}

/// What asks for passkeys on a site, and on pages from elsewhere that may call it. Browsers keep no passkeys for a bare number of the
/// network: nothing there.
#[must_use]
pub fn ceremonies(site: &str, pages: &[String]) -> Option<Webauthn> {
    let site = Url::parse(site).ok()?;
    let name = site.domain()?.to_owned();
    let mut builder = WebauthnBuilder::new(&name, &site).ok()?.rp_name("Nabta");
    for page in pages {
        // A page of another site keeps the passkeys of its own; of ours it can have none.
        if let Ok(page) = Url::parse(page) {
            builder = builder.append_allowed_origin(&page);
        }
    }
    builder.build().ok()
}

const fn place(id: PasskeyChallengeId) -> Place {
    Place { column: "passkey_challenge.sealed", row: id.0 }
}

/// Keeps what the library has to know again when the answer comes.
pub(super) async fn keep(ctx: &Ctx, account: Option<AccountId>, state: &impl Serialize) -> Result<PasskeyChallengeId> {
    let id: PasskeyChallengeId = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        account_id: Set(account),
        sealed: Set(ctx.seal(place(id), state)?),
        expires_at: Set(ctx.now() + LIFETIME),
    };
    let work = ctx.begin_technical(TechnicalWrite::Passkey).await?;
    row.insert(work.transaction()).await?;
    work.commit().await?;
    Ok(id)
}

/// Takes it, whatever comes of it afterwards: one answer for one question.
pub(super) async fn take<S: DeserializeOwned>(ctx: &Ctx, id: PasskeyChallengeId, account: Option<AccountId>) -> Result<S> {
    let good = |row: &Model| row.account_id == account && row.expires_at > ctx.now();
    let row = Entity::find_by_id(id).one(ctx.database().reader()).await?.filter(good).ok_or_else(refused)?;
    let work = ctx.begin_technical(TechnicalWrite::Passkey).await?;
    let taken = Entity::delete_by_id(id).exec(work.transaction()).await?.rows_affected;
    work.commit().await?;
    if taken == 0 {
        return Err(refused());
    }
    ctx.open(place(id), &row.sealed)
}

/// A question that nobody answered serves nothing.
pub const RETENTION: Rule =
    retention_rule!("people.passkey-challenge", 1, Purpose, Entity, |before| Column::ExpiresAt.lt(before));
