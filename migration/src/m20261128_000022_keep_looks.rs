//! Looks: administrators who see pages as somebody else sees them.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE look (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    by_account_id {uuid} NOT NULL REFERENCES account (id),
    sign_in_id {uuid} NOT NULL REFERENCES sign_in (id),
    reason varchar(500) NOT NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant}
);
CREATE INDEX look_account ON look (account_id, id);
CREATE INDEX look_by_account ON look (by_account_id, id);
CREATE INDEX look_sign_in ON look (sign_in_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["look"]).await
    }
}
