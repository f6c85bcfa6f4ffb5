//! Letters on their way.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `sealed` holds address and values under the operator's secret; it is emptied when the letter was taken or refused.
const UP: &str = "
CREATE TABLE mail (
    id {uuid} NOT NULL PRIMARY KEY,
    template varchar(60) NOT NULL,
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    person_id {uuid} REFERENCES person (id),
    sealed {bytes},
    state varchar(10) NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')),
    problem varchar(200),
    created_at {instant} NOT NULL,
    ended_at {instant},
    CHECK ((state = 'waiting') = (sealed IS NOT NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX mail_state ON mail (state, id);
CREATE INDEX mail_person ON mail (person_id, id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["mail"]).await
    }
}
