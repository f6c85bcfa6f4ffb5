//! What a copy of the database needs: a moment that stays as it is while others go on writing, and what the database holds at it.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::sqlx::sqlite::SqliteJournalMode;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    RuntimeErr, SqlxError, Statement, TransactionTrait,
};
use serde::{Deserialize, Serialize};

use super::Database;
use crate::kernel::error::{Error, Result};

/// Where the steps of the schema are noted.
const STEPS: &str = "seaql_migrations";
/// Where the tables lie that are replaced, until those of the backup are complete.
const BEFORE: &str = "nabta_before_restore";

/// What a database holds, by which a copy is told from a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The steps of the schema that were taken, oldest first.
    pub schema: Vec<String>,
    /// How many rows each table has.
    pub tables: BTreeMap<String, i64>,
    /// The newest signed checkpoint of the journal.
    pub checkpoint: Option<Checkpoint>,
}

/// A signed place of the journal's chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// How many entries lie before it and at it.
    pub position: i64,
    /// The chain's hash there, in hexadecimal digits.
    pub hash: String,
}

impl Contents {
    /// Of a database, or of a moment of one.
    pub async fn of(connection: &impl ConnectionTrait) -> Result<Self> {
        let ask = |sql: String| Statement::from_string(connection.get_database_backend(), sql);
        let mut contents = Self::default();
        for name in tables(connection).await? {
            let counted = connection.query_one_raw(ask(format!("SELECT count(*) AS number FROM \"{name}\""))).await?;
            let counted = counted.ok_or_else(|| Error::internal("a count has no row"))?;
            contents.tables.insert(name, counted.try_get("", "number")?);
        }
        if contents.tables.contains_key(STEPS) {
            contents.schema = steps(connection).await?;
        }
        if contents.tables.contains_key("journal_checkpoint") {
            let newest = "SELECT position, hash FROM journal_checkpoint ORDER BY position DESC LIMIT 1";
            if let Some(row) = connection.query_one_raw(ask(newest.into())).await? {
                let hash: Vec<u8> = row.try_get("", "hash")?;
                contents.checkpoint = Some(Checkpoint { position: row.try_get("", "position")?, hash: hex::encode(hash) });
            }
        }
        Ok(contents)
    }
}

async fn tables(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let names = if connection.get_database_backend() == DbBackend::Postgres {
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), names)).await?;
    rows.iter().map(|row| Ok(row.try_get("", "name")?)).collect()
}

async fn steps(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let sql = format!("SELECT version FROM {STEPS} ORDER BY version");
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, DbErr>>()?)
}

/// A moment of a PostgreSQL database, which others can read as well while this is kept.
pub struct Moment {
    transaction: DatabaseTransaction,
    /// The name under which others read it.
    pub name: String,
}

impl Moment {
    /// What the database holds at it.
    pub async fn contents(&self) -> Result<Contents> {
        Contents::of(&self.transaction).await
    }
}

impl Database {
    /// The steps of the schema that were taken, oldest first; none where there is no schema at all.
    pub async fn schema(&self) -> Result<Vec<String>> {
        let there = if self.is_postgres() {
            format!("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = '{STEPS}'")
        } else {
            format!("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{STEPS}'")
        };
        let there = self.reader.query_one_raw(Statement::from_string(self.reader.get_database_backend(), there)).await?;
        if there.is_some() { steps(&self.reader).await } else { Ok(Vec::new()) }
    }

    /// Keeps a moment of a PostgreSQL database.
    pub async fn moment(&self) -> Result<Moment> {
        let transaction = self.writer.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
        let export = Statement::from_string(DbBackend::Postgres, "SELECT pg_export_snapshot() AS name");
        let row = transaction.query_one_raw(export).await?.ok_or_else(|| Error::internal("a snapshot has no name"))?;
        let name = row.try_get("", "name")?;
        Ok(Moment { transaction, name })
    }

