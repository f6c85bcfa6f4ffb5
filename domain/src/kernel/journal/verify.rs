//! Recomputes the chain and names what doesn't fit.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Verifier};
use nabta_entities::ids::{JournalEntryId, TypedId};
use nabta_entities::platform::{journal_checkpoint, journal_entry, journal_seal, journal_subject};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::{chain, checkpoint_message};
use crate::kernel::context::Ctx;
use crate::kernel::error::Result;

/// What a verification found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many sealed entries were recomputed.
    pub verified: u64,
    /// How many entries wait for the sealer.
    pub unsealed: u64,
    /// How many signed checkpoints hold.
    pub checkpoints: u64,
    /// What doesn't fit, each with the position and the entry.
    pub faults: Vec<String>,
}

/// How many entries are read at once.
const BATCH: u64 = 1_000;

/// Recomputes the chain from its beginning.
pub async fn verify(ctx: &Ctx) -> Result<Report> {
    let database = ctx.database().reader();
    let mut report = Report::default();
    let (mut position, mut hash) = (0_i64, Vec::new());
    let mut hashes = BTreeMap::new();
    loop {
        let seals = journal_seal::Entity::find()
            .filter(journal_seal::Column::Position.gt(position))
            .order_by_asc(journal_seal::Column::Position)
            .limit(BATCH)
            .all(database)
            .await?;
        let Some(last) = seals.last().map(|seal| seal.position) else { break };
        let ids: Vec<JournalEntryId> = seals.iter().map(|seal| seal.entry_id).collect();
        let entries: BTreeMap<_, _> = journal_entry::Entity::find()
            .filter(journal_entry::Column::Id.is_in(ids.clone()))
            .all(database)
            .await?
            .into_iter()
            .map(|entry| (entry.id, entry))
            .collect();
        let mut subjects: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in journal_subject::Entity::find().filter(journal_subject::Column::EntryId.is_in(ids)).all(database).await? {
            subjects.entry(row.entry_id).or_default().push((row.kind, row.subject_id));
        }
        for seal in seals {
            let name = format!("position {}, {}", seal.position, seal.entry_id.wire());
            if seal.position != position + 1 {
                report.faults.push(format!("{name}: positions {} to {} are missing", position + 1, seal.position - 1));
            }
            position = seal.position;
            match entries.get(&seal.entry_id) {
                None => report.faults.push(format!("{name}: the entry is missing")),
                Some(entry) => {
                    if chain(&hash, entry.id.0, &entry.body) != seal.hash {
                        report.faults.push(format!("{name}: the entry or its hash was changed"));
                    }
                    if !columns_agree(entry, subjects.remove(&entry.id).unwrap_or_default()) {
                        report.faults.push(format!("{name}: its columns do not say what its body says"));
                    }
                }
            }
            // The stored hash goes on, so that one changed entry is one fault and not a fault for each entry after it.
            hash = seal.hash;
            hashes.insert(position, hash.clone());
            report.verified += 1;
        }
        check_signatures(ctx, position, &mut hashes, last, &mut report).await?;
    }
    check_tail(ctx, position, &mut report).await?;
    report.unsealed = journal_entry::Entity::find().count(database).await?.saturating_sub(report.verified);
    Ok(report)
}

async fn check_signatures(
    ctx: &Ctx,
    position: i64,
    hashes: &mut BTreeMap<i64, Vec<u8>>,
    last: i64,
    report: &mut Report,
) -> Result<()> {
    let first = hashes.keys().next().copied().unwrap_or(position);
    let checkpoints = journal_checkpoint::Entity::find()
        .filter(journal_checkpoint::Column::Position.between(first, last))
        .all(ctx.database().reader())
        .await?;
    for checkpoint in checkpoints {
        let signature = Signature::from_slice(&checkpoint.signature);
        let signed = ctx.services.keyring.verifier(&checkpoint.key_id).zip(signature.ok()).is_some_and(|(key, signature)| {
            key.verify(&checkpoint_message(checkpoint.position, &checkpoint.hash), &signature).is_ok()
        });
        if !signed {
            report
                .faults
                .push(format!("checkpoint at position {}: its signature is not by a key of this centre", checkpoint.position));
        } else if hashes.get(&checkpoint.position) != Some(&checkpoint.hash) {
            report.faults.push(format!("checkpoint at position {}: the chain was signed with another hash", checkpoint.position));
        } else {
            report.checkpoints += 1;
        }
    }
    hashes.clear();
    Ok(())
}

/// A checkpoint beyond the chain's end tells that its end was cut off.
async fn check_tail(ctx: &Ctx, position: i64, report: &mut Report) -> Result<()> {
    let beyond = journal_checkpoint::Entity::find()
        .filter(journal_checkpoint::Column::Position.gt(position))
        .count(ctx.database().reader())
        .await?;
    if beyond > 0 {
        report.faults.push(format!("the chain ends at position {position}, but {beyond} later checkpoints were signed"));
    }
    Ok(())
}

fn columns_agree(entry: &journal_entry::Model, mut subjects: Vec<(String, uuid::Uuid)>) -> bool {
    let Ok(body) = serde_json::from_str::<Value>(&entry.body) else { return false };
    let mut said: Vec<(String, uuid::Uuid)> = serde_json::from_value(body["subjects"].clone()).unwrap_or_default();
    said.sort();
    said.dedup();
    subjects.sort();
    body["action"] == entry.action.as_str()
        && body["at"] == serde_json::json!(entry.at)
        && body["account"] == serde_json::json!(entry.account_id.map(TypedId::uuid))
        && body["request"] == serde_json::json!(entry.request_id)
        && said == subjects
}
