//! Signing in through a provider.

use nabta_entities::ids::{AccountId, PersonId};
use nabta_entities::people::account::{self as row, AccountState};
use nabta_entities::people::provider_connection::{ActiveModel, Column, Entity};
use nabta_entities::people::sign_in::SignInMethod;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use secrecy::SecretString;

use super::own::{find, insert};
use super::refused;
use super::ticket::{self, Answer, Begun, Came};
use crate::kernel::access::Centre;
use crate::kernel::secret;
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::people::account::{self, Opened};
use crate::people::actions::{PROVIDER_REGISTER, codes};
use crate::people::device::Device;
use crate::people::entries::PeopleEntry;
use crate::people::sign_in::{self, Tokens};
use crate::people::{address, new_password, password, second_factor};

/// The longest name that is taken from an address.
const NAME_LENGTH: usize = 100;

/// Sets out to sign in through a provider.
pub async fn sign_in_begin(ctx: &Ctx, provider: &str) -> Result<Begun> {
    ticket::begin(ctx, provider, None).await
}

/// Signs in whom the provider knows; with a code where the account has a second factor, for which the same answer may come again.
/// Somebody who is new here gets an account if the provider has seen that the address is theirs. An address that is here already is never
/// taken over: its owner signs in and connects it.
pub async fn sign_in(ctx: &Ctx, answer: &Answer<'_>, code: Option<&str>, device: Option<&str>) -> Result<Tokens> {
    let by_origin = sign_in::try_from_origin(ctx).await?;
    let came = ticket::come(ctx, answer, None).await?;
    let connection = find(ctx.database().reader(), came.provider.issuer(), &came.identity.subject).await?;
    let (account, person) = match connection {
        None => register(ctx, &came).await?,
        Some(connection) => {
            let account = row::Entity::find_by_id(connection.account_id).one(ctx.database().reader()).await?;
            let account = account.filter(|account| account.state == AccountState::Active).ok_or_else(refused)?;
            pass(ctx, account.id, code, &came).await?;
            let work = ctx.begin_technical(TechnicalWrite::ProviderTicket).await?;
            let used = ActiveModel { used_at: Set(Some(ctx.now())), ..Default::default() };
            Entity::update_many().set(used).filter(Column::Id.eq(connection.id)).exec(work.transaction()).await?;
            work.commit().await?;
            (account.id, account.person_id)
        }
    };
    ticket::end(ctx, came.ticket).await?;
    by_origin.forgive(ctx).await?;
    let device = device.and_then(|cookie| Device::read(ctx, cookie, account));
    sign_in::open(ctx, (account, person), SignInMethod::Provider, device).await?.ok_or_else(refused)
}

/// The account's own second factor is asked for, whatever the provider asked: only here it is known how it was proved.
async fn pass(ctx: &Ctx, account: AccountId, code: Option<&str>, came: &Came) -> Result<()> {
    let attempt = new_password::BY_ACCOUNT.take(ctx, &account.0.to_string()).await?;
    let passed = second_factor::pass(ctx, account, code).await;
    let Err(error) = passed else { return attempt.forgive(ctx).await };
    if error.code() == codes::SECOND_FACTOR_NEEDED {
        attempt.forgive(ctx).await?;
    }
    ticket::remember(ctx, came).await?;
    Err(error)
}

/// Opens an account for somebody who is new here.
async fn register(ctx: &Ctx, came: &Came) -> Result<(AccountId, PersonId)> {
    let given = came.identity.email.as_deref().and_then(|email| address::normalise(email, "email").ok());
    let Some(email) = given.filter(|_| came.identity.is_email_verified) else {
        ticket::end(ctx, came.ticket).await?;
        return Err(Refusal::at(codes::PROVIDER_UNVERIFIED, "code").into());
    };
    // Nobody knows this password: a reset sets one. Its hash is like any other's, so that a wrong one takes as long as everybody's.
    let unknown = SecretString::from(secret::new(ctx).0);
    let password_hash = password::hash(unknown, ctx.services.entropy.as_ref()).await?;
    let names = names(came.identity.name.as_deref(), &email, ctx.locale)?;
    let (person, id): (PersonId, AccountId) = (ctx.new_id(), ctx.new_id());
    let work = ctx.begin().await?;
    let permit = work.authorize(PROVIDER_REGISTER, &Centre)?;
    if address::find(ctx, &work.read(), &email).await?.is_some() {
        drop(work);
        ticket::end(ctx, came.ticket).await?;
        return Err(Refusal::at(codes::PROVIDER_NOT_CONNECTED, "code").into());
    }
    let opened = Opened { id, person, names, email, password_hash, locale: ctx.locale, state: AccountState::Active };
    account::insert(&work, &permit, opened).await?;
    let connection = insert(&work, &permit, id, came.provider.issuer(), &came.identity.subject).await?.id;
    work.commit(permit, PeopleEntry::ProviderRegistered { connection, account: id, person }).await?;
    Ok((id, person))
}

/// The name that the provider tells, or what stands before the @ where it tells none that can be kept.
fn names(told: Option<&str>, email: &str, locale: Locale) -> Result<LocalizedText, Error> {
    let in_locale = |name: &str| {
        let mut names = LocalizedText::default();
        match locale {
            Locale::Ar => names.ar = Some(name.to_owned()),
            Locale::Fr => names.fr = Some(name.to_owned()),
            Locale::En => names.en = Some(name.to_owned()),
        }
        text::titles(&names, "names")
    };
    let before: String = email.split('@').next().unwrap_or_default().chars().take(NAME_LENGTH).collect();
    Ok(told.and_then(|name| in_locale(name).ok()).map_or_else(|| in_locale(&before), Ok)?)
}
