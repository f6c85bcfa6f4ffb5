//! Passkeys, and by what somebody signed in.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE passkey (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    credential_digest {bytes} NOT NULL UNIQUE,
    credential text NOT NULL,
    name varchar(100) NOT NULL,
    created_at {instant} NOT NULL,
    used_at {instant}
);
CREATE INDEX passkey_account ON passkey (account_id, id);
CREATE TABLE passkey_challenge (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} REFERENCES account (id),
    sealed {bytes} NOT NULL,
    expires_at {instant} NOT NULL
);
CREATE INDEX passkey_challenge_expires ON passkey_challenge (expires_at);
ALTER TABLE sign_in ADD COLUMN method varchar(20) NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'passkey', 'provider'));
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "ALTER TABLE sign_in DROP COLUMN method").await?;
        dialect::drop_tables(manager, &["passkey_challenge", "passkey"]).await
    }
}
