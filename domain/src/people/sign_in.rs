//! Signing in, staying signed in, signing out here and everywhere.
//!
//! Refresh tokens form a chain: each use makes the next link. A spent link that comes back while its successor was never seen means
//! that the answer was lost on the way: the same successor is given again, to however many ask at once. Once the successor has
//! been seen, a spent link means that somebody else holds it: the sign-in ends.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::{AccountId, PersonId, RefreshTokenId, SignInId};
use nabta_entities::people::account::AccountState;
use nabta_entities::people::sign_in::{EndReason, SignInMethod};
use nabta_entities::people::{account, refresh_token, sign_in};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, Set,
};
use secrecy::SecretString;

use super::account::load;
use super::actions::{self, codes};
use super::device::Device;
use super::entries::PeopleEntry;
use super::{address, password, second_factor, token};
use crate::kernel::actor::{Account, Actor};
use crate::kernel::limit::{Attempt, Limit};
use crate::kernel::retention::{Basis, Rule};
use crate::kernel::work::{Held, Permit, TechnicalWrite, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};

/// How long a sign-in lasts if it is used.
pub const LIFETIME: TimeDelta = TimeDelta::days(30);

/// A pair of tokens.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Whose they are.
    pub account: Account,
    /// Goes with each request.
    pub access: String,
    /// When it ends.
    pub access_expires_at: DateTime<Utc>,
    /// Goes in a cookie that scripts can't read.
    pub refresh: String,
    /// When the sign-in ends.
    pub refresh_expires_at: DateTime<Utc>,
    /// Goes in another such cookie: by it the browser is known when it signs in again.
    pub device: Option<String>,
}

/// Signs in with address and password. An unknown address, a wrong password and a disabled account give the same answer in the
/// same time.
///
/// Wrong tries are counted for the account and for the address of the network. A browser that signed in before has tries of its own, so
/// that nobody is kept out by who guesses from elsewhere.
pub async fn begin(ctx: &Ctx, email: &str, password: SecretString, code: Option<&str>, device: Option<&str>) -> Result<Tokens> {
    let refused = || Error::from(Refusal::new(codes::SIGN_IN_REFUSED));
    let email = address::normalise(email, "email").unwrap_or_default();
    let row = address::find(ctx, ctx.database().reader(), &email).await?;
    let known = row.as_ref().zip(device).and_then(|(row, cookie)| Device::read(ctx, cookie, row.id));
    let tries = Limit { name: "sign-in.account", most: ctx.services.tries.account, within: TimeDelta::minutes(15) };
    let by_account = tries.take(ctx, known.as_ref().map_or(email.as_str(), Device::cookie)).await?;
    let by_origin = try_from_origin(ctx).await?;
    let good = password::verify(password.clone(), row.as_ref().map(|row| row.password_hash.clone())).await?;
    let row = row.filter(|row| good && row.state == AccountState::Active).ok_or_else(refused)?;
    // A missing code is no wrong one: whoever gets here knows the password.
    let passed = second_factor::pass(ctx, row.id, code).await;
    if passed.as_ref().err().is_none_or(|error| error.code() == codes::SECOND_FACTOR_NEEDED) {
        by_account.forgive(ctx).await?;
        by_origin.forgive(ctx).await?;
    }
    passed?;
    if password::is_outdated(&row.password_hash) {
        rehash(ctx, row.id, password).await?;
    }
    open(ctx, (row.id, row.person_id), SignInMethod::Password, known).await?.ok_or_else(refused)
}

/// Counts a try for the address of the network, by whatever they sign in.
pub(super) async fn try_from_origin(ctx: &Ctx) -> Result<Attempt> {
    let limit = Limit { name: "sign-in.origin", most: ctx.services.tries.origin, within: TimeDelta::hours(1) };
    limit.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await
}

/// Begins a sign-in of somebody who has shown who they are; nothing where the account was disabled meanwhile. A browser that isn't known
/// yet is from now on.
pub(super) async fn open(
    ctx: &Ctx,
    (account, person): (AccountId, PersonId),
    method: SignInMethod,
    known: Option<Device>,
) -> Result<Option<Tokens>> {
    let id: SignInId = ctx.new_id();
    let theirs = Account { id: account, person, sign_in: id, roles: Vec::new(), looking: None };
    let ctx = ctx.acting_as(Actor::Account(theirs));
    let work = ctx.begin().await?;
    let owner = load(&ctx, &work.read(), account).await?;
    let permit = work.authorize(actions::SIGN_IN, &owner)?;
    if !owner.is_active {
        return Ok(None);
    }
    let (now, first): (_, RefreshTokenId) = (ctx.now(), ctx.new_id());
    work.insert(
        &permit,
        sign_in::ActiveModel {
            id: Set(id),
            account_id: Set(account),
            created_at: Set(now),
            expires_at: Set(now + LIFETIME),
            ended_at: Set(None),
            end_reason: Set(None),
            agent: Set(ctx.agent.clone()),
            method: Set(method),
        },
    )
    .await?;
    work.insert(&permit, link(first, id, now)).await?;
    work.commit(permit, PeopleEntry::SignedIn { account, sign_in: id, method }).await?;
    let device = known.unwrap_or_else(|| Device::new(&ctx, account));
    let tokens = tokens(&ctx, (account, person), id, first, now + LIFETIME)?;
    Ok(Some(Tokens { device: Some(device.cookie().to_owned()), ..tokens }))
}

