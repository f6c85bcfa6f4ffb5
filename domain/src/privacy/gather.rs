//! All that is kept about somebody, from every context: as data, and as a document that can be read.

use nabta_documents::language::Text;
use nabta_documents::record::{Part, Record, Section, Value as Shown};
use nabta_entities::ids::{AccountId, PersonId, TypedId};
use serde_json::{Value, json};

use super::actions::done;
use super::labels::say;
use crate::kernel::access::SubjectRef;
use crate::kernel::journal::history::{self, Happened};
use crate::kernel::printing::{language, text};
use crate::kernel::{Ctx, Locale, Result};
use crate::people::account::{self, Account};
use crate::people::consent::{self, Consent};
use crate::people::person::sensitive::{self, SensitiveField};
use crate::people::person::{Person, queries};
use crate::people::{look, passkey, provider, second_factor, sign_in};
use crate::platform::calendar::feed;
use crate::platform::file::{self, File};
use crate::platform::governorate;
use crate::platform::mail::{self, Mail};

/// The most lines of what happened that are printed; the data has all of them.
const PRINTED: usize = 500;

/// All that is kept about somebody.
pub(super) struct Kept {
    pub(super) data: Value,
    pub(super) record: Record,
}

/// Gathers it. Whoever asks was authorised before.
pub(super) async fn gather(ctx: &Ctx, id: AccountId, locale: Locale) -> Result<Kept> {
    let account = account::read(ctx, id).await?;
    // As the person: what only they may read is read by them, and not written in the journal as read by others.
    let ctx = &ctx.acting_as(account.acting());
    let person = queries::read(ctx, account.person).await?;
    let entries = queries::entries_of(ctx.database().reader(), person.id).await?;
    let parts = vec![
        about_person(ctx, &person, locale).await?,
        about_account(ctx, &account, locale).await?,
        sign_ins(ctx, id, locale).await?,
        consents(&consent::of(ctx, &[person.id]).await?, locale),
        files(&file::all_of(ctx, id).await?, locale),
        letters(&mail::to_persons(ctx, &entries).await?, locale),
        history_of(ctx, id, &entries, locale).await?,
    ];
    let (mut data, mut sections) = (json!({ "format": "nabta-personal-data", "version": 1, "madeAt": ctx.now() }), Vec::new());
    for (name, value, section) in parts {
        data[name] = value;
        sections.push(section);
    }
    let unnamed = || Text::new("", language(locale));
    let record = Record {
        language: language(locale),
        title: say(locale, "title"),
        person: text(&person.names, locale).unwrap_or_else(unnamed),
        made_at: ctx.now(),
        preface: Some(say(locale, "preface")),
        sections,
    };
    Ok(Kept { data, record })
}

