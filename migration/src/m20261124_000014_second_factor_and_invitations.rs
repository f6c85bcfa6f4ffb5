//! Second factors with their recovery codes, invitations to roles, and by what a device calls itself.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE second_factor (
    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
    sealed {bytes} NOT NULL,
    last_step bigint NOT NULL,
    created_at {instant} NOT NULL,
    confirmed_at {instant}
);
CREATE TABLE recovery_code (
    account_id {uuid} NOT NULL REFERENCES account (id),
    digest {bytes} NOT NULL,
    used_at {instant},
    PRIMARY KEY (account_id, digest)
);
CREATE TABLE invitation (
    id {uuid} NOT NULL PRIMARY KEY,
    sealed {bytes} NOT NULL,
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    role varchar(20) NOT NULL,
    scope_kind varchar(20) NOT NULL,
    scope_id {uuid} NOT NULL,
    invited_by {uuid} NOT NULL REFERENCES account (id),
    secret_digest {bytes} UNIQUE,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant},
    ended_at {instant},
    version integer NOT NULL,
    CHECK (used_at IS NULL OR ended_at IS NULL)
);
ALTER TABLE sign_in ADD COLUMN agent varchar(200);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "ALTER TABLE sign_in DROP COLUMN agent").await?;
        dialect::drop_tables(manager, &["invitation", "recovery_code", "second_factor"]).await
    }
}
