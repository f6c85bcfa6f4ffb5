//! Somebody's calendar as their calendar program fetches it: what all contexts give to it, at an address that is its own secret.

use std::ops::RangeInclusive;

use chrono::{Months, NaiveDate};
use nabta_entities::ids::{AccountId, TypedId};
use sha2::{Digest, Sha256};

use crate::kernel::{Actor, Ctx, Error, Result};
use crate::people::authenticate;
use crate::platform::calendar::{Source, feed, icalendar};

/// What is told of the time before today.
const BEFORE: Months = Months::new(12);
/// What is told of the time after today.
const AFTER: Months = Months::new(24);

/// What all contexts give to calendars.
fn sources() -> Vec<&'static dyn Source> {
    [crate::platform::calendar::SOURCES, crate::learning::SOURCES].concat()
}

/// A calendar as it is fetched.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// As iCalendar.
    pub text: String,
    /// Its digest: the same events have the same one.
    pub digest: String,
}

/// The calendar at a secret address. One that never was, was ended, or whose owner may not sign in any more gives the same answer, and
/// costs the same work.
pub async fn fetch(ctx: &Ctx, secret: &str) -> Result<Agenda> {
    let account = feed::find(ctx, secret).await?;
    // Asked for also where there is no address: the answer must not come sooner.
    let asked = account.unwrap_or(AccountId::from_uuid(uuid::Uuid::nil()));
    let Some((owner, locale)) = authenticate::owner(ctx, asked).await? else { return Err(feed::refuse(ctx).await) };
    feed::note(ctx, owner.id).await?;
    let ctx = Ctx { actor: Actor::Account(owner.clone()), locale, ..ctx.clone() };
    let days = window(ctx.today()).ok_or_else(|| Error::internal("a day at the end of time"))?;
    let mut events = Vec::new();
    for source in sources() {
        events.extend(source.events(&ctx, &owner, &days).await?);
    }
    let text = icalendar::write(locale, &events);
    Ok(Agenda { digest: hex::encode(&Sha256::digest(text.as_bytes())[..16]), text })
}

/// The days that are told of.
fn window(today: NaiveDate) -> Option<RangeInclusive<NaiveDate>> {
    Some(today.checked_sub_months(BEFORE)?..=today.checked_add_months(AFTER)?)
}
