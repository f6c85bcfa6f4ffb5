//! The newest courses of a theme are found by an index: without it all courses are read from the newest on, until a page of the theme
//! is full (measured in `docs/benchmarks.md`, P3).

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE INDEX course_published_theme ON course (theme_id, published_at, id) WHERE published_at IS NOT NULL;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, "DROP INDEX course_published_theme").await
    }
}
