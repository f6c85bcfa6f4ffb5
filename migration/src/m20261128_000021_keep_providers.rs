//! Accounts that are known to other places, and sign-ins that are on their way through one.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE provider_connection (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    issuer varchar(300) NOT NULL,
    subject_digest {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    used_at {instant},
    UNIQUE (issuer, subject_digest),
    UNIQUE (account_id, issuer)
);
CREATE TABLE provider_ticket (
    id {uuid} NOT NULL PRIMARY KEY,
    secret_digest {bytes} NOT NULL UNIQUE,
    provider varchar(40) NOT NULL,
    account_id {uuid} REFERENCES account (id),
    sealed {bytes} NOT NULL,
    asked_at {instant},
    expires_at {instant} NOT NULL
);
CREATE INDEX provider_ticket_account ON provider_ticket (account_id);
CREATE INDEX provider_ticket_expires ON provider_ticket (expires_at);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["provider_ticket", "provider_connection"]).await
    }
}
