//! Days on which the centre is closed, and its hours.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

// Hours without days are those of the whole year: one row at most.
const UP: &str = "
CREATE TABLE holiday (
    id {uuid} NOT NULL PRIMARY KEY,
    names {json} NOT NULL CHECK (coalesce(names->>'ar', names->>'fr', names->>'en') IS NOT NULL),
    first_day {date} NOT NULL UNIQUE,
    last_day {date} NOT NULL UNIQUE CHECK (last_day >= first_day),
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE TABLE working_period (
    id {uuid} NOT NULL PRIMARY KEY,
    first_day {date} UNIQUE,
    last_day {date} UNIQUE,
    created_at {instant} NOT NULL,
    version integer NOT NULL,
    CHECK ((first_day IS NULL) = (last_day IS NULL)),
    CHECK (first_day IS NULL OR last_day >= first_day)
);
CREATE UNIQUE INDEX working_period_usual ON working_period ((first_day IS NULL)) WHERE first_day IS NULL;
CREATE TABLE working_hours (
    period_id {uuid} NOT NULL REFERENCES working_period (id),
    weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens integer NOT NULL CHECK (opens >= 0),
    closes integer NOT NULL CHECK (closes > opens AND closes <= 1440),
    PRIMARY KEY (period_id, weekday, opens)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["working_hours", "working_period", "holiday"]).await
    }
}
