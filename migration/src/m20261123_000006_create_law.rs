//! Legal texts, how they bear on each other, who cites them, and what must be reviewed when one changes; the glossary.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE glossary_term (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    terms {json} NOT NULL CHECK (coalesce(terms->>'ar', terms->>'fr', terms->>'en') IS NOT NULL),
    definitions {json} NOT NULL CHECK (coalesce(definitions->>'ar', definitions->>'fr', definitions->>'en') IS NOT NULL),
    version integer NOT NULL
);
CREATE TABLE legal_text (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    kind varchar(12) NOT NULL CHECK (kind IN ('law', 'organic_law', 'decree', 'order', 'code')),
    number varchar(40),
    signed_on {date} NOT NULL,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    topics {json} NOT NULL,
    status varchar(12) NOT NULL CHECK (status IN ('in_force', 'amended', 'repealed', 'unverified')),
    version integer NOT NULL
);
CREATE INDEX legal_text_date ON legal_text (signed_on, id);
CREATE TABLE legal_relation (
    from_id {uuid} NOT NULL REFERENCES legal_text (id),
    kind varchar(8) NOT NULL CHECK (kind IN ('amends', 'repeals', 'applies')),
    to_id {uuid} NOT NULL REFERENCES legal_text (id),
    PRIMARY KEY (from_id, kind, to_id),
    CHECK (from_id <> to_id)
);
CREATE INDEX legal_relation_back ON legal_relation (to_id);
CREATE TABLE revision_citation (
    revision_id {uuid} NOT NULL REFERENCES lesson_revision (id),
    legal_text_id {uuid} NOT NULL REFERENCES legal_text (id),
    article varchar(40) NOT NULL,
    PRIMARY KEY (revision_id, legal_text_id, article)
);
CREATE INDEX revision_citation_back ON revision_citation (legal_text_id);
CREATE TABLE content_review (
    id {uuid} NOT NULL PRIMARY KEY,
    legal_text_id {uuid} NOT NULL REFERENCES legal_text (id),
    lesson_id {uuid} NOT NULL REFERENCES lesson (id),
    reason text NOT NULL,
    opened_at {instant} NOT NULL,
    closed_at {instant},
    closed_by {uuid} REFERENCES person (id),
    note text,
    version integer NOT NULL
);
CREATE UNIQUE INDEX content_review_open_once ON content_review (legal_text_id, lesson_id) WHERE closed_at IS NULL;
CREATE INDEX content_review_lesson ON content_review (lesson_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["content_review", "revision_citation", "legal_relation", "legal_text", "glossary_term"])
            .await
    }
}