/// What a context gives: its name in the data, the data, and the section of the document.
type Given = (&'static str, Value, Section);

fn code(value: &Option<String>) -> Shown {
    value.clone().map_or(Shown::None, Shown::Code)
}

fn words(value: Option<&str>, locale: Locale) -> Shown {
    value.map_or(Shown::None, |value| Shown::Text(Text::new(value, language(locale))))
}

/// A value that is one of a few, by its label.
fn named(locale: Locale, name: &str) -> Shown {
    words(Some(&say(locale, name)), locale)
}

fn pairs(locale: Locale, rows: Vec<(&str, Shown)>) -> Part {
    Part::Pairs(rows.into_iter().map(|(name, value)| (say(locale, name), value)).collect())
}

fn table(locale: Locale, columns: &[&str], rows: Vec<Vec<Shown>>) -> Part {
    Part::Table { columns: columns.iter().map(|name| say(locale, name)).collect(), rows }
}

async fn about_person(ctx: &Ctx, person: &Person, locale: Locale) -> Result<Given> {
    let fields = [SensitiveField::Phone, SensitiveField::Email, SensitiveField::Identity, SensitiveField::AccessNeeds];
    let opened = sensitive::read(ctx, &fields.map(|field| (person.id, field))).await?;
    let value = |field| opened.iter().find(|((_, known), _)| *known == field).map(|(_, value)| value.clone());
    let [phone, email, identity, needs] = fields.map(value);
    let known = governorate::by_codes(ctx, &person.governorate.iter().cloned().collect::<Vec<_>>()).await?;
    let governorate = known.first().and_then(|found| text(&found.names, locale)).map_or(Shown::None, Shown::Text);
    let gender = person.gender.map(|gender| gender.name());
    let situation = person.situation.map(|situation| situation.name());
    let kind = person.identity_kind.map(|kind| kind.name());
    let education = person.education.clone().unwrap_or_default();
    let data = json!({
        "id": person.id.wire(), "names": person.names, "birthDate": person.birth_date, "gender": gender,
        "governorate": person.governorate, "delegation": person.delegation, "situation": situation, "education": education,
        "phone": phone, "email": email, "identity": { "kind": kind, "number": identity }, "accessNeeds": needs,
        "createdAt": person.created_at, "version": person.version,
    });
    let said = |name: &Option<String>| name.as_deref().map_or(Shown::None, |name| named(locale, name));
    let names = Locale::ALL.map(|of| (["name-ar", "name-fr", "name-en"][of as usize], words(person.names.get(of), of)));
    let mut rows = names.to_vec();
    rows.extend([
        ("birthDate", person.birth_date.map_or(Shown::None, Shown::Day)),
        ("gender", said(&gender)),
        ("governorate", governorate),
        ("delegation", words(person.delegation.as_deref(), locale)),
        ("situation", said(&situation)),
        ("phone", code(&phone)),
        ("email", code(&email)),
        ("identity", code(&identity)),
        ("accessNeeds", words(needs.as_deref(), locale)),
    ]);
    let studies = education.0.iter().map(|one| {
        let degree = Some(one.degree.name());
        let year = one.year.map_or(Shown::None, |year| Shown::Code(year.to_string()));
        vec![said(&degree), words(one.field.as_deref(), locale), year, words(one.institution.as_deref(), locale)]
    });
    let studies = table(locale, &["degree", "field", "year", "institution"], studies.collect());
    Ok(("person", data, Section { title: say(locale, "person"), parts: vec![pairs(locale, rows), studies] }))
}

async fn about_account(ctx: &Ctx, account: &Account, locale: Locale) -> Result<Given> {
    let has_second = !second_factor::held(ctx, &[account.id]).await?.is_empty();
    let passkeys = passkey::all_of(ctx, account.id).await?;
    let looks = look::all_of(ctx, account.id).await?;
    let providers = provider::all_of(ctx, account.id).await?;
    let calendar = feed::of(ctx, account.id).await?;
    let roles: Vec<Value> = account
        .roles
        .iter()
        .map(|held| json!({ "role": held.role, "scope": [held.scope_kind, held.scope_id.to_string()], "since": held.granted_at }))
        .collect();
    let data = json!({
        "id": account.id.wire(), "email": account.email, "locale": account.locale, "roles": roles, "secondFactor": has_second,
        "calendarFeed": calendar.as_ref().map(|feed| json!({ "at": feed.created_at, "fetchedAt": feed.fetched_at })),
        "passkeys": passkeys.iter().map(|one| json!({ "id": one.id.wire(), "name": one.name, "at": one.created_at, "usedAt": one.used_at })).collect::<Vec<_>>(),
        "looks": looks.iter().map(|one| json!({ "id": one.id.wire(), "by": one.by, "reason": one.reason, "at": one.created_at, "endedAt": one.ended_at })).collect::<Vec<_>>(),
        "providers": providers.iter().map(|one| json!({ "id": one.id.wire(), "issuer": one.issuer, "at": one.created_at, "usedAt": one.used_at })).collect::<Vec<_>>(),
    });
    let mut rows = vec![("email", Shown::Code(account.email.clone())), ("secondFactor", Shown::Truth(has_second))];
    if let Some(feed) = &calendar {
        rows.push(("calendarFeed", Shown::Instant(feed.created_at)));
        rows.push(("calendarFetched", feed.fetched_at.map_or(Shown::None, Shown::Instant)));
    }
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
    Ok(("account", data, Section { title: say(locale, "account"), parts: vec![pairs(locale, rows), held, keys, known, seen] }))
}

async fn sign_ins(ctx: &Ctx, account: AccountId, locale: Locale) -> Result<Given> {
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

fn consents(all: &[Consent], locale: Locale) -> Given {
    let data = all.iter().map(|one| {
        json!({
            "purpose": one.wording.purpose, "number": one.wording.number, "text": one.wording.texts.get(one.locale), "locale": one.locale,
            "onPaper": one.is_on_paper, "givenAt": one.given_at, "withdrawnAt": one.withdrawn_at,
        })
    });
    let rows = all.iter().map(|one| {
        let until = one.withdrawn_at.map_or(Shown::None, Shown::Instant);
        let words = words(one.wording.texts.get(one.locale), one.locale);
        vec![Shown::Code(one.wording.purpose.clone()), words, Shown::Instant(one.given_at), until]
    });
    let part = table(locale, &["purpose", "wording", "createdAt", "until"], rows.collect());
    ("consents", data.collect(), Section { title: say(locale, "consents"), parts: vec![part] })
}

fn files(all: &[File], locale: Locale) -> Given {
    let data = all.iter().map(|one| {
        json!({ "id": one.id.wire(), "name": one.name, "type": one.media_type, "size": one.size, "sha256": one.digest, "at": one.created_at })
    });
    let rows =
        all.iter().map(|one| vec![words(Some(&one.name), locale), Shown::Number(one.size), Shown::Instant(one.created_at)]);
    let part = table(locale, &["name", "size", "createdAt"], rows.collect());
    ("files", data.collect(), Section { title: say(locale, "files"), parts: vec![part] })
}

fn letters(all: &[Mail], locale: Locale) -> Given {
    let data = all.iter().map(|one| json!({ "letter": one.template, "state": one.state, "at": one.created_at }));
    let rows = all
        .iter()
        .map(|one| vec![named(locale, &one.template), named(locale, &one.state.name()), Shown::Instant(one.created_at)]);
    let part = table(locale, &["letter", "state", "at"], rows.collect());
    ("letters", data.collect(), Section { title: say(locale, "letters"), parts: vec![part] })
}

async fn history_of(ctx: &Ctx, account: AccountId, persons: &[PersonId], locale: Locale) -> Result<Given> {
    let subjects: Vec<SubjectRef> =
        persons.iter().map(|person| SubjectRef::of(*person)).chain([SubjectRef::of(account)]).collect();
    let all = history::all(ctx.database().reader(), account, &subjects).await?;
    let is_own = |one: &Happened| one.account == Some(account);
    // Who else did it is told as an account, which is no name of somebody else.
    let data = all.iter().map(|one| {
        json!({ "id": one.id.wire(), "at": one.at, "action": one.action, "by": one.account.map(TypedId::wire), "fields": one.data["fields"] })
    });
    let rows = all.iter().take(PRINTED).map(|one| {
        let by = if is_own(one) { named(locale, "oneself") } else { code(&one.account.map(TypedId::wire)) };
        vec![Shown::Instant(one.at), words(Some(&done(locale, &one.action)), locale), by]
    });
    let part = table(locale, &["at", "action", "by"], rows.collect());
    Ok(("history", data.collect(), Section { title: say(locale, "history"), parts: vec![part] }))
}
