//! A client that didn't hear the answer asks again with the same key, and gets the first answer.

use nabta_entities::ids::TypedId;
use nabta_entities::platform::idempotency_key;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, TryInsertResult};
use serde::Serialize;
use uuid::Uuid;

use super::access::Action;
use super::error::{Error, Refusal, Result, codes};
use super::text;
use super::work::Work;

const COLUMN: &str = "idempotency_key.input_digest";

/// What a key led to.
pub enum Recall<I> {
    /// It is new: go on, and say at the end what came of it with [`remember`].
    New,
    /// The same request was answered before; this came of it.
    Done(I),
}

/// Looks a key up and takes it. Two requests with the same key wait for each other at the unique index, so only one goes on.
pub async fn recall<I: TypedId>(
    work: &Work,
    action: Action,
    key: Option<&str>,
    input: &(impl Serialize + Sync),
) -> Result<Recall<I>> {
    let Some(key) = key else { return Ok(Recall::New) };
    let key = text::line(key, "idempotencyKey", 100)?;
    let account = work.ctx().account()?.id;
    let input = serde_json::to_string(input).map_err(|_| Error::internal("an input that is no JSON"))?;
    // Keyed: what is remembered of a request must not help to find out whom it was about.
    let keyring = &work.ctx().services.keyring;
    let row = idempotency_key::ActiveModel {
        account_id: Set(account),
        action: Set(action.name.to_owned()),
        key: Set(key.clone()),
        input_digest: Set(keyring.digest(COLUMN, &input).into_bytes()),
        subject_id: Set(None),
        at: Set(work.ctx().now()),
    };
    let taken = idempotency_key::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work.transaction()).await?;
    if !matches!(taken, TryInsertResult::Conflicted | TryInsertResult::Inserted(0)) {
        return Ok(Recall::New);
    }
    let first = idempotency_key::Entity::find_by_id((account, action.name.to_owned(), key))
        .one(work.transaction())
        .await?
        .ok_or(Error::Conflict)?;
    let is_same = std::str::from_utf8(&first.input_digest).is_ok_and(|first| keyring.is_digest(COLUMN, &input, first));
    if !is_same {
        return Err(Refusal::at(codes::IDEMPOTENCY_MISMATCH, "idempotencyKey").into());
    }
    first.subject_id.map(|id| Recall::Done(I::from_uuid(id))).ok_or(Error::Conflict)
}

/// Says what came of a key, in the same transaction.
pub async fn remember(work: &Work, action: Action, key: Option<&str>, subject: Uuid) -> Result<()> {
    let Some(key) = key else { return Ok(()) };
    idempotency_key::Entity::update_many()
        .col_expr(idempotency_key::Column::SubjectId, Expr::value(subject))
        .filter(idempotency_key::Column::AccountId.eq(work.ctx().account()?.id))
        .filter(idempotency_key::Column::Action.eq(action.name))
        .filter(idempotency_key::Column::Key.eq(text::line(key, "idempotencyKey", 100)?))
        .exec(work.transaction())
        .await?;
    Ok(())
}
