//! One's own address from which a calendar program fetches what concerns oneself. Such a program signs in nowhere, so the address itself
//! is the secret: it is told once, and of it only a digest is kept.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::AccountId;
use nabta_entities::platform::calendar::calendar_feed::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Set};

use crate::kernel::limit::Limit;
use crate::kernel::own::Own;
use crate::kernel::work::{Permit, TechnicalWrite, Work};
use crate::kernel::{Ctx, Error, Result, secret};
use crate::platform::actions::CALENDAR_FEED_SET;
use crate::platform::entries::PlatformEntry;

/// Addresses that lead nowhere, for one address of the network.
const WRONG: Limit = Limit { name: "calendar.origin", most: 60, within: TimeDelta::hours(1) };
/// Fetches of one calendar: programs look some times a day, on each device of its owner.
const FETCHES: Limit = Limit { name: "calendar.feed", most: 120, within: TimeDelta::hours(1) };
/// So exactly it is kept when it was last fetched.
const NOTED: TimeDelta = TimeDelta::minutes(15);

/// What is known of one's own address, which is not known itself.
#[derive(Clone, Copy, Debug)]
pub struct Feed {
    /// Since when it is good.
    pub created_at: DateTime<Utc>,
    /// About when it was last fetched.
    pub fetched_at: Option<DateTime<Utc>>,
}

impl From<Model> for Feed {
    fn from(row: Model) -> Self {
        Self { created_at: row.created_at, fetched_at: row.fetched_at }
    }
}

/// One's own, if there is one.
pub async fn own(ctx: &Ctx) -> Result<Option<Feed>> {
    of(ctx, ctx.account()?.id).await
}

/// An account's, whoever asks.
pub(crate) async fn of(ctx: &Ctx, account: AccountId) -> Result<Option<Feed>> {
    Ok(Entity::find_by_id(account).one(ctx.database().reader()).await?.map(Into::into))
}

/// Makes a new address for oneself; the one of before leads nowhere from now on. It is told here and never again.
pub async fn renew(ctx: &Ctx) -> Result<String> {
    let owner = Own::of(ctx, CALENDAR_FEED_SET)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(CALENDAR_FEED_SET, &owner)?;
    let (secret, digest) = secret::new(ctx);
    erase(&work, &permit, owner.account).await?;
    let row = ActiveModel {
        account_id: Set(owner.account),
        secret_digest: Set(digest),
        created_at: Set(ctx.now()),
        fetched_at: Set(None),
    };
    work.insert(&permit, row).await?;
    work.commit(permit, PlatformEntry::CalendarFeedSet { account: owner.account, step: "renewed" }).await?;
    Ok(ctx.services.site.address(&format!("/calendar/{secret}.ics")))
}

/// Ends one's own address: it leads nowhere from now on.
pub async fn end(ctx: &Ctx) -> Result<()> {
    let owner = Own::of(ctx, CALENDAR_FEED_SET)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(CALENDAR_FEED_SET, &owner)?;
    if erase(&work, &permit, owner.account).await? == 0 {
        // It leads nowhere, which is what was wanted.
        return Ok(());
    }
    work.commit(permit, PlatformEntry::CalendarFeedSet { account: owner.account, step: "ended" }).await
}

/// Removes the address of an account; the caller commits.
pub(crate) async fn erase(work: &Work, permit: &Permit, account: AccountId) -> Result<u64> {
    work.execute(permit, &Entity::delete_by_id(account).into_query()).await
}

/// Whose address has this secret; nobody's where there is none.
pub(crate) async fn find(ctx: &Ctx, given: &str) -> Result<Option<AccountId>> {
    // By its digest: how long the index looks tells nothing of a secret that nobody can work out from it.
    let row = Entity::find().filter(Column::SecretDigest.eq(secret::digest(given))).one(ctx.database().reader()).await?;
    Ok(row.map(|row| row.account_id))
}

/// What is answered to an address that leads nowhere, whyever it does not: counted, so that nobody goes through addresses. Addresses that
/// are good are not counted with them, because many people reach the platform from one address of the network.
pub(crate) async fn refuse(ctx: &Ctx) -> Error {
    match WRONG.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await {
        Ok(_) => Error::NotFound,
        Err(error) => error,
    }
}

/// Counts a fetch of an account's calendar, and notes it.
pub(crate) async fn note(ctx: &Ctx, account: AccountId) -> Result<()> {
    FETCHES.take(ctx, &account.0.to_string()).await?;
    let work = ctx.begin_technical(TechnicalWrite::CalendarFeed).await?;
    Entity::update_many()
        .col_expr(Column::FetchedAt, Expr::value(ctx.now()))
        .filter(Column::AccountId.eq(account))
        .filter(Condition::any().add(Column::FetchedAt.is_null()).add(Column::FetchedAt.lt(ctx.now() - NOTED)))
        .exec(work.transaction())
        .await?;
    work.commit().await
}
