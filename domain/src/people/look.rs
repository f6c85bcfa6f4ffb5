//! Seeing pages as somebody else sees them: for administrators who help. It is seen by whom it is about, written in the journal, and only
//! reads.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::{AccountId, LookId};
use nabta_entities::people::look::{ActiveModel, Column, Entity, Model};
use nabta_entities::people::role_grant::Role;
use nabta_entities::values::Locale;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};

use super::account;
use super::actions::LOOK;
use super::entries::PeopleEntry;
use super::notice::{self, NewNotice, Said};
use super::registration::name;
use crate::kernel::access::Centre;
use crate::kernel::actor::Looking;
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::retention::Rule;
use crate::kernel::work::Held;
use crate::kernel::{Actor, Ctx, Error, Refusal, Result, text};
use crate::platform::mail::Template;
use crate::retention_rule;

/// How long one lasts at the most.
const LIFETIME: TimeDelta = TimeDelta::minutes(30);
/// The longest reason.
const REASON_LENGTH: usize = 500;
/// How many are listed.
const LISTED: u64 = 50;

/// A look.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its id.
    pub id: LookId,
    /// As whom.
    pub account: AccountId,
    /// The name of who looks, in the language of who asks.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

async fn shown(ctx: &Ctx, rows: Vec<Model>) -> Result<Vec<Look>> {
    let mut looks = Vec::with_capacity(rows.len());
    let reader = ctx.database().reader();
    let by: Vec<AccountId> = rows.iter().map(|row| row.by_account_id).collect();
    let by = account::load_all(ctx, reader, &by).await?;
    for row in rows {
        let who = by.iter().find(|account| account.id == row.by_account_id);
        looks.push(Look {
            id: row.id,
            account: row.account_id,
            by: who.map_or_else(String::new, |who| name(&who.names, ctx.locale)),
            reason: row.reason,
            created_at: row.created_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
        });
    }
    Ok(looks)
}

/// That somebody looked may be asked about for a year; the journal keeps it without the reason.
pub const RETENTION: Rule = retention_rule!("people.look", 365, Trace, Entity, |before| Column::ExpiresAt.lt(before));

/// Begins a look as somebody else. A letter tells them at once.
pub async fn begin(ctx: &Ctx, id: AccountId, reason: &str) -> Result<Look> {
    let reason = text::line(reason, "reason", REASON_LENGTH)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(LOOK, &Centre)?;
    let by = ctx.account()?;
    let target = account::load(ctx, &work.read(), id).await?;
    if target.id == by.id {
        return Err(Refusal::at(WRONG_STATE, "account").with("state", "Oneself").into());
    }
    if !target.is_active {
        return Err(Refusal::at(WRONG_STATE, "account").with("state", "Disabled").into());
    }
    let now = ctx.now();
    account::hold(&work, by.id).await?;
    // Pressed twice it is one look, and one letter.
    let same = Entity::find()
        .filter(Column::AccountId.eq(target.id))
        .filter(Column::SignInId.eq(by.sign_in))
        .filter(Column::Reason.eq(reason.clone()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    if let Some(same) = same.one(&work.read()).await? {
        drop(work);
        return shown(ctx, vec![same]).await?.pop().ok_or(Error::NotFound);
    }
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        account_id: Set(target.id),
        by_account_id: Set(by.id),
        sign_in_id: Set(by.sign_in),
        reason: Set(reason.clone()),
        created_at: Set(now),
        expires_at: Set(now + LIFETIME),
        ended_at: Set(None),
    };
    let row = work.insert(&permit, row).await?;
    let who = account::load(ctx, &work.read(), by.id).await?;
    let values = vec![("who", Said::Named(who.names)), ("reason", Said::Text(reason))];
    let notice = NewNotice::new(Template::LookedAt, values, "account/security");
    notice::tell(&work, &permit, std::slice::from_ref(&target), notice).await?;
    work.commit(permit, PeopleEntry::Look { look: row.id, account: target.id, step: "begun" }).await?;
    shown(ctx, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// Ends a look of one's own.
pub async fn end(ctx: &Ctx, id: LookId) -> Result<()> {
    let by = ctx.account()?.id;
    let work = ctx.begin().await?;
    let permit = work.authorize(LOOK, &Centre)?;
    let row = Entity::find_by_id(id).held().one(&work.read()).await?;
    let row = row.filter(|row| row.by_account_id == by).ok_or(Error::NotFound)?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let ended = ActiveModel { ended_at: Set(Some(ctx.now())), ..Default::default() };
    let ended = Entity::update_many().set(ended).filter(Column::Id.eq(id)).into_query();
    work.execute(&permit, &ended).await?;
    work.commit(permit, PeopleEntry::Look { look: id, account: row.account_id, step: "ended" }).await
}

/// The one as whom somebody looks, and their language: for a request that says under which look it comes. Whoever looks has to be
/// administrator still, and signed in as when the look began.
pub async fn through(ctx: &Ctx, id: LookId) -> Result<(Actor, Locale)> {
    let by = ctx.account()?;
    let is_good = |row: &Model| {
        row.by_account_id == by.id && row.sign_in_id == by.sign_in && row.ended_at.is_none() && row.expires_at > ctx.now()
    };
    let row = Entity::find_by_id(id).one(ctx.database().reader()).await?.filter(is_good).ok_or(Error::Forbidden)?;
    if !ctx.actor.holds_at_centre(&[Role::Administrator]) {
        return Err(Error::Forbidden);
    }
    let target = account::load(ctx, ctx.database().reader(), row.account_id).await?;
    if !target.is_active {
        return Err(Error::Forbidden);
    }
    Ok((target.looked_at(Looking { look: id, by: by.id }), target.locale))
}

/// The look under which the request comes.
pub async fn current(ctx: &Ctx) -> Result<Option<Look>> {
    let Some(looking) = ctx.actor.account().and_then(|account| account.looking) else { return Ok(None) };
    let row = Entity::find_by_id(looking.look).one(ctx.database().reader()).await?;
    Ok(shown(ctx, row.into_iter().collect()).await?.pop())
}

/// Who looked as whoever is signed in, newest first.
pub async fn at_me(ctx: &Ctx) -> Result<Vec<Look>> {
    all_of(ctx, ctx.account()?.id).await
}

/// Who looked as the owner of an account, newest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId) -> Result<Vec<Look>> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id).limit(LISTED);
    shown(ctx, rows.all(ctx.database().reader()).await?).await
}
