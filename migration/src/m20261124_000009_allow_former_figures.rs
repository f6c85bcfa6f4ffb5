//! A name can show a drawing that it showed before: the newest row under a name is what it shows, so a former drawing is a row again.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite can't drop a constraint: the table is made again.
async fn again(manager: &SchemaManager<'_>, constraint: &str) -> Result<(), DbErr> {
    let table = format!(
        "CREATE TABLE figure_again (
    id {{uuid}} NOT NULL PRIMARY KEY,
    course_id {{uuid}} NOT NULL REFERENCES course (id),
    name varchar(120) NOT NULL,
    digest varchar(64) NOT NULL,
    svg text NOT NULL,
    created_at {{instant}} NOT NULL{constraint}
);
INSERT INTO figure_again SELECT id, course_id, name, digest, svg, created_at FROM figure;
DROP TABLE figure;
ALTER TABLE figure_again RENAME TO figure;
CREATE INDEX figure_digest ON figure (digest);
"
    );
    dialect::run(manager, &table).await?;
    dialect::make_append_only(manager, "figure").await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        again(manager, "").await?;
        dialect::run(manager, "CREATE INDEX figure_name ON figure (course_id, name, id)").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        again(manager, ",\n    UNIQUE (course_id, name, digest)").await
    }
}
