//! Secret addresses at which a calendar program fetches what concerns somebody.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE calendar_feed (
    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
    secret_digest {bytes} NOT NULL UNIQUE,
    created_at {instant} NOT NULL,
    fetched_at {instant}
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["calendar_feed"]).await
    }
}
