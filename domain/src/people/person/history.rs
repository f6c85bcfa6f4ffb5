//! What was changed about a person and who read what only some may read. The former values are sealed in the journal under the person's key.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, JournalEntryId, PersonId};
use nabta_entities::people::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::{actions, key};
use super::write::place;
use super::{Name, names, queries};
use crate::kernel::access::SubjectRef;
use crate::kernel::journal::history;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::vault::PersonKey;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Result};

/// What the history of a person has.
const ACTIONS: &[&str] = &[
    actions::PERSON_CREATE.name,
    actions::PERSON_UPDATE.name,
    actions::PERSON_SENSITIVE_READ.name,
    actions::PERSON_CLAIM.name,
    actions::PERSON_CLAIM_GRANT.name,
    actions::REGISTRATION_CONFIRM.name,
    actions::ACCOUNT_CREATE.name,
    actions::INVITATION_ACCEPT.name,
];

/// Something that was done.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The journal's entry.
    pub id: JournalEntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// What, `person.update`.
    pub action: String,
    /// By whom; nothing for the operator's commands.
    pub by: Option<Name>,
    /// Which fields it was about.
    pub fields: Vec<String>,
    /// Former and new values, of fields that all may read who may read this.
    pub changes: Vec<Change>,
}

/// A field that was changed.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which field.
    pub field: String,
    /// What stood there, as JSON.
    pub before: String,
    /// What stands there since, as JSON.
    pub after: String,
}

/// A page of a person's history, newest first.
pub async fn of(ctx: &Ctx, person: PersonId, request: &PageRequest) -> Result<Page<Happened>> {
    let target = queries::read(ctx, person).await?;
    authorize(ctx, actions::PERSON_HISTORY_READ, &target)?;
    let page = history::of(ctx.database().reader(), SubjectRef::of(person), ACTIONS, request).await?;
    let accounts: Vec<AccountId> = page.rows.iter().filter_map(|(_, entry)| entry.account).collect();
    let by = by(ctx, &accounts).await?;
    let key = key::of(ctx, ctx.database().reader(), person).await?;
    Ok(page.map(|entry| {
        let fields = entry.data["fields"].as_array().into_iter().flatten();
        Happened {
            id: entry.id,
            at: entry.at,
            by: entry.account.and_then(|account| by.get(&account).cloned()),
            fields: fields.filter_map(|field| field.as_str().map(str::to_owned)).collect(),
            changes: changes(&key, &entry.data).unwrap_or_default(),
            action: entry.action,
        }
    }))
}

/// The persons behind accounts.
async fn by(ctx: &Ctx, accounts: &[AccountId]) -> Result<HashMap<AccountId, Name>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(accounts.to_vec())).all(ctx.database().reader()).await?;
    let persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let names = names(ctx, &persons).await?;
    let name = |row: account::Model| Some((row.id, names.iter().find(|name| name.id == row.person_id)?.clone()));
    Ok(rows.into_iter().filter_map(name).collect())
}

fn changes(key: &PersonKey, data: &Value) -> Option<Vec<Change>> {
    let change = Uuid::try_parse(data["change"].as_str()?).ok()?;
    let sealed = BASE64_STANDARD_NO_PAD.decode(data["sealed"].as_str()?).ok()?;
    let values: Map<String, Value> = serde_json::from_str(&key.open(place(change), &sealed).ok()?).ok()?;
    let change = |(field, values): (String, Value)| Change { field, before: values[0].to_string(), after: values[1].to_string() };
    Some(values.into_iter().map(change).collect())
}
