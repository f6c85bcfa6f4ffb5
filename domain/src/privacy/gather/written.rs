//! What somebody agreed to and sent, what was written to them, and what happened.

use nabta_documents::record::{Section, Value as Shown};
use nabta_entities::ids::{AccountId, PersonId, TypedId};
use serde_json::json;

use super::super::actions::done;
use super::super::labels::say;
use super::{Given, code, named, table, words};
use crate::kernel::access::SubjectRef;
use crate::kernel::journal::history::{self, Happened};
use crate::kernel::{Ctx, Locale, Result};
use crate::people::consent::Consent;
use crate::people::notice::Notice;
use crate::platform::file::File;
use crate::platform::file::upload::Upload;
use crate::platform::mail::Mail;

/// The most lines of what happened that are printed; the data has all of them.
const PRINTED: usize = 500;

pub(super) fn consents(all: &[Consent], locale: Locale) -> Given {
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

pub(super) fn files(all: &[File], locale: Locale) -> Given {
    let data = all.iter().map(|one| {
        json!({ "id": one.id.wire(), "name": one.name, "type": one.media_type, "size": one.size, "sha256": one.digest, "at": one.created_at })
    });
    let rows =
        all.iter().map(|one| vec![words(Some(&one.name), locale), Shown::Number(one.size), Shown::Instant(one.created_at)]);
    let part = table(locale, &["name", "size", "createdAt"], rows.collect());
    ("files", data.collect(), Section { title: say(locale, "files"), parts: vec![part] })
}

pub(super) fn uploads(all: &[Upload], locale: Locale) -> Given {
    let data = all.iter().map(|one| {
        json!({
            "id": one.id.wire(), "name": one.name, "type": one.media_type, "size": one.size, "purpose": one.purpose, "state": one.state,
            "problem": one.problem, "until": one.expires_at,
        })
    });
    let rows = all.iter().map(|one| {
        let size = i64::try_from(one.size).map_or(Shown::None, Shown::Number);
        vec![words(Some(&one.name), locale), size, named(locale, &one.state.name()), Shown::Instant(one.expires_at)]
    });
    let part = table(locale, &["name", "size", "state", "until"], rows.collect());
    ("uploads", data.collect(), Section { title: say(locale, "uploads"), parts: vec![part] })
}

pub(super) fn notices(all: &[Notice], locale: Locale) -> Given {
    let data = all.iter().map(|one| {
        json!({ "id": one.id.wire(), "topic": one.topic, "title": one.title, "text": one.text, "at": one.created_at, "readAt": one.read_at })
    });
    let rows = all.iter().map(|one| {
        let read = one.read_at.map_or(Shown::None, Shown::Instant);
        vec![Shown::Instant(one.created_at), words(Some(&one.title), locale), words(Some(&one.text), locale), read]
    });
    let part = table(locale, &["at", "notice", "wording", "readAt"], rows.collect());
    ("notices", data.collect(), Section { title: say(locale, "notices"), parts: vec![part] })
}

pub(super) fn letters(all: &[Mail], locale: Locale) -> Given {
    let data = all
        .iter()
        .map(|one| json!({ "letter": one.template, "state": one.state, "at": one.created_at, "bouncedAt": one.bounced_at }));
    let rows = all
        .iter()
        .map(|one| vec![named(locale, &one.template), named(locale, &one.state.name()), Shown::Instant(one.created_at)]);
    let part = table(locale, &["letter", "state", "at"], rows.collect());
    ("letters", data.collect(), Section { title: say(locale, "letters"), parts: vec![part] })
}

pub(super) async fn history_of(ctx: &Ctx, account: AccountId, persons: &[PersonId], locale: Locale) -> Result<Given> {
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
