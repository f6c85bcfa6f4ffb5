//! What people were told, how they want to be told, and letters that came back.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE notice (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    template varchar(60) NOT NULL,
    topic varchar(20) NOT NULL,
    sealed {bytes} NOT NULL,
    awaits_digest {boolean} NOT NULL,
    created_at {instant} NOT NULL,
    read_at {instant}
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_unread ON notice (account_id) WHERE read_at IS NULL;
CREATE INDEX notice_awaits_digest ON notice (account_id) WHERE awaits_digest;
CREATE TABLE notice_preference (
    account_id {uuid} NOT NULL REFERENCES account (id),
    topic varchar(20) NOT NULL,
    delivery varchar(20) NOT NULL CHECK (delivery IN ('pages', 'mail', 'digest')),
    changed_at {instant} NOT NULL,
    PRIMARY KEY (account_id, topic)
);
ALTER TABLE mail ADD COLUMN bounced_at {instant};
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "ALTER TABLE mail DROP COLUMN bounced_at;").await?;
        dialect::drop_tables(manager, &["notice_preference", "notice"]).await
    }
}