/// Gives the next pair for a refresh token.
pub async fn refresh(ctx: &Ctx, refresh: &str) -> Result<Tokens> {
    let presented = token::read_refresh(&ctx.services.keyring, refresh).ok_or(Error::Unauthenticated)?;
    let work = ctx.begin_technical(TechnicalWrite::TokenRotation).await?;
    let transaction = work.transaction();
    let row = refresh_token::Entity::find_by_id(presented).one(transaction).await?.ok_or(Error::Unauthenticated)?;
    // The sign-in's row is the lock that all holders of its chain wait for.
    let family = sign_in::Entity::find_by_id(row.sign_in_id).held().one(transaction).await?.ok_or(Error::Unauthenticated)?;
    let owner = account::Entity::find_by_id(family.account_id).one(transaction).await?.ok_or(Error::Unauthenticated)?;
    if family.ended_at.is_some() || family.expires_at <= ctx.now() || owner.state != AccountState::Active {
        return Err(Error::Unauthenticated);
    }
    let row = refresh_token::Entity::find_by_id(presented).one(transaction).await?.ok_or(Error::Unauthenticated)?;
    let next = match row.replaced_by {
        None => replace(ctx, transaction, &row).await?,
        Some(successor) => {
            let successor = refresh_token::Entity::find_by_id(successor).one(transaction).await?.ok_or(Error::Unauthenticated)?;
            if successor.seen_at.is_some() || successor.replaced_by.is_some() {
                drop(work);
                end_for_reuse(ctx, &owner, family.id).await?;
                return Err(Error::Unauthenticated);
            }
            successor.id
        }
    };
    work.commit().await?;
    tokens(ctx, (owner.id, owner.person_id), family.id, next, family.expires_at)
}

/// A sign-in as its owner sees it.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when at the latest.
    pub expires_at: DateTime<Utc>,
    /// What the browser or app calls itself.
    pub agent: Option<String>,
    /// By what they showed who they are.
    pub method: SignInMethod,
    /// Whether the request came under it.
    pub is_current: bool,
}

/// The sign-ins of whoever is signed in that have not ended, newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<SignIn>> {
    let acting = ctx.account()?;
    let open = sign_in::Entity::find()
        .filter(sign_in::Column::AccountId.eq(acting.id))
        .filter(sign_in::Column::EndedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(ctx.now()))
        .order_by_desc(sign_in::Column::Id);
    let shown = |row: sign_in::Model| SignIn {
        id: row.id,
        created_at: row.created_at,
        expires_at: row.expires_at,
        agent: row.agent,
        method: row.method,
        is_current: row.id == acting.sign_in,
    };
    Ok(open.all(ctx.database().reader()).await?.into_iter().map(shown).collect())
}

/// All sign-ins of an account, newest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<sign_in::Model>> {
    let all = sign_in::Entity::find().filter(sign_in::Column::AccountId.eq(account)).order_by_desc(sign_in::Column::Id);
    Ok(all.all(ctx.database().reader()).await?)
}

/// Ends one of one's own sign-ins: a device that was lost.
pub async fn end_one(ctx: &Ctx, id: SignInId) -> Result<()> {
    let account = ctx.account()?.id;
    let row = sign_in::Entity::find_by_id(id).one(ctx.database().reader()).await?;
    row.filter(|row| row.account_id == account && row.ended_at.is_none()).ok_or(Error::NotFound)?;
    end(ctx, account, EndReason::SignedOut, Some(id)).await
}

/// Ends the sign-in that the request came under.
pub async fn end_here(ctx: &Ctx) -> Result<()> {
    let account = ctx.account()?.clone();
    end(ctx, account.id, EndReason::SignedOut, Some(account.sign_in)).await
}

/// Ends all sign-ins of the account that the request came under.
pub async fn end_everywhere(ctx: &Ctx) -> Result<()> {
    let account = ctx.account()?.id;
    end(ctx, account, EndReason::Everywhere, None).await
}

async fn end(ctx: &Ctx, account: AccountId, reason: EndReason, only: Option<SignInId>) -> Result<()> {
    let work = ctx.begin().await?;
    let target = load(ctx, &work.read(), account).await?;
    let permit = work.authorize(actions::SIGN_OUT, &target)?;
    let which = only.map_or(Which::All, Which::One);
    let ended = close(&work, &permit, account, which, reason).await?;
    work.commit(permit, PeopleEntry::SignedOut { account, sign_ins: ended, reason }).await
}

