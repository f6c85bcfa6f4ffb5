//! The journal: what was done, by whom, to what. Append-only, chained, signed.
//!
//! An entry is written unchained in the transaction that it speaks of, so that writers don't wait for each other. One sealer
//! gives it its position afterwards ([`sealer`]); [`verify`] recomputes the chain.

pub mod history;
pub mod sealer;
pub mod verify;

use nabta_entities::ids::{JournalEntryId, TypedId};
use nabta_entities::platform::{journal_entry, journal_subject};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, Set};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::access::{Action, Scope, SubjectRef};
use super::context::Ctx;
use super::error::Result;

/// What a context says happened. Each context has one enum of them.
///
/// Data names things by id and code. Personal data has no place in it: it would outlive the person's right to be forgotten.
pub trait Entry: Send {
    /// What was done.
    fn action(&self) -> Action;
    /// To which things; the one that was authorised is among them.
    fn subjects(&self) -> Vec<SubjectRef>;
    /// In which scopes, for whoever may read the history of a scope.
    fn scopes(&self) -> Vec<Scope> {
        Vec::new()
    }
    /// What else is worth knowing.
    fn data(&self) -> Value {
        json!({})
    }
}

/// Writes an entry within a transaction.
pub(super) async fn append(
    ctx: &Ctx,
    transaction: &DatabaseTransaction,
    entry: &impl Entry,
    subjects: &[SubjectRef],
) -> Result<()> {
    let id: JournalEntryId = ctx.new_id();
    let at = ctx.now();
    let account = ctx.actor.account().map(|account| account.id);
    let body = json!({
        "v": 1,
        "id": id.uuid(),
        "at": at,
        "action": entry.action().name,
        "account": account.map(TypedId::uuid),
        "request": ctx.request,
        "subjects": subjects.iter().map(|subject| (subject.kind, subject.id)).collect::<Vec<_>>(),
        "scopes": entry.scopes().iter().map(|scope| (scope.kind, scope.id)).collect::<Vec<_>>(),
        "data": entry.data(),
    });
    journal_entry::ActiveModel {
        id: Set(id),
        at: Set(at),
        action: Set(entry.action().name.to_owned()),
        account_id: Set(account),
        request_id: Set(ctx.request),
        body: Set(body.to_string()),
    }
    .insert(transaction)
    .await?;
    let mut unique = subjects.to_vec();
    unique.sort_by_key(|subject| (subject.kind, subject.id));
    unique.dedup();
    let rows = unique.into_iter().map(|subject| journal_subject::ActiveModel {
        kind: Set(subject.kind.to_owned()),
        subject_id: Set(subject.id),
        entry_id: Set(id),
    });
    journal_subject::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    Ok(())
}

/// The hash of an entry at its place: SHA-256 of the hash before it, its id and its bytes.
fn chain(previous: &[u8], id: Uuid, body: &str) -> Vec<u8> {
    Sha256::new().chain_update(previous).chain_update(id.as_bytes()).chain_update(body.as_bytes()).finalize().to_vec()
}

/// What a checkpoint signs.
fn checkpoint_message(position: i64, hash: &[u8]) -> Vec<u8> {
    [b"nabta-journal-checkpoint".as_slice(), &position.to_be_bytes(), hash].concat()
}
