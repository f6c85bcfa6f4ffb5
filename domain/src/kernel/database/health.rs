//! How a database is, apart from what it holds.

use sea_orm::{ConnectionTrait, Statement};

use super::Database;
use crate::kernel::error::{Error, Result};

/// How a database is.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// What does not fit together within it, in the database's words.
    pub damage: Vec<String>,
    /// Rows that name others that are not there.
    pub loose: i64,
    /// The part of it that holds nothing any more, from 0 to 1.
    pub unused: f64,
    /// Its size in bytes.
    pub size: i64,
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// What they are for.
    pub name: &'static str,
    /// How many are open.
    pub open: u32,
    /// How many of those nobody uses now.
    pub idle: u32,
}

impl Database {
    /// Looks through the whole database: on SQLite this reads all of it. PostgreSQL checks its pages itself where checksums are on; it is
    /// asked what it found, and for indexes and references that were never completed.
    pub async fn examine(&self) -> Result<Health> {
        if self.is_postgres() { self.examine_postgres().await } else { self.examine_sqlite().await }
    }

    async fn examine_sqlite(&self) -> Result<Health> {
        let mut health = Health::default();
        for row in self.ask("PRAGMA integrity_check(20)").await? {
            let line: String = row.try_get_by_index(0)?;
            if line != "ok" {
                health.damage.push(line);
            }
        }
        health.loose = i64::try_from(self.ask("PRAGMA foreign_key_check").await?.len()).unwrap_or(i64::MAX);
        let pages = self.number("SELECT page_count AS number FROM pragma_page_count()").await?;
        let free = self.number("SELECT freelist_count AS number FROM pragma_freelist_count()").await?;
        health.unused = share(free, pages);
        health.size = pages * self.number("SELECT page_size AS number FROM pragma_page_size()").await?;
        Ok(health)
    }

    async fn examine_postgres(&self) -> Result<Health> {
        let mut health = Health::default();
        let failures = "SELECT coalesce(checksum_failures, 0) AS number FROM pg_stat_database WHERE datname = current_database()";
        let failures = self.number(failures).await?;
        if failures > 0 {
            health.damage.push(format!("{failures} pages failed their checksum"));
        }
        let invalid = "SELECT i.indexrelid::regclass::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                       WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace";
        for row in self.ask(invalid).await? {
            health.damage.push(format!("the index {} is not valid", row.try_get::<String>("", "name")?));
        }
        let open = "SELECT count(*) AS number FROM pg_constraint WHERE contype = 'f' AND NOT convalidated";
        health.loose = self.number(open).await?;
        let dead = self.number("SELECT coalesce(sum(n_dead_tup), 0)::bigint AS number FROM pg_stat_user_tables").await?;
        let live = self.number("SELECT coalesce(sum(n_live_tup), 0)::bigint AS number FROM pg_stat_user_tables").await?;
        health.unused = share(dead, dead + live);
        health.size = self.number("SELECT pg_database_size(current_database()) AS number").await?;
        Ok(health)
    }

    /// The pools of connections.
    #[must_use]
    pub fn pools(&self) -> Vec<Pool> {
        let count = |open: u32, idle: usize| (open, u32::try_from(idle).unwrap_or(u32::MAX));
        if self.is_postgres() {
            let pool = self.writer.get_postgres_connection_pool();
            let (open, idle) = count(pool.size(), pool.num_idle());
            return vec![Pool { name: "all", open, idle }];
        }
        let both = [("write", &self.writer), ("read", &self.reader)];
        both.map(|(name, connection)| {
            let pool = connection.get_sqlite_connection_pool();
            let (open, idle) = count(pool.size(), pool.num_idle());
            Pool { name, open, idle }
        })
        .to_vec()
    }

    async fn ask(&self, sql: &str) -> Result<Vec<sea_orm::QueryResult>> {
        Ok(self.reader.query_all_raw(Statement::from_string(self.reader.get_database_backend(), sql)).await?)
    }

    async fn number(&self, sql: &str) -> Result<i64> {
        let rows = self.ask(sql).await?;
        let row = rows.first().ok_or_else(|| Error::internal("a count has no row"))?;
        Ok(row.try_get("", "number")?)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(part: i64, whole: i64) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}
