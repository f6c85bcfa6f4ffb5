//! Addresses of accounts: sealed under the key of the person, found by a keyed digest.

use nabta_entities::ids::{AccountId, TypedId};
use nabta_entities::people::{account, person_key};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::key::fresh;
use crate::kernel::error::codes::{BAD_FORMAT, TOO_LONG};
use crate::kernel::vault::{PersonKey, Place};
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Error, Refusal, Result, text};

/// The column whose digests these are.
const COLUMN: &str = "account.email";
/// What stands before an address that a step of the schema found in the open.
const OPEN: &str = "open:";

const fn place(account: AccountId) -> Place {
    Place { column: COLUMN, row: account.0 }
}

/// An address in the form in which accounts keep it.
pub(super) fn normalise(email: &str, path: &str) -> Result<String, Refusal> {
    if email.len() > 320 {
        return Err(Refusal::at(TOO_LONG, path).with("length", email.len()).with("longest", 320));
    }
    let email = text::line(email, path, 320)?.to_lowercase();
    let fits = email.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    if fits && !email.contains(char::is_whitespace) { Ok(email) } else { Err(Refusal::at(BAD_FORMAT, path).with("value", "")) }
}

/// The digest of an address, by the newest key.
pub(super) fn digest(ctx: &Ctx, email: &str) -> String {
    ctx.services.keyring.digest(COLUMN, email)
}

/// The digests that an address can have.
pub(super) fn digests(ctx: &Ctx, email: &str) -> Vec<String> {
    ctx.services.keyring.digests(COLUMN, email)
}

/// The account with this address, if there is one.
pub(super) async fn find(ctx: &Ctx, database: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::EmailDigest.is_in(digests(ctx, email))).one(database).await?)
}

/// An address as its account keeps it.
pub(super) fn seal(ctx: &Ctx, key: &PersonKey, account: AccountId, email: &str) -> Vec<u8> {
    key.seal(ctx.services.entropy.as_ref(), place(account), email)
}

/// The address of an account; empty for one whose person was erased.
pub(super) fn open(key: Option<&PersonKey>, row: &account::Model) -> Result<String> {
    match (key, &row.email_sealed) {
        (Some(key), Some(sealed)) => key.open(place(row.id), sealed),
        _ => Ok(String::new()),
    }
}

/// Seals what a step of the schema found in the open; how many addresses that was.
pub async fn seal_open(ctx: &Ctx) -> Result<usize> {
    let open = account::Entity::find().filter(account::Column::EmailDigest.starts_with(OPEN));
    let rows = open.all(ctx.database().reader()).await?;
    for row in &rows {
        let email = normalise(row.email_digest.trim_start_matches(OPEN), "email")?;
        let work = ctx.begin_technical(TechnicalWrite::Reseal).await?;
        let transaction = work.transaction();
        let known = person_key::Entity::find_by_id(row.person_id).one(transaction).await?;
        let key = match known {
            Some(known) => PersonKey::unwrap(&ctx.services.keyring, row.person_id.0, &known.sealed)?,
            None => {
                let (key, new) = fresh(ctx, row.person_id);
                new.insert(transaction).await.map_err(Error::from)?;
                key
            }
        };
        let sealed = account::ActiveModel {
            id: Set(row.id),
            email_digest: Set(digest(ctx, &email)),
            email_sealed: Set(Some(seal(ctx, &key, row.id, &email))),
            ..Default::default()
        };
        sealed.update(transaction).await?;
        work.commit().await?;
        tracing::debug!(account = %row.id.wire(), "an address was sealed");
    }
    Ok(rows.len())
}
