//! Opening an account for oneself: a wish, a letter with a secret to the address, and the account only when the secret comes back.
//!
//! Whoever asks learns nothing about the address: what is done for a known one and an unknown one is the same, and a job tells them apart
//! afterwards. No account stands in anybody's way before its address is confirmed.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::ids::{AccountId, PersonId, RegistrationId};
use nabta_entities::people::account::AccountState;
use nabta_entities::people::registration::{ActiveModel, Column, Entity, Model};
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use serde::{Deserialize, Serialize};

use super::account::{self, NewAccount, Opened};
use super::actions::{self, codes};
use super::entries::PeopleEntry;
use super::{address, password, secret};
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::limit::Limit;
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::Held;
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::platform::mail::{self, NewMail, Template};
use crate::retention_rule;

/// How long the letter's link is good. The letter says so.
const LIFETIME: TimeDelta = TimeDelta::hours(24);
/// Wishes from one address of the network: a training room has one for all its desks.
const BY_ORIGIN: Limit = Limit { name: "registration.origin", most: 40, within: TimeDelta::hours(1) };
/// Letters to one address.
const BY_EMAIL: Limit = Limit { name: "registration.email", most: 5, within: TimeDelta::hours(1) };

/// What is kept of a wish, sealed.
#[derive(Serialize, Deserialize)]
struct Wish {
    names: LocalizedText,
    email: String,
    locale: Locale,
    password_hash: String,
}

/// Answers one wish by a letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    registration: RegistrationId,
}

impl Job for Answer {
    const KIND: &'static str = "people.registration";
}

/// Answers wishes for accounts.
pub const HANDLER: Handler = Handler { kind: Answer::KIND, run: |run| answer(run).boxed() };

const fn place(id: RegistrationId) -> Place {
    Place { column: "registration.sealed", row: id.0 }
}

/// Takes a wish for an account. The answer is the same whether or not the address has one.
pub async fn request(ctx: &Ctx, new: NewAccount) -> Result<()> {
    let names = text::titles(&new.names, "names")?;
    let email = address::normalise(&new.email, "email")?;
    password::check(&new.password, "password", &[&email])?;
    if let Some(origin) = &ctx.origin {
        BY_ORIGIN.take(ctx, origin).await?;
    }
    BY_EMAIL.take(ctx, &email).await?;
    let password_hash = password::hash(new.password, ctx.services.entropy.as_ref()).await?;
    let id: RegistrationId = ctx.new_id();
    let email_digest = address::digest(ctx, &email);
    let wish = Wish { names, email, locale: new.locale, password_hash };
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::REGISTRATION_REQUEST, &Centre)?;
    let row = ActiveModel {
        id: Set(id),
        sealed: Set(ctx.seal(place(id), &wish)?),
        email_digest: Set(email_digest),
        secret_digest: Set(None),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
        used_at: Set(None),
    };
    work.insert(&permit, row).await?;
    work.enqueue(&permit, &Answer { registration: id }).await?;
    work.commit(permit, PeopleEntry::RegistrationRequested { registration: id }).await
}

async fn answer(run: Run) -> Result<(), Failure> {
    let job: Answer = run.payload()?;
    Ok(write_letter(&run.ctx, job.registration).await?)
}

/// Writes the letter that fits: to confirm, or that there is an account already. Done once: the second time there is nothing left to do.
async fn write_letter(ctx: &Ctx, id: RegistrationId) -> Result<()> {
    let work = ctx.begin().await?;
    let Some(row) = Entity::find_by_id(id).held().one(&work.read()).await? else { return Ok(()) };
    if row.secret_digest.is_some() {
        return Ok(());
    }
    let permit = work.authorize(actions::REGISTRATION_ANSWER, &Centre)?;
    let wish = open(ctx, &row)?;
    let (new_secret, digest) = secret::new(ctx);
    let known = address::find(ctx, &work.read(), &wish.email).await?;
    let letter = match &known {
        // The owner's language and name, not those of whoever typed the address.
        Some(account) => {
            let owner = account::load(ctx, &work.read(), account.id).await?;
            NewMail {
                template: Template::RegistrationKnown,
                to: wish.email,
                locale: owner.locale,
                person: Some(owner.person),
                values: mail::values([
                    ("name", name(&owner.names, owner.locale)),
                    ("link", ctx.services.site.link(owner.locale, "sign-in", None)),
                ]),
                unsubscribe: None,
            }
        }
        None => NewMail {
            template: Template::RegistrationConfirm,
            values: mail::values([
                ("name", name(&wish.names, wish.locale)),
                ("link", ctx.services.site.link(wish.locale, "registration/confirm", Some(&new_secret))),
            ]),
            unsubscribe: None,
            to: wish.email,
            locale: wish.locale,
            person: None,
        },
    };
    let update = Entity::update_many()
        .set(ActiveModel { secret_digest: Set(Some(digest)), ..Default::default() })
        .filter(Column::Id.eq(id))
        .into_query();
    work.execute(&permit, &update).await?;
    mail::write(&work, &permit, letter).await?;
    work.commit(permit, PeopleEntry::RegistrationAnswered { registration: id }).await
}

/// Opens the account whose letter's secret comes back. A secret that is none, was used, is too old, or whose address has got an account
/// meanwhile gives the same answer.
pub async fn confirm(ctx: &Ctx, given: &str) -> Result<AccountId> {
    let refused = || Error::from(Refusal::at(codes::LINK_REFUSED, "secret"));
    let good = |row: &Model| row.used_at.is_none() && row.expires_at > ctx.now();
    // Looked at before the transaction: on SQLite only who has a secret can make the others wait.
    let found = Entity::find().filter(Column::SecretDigest.eq(secret::digest(given))).one(ctx.database().reader()).await?;
    let row = found.filter(good).ok_or_else(refused)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::REGISTRATION_CONFIRM, &Centre)?;
    let row = Entity::find_by_id(row.id).held().one(&work.read()).await?.filter(good).ok_or_else(refused)?;
    let wish = open(ctx, &row)?;
    if address::find(ctx, &work.read(), &wish.email).await?.is_some() {
        return Err(refused());
    }
    let (person, id): (PersonId, AccountId) = (ctx.new_id(), ctx.new_id());
    let opened = Opened {
        id,
        person,
        names: wish.names,
        email: wish.email,
        password_hash: wish.password_hash,
        locale: wish.locale,
        state: AccountState::Active,
    };
    account::insert(&work, &permit, opened).await?;
    let use_up = Entity::update_many()
        .set(ActiveModel { used_at: Set(Some(ctx.now())), ..Default::default() })
        .filter(Column::Id.eq(row.id))
        .into_query();
    work.execute(&permit, &use_up).await?;
    work.commit(permit, PeopleEntry::RegistrationConfirmed { registration: row.id, account: id, person }).await?;
    Ok(id)
}

fn open(ctx: &Ctx, row: &Model) -> Result<Wish> {
    ctx.open(place(row.id), &row.sealed)
}

pub(super) fn name(names: &LocalizedText, locale: Locale) -> String {
    names.resolve(locale).map_or_else(String::new, |(_, name)| name.to_owned())
}

/// Whoever asks what became of a wish does so within days.
pub(in crate::people) const RETENTION: Rule =
    retention_rule!("people.registration", 7, Trace, Entity, |before| Column::ExpiresAt.lt(before));
