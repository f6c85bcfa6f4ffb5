//! Ending letters of a kind from the letter itself, without a sign-in (RFC 8058): the address in the letter says whose letters, and of which
//! kind, under the operator's secret, so that nobody can make one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use nabta_entities::ids::AccountId;
use nabta_entities::people::notice::NoticeTopic;
use nabta_entities::people::notice_preference::NoticeDelivery;
use nabta_entities::values::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::preference;
use crate::kernel::access::Centre;
use crate::kernel::limit::Limit;
use crate::kernel::vault::Place;
use crate::kernel::{Ctx, Error, Result};
use crate::people::account;
use crate::people::actions::NOTICE_LEAVE;
use crate::people::authenticate;
use crate::people::entries::PeopleEntry;

/// Addresses that lead nowhere, for one address of the network.
const WRONG: Limit = Limit { name: "unsubscribe.origin", most: 60, within: TimeDelta::hours(1) };
/// The longest that is looked at.
const LONGEST: usize = 400;
const PLACE: Place = Place { column: "unsubscribe.address", row: Uuid::nil() };

/// Whose letters, and of which kind.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Leave {
    account: AccountId,
    /// About one topic; or those that gather what came.
    topic: Option<NoticeTopic>,
}

/// The address that ends letters of a kind to an account.
pub(super) fn link(ctx: &Ctx, account: AccountId, topic: Option<NoticeTopic>) -> Result<String> {
    let sealed = ctx.seal(PLACE, &Leave { account, topic })?;
    Ok(ctx.services.site.address(&format!("/unsubscribe/{}", URL_SAFE_NO_PAD.encode(sealed))))
}

/// Reads such an address. One that is wrong, is under a secret that has gone, or is of somebody who has no account any more gives the same
/// answer.
async fn read(ctx: &Ctx, given: &str) -> Result<(Leave, Locale)> {
    let sealed = Some(given).filter(|given| given.len() <= LONGEST).and_then(|given| URL_SAFE_NO_PAD.decode(given).ok());
    let leave: Option<Leave> = sealed.and_then(|sealed| ctx.open(PLACE, &sealed).ok());
    if let Some(leave) = leave
        && let Some((_, locale)) = authenticate::owner(ctx, leave.account).await?
    {
        return Ok((leave, locale));
    }
    WRONG.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await?;
    Err(Error::NotFound)
}

/// The language of who would get no more letters by this address.
pub async fn locale_of(ctx: &Ctx, given: &str) -> Result<Locale> {
    Ok(read(ctx, given).await?.1)
}

/// Ends letters; twice is once. The language of who gets no more.
pub async fn leave(ctx: &Ctx, given: &str) -> Result<Locale> {
    let (Leave { account: id, topic }, locale) = read(ctx, given).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(NOTICE_LEAVE, &Centre)?;
    account::hold(&work, id).await?;
    let topics = preference::letters_of(&work.read(), id, topic).await?;
    if topics.is_empty() {
        return Ok(locale);
    }
    for topic in &topics {
        preference::set(&work, &permit, id, *topic, NoticeDelivery::Pages).await?;
    }
    work.commit(permit, PeopleEntry::NoticeLeft { account: id, topics }).await?;
    Ok(locale)
}
