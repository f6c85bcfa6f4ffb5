//! What every context leans on: the journal, idempotency keys, jobs, governorates, the calendar.

pub mod attempt;
pub mod calendar;
pub mod content;
pub mod file;
pub mod file_caption;
pub mod file_variant;
pub mod governorate;
pub mod idempotency_key;
pub mod job;
pub mod journal_checkpoint;
pub mod journal_entry;
pub mod journal_seal;
pub mod journal_subject;
pub mod mail;
pub mod maintenance;
pub mod schedule;
pub mod upload;
