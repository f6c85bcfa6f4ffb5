//! One SQL text for SQLite and PostgreSQL.
//!
//! Types that differ are written in braces: `{uuid}`, `{json}`, `{instant}`, `{date}`, `{bytes}`, `{boolean}`, `{word}`, `{serial}`. What
//! has no common form (triggers) is written once for each database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// The word in braces, then its form on SQLite and on PostgreSQL. SQLite keeps instants as RFC 3339 text in UTC and UUIDs as 16 bytes.
const WORDS: &[(&str, &str, &str)] = &[
    ("{uuid}", "uuid_blob", "uuid"),
    ("{json}", "json_text", "jsonb"),
    ("{instant}", "timestamp_with_timezone_text", "timestamptz"),
    ("{date}", "date_text", "date"),
    ("{bytes}", "blob", "bytea"),
    ("{boolean}", "boolean", "boolean"),
    // Words are looked for by their beginning, in the order of their characters and not of a language.
    ("{word}", "varchar(48)", "varchar(48) COLLATE \"C\""),
    ("{serial}", "integer PRIMARY KEY AUTOINCREMENT", "bigserial PRIMARY KEY"),
];

/// Runs statements that both databases understand, separated by `;` at the end of a line.
pub async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let postgres = is_postgres(manager);
    let sql = WORDS.iter().fold(sql.to_owned(), |sql, (word, sqlite, pg)| sql.replace(word, if postgres { pg } else { sqlite }));
    for statement in sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Runs statements of one database only; each is a whole entry, because a trigger's body has semicolons of its own.
pub async fn run_each(manager: &SchemaManager<'_>, sqlite: &[&str], postgres: &[&str]) -> Result<(), DbErr> {
    for statement in if is_postgres(manager) { postgres } else { sqlite } {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Forgets which requests made things whose tables go: who asks again gets a new thing, not one that is gone.
pub async fn forget_requests(manager: &SchemaManager<'_>, action: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(&format!("DELETE FROM idempotency_key WHERE action = '{action}'")).await?;
    Ok(())
}

/// Drops tables, newest first.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
    }
    Ok(())
}

/// Refuses every change and removal of a table's rows, on both databases, whoever asks.
pub async fn make_append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let update = format!(
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    );
    let delete = format!(
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    );
    let rows = format!(
        "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    );
    let truncate = format!(
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    );
    run_each(manager, &[&update, &delete], &[&rows, &truncate]).await
}

fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DatabaseBackend::Postgres
}
