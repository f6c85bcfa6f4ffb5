//! A browser's way to a provider and back: what it keeps meanwhile, what the provider was asked, and the answer, which is taken once.

use std::sync::Arc;

use chrono::TimeDelta;
use nabta_entities::ids::{AccountId, ProviderTicketId};
use nabta_entities::people::provider_ticket::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{named, not_known, refused};
use crate::kernel::limit::Limit;
use crate::kernel::provider::{Identity, Provider, Question};
use crate::kernel::retention::Rule;
use crate::kernel::secret;
use crate::kernel::vault::Place;
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Result};
use crate::retention_rule;

/// How long one may take at the provider.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// Ways begun from one address of the network: a training room has one for all its desks.
const BY_ORIGIN: Limit = Limit { name: "provider.origin", most: 200, within: TimeDelta::hours(1) };

/// Where a browser goes, and what it keeps until it comes back.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where it goes.
    pub address: String,
    /// What the page keeps: so that nobody can be sent here with an answer that somebody else got.
    pub ticket: String,
}

/// What a browser brings back.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// What the page kept.
    pub ticket: &'a str,
    /// What came back as `state`.
    pub state: &'a str,
    /// What came back as `code`.
    pub code: &'a str,
    /// What came back as `iss`, where the provider says it (RFC 9207).
    pub issuer: Option<&'a str>,
}

/// What is kept on the way, sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    question: Question,
    identity: Option<Identity>,
}

/// Somebody whom a provider knows, and the way that they came.
pub(super) struct Came {
    pub(super) ticket: ProviderTicketId,
    pub(super) provider: Arc<dyn Provider>,
    pub(super) identity: Identity,
    question: Question,
}

const fn place(id: ProviderTicketId) -> Place {
    Place { column: "provider_ticket.sealed", row: id.0 }
}

/// Sends a browser on its way.
pub(super) async fn begin(ctx: &Ctx, provider: &str, account: Option<AccountId>) -> Result<Begun> {
    let provider = named(ctx, provider)?;
    BY_ORIGIN.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await?;
    let question = Question { state: secret::new(ctx).0, nonce: secret::new(ctx).0, verifier: secret::new(ctx).0 };
    let address = provider.address(&question).await.map_err(|error| not_known(ctx, provider.as_ref(), &error))?;
    let (ticket, secret_digest) = secret::new(ctx);
    let id: ProviderTicketId = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        secret_digest: Set(secret_digest),
        provider: Set(provider.key().to_owned()),
        account_id: Set(account),
        sealed: Set(ctx.seal(place(id), &Kept { question, identity: None })?),
        asked_at: Set(None),
        expires_at: Set(ctx.now() + LIFETIME),
    };
    let work = ctx.begin_technical(TechnicalWrite::ProviderTicket).await?;
    row.insert(work.transaction()).await?;
    work.commit().await?;
    Ok(Begun { address, ticket })
}

/// Takes what a browser brings back: for the question that was asked, from the provider that was asked, of whoever set out, and once.
pub(super) async fn come(ctx: &Ctx, answer: &Answer<'_>, account: Option<AccountId>) -> Result<Came> {
    let good = |row: &Model| row.account_id == account && row.expires_at > ctx.now();
    let found = Entity::find().filter(Column::SecretDigest.eq(secret::digest(answer.ticket)));
    let row = found.one(ctx.database().reader()).await?.filter(good).ok_or_else(refused)?;
    let provider = named(ctx, &row.provider).map_err(|_| refused())?;
    let kept: Kept = ctx.open(place(row.id), &row.sealed)?;
    let is_asked: bool = kept.question.state.as_bytes().ct_eq(answer.state.as_bytes()).into();
    if !is_asked || answer.issuer.is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(refused());
    }
    if let Some(identity) = kept.identity {
        return Ok(Came { ticket: row.id, provider, identity, question: kept.question });
    }
    ask_once(ctx, row.id).await?;
    match provider.identify(answer.code, &kept.question).await {
        Ok(identity) => Ok(Came { ticket: row.id, provider, identity, question: kept.question }),
        Err(error) => {
            end(ctx, row.id).await?;
            Err(not_known(ctx, provider.as_ref(), &error))
        }
    }
}

/// Of two that bring the same answer at the same moment, one asks.
async fn ask_once(ctx: &Ctx, id: ProviderTicketId) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::ProviderTicket).await?;
    let asked = ActiveModel { asked_at: Set(Some(ctx.now())), ..Default::default() };
    let first = Entity::update_many().set(asked).filter(Column::Id.eq(id)).filter(Column::AskedAt.is_null());
    let first = first.exec(work.transaction()).await?.rows_affected == 1;
    work.commit().await?;
    if first { Ok(()) } else { Err(refused()) }
}

/// Remembers whom the provider knows, while they look for the code of their second factor: the provider tells it once.
pub(super) async fn remember(ctx: &Ctx, came: &Came) -> Result<()> {
    let kept = Kept { question: came.question.clone(), identity: Some(came.identity.clone()) };
    let work = ctx.begin_technical(TechnicalWrite::ProviderTicket).await?;
    let row = ActiveModel { sealed: Set(ctx.seal(place(came.ticket), &kept)?), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(came.ticket)).exec(work.transaction()).await?;
    work.commit().await
}

/// The way is at its end.
pub(super) async fn end(ctx: &Ctx, id: ProviderTicketId) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::ProviderTicket).await?;
    Entity::delete_by_id(id).exec(work.transaction()).await?;
    work.commit().await
}

/// A way that nobody came back from serves nothing.
pub const RETENTION: Rule = retention_rule!("people.provider-ticket", 1, Purpose, Entity, |before| Column::ExpiresAt.lt(before));
