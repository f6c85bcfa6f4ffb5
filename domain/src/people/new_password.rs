//! A new password: for who forgot the old one, by a secret in a letter; for who knows it, by the old one.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::ids::{AccountId, PasswordResetId, SignInId};
use nabta_entities::people::account as row;
use nabta_entities::people::account::AccountState;
use nabta_entities::people::password_reset::{ActiveModel, Column, Entity};
use nabta_entities::people::sign_in::EndReason;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::account::{self, Account};
use super::actions::{self, codes};
use super::entries::PeopleEntry;
use super::notice::{self, NewNotice};
use super::registration::name;
use super::sign_in::{self, Which};
use super::{address, password, secret};
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::limit::Limit;
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::{Held, Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};
use crate::platform::mail::{self, NewMail, Template};
use crate::retention_rule;

/// How long the letter's link is good. The letter says so.
const LIFETIME: TimeDelta = TimeDelta::hours(1);
/// Wishes from one address of the network.
const BY_ORIGIN: Limit = Limit { name: "reset.origin", most: 40, within: TimeDelta::hours(1) };
/// Letters to one address.
const BY_EMAIL: Limit = Limit { name: "reset.email", most: 5, within: TimeDelta::hours(1) };
/// Tries of the password, or of a code, by who is signed in.
pub(super) const BY_ACCOUNT: Limit = Limit { name: "password.account", most: 5, within: TimeDelta::minutes(15) };

/// Answers one wish by a letter, if there is such an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    reset: PasswordResetId,
}

impl Job for Answer {
    const KIND: &'static str = "people.password-reset";
}

/// Answers wishes for a new password.
pub const HANDLER: Handler = Handler { kind: Answer::KIND, run: |run| answer(run).boxed() };

const fn place(id: PasswordResetId) -> Place {
    Place { column: "password_reset.sealed", row: id.0 }
}

/// Takes a wish for a new password. The answer is the same whether or not there is such an account.
pub async fn request(ctx: &Ctx, email: &str) -> Result<()> {
    let email = address::normalise(email, "email")?;
    if let Some(origin) = &ctx.origin {
        BY_ORIGIN.take(ctx, origin).await?;
    }
    BY_EMAIL.take(ctx, &email).await?;
    let id: PasswordResetId = ctx.new_id();
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PASSWORD_RESET, &Centre)?;
    let row = ActiveModel {
        id: Set(id),
        sealed: Set(Some(ctx.services.keyring.seal(ctx.services.entropy.as_ref(), place(id), email.as_bytes()))),
        account_id: Set(None),
        secret_digest: Set(None),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
        used_at: Set(None),
    };
    work.insert(&permit, row).await?;
    work.enqueue(&permit, &Answer { reset: id }).await?;
    work.commit(permit, PeopleEntry::PasswordResetRequested { reset: id }).await
}

async fn answer(run: Run) -> Result<(), Failure> {
    let job: Answer = run.payload()?;
    Ok(write_letter(&run.ctx, job.reset).await?)
}

async fn write_letter(ctx: &Ctx, id: PasswordResetId) -> Result<()> {
    let work = ctx.begin().await?;
    let Some(wish) = Entity::find_by_id(id).held().one(&work.read()).await? else { return Ok(()) };
    let Some(sealed) = wish.sealed else { return Ok(()) };
    let permit = work.authorize(actions::PASSWORD_RESET_ANSWER, &Centre)?;
    let email = String::from_utf8(ctx.services.keyring.open(place(id), &sealed)?)
        .map_err(|_| Error::internal("an address that is no text"))?;
    let known = address::find(ctx, &work.read(), &email).await?.filter(|account| account.state == AccountState::Active);
    let mut change = ActiveModel { sealed: Set(None), ..Default::default() };
    if let Some(account) = &known {
        let owner = account::load(ctx, &work.read(), account.id).await?;
        let (new_secret, digest) = secret::new(ctx);
        change.account_id = Set(Some(account.id));
        change.secret_digest = Set(Some(digest));
        let letter = NewMail {
            template: Template::PasswordReset,
            to: email,
            locale: owner.locale,
            person: Some(owner.person),
            values: mail::values([
                ("name", name(&owner.names, owner.locale)),
                ("link", ctx.services.site.link(owner.locale, "password/reset", Some(&new_secret))),
            ]),
            unsubscribe: None,
        };
        mail::write(&work, &permit, letter).await?;
    }
    work.execute(&permit, &Entity::update_many().set(change).filter(Column::Id.eq(id)).into_query()).await?;
    work.commit(permit, PeopleEntry::PasswordResetAnswered { reset: id }).await
}

