//! The journal and its chain, idempotency keys, governorates: what every context leans on.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// An entry's `body` is kept as text, not as JSON, so that the bytes that were hashed are the bytes that are kept.
const UP: &str = "
CREATE TABLE journal_entry (
    id {uuid} NOT NULL PRIMARY KEY,
    at {instant} NOT NULL,
    action varchar(80) NOT NULL,
    account_id {uuid},
    request_id {uuid} NOT NULL,
    body text NOT NULL
);
CREATE TABLE journal_subject (
    entry_id {uuid} NOT NULL REFERENCES journal_entry (id),
    kind varchar(40) NOT NULL,
    subject_id {uuid} NOT NULL,
    PRIMARY KEY (kind, subject_id, entry_id)
);
CREATE INDEX journal_subject_entry ON journal_subject (entry_id);
CREATE TABLE journal_seal (
    position bigint NOT NULL PRIMARY KEY CHECK (position > 0),
    entry_id {uuid} NOT NULL UNIQUE REFERENCES journal_entry (id),
    hash {bytes} NOT NULL
);
CREATE TABLE journal_checkpoint (
    position bigint NOT NULL PRIMARY KEY REFERENCES journal_seal (position),
    at {instant} NOT NULL,
    hash {bytes} NOT NULL,
    key_id varchar(64) NOT NULL,
    signature {bytes} NOT NULL
);
CREATE TABLE idempotency_key (
    account_id {uuid} NOT NULL,
    action varchar(80) NOT NULL,
    key varchar(100) NOT NULL,
    input_digest {bytes} NOT NULL,
    subject_id {uuid},
    at {instant} NOT NULL,
    PRIMARY KEY (account_id, action, key)
);
CREATE TABLE governorate (
    code varchar(5) NOT NULL PRIMARY KEY,
    names {json} NOT NULL CHECK (coalesce(names->>'ar', names->>'fr', names->>'en') IS NOT NULL)
);
";

const REFUSE_CHANGE: &str = "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await?;
        dialect::run_each(manager, &[], &[REFUSE_CHANGE]).await?;
        for table in ["journal_entry", "journal_subject", "journal_seal", "journal_checkpoint"] {
            dialect::make_append_only(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(
            manager,
            &["governorate", "idempotency_key", "journal_checkpoint", "journal_seal", "journal_subject", "journal_entry"],
        )
        .await?;
        dialect::run_each(manager, &[], &["DROP FUNCTION refuse_change()"]).await
    }
}
