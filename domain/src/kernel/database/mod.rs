//! The one database of an instance: an embedded SQLite file, or PostgreSQL.
//!
//! All that differs between the two is here, one function a difference.

pub mod copy;
pub mod health;
pub mod replica;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::error::{Error, Result};
use super::meter;

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct DatabaseOptions {
    /// `sqlite:///path/file.db` or `postgres://user:password@host/name`.
    pub url: String,
    /// The most connections at once: to PostgreSQL in all, to SQLite for reading.
    pub max_connections: u32,
}

/// Connections to one database. On SQLite one connection writes and a few read; on PostgreSQL all come from one pool.
#[derive(Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens the database. An SQLite file is made if it isn't there.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let (writer, reader) = if options.url.starts_with("sqlite") {
            let writer = open(&options.url, 1, &statements).await?;
            (writer, open(&options.url, options.max_connections, &statements).await?)
        } else {
            let pool = open(&options.url, options.max_connections, &statements).await?;
            (pool.clone(), pool)
        };
        Ok(Self { writer, reader, statements })
    }

    /// The same, without waiting whether it is there.
    pub(super) async fn connect_later(options: &DatabaseOptions) -> Result<Self, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let pool = open_as(&options.url, options.max_connections, &statements, true).await?;
        Ok(Self { writer: pool.clone(), reader: pool, statements })
    }

    /// For questions.
    #[must_use]
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For the steps of the schema, which are neither questions nor business.
    #[must_use]
    pub const fn for_migration(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// True on PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }

    /// How many statements have been sent, for tests that count them.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins a transaction that will write. IMMEDIATE on SQLite, so that it waits its turn now instead of failing later.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await.map_err(Error::from)
    }

    /// The database's own clock.
    pub async fn now(&self) -> Result<DateTime<Utc>> {
        let sql = if self.is_postgres() {
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS now"
        } else {
            "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS now"
        };
        let row = self.reader.query_one_raw(Statement::from_string(self.reader.get_database_backend(), sql)).await?;
        let text: String = row.ok_or_else(|| Error::internal("the database tells no time"))?.try_get("", "now")?;
        DateTime::parse_from_rfc3339(&text)
            .map(|instant| instant.to_utc())
            .map_err(|_| Error::internal("the database's clock is unreadable"))
    }

    /// The name that the database got when it was made: what is kept outside of it knows by that where it comes from.
    pub async fn name(&self) -> Result<String> {
        let select = Statement::from_string(self.reader.get_database_backend(), "SELECT name FROM database_name");
        let row = self.reader.query_one_raw(select).await?.ok_or_else(|| Error::internal("the database has no name"))?;
        Ok(row.try_get("", "name")?)
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), DbErr> {
        if !self.is_postgres() {
            self.reader.clone().close().await?;
        }
        self.writer.close().await
    }
}

/// Waits until nobody else holds a turn of this number, and holds it until the transaction ends. On SQLite the one writer has it.
pub(super) async fn hold_turn(transaction: &DatabaseTransaction, number: i64) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let lock = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_advisory_xact_lock($1)", [number.into()]);
        transaction.query_one_raw(lock).await?;
    }
    Ok(())
}

async fn open(url: &str, connections: u32, statements: &Arc<AtomicU64>) -> Result<DatabaseConnection, DbErr> {
    open_as(url, connections, statements, false).await
}

async fn open_as(url: &str, connections: u32, statements: &Arc<AtomicU64>, later: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(0)
        .connect_lazy(later)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(5))
        // A connection that is tested each time that it is taken costs a second round trip for each statement.
        .test_before_acquire_if_idle_for(Duration::from_secs(1))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL: what was acknowledged survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(10))
        })
        .map_sqlx_postgres_opts(|postgres| postgres.application_name("nabta"));
    let mut connection = sea_orm::Database::connect(options).await?;
    let counter = Arc::clone(statements);
    connection.set_metric_callback(move |info| {
        counter.fetch_add(1, Ordering::Relaxed);
        meter::note(info.elapsed);
    });
    Ok(connection)
}
