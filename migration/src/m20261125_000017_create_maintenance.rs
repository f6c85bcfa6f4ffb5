//! Whether the operator has everybody only read for now.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE maintenance (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    since {instant} NOT NULL,
    messages {json},
    retry_after integer NOT NULL CHECK (retry_after > 0)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["maintenance"]).await
    }
}