/// Sets a new password by the letter's secret, and ends all sign-ins. Any secret that isn't good gives the same answer.
pub async fn reset(ctx: &Ctx, given: &str, new: SecretString) -> Result<()> {
    let refused = || Error::from(Refusal::at(codes::LINK_REFUSED, "secret"));
    let digest = secret::digest(given);
    let good = |wish: &nabta_entities::people::password_reset::Model| wish.used_at.is_none() && wish.expires_at > ctx.now();
    // Looked at before the costly hash: only who has a secret can make the server work.
    let wish = Entity::find().filter(Column::SecretDigest.eq(digest.clone())).one(ctx.database().reader()).await?;
    let wish = wish.filter(good).ok_or_else(refused)?;
    let account = wish.account_id.ok_or_else(refused)?;
    let owner = account::load(ctx, ctx.database().reader(), account).await?;
    password::check(&new, "password", &[&owner.email])?;
    let hash = password::hash(new, ctx.services.entropy.as_ref()).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PASSWORD_RESET, &Centre)?;
    let use_up = Entity::update_many()
        .set(ActiveModel { used_at: Set(Some(ctx.now())), ..Default::default() })
        .filter(Column::AccountId.eq(account))
        .filter(Column::UsedAt.is_null())
        .into_query();
    let still = Entity::find_by_id(wish.id).held().one(&work.read()).await?.filter(good).ok_or_else(refused)?;
    // With this one go all others that are on their way: who reads the mailbox later finds nothing that works.
    work.execute(&permit, &use_up).await?;
    set(&work, &permit, &owner, hash, None).await?;
    work.commit(permit, PeopleEntry::PasswordReset { reset: still.id, account }).await
}

/// Sets a new password by the old one, and ends all other sign-ins.
pub async fn change(ctx: &Ctx, current: SecretString, new: SecretString) -> Result<()> {
    let acting = ctx.account()?.clone();
    let owner = account::load(ctx, ctx.database().reader(), acting.id).await?;
    password::check(&new, "password", &[&owner.email])?;
    prove(ctx, current, "current").await?;
    let hash = password::hash(new, ctx.services.entropy.as_ref()).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PASSWORD_CHANGE, &owner)?;
    set(&work, &permit, &owner, hash, Some(acting.sign_in)).await?;
    work.commit(permit, PeopleEntry::PasswordChanged { account: acting.id }).await
}

/// Has whoever is signed in show that they know the password; their account.
pub(crate) async fn prove(ctx: &Ctx, current: SecretString, path: &str) -> Result<Account> {
    let acting = ctx.account()?.id;
    let attempt = BY_ACCOUNT.take(ctx, &acting.0.to_string()).await?;
    let hash = row::Entity::find_by_id(acting).one(ctx.database().reader()).await?.map(|row| row.password_hash);
    if !password::verify(current, hash).await? {
        return Err(Refusal::at(codes::PASSWORD_WRONG, path).into());
    }
    attempt.forgive(ctx).await?;
    account::load(ctx, ctx.database().reader(), acting).await
}

async fn set(work: &Work, permit: &Permit, owner: &Account, hash: String, but: Option<SignInId>) -> Result<()> {
    let account: AccountId = owner.id;
    let update = row::Entity::update_many()
        .col_expr(row::Column::PasswordHash, Expr::value(hash))
        .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
        .filter(row::Column::Id.eq(account))
        .into_query();
    work.execute(permit, &update).await?;
    let which = but.map_or(Which::All, Which::AllBut);
    sign_in::close(work, permit, account, which, EndReason::Everywhere).await?;
    let notice = NewNotice::new(Template::PasswordChanged, Vec::new(), "password/forgotten");
    notice::tell(work, permit, std::slice::from_ref(owner), notice).await
}

/// Whoever asks what became of a wish does so within days.
pub(in crate::people) const RETENTION: Rule =
    retention_rule!("people.password-reset", 7, Trace, Entity, |before| Column::ExpiresAt.lt(before));
