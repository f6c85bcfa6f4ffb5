//! Certificates that were issued for a list of people, to be fetched together.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE certificate_batch (
    id {uuid} NOT NULL PRIMARY KEY,
    template_id {uuid} NOT NULL REFERENCES certificate_template (id),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL
);
CREATE INDEX certificate_batch_template ON certificate_batch (template_id, id);
CREATE INDEX certificate_batch_expiry ON certificate_batch (expires_at);
CREATE TABLE certificate_batch_person (
    batch_id {uuid} NOT NULL REFERENCES certificate_batch (id) ON DELETE CASCADE,
    position integer NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    certificate_id {uuid} REFERENCES certificate (id),
    PRIMARY KEY (batch_id, position)
);
CREATE INDEX certificate_batch_person_person ON certificate_batch_person (person_id);
CREATE INDEX certificate_batch_person_certificate ON certificate_batch_person (certificate_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["certificate_batch_person", "certificate_batch"]).await
    }
}
