//! Runs of courses, and who takes part in them.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE course_run (
    id {uuid} NOT NULL PRIMARY KEY,
    course_id {uuid} NOT NULL REFERENCES course (id),
    edition_id {uuid} REFERENCES edition (id),
    code varchar(80) NOT NULL UNIQUE,
    titles {json},
    admission varchar(12) NOT NULL CHECK (admission IN ('open', 'request', 'invitation')),
    state varchar(12) NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'cancelled')),
    seats integer CHECK (seats > 0),
    taken integer NOT NULL CHECK (taken >= 0),
    opens_at {instant},
    closes_at {instant},
    starts_on {date},
    ends_on {date},
    locations {json},
    access_days integer CHECK (access_days > 0),
    audience {json} NOT NULL,
    note varchar(5000),
    created_at {instant} NOT NULL,
    version integer NOT NULL,
    CHECK (taken <= seats),
    CHECK (closes_at > opens_at),
    CHECK (ends_on >= starts_on)
);
CREATE INDEX course_run_course ON course_run (course_id, id);
CREATE INDEX course_run_edition ON course_run (edition_id);
CREATE TABLE course_run_programme (
    run_id {uuid} NOT NULL REFERENCES course_run (id),
    programme_id {uuid} NOT NULL REFERENCES programme (id),
    PRIMARY KEY (run_id, programme_id)
);
CREATE INDEX course_run_programme_back ON course_run_programme (programme_id, run_id);
CREATE TABLE enrolment (
    id {uuid} NOT NULL PRIMARY KEY,
    run_id {uuid} NOT NULL REFERENCES course_run (id),
    course_id {uuid} NOT NULL REFERENCES course (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    edition_id {uuid} REFERENCES edition (id),
    state varchar(12) NOT NULL CHECK (state IN ('invited', 'requested', 'active', 'completed', 'withdrawn', 'removed', 'refused', 'expired')),
    way varchar(12) NOT NULL CHECK (way IN ('oneself', 'invitation', 'officer', 'organisation')),
    organisation_id {uuid} REFERENCES organisation (id),
    gender varchar(20),
    age integer,
    governorate varchar(5) REFERENCES governorate (code),
    situation varchar(20),
    degree varchar(20),
    note varchar(5000),
    created_at {instant} NOT NULL,
    active_at {instant},
    ends_at {instant},
    ended_at {instant},
    reminded_at {instant},
    version integer NOT NULL,
    UNIQUE (run_id, person_id),
    CHECK (state NOT IN ('active', 'completed') OR (edition_id IS NOT NULL AND active_at IS NOT NULL))
);
CREATE UNIQUE INDEX enrolment_under_way ON enrolment (course_id, person_id) WHERE state IN ('invited', 'requested', 'active');
CREATE INDEX enrolment_person ON enrolment (person_id, id);
CREATE INDEX enrolment_run ON enrolment (run_id, id);
CREATE INDEX enrolment_ends ON enrolment (ends_at) WHERE state = 'active';
CREATE INDEX enrolment_organisation ON enrolment (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX enrolment_edition ON enrolment (edition_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::forget_requests(manager, "run.define").await?;
        dialect::drop_tables(manager, &["enrolment", "course_run_programme", "course_run"]).await
    }
}
