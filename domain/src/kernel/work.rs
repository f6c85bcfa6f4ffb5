//! A change of business state: a transaction that can't be committed without saying, in the journal, who did what to which thing.
//!
//! [`Work::authorize`] gives a [`Permit`] for one action on one subject. Every write takes one, and [`Work::commit`] takes it back
//! with an entry that must speak of that same action and subject. Forgetting to ask doesn't compile; asking about something else is
//! refused at commit, and nothing is written.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{IntoCondition, LockType};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, ExecResult,
    IntoActiveModel, QueryFilter, QueryResult, QuerySelect, Select, Statement, StatementBuilder,
};

use super::access::{self, Action, Subject, SubjectRef};
use super::context::Ctx;
use super::database::{self, Database};
use super::error::{Error, Result};
use super::jobs::{self, Job, NewJob};
use super::journal::{self, Entry};

/// What only one transaction at a time may do, whichever rows it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Saying which courses come before which: a circle is seen only by who sees all of them.
    CourseRequirements = 1,
    /// Numbering the changes of the catalogue: who reads up to a number must not find a lower one later.
    CatalogueChange = 2,
    /// Saying which identity document somebody has: no index forbids that two say the same.
    PersonIdentity = 3,
    /// Counting what an account has uploaded.
    Uploads = 4,
    /// Keeping what a file holds, and removing what no file holds any more.
    Content = 5,
    /// Numbering the words of a consent: the same words at once are one wording.
    ConsentWording = 6,
    /// Saying on which days the centre is closed or keeps other hours: no index forbids that two overlap.
    Calendar = 7,
    /// Numbering certificates, which nobody has twice.
    CertificateNumber = 8,
}

/// A transaction that changes business state.
pub struct Work {
    ctx: Ctx,
    transaction: DatabaseTransaction,
    has_jobs: AtomicBool,
}

/// The right to do one thing to one subject, within one transaction. Only [`Work::authorize`] makes it.
#[derive(Debug)]
pub struct Permit {
    action: Action,
    subject: SubjectRef,
}

impl Permit {
    /// What it allows.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }
}

impl Work {
    pub(super) async fn begin(ctx: Ctx) -> Result<Self> {
        let transaction = ctx.services.database.begin().await?;
        Ok(Self { ctx, transaction, has_jobs: AtomicBool::new(false) })
    }

    /// Who acts, and the services.
    #[must_use]
    pub const fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// For questions inside the transaction. Anything that writes is refused here.
    #[must_use]
    pub const fn read(&self) -> Reading<'_> {
        Reading(&self.transaction)
    }

    /// Asks whether the actor may do this. What they may not even know of answers `NotFound`.
    pub fn authorize(&self, action: Action, subject: &impl Subject) -> Result<Permit> {
        authorize(&self.ctx, action, subject)
    }

    /// Waits for everybody who is in this turn, and holds it until the transaction ends: for rules about several rows that no index
    /// holds, and for numbers whose order must be the order of the commits. Take the subject's own lock first.
    pub async fn in_turn(&self, turn: Turn) -> Result<()> {
        Ok(database::hold_turn(&self.transaction, turn as i64).await?)
    }

    /// Adds a row.
    pub async fn insert<A>(&self, _permit: &Permit, row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Ok(row.insert(&self.transaction).await?)
    }

    /// Adds many rows with one statement for each hundred.
    pub async fn insert_all<A>(&self, _permit: &Permit, rows: Vec<A>) -> Result<()>
    where
        A: ActiveModelTrait + Send,
    {
        for some in rows.chunks(100) {
            A::Entity::insert_many(some.iter().cloned()).exec_without_returning(&self.transaction).await?;
        }
        Ok(())
    }

    /// Changes a row that is held ([`Held`]): what is set, and nothing else.
    pub async fn update<A>(&self, _permit: &Permit, row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Ok(row.update(&self.transaction).await?)
    }

    /// Runs an update or removal; the number of rows that it met.
    pub async fn execute<S: StatementBuilder + Sync>(&self, _permit: &Permit, statement: &S) -> Result<u64> {
        Ok(self.transaction.execute(statement).await?.rows_affected())
    }

    /// Enters work that is to be done after the commit.
    pub async fn enqueue(&self, _permit: &Permit, job: &impl Job) -> Result<()> {
        self.has_jobs.store(true, Ordering::Relaxed);
        jobs::enter(&self.ctx, &self.transaction, NewJob::of(job), self.ctx.now()).await
    }

    /// Enters work that is to be done at an instant.
    pub async fn enqueue_at(&self, _permit: &Permit, job: &impl Job, due: DateTime<Utc>) -> Result<()> {
        jobs::enter(&self.ctx, &self.transaction, NewJob::of(job), due).await
    }

    /// Writes the entry and makes everything lasting.
    pub async fn commit(self, permit: Permit, entry: impl Entry) -> Result<()> {
        let subjects = entry.subjects();
        if entry.action() != permit.action || !subjects.contains(&permit.subject) {
            return Err(Error::internal(format!(
                "permit for {} does not cover the entry {}",
                permit.action.name,
                entry.action().name
            )));
        }
        journal::append(&self.ctx, &self.transaction, &entry, &subjects).await?;
        self.transaction.commit().await?;
        if self.has_jobs.load(Ordering::Relaxed) {
            self.ctx.services.wake.notify_one();
        }
        Ok(())
    }

    /// For the kernel's own rows that go with a change: idempotency keys.
    pub(super) const fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

