//! Persons apart from accounts, organisations, roles in scopes, and who is signed in.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE person (
    id {uuid} NOT NULL PRIMARY KEY,
    names {json} NOT NULL CHECK (coalesce(names->>'ar', names->>'fr', names->>'en') IS NOT NULL),
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE TABLE organisation (
    id {uuid} NOT NULL PRIMARY KEY,
    code varchar(80) NOT NULL UNIQUE,
    kind varchar(20) NOT NULL CHECK (kind IN ('centre', 'enterprise', 'institution', 'association', 'partner', 'funder', 'school', 'municipality')),
    names {json} NOT NULL CHECK (coalesce(names->>'ar', names->>'fr', names->>'en') IS NOT NULL),
    governorate varchar(5) REFERENCES governorate (code),
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE TABLE account (
    id {uuid} NOT NULL PRIMARY KEY,
    person_id {uuid} NOT NULL UNIQUE REFERENCES person (id),
    email varchar(320) NOT NULL UNIQUE,
    password_hash varchar(200) NOT NULL,
    locale varchar(2) NOT NULL CHECK (locale IN ('ar', 'fr', 'en')),
    state varchar(10) NOT NULL CHECK (state IN ('active', 'disabled')),
    created_at {instant} NOT NULL,
    version integer NOT NULL
);
CREATE TABLE role_grant (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    role varchar(20) NOT NULL CHECK (role IN ('learner', 'trainer', 'training_officer', 'programme_officer', 'partner_officer', 'reviewer', 'coach', 'quality_officer', 'auditor', 'administrator')),
    scope_kind varchar(20) NOT NULL,
    scope_id {uuid} NOT NULL,
    granted_at {instant} NOT NULL,
    ended_at {instant}
);
CREATE UNIQUE INDEX role_grant_held_once ON role_grant (account_id, role, scope_kind, scope_id) WHERE ended_at IS NULL;
CREATE TABLE sign_in (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant},
    end_reason varchar(20) CHECK (end_reason IN ('signed_out', 'everywhere', 'reuse', 'disabled'))
);
CREATE INDEX sign_in_account ON sign_in (account_id) WHERE ended_at IS NULL;
CREATE TABLE refresh_token (
    id {uuid} NOT NULL PRIMARY KEY,
    sign_in_id {uuid} NOT NULL REFERENCES sign_in (id),
    issued_at {instant} NOT NULL,
    seen_at {instant},
    replaced_by {uuid} UNIQUE REFERENCES refresh_token (id)
);
CREATE INDEX refresh_token_sign_in ON refresh_token (sign_in_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::forget_requests(manager, "account.create").await?;
        dialect::drop_tables(manager, &["refresh_token", "sign_in", "role_grant", "account", "organisation", "person"]).await
    }
}
