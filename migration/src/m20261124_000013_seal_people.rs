//! Keys of persons, sealed addresses, requests for accounts and for new passwords, tries.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// An address that was kept in the open waits, marked, until the program seals it (`nabta migrate up` does it at once): a step has no keys.
const UP: &str = "
CREATE TABLE person_key (
    person_id {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    sealed {bytes} NOT NULL
);
ALTER TABLE account RENAME COLUMN email TO email_digest;
ALTER TABLE account ADD COLUMN email_sealed {bytes};
UPDATE account SET email_digest = 'open:' || email_digest WHERE email_digest LIKE '%@%';
CREATE TABLE registration (
    id {uuid} NOT NULL PRIMARY KEY,
    sealed {bytes} NOT NULL,
    email_digest varchar(64) NOT NULL,
    secret_digest {bytes} UNIQUE,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
);
CREATE INDEX registration_expiry ON registration (expires_at);
CREATE TABLE password_reset (
    id {uuid} NOT NULL PRIMARY KEY,
    sealed {bytes},
    account_id {uuid} REFERENCES account (id),
    secret_digest {bytes} UNIQUE,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
);
CREATE INDEX password_reset_expiry ON password_reset (expires_at);
CREATE TABLE attempt (
    id {uuid} NOT NULL PRIMARY KEY,
    bucket varchar(64) NOT NULL,
    at {instant} NOT NULL
);
CREATE INDEX attempt_bucket ON attempt (bucket, at);
CREATE INDEX attempt_age ON attempt (at);
";

const DOWN: &str = "
DROP TABLE attempt;
DROP TABLE password_reset;
DROP TABLE registration;
ALTER TABLE account DROP COLUMN email_sealed;
ALTER TABLE account RENAME COLUMN email_digest TO email;
DROP TABLE person_key;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    /// Addresses that were sealed stay digests: who goes up again signs in by them, but they are shown no more.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, DOWN).await
    }
}