/// Asks whether the actor may do this, outside a transaction: for questions.
pub fn authorize(ctx: &Ctx, action: Action, subject: &impl Subject) -> Result<Permit> {
    if access::may(&ctx.actor, action, subject) {
        return Ok(Permit { action, subject: subject.reference() });
    }
    Err(if !access::may(&ctx.actor, subject.reading(), subject) {
        Error::NotFound
    } else if matches!(ctx.actor, super::Actor::Nobody) {
        Error::Unauthenticated
    } else {
        Error::Forbidden
    })
}

/// The writes that are not business: each has its own tables and no entry in the journal. The list is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TechnicalWrite {
    /// Links of the chains of refresh tokens.
    TokenRotation,
    /// A password's hash made with newer parameters.
    PasswordRehash,
    /// Positions and hashes of the journal.
    JournalSeal,
    /// Whose a job is, and what became of it.
    JobLease,
    /// When work that comes round is next to be entered.
    Schedule,
    /// Tries that are counted.
    Attempt,
    /// Codes of second factors that were taken.
    SecondFactor,
    /// What browsers are asked to sign, and counters of passkeys.
    Passkey,
    /// Browsers on their way to a provider of sign-ins, and when it was last used.
    ProviderTicket,
    /// Fields sealed anew.
    Reseal,
    /// What became of a letter.
    MailDelivery,
    /// That notices were read.
    NoticeRead,
    /// When calendars were last fetched.
    CalendarFeed,
    /// What has served its time.
    Tidy,
    /// Whether the store has what was put there.
    FileUpkeep,
}

/// A transaction for one of the writes that are not business.
pub struct TechnicalWork {
    transaction: DatabaseTransaction,
    write: TechnicalWrite,
}

impl TechnicalWork {
    pub(super) async fn begin(database: &Database, write: TechnicalWrite) -> Result<Self> {
        Ok(Self { transaction: database.begin().await?, write })
    }

    /// The transaction, for questions and writes.
    #[must_use]
    pub const fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Waits for everybody who is in this turn, and holds it until the transaction ends.
    pub async fn in_turn(&self, turn: Turn) -> Result<()> {
        Ok(database::hold_turn(&self.transaction, turn as i64).await?)
    }

    /// Makes it lasting.
    pub async fn commit(self) -> Result<()> {
        tracing::trace!(write = ?self.write, "technical write");
        Ok(self.transaction.commit().await?)
    }
}

/// Removes rows that have served their time; how many that was.
pub async fn forget<E: EntityTrait>(ctx: &Ctx, old: impl IntoCondition) -> Result<u64> {
    let work = ctx.begin_technical(TechnicalWrite::Tidy).await?;
    let removed = E::delete_many().filter(old.into_condition()).exec(work.transaction()).await?.rows_affected;
    work.commit().await?;
    Ok(removed)
}

/// Questions whose rows nobody else may change until the transaction ends.
pub trait Held {
    /// Holds the rows that are found. Other rows may still come to point to them: a lock that keeps those out as well (`FOR UPDATE`) makes
    /// two courses that are changed to name each other wait for each other for ever. On SQLite the one writer holds everything.
    #[must_use]
    fn held(self) -> Self;
}

impl<E: EntityTrait> Held for Select<E> {
    fn held(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }
}

/// Answers questions and refuses everything else.
pub struct Reading<'a>(&'a DatabaseTransaction);

impl Reading<'_> {
    fn check(statement: &str) -> Result<(), DbErr> {
        let first = statement.trim_start().get(..6).unwrap_or_default();
        if first.eq_ignore_ascii_case("SELECT") { Ok(()) } else { Err(DbErr::Custom("a write without a permit".into())) }
    }
}

#[async_trait]
impl ConnectionTrait for Reading<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a write without a permit".into()))
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a write without a permit".into()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Self::check(&statement.sql)?;
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        Self::check(&statement.sql)?;
        self.0.query_all_raw(statement).await
    }
}
