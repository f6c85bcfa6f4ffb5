//! Venues, where sessions are held.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE venue (
    id {uuid} NOT NULL PRIMARY KEY,
    names {json} NOT NULL CHECK (coalesce(names->>'ar', names->>'fr', names->>'en') IS NOT NULL),
    address varchar(300) NOT NULL,
    governorate varchar(5) NOT NULL REFERENCES governorate (code),
    capacity integer NOT NULL CHECK (capacity > 0),
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE INDEX venue_governorate ON venue (governorate, id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::forget_requests(manager, "venue.create").await?;
        dialect::drop_tables(manager, &["venue"]).await
    }
}
