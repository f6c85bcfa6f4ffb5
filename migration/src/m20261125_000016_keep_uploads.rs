//! Files, what they hold, and files on their way.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE content (
    digest varchar(64) NOT NULL PRIMARY KEY,
    size bigint NOT NULL CHECK (size > 0),
    state varchar(10) NOT NULL CHECK (state IN ('good', 'missing', 'damaged')),
    created_at {instant} NOT NULL,
    checked_at {instant} NOT NULL
);
CREATE INDEX content_checked ON content (checked_at);
CREATE TABLE file (
    id {uuid} NOT NULL PRIMARY KEY,
    digest varchar(64) NOT NULL REFERENCES content (digest),
    media_type varchar(100) NOT NULL,
    name varchar(200) NOT NULL,
    purpose varchar(10) NOT NULL CHECK (purpose IN ('image', 'document', 'media', 'captions')),
    account_id {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE INDEX file_account ON file (account_id, id);
CREATE INDEX file_digest ON file (digest);
CREATE TABLE file_variant (
    file_id {uuid} NOT NULL REFERENCES file (id),
    width integer NOT NULL CHECK (width > 0),
    digest varchar(64) NOT NULL REFERENCES content (digest),
    PRIMARY KEY (file_id, width)
);
CREATE INDEX file_variant_digest ON file_variant (digest);
CREATE TABLE file_caption (
    file_id {uuid} NOT NULL REFERENCES file (id),
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    digest varchar(64) NOT NULL REFERENCES content (digest),
    PRIMARY KEY (file_id, locale)
);
CREATE INDEX file_caption_digest ON file_caption (digest);
CREATE TABLE upload (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    purpose varchar(10) NOT NULL CHECK (purpose IN ('image', 'document', 'media', 'captions')),
    name varchar(200) NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    media_type varchar(100) NOT NULL,
    state varchar(10) NOT NULL CHECK (state IN ('open', 'received', 'stored', 'refused', 'cancelled')),
    digest varchar(64),
    problem varchar(40),
    file_id {uuid} REFERENCES file (id) ON DELETE SET NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE INDEX upload_account ON upload (account_id, state);
CREATE INDEX upload_expiry ON upload (expires_at);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::forget_requests(manager, "upload.begin").await?;
        dialect::drop_tables(manager, &["upload", "file_caption", "file_variant", "file", "content"]).await
    }
}
