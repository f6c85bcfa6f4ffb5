//! All that is kept about somebody, from every context: as data, and as a document that can be read.

mod about_account;
mod about_person;
mod learning;
mod written;

use nabta_documents::language::Text;
use nabta_documents::record::{Part, Record, Section, Value as Shown};
use nabta_entities::ids::AccountId;
use serde_json::{Value, json};

use super::labels::say;
use crate::kernel::printing::{language, text};
use crate::kernel::{Ctx, Locale, Result};
use crate::people::person::queries;
use crate::people::{account, consent, notice};
use crate::platform::file::{self, upload};
use crate::platform::mail;

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
        about_person::file(ctx, &person, &entries, locale).await?,
        about_person::memberships(ctx, &entries, locale).await?,
        learning::enrolments(ctx, &entries, locale).await?,
        learning::certificates(ctx, &entries, locale).await?,
        about_account::account(ctx, &account, locale).await?,
        about_account::sign_ins(ctx, id, locale).await?,
        written::consents(&consent::of(ctx, &[person.id]).await?, locale),
        written::files(&file::all_of(ctx, id).await?, locale),
        written::uploads(&upload::all_of(ctx, id).await?, locale),
        written::notices(&notice::all_of(ctx, id, locale).await?, locale),
        written::letters(&mail::to_persons(ctx, &entries).await?, locale),
        written::history_of(ctx, id, &entries, locale).await?,
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
