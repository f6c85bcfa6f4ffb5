//! Certificates: what they are for, which were issued, and what they rest on.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Nobody has two good ones for one thing, and no number comes twice: the database says so too.
const UP: &str = "
CREATE TABLE certificate_template (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(64) NOT NULL UNIQUE,
    titles {json} NOT NULL,
    plan {json} NOT NULL,
    is_active boolean NOT NULL,
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE TABLE certificate_template_course (
    template_id {uuid} NOT NULL REFERENCES certificate_template (id),
    course_id {uuid} NOT NULL REFERENCES course (id),
    position integer NOT NULL,
    PRIMARY KEY (template_id, course_id)
);
CREATE INDEX certificate_template_course_course ON certificate_template_course (course_id);
CREATE TABLE certificate_series (
    year integer NOT NULL PRIMARY KEY,
    last integer NOT NULL
);
CREATE TABLE certificate (
    id {uuid} NOT NULL PRIMARY KEY,
    template_id {uuid} NOT NULL REFERENCES certificate_template (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    year integer NOT NULL,
    serial integer NOT NULL CHECK (serial > 0),
    code_digest {bytes} NOT NULL UNIQUE,
    sealed {bytes} NOT NULL,
    state varchar(20) NOT NULL,
    reason varchar(2000),
    replaced_by {uuid} REFERENCES certificate (id),
    issued_on {date} NOT NULL,
    expires_on {date},
    created_at {instant} NOT NULL,
    ended_at {instant},
    version integer NOT NULL,
    UNIQUE (year, serial),
    CHECK ((state = 'valid') = (ended_at IS NULL)),
    CHECK ((state = 'replaced') = (replaced_by IS NOT NULL))
);
CREATE UNIQUE INDEX certificate_good ON certificate (template_id, person_id) WHERE state = 'valid';
CREATE INDEX certificate_person ON certificate (person_id);
CREATE TABLE certificate_course (
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    course_id {uuid} NOT NULL REFERENCES course (id),
    enrolment_id {uuid} NOT NULL REFERENCES enrolment (id),
    edition_id {uuid} REFERENCES edition (id),
    PRIMARY KEY (certificate_id, course_id)
);
CREATE INDEX certificate_course_enrolment ON certificate_course (enrolment_id);
CREATE TABLE certificate_law (
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    legal_text_id {uuid} NOT NULL REFERENCES legal_text (id),
    PRIMARY KEY (certificate_id, legal_text_id)
);
CREATE INDEX certificate_law_legal_text ON certificate_law (legal_text_id);
";

/// Newest first.
const TABLES: &[&str] = &[
    "certificate_law",
    "certificate_course",
    "certificate",
    "certificate_series",
    "certificate_template_course",
    "certificate_template",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, TABLES).await?;
        dialect::forget_requests(manager, "certificate-template.define").await
    }
}
