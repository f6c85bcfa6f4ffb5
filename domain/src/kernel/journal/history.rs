//! What the journal says about one thing, newest first.

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, JournalEntryId};
use nabta_entities::platform::{journal_entry, journal_subject};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select};
use serde_json::Value;

use crate::kernel::access::SubjectRef;
use crate::kernel::error::Result;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};

/// An entry, as the history of a thing has it.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The entry.
    pub id: JournalEntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub action: String,
    /// By whose account; nothing for visitors, the operator and jobs.
    pub account: Option<AccountId>,
    /// What else the entry says.
    pub data: Value,
}

#[derive(FromQueryResult)]
struct Row {
    id: JournalEntryId,
    at: DateTime<Utc>,
    action: String,
    account_id: Option<AccountId>,
    body: String,
}

/// A page of what was done to a thing, of these kinds. Whoever asks was authorised before.
pub async fn of(
    database: &DatabaseConnection,
    subject: SubjectRef,
    actions: &[&'static str],
    request: &PageRequest,
) -> Result<Page<Happened>> {
    let mut select = select()
        .filter(journal_subject::Column::Kind.eq(subject.kind))
        .filter(journal_subject::Column::SubjectId.eq(subject.id))
        .filter(journal_entry::Column::Action.is_in(actions.iter().copied()));
    let same = Expr::col((journal_subject::Entity, journal_subject::Column::EntryId))
        .equals((journal_entry::Entity, journal_entry::Column::Id));
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, journal_subject::Entity, same);
    // The id is a UUIDv7, in the order of time.
    let ordering =
        Ordering { columns: vec![Expr::col((journal_subject::Entity, journal_subject::Column::EntryId))], descending: true };
    let rows = page::read(database, select, &ordering, request, |row: &Row| vec![Key::Id(row.id.0)]).await?;
    Ok(rows.map(Into::into))
}

impl From<Row> for Happened {
    fn from(row: Row) -> Self {
        let data = serde_json::from_str::<Value>(&row.body).map(|mut body| body["data"].take());
        Self { id: row.id, at: row.at, action: row.action, account: row.account_id, data: data.unwrap_or_default() }
    }
}

fn select() -> Select<journal_entry::Entity> {
    journal_entry::Entity::find().select_only().columns([
        journal_entry::Column::Id,
        journal_entry::Column::At,
        journal_entry::Column::Action,
        journal_entry::Column::AccountId,
        journal_entry::Column::Body,
    ])
}

/// All that an account did, and all that was done to these things; newest first, each once.
pub(crate) async fn all(database: &DatabaseConnection, account: AccountId, subjects: &[SubjectRef]) -> Result<Vec<Happened>> {
    let did = select().filter(journal_entry::Column::AccountId.eq(account)).into_model::<Row>().all(database).await?;
    let mut all: Vec<Happened> = did.into_iter().map(Into::into).collect();
    for subject in subjects {
        let entries = journal_subject::Entity::find()
            .select_only()
            .column(journal_subject::Column::EntryId)
            .filter(journal_subject::Column::Kind.eq(subject.kind))
            .filter(journal_subject::Column::SubjectId.eq(subject.id))
            .into_query();
        let done = select().filter(journal_entry::Column::Id.in_subquery(entries)).into_model::<Row>().all(database).await?;
        all.extend(done.into_iter().map(Happened::from));
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.id));
    all.dedup_by_key(|entry| entry.id);
    Ok(all)
}
