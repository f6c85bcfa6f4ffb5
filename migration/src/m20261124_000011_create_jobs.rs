//! Work that is done after the change that causes it, and by a clock.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE job (
    id {uuid} NOT NULL PRIMARY KEY,
    kind varchar(80) NOT NULL,
    payload {json} NOT NULL,
    effect varchar(160) UNIQUE,
    state varchar(10) NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    due_at {instant} NOT NULL,
    tries integer NOT NULL CHECK (tries >= 0),
    lease_id {uuid},
    leased_until {instant},
    progress integer NOT NULL CHECK (progress >= 0),
    progress_total integer CHECK (progress_total >= progress),
    problem varchar(200),
    caused_by {uuid} REFERENCES account (id),
    created_at {instant} NOT NULL,
    ended_at {instant},
    version integer NOT NULL,
    CHECK ((state = 'running') = (lease_id IS NOT NULL)),
    CHECK ((lease_id IS NULL) = (leased_until IS NULL)),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL))
);
CREATE INDEX job_due ON job (due_at, id) WHERE state = 'waiting';
CREATE INDEX job_leased ON job (leased_until) WHERE state = 'running';
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_caused ON job (caused_by, id);
CREATE TABLE schedule (
    name varchar(80) NOT NULL PRIMARY KEY,
    pattern varchar(60) NOT NULL,
    next_at {instant} NOT NULL
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["schedule", "job"]).await
    }
}
