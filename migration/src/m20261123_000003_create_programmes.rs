//! Programmes, as labels that courses carry and as a scope of roles.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE programme (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    funder varchar(200),
    starts_on {date},
    ends_on {date},
    version integer NOT NULL,
    CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["programme"]).await
    }
}
