//! A name of the database's own, by which a read model on disk (the search index) knows from which database it was made.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "CREATE TABLE database_name (name varchar(32) NOT NULL PRIMARY KEY)").await?;
        dialect::run_each(
            manager,
            &["INSERT INTO database_name VALUES (lower(hex(randomblob(16))))"],
            &["INSERT INTO database_name VALUES (replace(gen_random_uuid()::text, '-', ''))"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["database_name"]).await
    }
}
