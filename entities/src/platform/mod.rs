//! What every context leans on: the journal, idempotency keys, governorates.

pub mod governorate;
pub mod idempotency_key;
pub mod journal_checkpoint;
pub mod journal_entry;
pub mod journal_seal;
pub mod journal_subject;
