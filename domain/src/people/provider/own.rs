//! Where one's own account is known besides: connected, listed, disconnected.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, ProviderConnectionId};
use nabta_entities::people::provider_connection::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use secrecy::SecretString;

use super::digest;
use super::ticket::{self, Answer, Begun};
use crate::kernel::error::codes::ALREADY_EXISTS;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};
use crate::people::account;
use crate::people::actions::PROVIDER_SET;
use crate::people::entries::PeopleEntry;
use crate::people::{access_notice, new_password};

/// A connection of one's own account.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its id.
    pub id: ProviderConnectionId,
    /// How the provider names itself.
    pub issuer: String,
    /// What people know the provider as; its own name where the operator no longer trusts it.
    pub name: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it last signed in.
    pub used_at: Option<DateTime<Utc>>,
}

fn shown(ctx: &Ctx, row: Model) -> Connection {
    let provider = ctx.services.providers.iter().find(|provider| provider.issuer() == row.issuer);
    Connection {
        id: row.id,
        name: provider.map_or_else(|| row.issuer.clone(), |provider| provider.name().to_owned()),
        issuer: row.issuer,
        created_at: row.created_at,
        used_at: row.used_at,
    }
}

/// Sets out to connect the account of whoever is signed in and knows the password.
pub async fn connect_begin(ctx: &Ctx, provider: &str, password: SecretString) -> Result<Begun> {
    let owner = new_password::prove(ctx, password, "password").await?;
    ticket::begin(ctx, provider, Some(owner.id)).await
}

/// Connects it with whom the provider knows.
pub async fn connect(ctx: &Ctx, answer: &Answer<'_>) -> Result<Connection> {
    let acting = ctx.account()?.id;
    let came = ticket::come(ctx, answer, Some(acting)).await?;
    ticket::end(ctx, came.ticket).await?;
    let work = ctx.begin().await?;
    let owner = account::load(ctx, &work.read(), acting).await?;
    let permit = work.authorize(PROVIDER_SET, &owner)?;
    account::hold(&work, acting).await?;
    let own = Entity::find().filter(Column::AccountId.eq(acting)).filter(Column::Issuer.eq(came.provider.issuer()));
    let known = find(&work.read(), came.provider.issuer(), &came.identity.subject).await?;
    if known.is_some() || own.count(&work.read()).await? > 0 {
        return Err(Refusal::at(ALREADY_EXISTS, "code").with("value", came.provider.name()).into());
    }
    let row = insert(&work, &permit, acting, came.provider.issuer(), &came.identity.subject).await?;
    access_notice::tell(&work, &permit, &owner, "provider-added").await?;
    work.commit(permit, PeopleEntry::ProviderSet { account: acting, connection: row.id, step: "connected" }).await?;
    Ok(shown(ctx, row))
}

/// Writes that a provider knows an account; the caller commits.
pub(super) async fn insert(work: &Work, permit: &Permit, account: AccountId, issuer: &str, subject: &str) -> Result<Model> {
    let ctx = work.ctx();
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        account_id: Set(account),
        issuer: Set(issuer.to_owned()),
        subject_digest: Set(digest(subject)),
        created_at: Set(ctx.now()),
        used_at: Set(None),
    };
    work.insert(permit, row).await
}

/// Whom a provider knows here.
pub(super) async fn find(database: &impl ConnectionTrait, issuer: &str, subject: &str) -> Result<Option<Model>> {
    let found = Entity::find().filter(Column::Issuer.eq(issuer)).filter(Column::SubjectDigest.eq(digest(subject)));
    Ok(found.one(database).await?)
}

/// Ends a connection of one's own account.
pub async fn disconnect(ctx: &Ctx, id: ProviderConnectionId, password: SecretString) -> Result<()> {
    let owner = new_password::prove(ctx, password, "password").await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(PROVIDER_SET, &owner)?;
    let gone = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountId.eq(owner.id)).into_query();
    if work.execute(&permit, &gone).await? == 0 {
        return Err(Error::NotFound);
    }
    access_notice::tell(&work, &permit, &owner, "provider-removed").await?;
    work.commit(permit, PeopleEntry::ProviderSet { account: owner.id, connection: id, step: "disconnected" }).await
}

/// Where the account of whoever is signed in is known, oldest first.
pub async fn list(ctx: &Ctx) -> Result<Vec<Connection>> {
    all_of(ctx, ctx.account()?.id).await
}

/// Where an account is known, oldest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<Connection>> {
    let all = Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::Id);
    Ok(all.all(ctx.database().reader()).await?.into_iter().map(|row| shown(ctx, row)).collect())
}