/// Which sign-ins of an account.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    All,
    One(SignInId),
    AllBut(SignInId),
}

/// Ends sign-ins of an account that have not ended, and says which these were; the caller commits.
pub(super) async fn close(
    work: &Work,
    permit: &Permit,
    account: AccountId,
    which: Which,
    reason: EndReason,
) -> Result<Vec<SignInId>> {
    let open = sign_in::Entity::find().filter(sign_in::Column::AccountId.eq(account)).filter(sign_in::Column::EndedAt.is_null());
    let open = match which {
        Which::All => open,
        Which::One(only) => open.filter(sign_in::Column::Id.eq(only)),
        Which::AllBut(but) => open.filter(sign_in::Column::Id.ne(but)),
    };
    let ended: Vec<SignInId> = open.held().all(&work.read()).await?.into_iter().map(|sign_in| sign_in.id).collect();
    let update = sign_in::Entity::update_many()
        .col_expr(sign_in::Column::EndedAt, Expr::value(work.ctx().now()))
        .col_expr(sign_in::Column::EndReason, Expr::value(reason.name()))
        .filter(sign_in::Column::Id.is_in(ended.clone()))
        .into_query();
    work.execute(permit, &update).await?;
    Ok(ended)
}

async fn end_for_reuse(ctx: &Ctx, owner: &account::Model, family: SignInId) -> Result<()> {
    let theirs = Account { id: owner.id, person: owner.person_id, sign_in: family, roles: Vec::new(), looking: None };
    tracing::warn!(request = %ctx.request, "a spent refresh token came back; its sign-in is ended");
    end(&ctx.acting_as(Actor::Account(theirs)), owner.id, EndReason::Reuse, Some(family)).await
}

async fn replace(ctx: &Ctx, transaction: &DatabaseTransaction, row: &refresh_token::Model) -> Result<RefreshTokenId> {
    let (next, now) = (ctx.new_id(), ctx.now());
    link(next, row.sign_in_id, now).insert(transaction).await?;
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::ReplacedBy, Expr::value(next))
        .col_expr(refresh_token::Column::SeenAt, Expr::value(row.seen_at.unwrap_or(now)))
        .filter(refresh_token::Column::Id.eq(row.id))
        .exec(transaction)
        .await?;
    Ok(next)
}

fn link(id: RefreshTokenId, sign_in: SignInId, now: DateTime<Utc>) -> refresh_token::ActiveModel {
    refresh_token::ActiveModel {
        id: Set(id),
        sign_in_id: Set(sign_in),
        issued_at: Set(now),
        seen_at: Set(None),
        replaced_by: Set(None),
    }
}

fn tokens(
    ctx: &Ctx,
    (id, person): (AccountId, PersonId),
    sign_in: SignInId,
    refresh: RefreshTokenId,
    ends: DateTime<Utc>,
) -> Result<Tokens> {
    let keyring = &ctx.services.keyring;
    let (access, access_expires_at) = token::issue_access(keyring, token::Access { account: id, sign_in, refresh }, ctx.now())?;
    let account = Account { id, person, sign_in, roles: Vec::new(), looking: None };
    Ok(Tokens {
        account,
        access,
        access_expires_at,
        refresh: token::write_refresh(keyring, refresh),
        refresh_expires_at: ends,
        device: None,
    })
}

async fn rehash(ctx: &Ctx, account: AccountId, password: SecretString) -> Result<()> {
    let hash = password::hash(password, ctx.services.entropy.as_ref()).await?;
    let work = ctx.begin_technical(TechnicalWrite::PasswordRehash).await?;
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account))
        .exec(work.transaction())
        .await?;
    work.commit().await
}

/// When who was signed in with what can be asked for a year: after a break-in it is.
pub(super) const RETENTION: Rule = Rule {
    kind: "people.sign-in",
    days: 365,
    basis: Basis::Trace,
    due: |ctx, before| Box::pin(async move { Ok(over(before).count(ctx.database().reader()).await?) }),
    apply: |ctx, before| Box::pin(async move { forget(&ctx, before).await }),
};

fn over(before: DateTime<Utc>) -> Select<sign_in::Entity> {
    sign_in::Entity::find().filter(sign_in::Column::ExpiresAt.lt(before))
}

async fn forget(ctx: &Ctx, before: DateTime<Utc>) -> Result<u64> {
    let work = ctx.begin_technical(TechnicalWrite::Tidy).await?;
    let ids = over(before).select_only().column(sign_in::Column::Id).into_query();
    let links = refresh_token::Entity::delete_many().filter(refresh_token::Column::SignInId.in_subquery(ids));
    links.exec(work.transaction()).await?;
    let removed = sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lt(before)).exec(work.transaction()).await?;
    work.commit().await?;
    Ok(removed.rows_affected)
}
