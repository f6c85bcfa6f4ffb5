//! A copy of the database that PostgreSQL keeps up with it, for questions of visitors: they are most of what is asked, and a page that is
//! a second old is as good to them. Whoever is signed in reads what they wrote, and so from the database itself.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{Database, DatabaseOptions, DbErr};
use crate::kernel::error::{Error, Result};

/// Where the database had written to when it was last looked at.
#[derive(Clone, Copy)]
struct Seen {
    position: i64,
    at: DateTime<Utc>,
}

/// What was found so far.
#[derive(Clone, Copy, Default)]
struct Found {
    before: Option<Seen>,
    /// Up to when the copy had everything, as far as that is known.
    fresh_at: Option<DateTime<Utc>>,
}

/// A copy of the database.
pub struct Replica {
    database: Database,
    most: TimeDelta,
    found: Mutex<Found>,
}

impl Replica {
    /// Names it; it is connected to when it is first looked at, because it may be away when the service starts.
    pub async fn connect(options: &DatabaseOptions, most: TimeDelta) -> Result<Self, DbErr> {
        Ok(Self { database: Database::connect_later(options).await?, most, found: Mutex::default() })
    }

    /// Looks how far it is behind. Asked of both, because a copy that is cut off does not know it: it has everything of until the
    /// instant at which the database stood where the copy stands now.
    pub async fn look(&self, original: &Database, now: DateTime<Utc>) -> Result<()> {
        // Positions of two databases that have nothing to do with each other can be compared just as well.
        if self.database.name().await? != original.name().await? {
            return Err(Error::Unavailable);
        }
        let position = number(original.reader(), "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint AS number").await?;
        let replayed = "SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint AS number";
        let replayed = number(self.database.reader(), replayed).await?;
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let reached =
            [Some(Seen { position, at: now }), found.before].into_iter().flatten().find(|seen| replayed >= seen.position);
        found.fresh_at = reached.map(|seen| seen.at).max(found.fresh_at);
        // It is compared with where the database stood, until it has come there.
        if found.before.is_none_or(|before| replayed >= before.position) {
            found.before = Some(Seen { position, at: now });
        }
        Ok(())
    }

    /// How far it is behind at the most; nothing if that is not known.
    pub fn lag(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.fresh_at.map(|at| now - at)
    }

    /// The copy, unless it is too far behind, or nobody has looked for a while.
    pub fn if_fresh(&self, now: DateTime<Utc>) -> Option<&Database> {
        self.lag(now).is_some_and(|lag| lag <= self.most).then_some(&self.database)
    }

    /// Says that it cannot be used until it is looked at again; whether it could.
    pub fn distrust(&self) -> bool {
        std::mem::take(&mut *self.found.lock().unwrap_or_else(PoisonError::into_inner)).fresh_at.is_some()
    }
}

async fn number(database: &DatabaseConnection, sql: &str) -> Result<i64> {
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    let row = row.ok_or_else(|| Error::internal("the database tells nothing of itself"))?;
    // A database that follows none has replayed nothing: what is configured as a copy is none.
    row.try_get::<Option<i64>>("", "number")?.ok_or(Error::Unavailable)
}
