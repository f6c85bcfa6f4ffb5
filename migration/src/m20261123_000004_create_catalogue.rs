//! Themes, courses and the yearly guide.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE theme (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    summaries {json},
    position integer NOT NULL,
    version integer NOT NULL
);
CREATE TABLE course (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    slug varchar(80) NOT NULL UNIQUE,
    theme_id {uuid} NOT NULL REFERENCES theme (id),
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    summaries {json},
    objectives {json},
    audiences {json},
    prerequisites {json},
    skills {json} NOT NULL,
    duration_minutes integer CHECK (duration_minutes > 0),
    half_days integer CHECK (half_days > 0),
    modality varchar(12) NOT NULL CHECK (modality IN ('in_person', 'remote', 'blended', 'self_paced')),
    level varchar(12) NOT NULL CHECK (level IN ('beginner', 'intermediate', 'advanced')),
    languages {json} NOT NULL,
    source_language varchar(2) NOT NULL CHECK (source_language IN ('ar', 'fr', 'en')),
    fee_minor bigint CHECK (fee_minor >= 0),
    fee_currency varchar(3),
    author_id {uuid} NOT NULL REFERENCES person (id),
    published_edition_id {uuid},
    published_at {instant},
    created_at {instant} NOT NULL,
    version integer NOT NULL,
    CHECK ((fee_minor IS NULL) = (fee_currency IS NULL)),
    CHECK ((published_edition_id IS NULL) = (published_at IS NULL))
);
CREATE INDEX course_theme ON course (theme_id, code);
CREATE INDEX course_published ON course (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX course_published_code ON course (code, id) WHERE published_at IS NOT NULL;
CREATE INDEX course_author ON course (author_id);
CREATE TABLE course_programme (
    course_id {uuid} NOT NULL REFERENCES course (id),
    programme_id {uuid} NOT NULL REFERENCES programme (id),
    PRIMARY KEY (course_id, programme_id)
);
CREATE INDEX course_programme_back ON course_programme (programme_id, course_id);
CREATE TABLE course_requirement (
    course_id {uuid} NOT NULL REFERENCES course (id),
    requires_id {uuid} NOT NULL REFERENCES course (id),
    PRIMARY KEY (course_id, requires_id),
    CHECK (course_id <> requires_id)
);
CREATE INDEX course_requirement_back ON course_requirement (requires_id);
CREATE TABLE guide (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    titles {json} NOT NULL CHECK (coalesce(titles->>'ar', titles->>'fr', titles->>'en') IS NOT NULL),
    starts_on {date} NOT NULL,
    ends_on {date} NOT NULL,
    state varchar(10) NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    published_at {instant},
    version integer NOT NULL,
    CHECK (ends_on > starts_on)
);
CREATE TABLE guide_offer (
    id {uuid} NOT NULL PRIMARY KEY,
    guide_id {uuid} NOT NULL REFERENCES guide (id),
    course_id {uuid} NOT NULL REFERENCES course (id),
    position integer NOT NULL,
    fee_minor bigint CHECK (fee_minor >= 0),
    fee_currency varchar(3),
    UNIQUE (guide_id, course_id),
    CHECK ((fee_minor IS NULL) = (fee_currency IS NULL))
);
CREATE INDEX guide_offer_course ON guide_offer (course_id);
CREATE TABLE guide_date (
    id {uuid} NOT NULL PRIMARY KEY,
    offer_id {uuid} NOT NULL REFERENCES guide_offer (id),
    starts_on {date} NOT NULL,
    ends_on {date} NOT NULL,
    places {json},
    CHECK (ends_on >= starts_on)
);
CREATE INDEX guide_date_offer ON guide_date (offer_id, starts_on);
CREATE TABLE catalogue_change (
    number {serial},
    course_id {uuid} NOT NULL REFERENCES course (id)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for action in ["course.create", "guide.define"] {
            dialect::forget_requests(manager, action).await?;
        }
        dialect::drop_tables(
            manager,
            &[
                "catalogue_change",
                "guide_date",
                "guide_offer",
                "guide",
                "course_requirement",
                "course_programme",
                "course",
                "theme",
            ],
        )
        .await
    }
}
