//! The bank of questions of each course.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What a question asks is in its versions, which never change. `kind`, `difficulty` and `points` of the newest one stand beside the
/// question, so that quizzes draw without reading texts.
const UP: &str = "
CREATE TABLE question (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    code varchar(64) NOT NULL,
    category varchar(200) NOT NULL,
    kind varchar(20) NOT NULL,
    difficulty varchar(20),
    points integer NOT NULL CHECK (points > 0),
    number integer NOT NULL,
    is_retired boolean NOT NULL,
    created_at {instant} NOT NULL,
    version integer NOT NULL,
    UNIQUE (course_id, code)
);
CREATE INDEX question_category ON question (course_id, category, id);
CREATE TABLE question_version (
    id {uuid} NOT NULL PRIMARY KEY,
    question_id {uuid} NOT NULL REFERENCES question (id),
    number integer NOT NULL,
    points integer NOT NULL CHECK (points > 0),
    body {json} NOT NULL,
    pictures {json} NOT NULL,
    created_at {instant} NOT NULL,
    UNIQUE (question_id, number)
);
CREATE TABLE question_tag (
    question_id {uuid} NOT NULL REFERENCES question (id),
    tag varchar(64) NOT NULL,
    PRIMARY KEY (question_id, tag)
);
CREATE INDEX question_tag_tag ON question_tag (tag);
CREATE TABLE question_lesson (
    question_id {uuid} NOT NULL REFERENCES question (id),
    lesson_id {uuid} NOT NULL REFERENCES lesson (id),
    PRIMARY KEY (question_id, lesson_id)
);
CREATE INDEX question_lesson_lesson ON question_lesson (lesson_id);
CREATE TABLE question_law (
    question_id {uuid} NOT NULL REFERENCES question (id),
    legal_text_id {uuid} NOT NULL REFERENCES legal_text (id),
    PRIMARY KEY (question_id, legal_text_id)
);
CREATE INDEX question_law_legal_text ON question_law (legal_text_id);
CREATE TABLE question_picture (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    name varchar(120) NOT NULL,
    digest varchar(64) NOT NULL,
    media_type varchar(40) NOT NULL,
    content {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    UNIQUE (course_id, name, digest)
);
CREATE INDEX question_picture_digest ON question_picture (digest);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(
            manager,
            &["question_picture", "question_law", "question_lesson", "question_tag", "question_version", "question"],
        )
        .await?;
        dialect::forget_requests(manager, "question.define").await
    }
}