    /// Writes an SQLite database, as it is at one moment, into a new file; others read and write on meanwhile.
    pub async fn copy_into(&self, file: &Path) -> Result<()> {
        let path = file.to_str().ok_or_else(|| Error::internal("a path that is no text"))?;
        let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
        self.reader.execute_raw(copy).await?;
        Ok(())
    }

    /// The names of all tables.
    pub async fn tables(&self) -> Result<Vec<String>> {
        tables(&self.writer).await
    }

    /// How many other connections of Nabta's there are to a PostgreSQL database.
    pub async fn other_users(&self) -> Result<i64> {
        let sql = "SELECT count(*) AS number FROM pg_stat_activity WHERE datname = current_database() \
                   AND application_name = 'nabta' AND pid <> pg_backend_pid()";
        let row = self.writer.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        Ok(row.ok_or_else(|| Error::internal("a count has no row"))?.try_get("", "number")?)
    }

    /// Puts all tables of a PostgreSQL database aside, so that others can be made in their place.
    pub async fn put_aside(&self) -> Result<()> {
        self.together(&[format!("ALTER SCHEMA public RENAME TO {BEFORE}"), "CREATE SCHEMA public".into()]).await
    }

    /// Brings back what was put aside, instead of what is in its place.
    pub async fn bring_back(&self) -> Result<()> {
        self.together(&["DROP SCHEMA public CASCADE".into(), format!("ALTER SCHEMA {BEFORE} RENAME TO public")]).await
    }

    /// Removes what was put aside.
    pub async fn drop_aside(&self) -> Result<()> {
        self.together(&[format!("DROP SCHEMA {BEFORE} CASCADE")]).await
    }

    /// Gives the database a name of its own, so that no search index of the one that it was copied from is taken for its own.
    pub async fn name_anew(&self) -> Result<()> {
        Ok(name_anew(&self.writer).await?)
    }

    async fn together(&self, statements: &[String]) -> Result<()> {
        let transaction = self.begin().await?;
        for statement in statements {
            transaction.execute_unprepared(statement).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// What an SQLite file holds that nobody uses; nothing of it is written.
pub async fn contents_of_file(file: &Path) -> Result<Contents> {
    let connection = open_file(file, true).await?;
    let contents = Contents::of(&connection).await;
    connection.close().await?;
    contents
}

/// Makes a copied SQLite file ready to take a database's place: looked through, and with a name of its own. What it holds.
pub async fn prepare_file(file: &Path) -> Result<Contents> {
    let connection = open_file(file, false).await?;
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)")).await?;
    let found: String = row.ok_or_else(|| Error::internal("a check has no row"))?.try_get_by_index(0)?;
    if found != "ok" {
        return Err(Error::internal(format!("the file is damaged: {found}")));
    }
    let contents = Contents::of(&connection).await?;
    if contents.tables.contains_key("database_name") {
        name_anew(&connection).await?;
    }
    connection.close().await?;
    Ok(contents)
}

/// Whether somebody else has an SQLite file open. SQLite leaves its journal of writes ahead only to who is alone, which ends it.
pub async fn is_file_used(file: &Path) -> Result<bool> {
    match open_file(file, false).await {
        Ok(connection) => {
            connection.close().await?;
            Ok(false)
        }
        Err(error) if is_busy(&error) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Whether it only says that somebody else is there.
fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return false;
    };
    match inner.as_ref() {
        SqlxError::PoolTimedOut => true,
        SqlxError::Database(error) => {
            error.code().and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| matches!(code & 0xff, 5 | 6))
        }
        _ => false,
    }
}

async fn name_anew(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let name = if connection.get_database_backend() == DbBackend::Postgres {
        "replace(gen_random_uuid()::text, '-', '')"
    } else {
        "lower(hex(randomblob(16)))"
    };
    connection.execute_unprepared(&format!("UPDATE database_name SET name = {name}")).await?;
    Ok(())
}

async fn open_file(file: &Path, only_read: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite.busy_timeout(std::time::Duration::from_millis(500));
        if only_read { sqlite.read_only(true).immutable(true) } else { sqlite.journal_mode(SqliteJournalMode::Delete) }
    });
    sea_orm::Database::connect(options).await
}
