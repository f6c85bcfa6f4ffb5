//! Chapters, lessons, immutable revisions of their text, and the editions that list them.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `chapter` and `lesson` are identities that stay; where they stand and what they are called belongs to an edition.
const UP: &str = "
CREATE TABLE figure (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    name varchar(120) NOT NULL,
    digest varchar(64) NOT NULL,
    svg text NOT NULL,
    created_at {instant} NOT NULL,
    UNIQUE (course_id, name, digest)
);
CREATE INDEX figure_digest ON figure (digest);
CREATE TABLE chapter (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    slug varchar(80) NOT NULL,
    UNIQUE (course_id, slug)
);
CREATE TABLE lesson (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    slug varchar(161) NOT NULL,
    UNIQUE (course_id, slug)
);
CREATE TABLE lesson_revision (
    id {uuid} NOT NULL PRIMARY KEY,
    lesson_id {uuid} NOT NULL REFERENCES lesson (id),
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    number integer NOT NULL CHECK (number > 0),
    summary text,
    body text NOT NULL,
    digest varchar(64) NOT NULL,
    follows_digest varchar(64),
    blocks {json} NOT NULL,
    plain text NOT NULL,
    words integer NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    created_at {instant} NOT NULL,
    UNIQUE (lesson_id, locale, number)
);
CREATE INDEX lesson_revision_digest ON lesson_revision (lesson_id, digest);
CREATE TABLE revision_term (
    revision_id {uuid} NOT NULL REFERENCES lesson_revision (id),
    term_code varchar(80) NOT NULL,
    PRIMARY KEY (revision_id, term_code)
);
CREATE INDEX revision_term_back ON revision_term (term_code);
CREATE TABLE edition (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    number integer NOT NULL CHECK (number > 0),
    state varchar(10) NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'withdrawn')),
    note text,
    created_at {instant} NOT NULL,
    submitted_at {instant},
    submitted_by {uuid} REFERENCES person (id),
    approved_at {instant},
    approved_by {uuid} REFERENCES person (id),
    published_at {instant},
    withdrawn_at {instant},
    version integer NOT NULL,
    UNIQUE (course_id, number),
    CHECK (approved_by IS NULL OR approved_by <> submitted_by),
    CHECK (state IN ('draft', 'withdrawn') OR submitted_by IS NOT NULL),
    CHECK (state NOT IN ('approved', 'published') OR approved_by IS NOT NULL)
);
CREATE UNIQUE INDEX edition_one_in_preparation ON edition (course_id) WHERE state IN ('draft', 'in_review', 'approved');
CREATE TABLE edition_chapter (
    edition_id {uuid} NOT NULL REFERENCES edition (id),
    chapter_id {uuid} NOT NULL REFERENCES chapter (id),
    position integer NOT NULL,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    PRIMARY KEY (edition_id, chapter_id)
);
CREATE TABLE edition_lesson (
    edition_id {uuid} NOT NULL,
    lesson_id {uuid} NOT NULL REFERENCES lesson (id),
    chapter_id {uuid} NOT NULL,
    position integer NOT NULL,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    PRIMARY KEY (edition_id, lesson_id),
    FOREIGN KEY (edition_id, chapter_id) REFERENCES edition_chapter (edition_id, chapter_id)
);
CREATE INDEX edition_lesson_chapter ON edition_lesson (edition_id, chapter_id, position);
CREATE INDEX edition_lesson_lesson ON edition_lesson (lesson_id);
CREATE TABLE edition_text (
    edition_id {uuid} NOT NULL,
    lesson_id {uuid} NOT NULL,
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    revision_id {uuid} NOT NULL REFERENCES lesson_revision (id),
    PRIMARY KEY (edition_id, lesson_id, locale),
    FOREIGN KEY (edition_id, lesson_id) REFERENCES edition_lesson (edition_id, lesson_id)
);
CREATE INDEX edition_text_revision ON edition_text (revision_id);
";

/// The lists that make an edition: open while it is a draft, closed for good afterwards.
const LISTS: [&str; 3] = ["edition_chapter", "edition_lesson", "edition_text"];

const REFUSE_CLOSED_EDITION: &str = "CREATE FUNCTION refuse_closed_edition() RETURNS trigger LANGUAGE plpgsql AS $$ \
     DECLARE subject uuid; \
     BEGIN \
       IF TG_OP = 'DELETE' THEN subject := OLD.edition_id; ELSE subject := NEW.edition_id; END IF; \
       IF (SELECT state FROM edition WHERE id = subject) <> 'draft' THEN \
         RAISE EXCEPTION 'an edition that left the draft state does not change'; \
       END IF; \
       IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; \
       RETURN NEW; \
     END $$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await?;
        dialect::make_append_only(manager, "lesson_revision").await?;
        dialect::make_append_only(manager, "figure").await?;
        dialect::run_each(manager, &[], &[REFUSE_CLOSED_EDITION]).await?;
        for table in LISTS {
            for (event, row) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
                let sqlite = format!(
                    "CREATE TRIGGER {table}_closed_{event} BEFORE {event} ON {table} \
                     WHEN (SELECT state FROM edition WHERE id = {row}.edition_id) <> 'draft' \
                     BEGIN SELECT RAISE(ABORT, 'an edition that left the draft state does not change'); END"
                );
                dialect::run_each(manager, &[&sqlite], &[]).await?;
            }
            let postgres = format!(
                "CREATE TRIGGER {table}_closed BEFORE INSERT OR UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION refuse_closed_edition()"
            );
            dialect::run_each(manager, &[], &[&postgres]).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(
            manager,
            &[
                "edition_text",
                "edition_lesson",
                "edition_chapter",
                "edition",
                "revision_term",
                "lesson_revision",
                "lesson",
                "chapter",
                "figure",
            ],
        )
        .await?;
        dialect::run_each(manager, &[], &["DROP FUNCTION refuse_closed_edition()"]).await
    }
}
