//! How an organisation is reached, what it is registered as, and who belongs to it.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
ALTER TABLE organisation ADD COLUMN register_number varchar(40);
ALTER TABLE organisation ADD COLUMN address varchar(300);
ALTER TABLE organisation ADD COLUMN phone varchar(20);
ALTER TABLE organisation ADD COLUMN email varchar(320);
ALTER TABLE organisation ADD COLUMN website varchar(300);
CREATE UNIQUE INDEX organisation_register ON organisation (register_number) WHERE register_number IS NOT NULL;
CREATE TABLE organisation_member (
    id {uuid} NOT NULL PRIMARY KEY,
    organisation_id {uuid} NOT NULL REFERENCES organisation (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    role varchar(20) NOT NULL CHECK (role IN ('director', 'contact', 'tutor', 'staff', 'founder')),
    title varchar(200),
    since {instant} NOT NULL,
    ended_at {instant}
);
CREATE UNIQUE INDEX organisation_member_once ON organisation_member (organisation_id, person_id, role) WHERE ended_at IS NULL;
CREATE INDEX organisation_member_person ON organisation_member (person_id);
";

const DOWN: &str = "
DROP TABLE organisation_member;
DROP INDEX organisation_register;
ALTER TABLE organisation DROP COLUMN website;
ALTER TABLE organisation DROP COLUMN email;
ALTER TABLE organisation DROP COLUMN phone;
ALTER TABLE organisation DROP COLUMN address;
ALTER TABLE organisation DROP COLUMN register_number;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, DOWN).await
    }
}
