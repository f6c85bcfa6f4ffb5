//! What people did in the lessons of a run, and what a run asks for.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A day has 1,440 minutes, one bit each.
const UP: &str = "
ALTER TABLE course_run ADD COLUMN policy {json};
CREATE TABLE lesson_progress (
    enrolment_id {uuid} NOT NULL REFERENCES enrolment (id),
    lesson_id {uuid} NOT NULL REFERENCES lesson (id),
    opened_at {instant} NOT NULL,
    last_at {instant} NOT NULL,
    viewed_at {instant},
    completed_at {instant},
    place varchar(200),
    placed_at {instant},
    PRIMARY KEY (enrolment_id, lesson_id),
    CHECK (last_at >= opened_at)
);
CREATE INDEX lesson_progress_lesson ON lesson_progress (lesson_id);
CREATE TABLE study_day (
    enrolment_id {uuid} NOT NULL,
    lesson_id {uuid} NOT NULL,
    day {date} NOT NULL,
    minutes {bytes} NOT NULL CHECK (length(minutes) = 180),
    PRIMARY KEY (enrolment_id, lesson_id, day),
    FOREIGN KEY (enrolment_id, lesson_id) REFERENCES lesson_progress (enrolment_id, lesson_id)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, &["study_day", "lesson_progress"]).await?;
        dialect::run(manager, "ALTER TABLE course_run DROP COLUMN policy").await
    }
}
