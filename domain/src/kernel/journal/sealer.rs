//! Gives entries their position and hash, in the order in which they are found, and signs the chain now and then.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::platform::{journal_checkpoint, journal_entry, journal_seal};
use sea_orm::sea_query::{Query, SimpleExpr};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Set};

use super::{chain, checkpoint_message};
use crate::kernel::context::Ctx;
use crate::kernel::error::Result;
use crate::kernel::work::TechnicalWrite;

/// The most entries sealed in one transaction.
const BATCH: u64 = 500;

/// How far back a late commit can lie: no transaction lives this long.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// Seals what has not been sealed yet; how many that was. Two sealers at once can't both succeed: the position is unique, and the
/// loser's `Conflict` only means that the work is done.
///
/// With `sweep` the whole journal is searched for entries left out, otherwise the last hour.
pub async fn seal(ctx: &Ctx, sweep: bool) -> Result<usize> {
    let work = ctx.begin_technical(TechnicalWrite::JournalSeal).await?;
    let last = journal_seal::Entity::find().order_by_desc(journal_seal::Column::Position).one(work.transaction()).await?;
    let (mut position, mut hash) = last.map_or((0, Vec::new()), |seal| (seal.position, seal.hash));
    let mut unsealed = journal_entry::Entity::find().filter(is_unsealed()).order_by_asc(journal_entry::Column::Id).limit(BATCH);
    if !sweep && position > 0 {
        unsealed = unsealed.filter(journal_entry::Column::Id.gt(uuid_at(ctx.now() - WINDOW)));
    }
    let entries = unsealed.all(work.transaction()).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    let mut seals = Vec::with_capacity(entries.len());
    for entry in &entries {
        position += 1;
        hash = chain(&hash, entry.id.0, &entry.body);
        seals.push(journal_seal::ActiveModel { position: Set(position), entry_id: Set(entry.id), hash: Set(hash.clone()) });
    }
    for some in seals.chunks(100) {
        journal_seal::Entity::insert_many(some.iter().cloned()).exec_without_returning(work.transaction()).await?;
    }
    let keys = ctx.services.keyring.current();
    journal_checkpoint::ActiveModel {
        position: Set(position),
        at: Set(ctx.now()),
        signature: Set(keys.sign(&checkpoint_message(position, &hash))),
        hash: Set(hash),
        key_id: Set(keys.id.clone()),
    }
    .insert(work.transaction())
    .await?;
    work.commit().await?;
    Ok(entries.len())
}

/// Entries that wait for the sealer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsealed {
    /// How many.
    pub number: i64,
    /// When the first of them was written.
    pub oldest: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Counted {
    number: i64,
    oldest: Option<DateTime<Utc>>,
}

/// What waits for the sealer: behind the last entry that was sealed, or as far before it as a late commit can lie. It costs as much as
/// there is.
pub async fn unsealed(ctx: &Ctx) -> Result<Unsealed> {
    let database = ctx.database().reader();
    let last = journal_seal::Entity::find().order_by_desc(journal_seal::Column::Position).one(database).await?;
    let mut behind = journal_entry::Entity::find()
        .select_only()
        .column_as(journal_entry::Column::Id.count(), "number")
        .column_as(journal_entry::Column::At.min(), "oldest");
    if let Some(last) = last {
        let since = Ord::min(last.entry_id.0, uuid_at(ctx.now() - WINDOW));
        behind = behind.filter(journal_entry::Column::Id.gt(since)).filter(is_unsealed());
    }
    let counted = behind.into_model::<Counted>().one(database).await?;
    Ok(counted.map_or_else(Unsealed::default, |counted| Unsealed { number: counted.number, oldest: counted.oldest }))
}

fn is_unsealed() -> SimpleExpr {
    let sealed = Query::select().column(journal_seal::Column::EntryId).from(journal_seal::Entity).to_owned();
    journal_entry::Column::Id.not_in_subquery(sealed)
}

/// The least UUIDv7 of an instant.
fn uuid_at(instant: chrono::DateTime<chrono::Utc>) -> uuid::Uuid {
    let millis = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}
