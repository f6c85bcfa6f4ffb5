//! The person's file, the words of names, claims, and that two entries are one person.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The file is a table of its own, so that erasing a person removes one row and leaves what points to the person. Digests are no unique
/// indexes: who types somebody else's number must not learn from a refusal that it is on file.
const UP: &str = "
ALTER TABLE person ADD COLUMN state varchar(10) NOT NULL DEFAULT 'known' CHECK (state IN ('known', 'merged', 'erased'));
CREATE INDEX person_state ON person (state, id);
CREATE TABLE person_file (
    person_id {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    birth_date {date},
    gender varchar(10) CHECK (gender IN ('female', 'male')),
    governorate varchar(5) REFERENCES governorate (code),
    delegation varchar(80),
    situation varchar(20) CHECK (situation IN ('looking_for_work', 'employed', 'self_employed', 'student', 'founder', 'institution_staff', 'other')),
    education {json} NOT NULL,
    phone_sealed {bytes},
    phone_digest varchar(64),
    email_sealed {bytes},
    email_digest varchar(64),
    identity_kind varchar(20) CHECK (identity_kind IN ('national_card', 'passport')),
    identity_sealed {bytes},
    identity_digest varchar(64),
    access_needs_sealed {bytes},
    CHECK ((phone_sealed IS NULL) = (phone_digest IS NULL)),
    CHECK ((email_sealed IS NULL) = (email_digest IS NULL)),
    CHECK ((identity_sealed IS NULL) = (identity_digest IS NULL)),
    CHECK ((identity_sealed IS NULL) = (identity_kind IS NULL))
);
CREATE INDEX person_file_birth ON person_file (birth_date) WHERE birth_date IS NOT NULL;
CREATE INDEX person_file_phone ON person_file (phone_digest) WHERE phone_digest IS NOT NULL;
CREATE INDEX person_file_email ON person_file (email_digest) WHERE email_digest IS NOT NULL;
CREATE INDEX person_file_identity ON person_file (identity_digest) WHERE identity_digest IS NOT NULL;
CREATE INDEX person_file_governorate ON person_file (governorate, person_id);
CREATE TABLE person_word (
    word {word} NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    PRIMARY KEY (word, person_id)
);
CREATE INDEX person_word_person ON person_word (person_id);
CREATE TABLE person_merger (
    former_id {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    at {instant} NOT NULL,
    CHECK (former_id <> person_id)
);
CREATE INDEX person_merger_person ON person_merger (person_id);
CREATE TABLE person_claim (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    sealed {bytes},
    person_id {uuid} REFERENCES person (id),
    code_digest varchar(64),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
);
CREATE INDEX person_claim_account ON person_claim (account_id);
CREATE INDEX person_claim_expiry ON person_claim (expires_at);
ALTER TABLE mail ADD COLUMN channel varchar(10) NOT NULL DEFAULT 'mail' CHECK (channel IN ('mail', 'sms'));
";

const DOWN: &str = "
ALTER TABLE mail DROP COLUMN channel;
DROP TABLE person_claim;
DROP TABLE person_merger;
DROP TABLE person_word;
DROP TABLE person_file;
DROP INDEX person_state;
ALTER TABLE person DROP COLUMN state;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::forget_requests(manager, "person.create").await?;
        dialect::run(manager, DOWN).await
    }
}
