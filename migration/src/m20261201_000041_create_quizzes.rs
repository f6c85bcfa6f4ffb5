//! Quizzes, attempts at them and what was answered.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Nobody has two attempts at one quiz under way: the database says so too. An attempt holds on to the wordings that it was asked.
const UP: &str = "
CREATE TABLE quiz (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    lesson_id {uuid} REFERENCES lesson (id),
    key varchar(64) NOT NULL,
    titles {json} NOT NULL,
    introduction {json} NOT NULL,
    plan {json} NOT NULL,
    is_open boolean NOT NULL,
    created_at {instant} NOT NULL,
    version integer NOT NULL,
    UNIQUE (course_id, key)
);
CREATE TABLE quiz_exception (
    id {uuid} NOT NULL PRIMARY KEY,
    quiz_id {uuid} NOT NULL REFERENCES quiz (id),
    run_id {uuid} REFERENCES course_run (id),
    enrolment_id {uuid} REFERENCES enrolment (id),
    minutes integer CHECK (minutes > 0),
    attempts integer CHECK (attempts > 0),
    opens_at {instant},
    closes_at {instant},
    reason varchar(1000) NOT NULL,
    created_at {instant} NOT NULL,
    CHECK ((run_id IS NULL) <> (enrolment_id IS NULL)),
    UNIQUE (quiz_id, run_id),
    UNIQUE (quiz_id, enrolment_id)
);
CREATE INDEX quiz_exception_enrolment ON quiz_exception (enrolment_id);
CREATE INDEX quiz_exception_run ON quiz_exception (run_id);
CREATE TABLE quiz_attempt (
    id {uuid} NOT NULL PRIMARY KEY,
    quiz_id {uuid} NOT NULL REFERENCES quiz (id),
    enrolment_id {uuid} NOT NULL REFERENCES enrolment (id),
    number integer NOT NULL CHECK (number > 0),
    state varchar(20) NOT NULL,
    seed {bytes} NOT NULL CHECK (length(seed) = 16),
    page integer NOT NULL CHECK (page >= 0),
    started_at {instant} NOT NULL,
    due_at {instant},
    ended_at {instant},
    points integer CHECK (points >= 0),
    most integer NOT NULL CHECK (most > 0),
    version integer NOT NULL,
    UNIQUE (quiz_id, enrolment_id, number),
    CHECK ((ended_at IS NULL) = (state IN ('in_progress', 'overdue')))
);
CREATE UNIQUE INDEX quiz_attempt_under_way ON quiz_attempt (quiz_id, enrolment_id) WHERE state IN ('in_progress', 'overdue');
CREATE INDEX quiz_attempt_state ON quiz_attempt (state, id);
CREATE INDEX quiz_attempt_enrolment ON quiz_attempt (enrolment_id, quiz_id);
CREATE TABLE question_regrade (
    id {uuid} NOT NULL PRIMARY KEY,
    question_id {uuid} NOT NULL REFERENCES question (id),
    question_version_id {uuid} REFERENCES question_version (id),
    reason varchar(1000) NOT NULL,
    created_at {instant} NOT NULL
);
CREATE INDEX question_regrade_question ON question_regrade (question_id);
CREATE TABLE quiz_attempt_question (
    attempt_id {uuid} NOT NULL REFERENCES quiz_attempt (id),
    place integer NOT NULL CHECK (place >= 0),
    question_version_id {uuid} NOT NULL REFERENCES question_version (id),
    points integer NOT NULL CHECK (points > 0),
    number bigint NOT NULL CHECK (number >= 0),
    answer {json},
    saved_at {instant},
    credit integer,
    regrade_id {uuid} REFERENCES question_regrade (id),
    PRIMARY KEY (attempt_id, place)
);
CREATE TABLE quiz_grade (
    attempt_id {uuid} NOT NULL,
    place integer NOT NULL,
    grader_id {uuid} NOT NULL REFERENCES person (id),
    levels {json},
    credit integer NOT NULL CHECK (credit >= 0),
    comment varchar(5000),
    created_at {instant} NOT NULL,
    PRIMARY KEY (attempt_id, place, grader_id),
    FOREIGN KEY (attempt_id, place) REFERENCES quiz_attempt_question (attempt_id, place)
);
CREATE INDEX quiz_grade_grader ON quiz_grade (grader_id);
CREATE TABLE quiz_mark_change (
    regrade_id {uuid} NOT NULL REFERENCES question_regrade (id),
    attempt_id {uuid} NOT NULL,
    place integer NOT NULL,
    former_credit integer,
    former_points integer,
    created_at {instant} NOT NULL,
    PRIMARY KEY (regrade_id, attempt_id, place),
    FOREIGN KEY (attempt_id, place) REFERENCES quiz_attempt_question (attempt_id, place)
);
CREATE INDEX quiz_mark_change_attempt ON quiz_mark_change (attempt_id);
CREATE INDEX quiz_attempt_question_version ON quiz_attempt_question (question_version_id);
CREATE TABLE quiz_result (
    enrolment_id {uuid} NOT NULL REFERENCES enrolment (id),
    quiz_id {uuid} NOT NULL REFERENCES quiz (id),
    share integer,
    passed_at {instant},
    PRIMARY KEY (enrolment_id, quiz_id)
);
CREATE INDEX quiz_result_quiz ON quiz_result (quiz_id);
";

/// Newest first.
const TABLES: &[&str] = &[
    "quiz_result",
    "quiz_mark_change",
    "quiz_grade",
    "quiz_attempt_question",
    "question_regrade",
    "quiz_attempt",
    "quiz_exception",
    "quiz",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::drop_tables(manager, TABLES).await?;
        dialect::forget_requests(manager, "quiz.define").await
    }
}
