//! What is kept about how somebody signs in.

use nabta_documents::record::{Section, Value as Shown};
use nabta_entities::ids::{AccountId, TypedId};
use serde_json::{Value, json};

use super::super::labels::say;
use super::{Given, code, named, pairs, table, words};
use crate::kernel::{Ctx, Locale, Result};
use crate::people::account::Account;
use crate::people::{look, notice, passkey, provider, second_factor, sign_in};
use crate::platform::calendar::feed;

pub(super) async fn account(ctx: &Ctx, account: &Account, locale: Locale) -> Result<Given> {
    let has_second = !second_factor::held(ctx, &[account.id]).await?.is_empty();
    let passkeys = passkey::all_of(ctx, account.id).await?;
    let looks = look::all_of(ctx, account.id).await?;
    let providers = provider::all_of(ctx, account.id).await?;
    let calendar = feed::of(ctx, account.id).await?;
    let preferences = notice::preferences(ctx).await?;
    let roles: Vec<Value> = account
        .roles
        .iter()
        .map(|held| json!({ "role": held.role, "scope": [held.scope_kind, held.scope_id.to_string()], "since": held.granted_at }))
        .collect();
    let data = json!({
        "id": account.id.wire(), "email": account.email, "locale": account.locale, "roles": roles, "secondFactor": has_second,
        "calendarFeed": calendar.as_ref().map(|feed| json!({ "at": feed.created_at, "fetchedAt": feed.fetched_at })),
        "notices": preferences.iter().map(|one| json!({ "topic": one.topic, "delivery": one.delivery })).collect::<Vec<_>>(),
        "passkeys": passkeys.iter().map(|one| json!({ "id": one.id.wire(), "name": one.name, "at": one.created_at, "usedAt": one.used_at })).collect::<Vec<_>>(),
        "looks": looks.iter().map(|one| json!({ "id": one.id.wire(), "by": one.by, "reason": one.reason, "at": one.created_at, "endedAt": one.ended_at })).collect::<Vec<_>>(),
        "providers": providers.iter().map(|one| json!({ "id": one.id.wire(), "issuer": one.issuer, "at": one.created_at, "usedAt": one.used_at })).collect::<Vec<_>>(),
    });
    let mut rows = vec![("email", Shown::Code(account.email.clone())), ("secondFactor", Shown::Truth(has_second))];
    if let Some(feed) = &calendar {
        rows.push(("calendarFeed", Shown::Instant(feed.created_at)));
        rows.push(("calendarFetched", feed.fetched_at.map_or(Shown::None, Shown::Instant)));
    }
    let told = preferences.iter().map(|one| vec![named(locale, &one.topic.name()), named(locale, &one.delivery.name())]);
    let told = table(locale, &["notices", "delivery"], told.collect());
    let held = account.roles.iter().map(|held| vec![named(locale, &held.role.name()), Shown::Instant(held.granted_at)]);
    let held = table(locale, &["roles", "createdAt"], held.collect());
    let keys = passkeys.iter().map(|one| {
        let used = one.used_at.map_or(Shown::None, Shown::Instant);
        vec![words(Some(&one.name), locale), Shown::Instant(one.created_at), used]
    });
    let keys = table(locale, &["passkeys", "createdAt", "usedAt"], keys.collect());
    let seen = looks
        .iter()
        .map(|one| vec![words(Some(&one.by), locale), Shown::Instant(one.created_at), words(Some(&one.reason), locale)]);
    let seen = table(locale, &["looks", "createdAt", "reason"], seen.collect());
    let known = providers.iter().map(|one| {
        let used = one.used_at.map_or(Shown::None, Shown::Instant);
        vec![words(Some(&one.name), locale), Shown::Instant(one.created_at), used]
    });
    let known = table(locale, &["providers", "createdAt", "usedAt"], known.collect());
    Ok((
        "account",
        data,
        Section { title: say(locale, "account"), parts: vec![pairs(locale, rows), held, keys, known, seen, told] },
    ))
}

pub(super) async fn sign_ins(ctx: &Ctx, account: AccountId, locale: Locale) -> Result<Given> {
    let all = sign_in::all_of(ctx, account).await?;
    let data =
        all.iter().map(|one| json!({ "id": one.id.wire(), "at": one.created_at, "device": one.agent, "method": one.method, "endedAt": one.ended_at }));
    let rows = all.iter().map(|one| {
        let ended = one.ended_at.map_or(Shown::None, Shown::Instant);
        vec![Shown::Instant(one.created_at), ended, named(locale, &one.method.name()), code(&one.agent)]
    });
    let part = table(locale, &["createdAt", "until", "method", "agent"], rows.collect());
    Ok(("signIns", data.collect(), Section { title: say(locale, "signIns"), parts: vec![part] }))
}
