//! What people agree to, in which words; and what they were given of all that is kept about them.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE consent_wording (
    id {uuid} NOT NULL PRIMARY KEY,
    purpose varchar(80) NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    texts {json} NOT NULL CHECK (coalesce(texts->>'ar', texts->>'fr', texts->>'en') IS NOT NULL),
    to_third_party {boolean} NOT NULL,
    created_at {instant} NOT NULL,
    UNIQUE (purpose, number)
);
CREATE TABLE consent (
    id {uuid} NOT NULL PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id),
    wording_id {uuid} NOT NULL REFERENCES consent_wording (id),
    purpose varchar(80) NOT NULL,
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    is_on_paper {boolean} NOT NULL,
    given_at {instant} NOT NULL,
    withdrawn_at {instant}
);
CREATE UNIQUE INDEX consent_given_once ON consent (person_id, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_person ON consent (person_id, id);
CREATE INDEX consent_wording_of ON consent (wording_id);
CREATE TABLE data_export (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    state varchar(10) NOT NULL CHECK (state IN ('waiting', 'ready')),
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL
);
CREATE INDEX data_export_account ON data_export (account_id, id);
CREATE INDEX data_export_expiry ON data_export (expires_at);
CREATE INDEX journal_entry_account ON journal_entry (account_id, id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "DROP INDEX journal_entry_account;\n").await?;
        dialect::drop_tables(manager, &["data_export", "consent", "consent_wording"]).await
    }
}
