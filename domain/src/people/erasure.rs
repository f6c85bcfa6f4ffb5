//! What is left of a person who is forgotten: an entry without a name, to which what the law and the accounts require still points.

use nabta_entities::ids::{AccountId, PersonId};
use nabta_entities::people::account::AccountState;
use nabta_entities::people::person::PersonState;
use nabta_entities::people::sign_in::EndReason;
use nabta_entities::people::{
    account, consent, data_export, look, organisation_member, passkey, passkey_challenge, password_reset, person, person_claim,
    person_file, person_key, person_word, provider_connection, provider_ticket, recovery_code, registration, role_grant,
    second_factor, sign_in,
};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::account::refuse_last_administrator;
use super::address;
use super::person::queries;
use super::sign_in::{Which, close};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Error, Result};

/// How the erased are called.
fn nobody() -> LocalizedText {
    LocalizedText { ar: Some("شخص محذوف".into()), fr: Some("Personne effacée".into()), en: Some("Erased person".into()) }
}

/// The entries of a person, held: nothing is led to them, and nothing said of them, until the transaction ends.
pub(crate) async fn hold(work: &Work, person: PersonId) -> Result<Vec<PersonId>> {
    let entries = queries::entries_of(&work.read(), person).await?;
    queries::hold(&work.read(), &entries).await?;
    // An account may have been led to another entry while this waited for the rows.
    if queries::entries_of(&work.read(), person).await? == entries { Ok(entries) } else { Err(Error::Conflict) }
}

/// The account that one of these entries has, if any.
pub(crate) async fn account_of(database: &impl ConnectionTrait, entries: &[PersonId]) -> Result<Option<AccountId>> {
    let row = account::Entity::find().filter(account::Column::PersonId.is_in(entries.to_vec())).one(database).await?;
    Ok(row.map(|row| row.id))
}

/// Whether a person was forgotten already.
pub(crate) async fn is_erased(database: &impl ConnectionTrait, person: PersonId) -> Result<bool> {
    let row = person::Entity::find_by_id(person).one(database).await?;
    Ok(row.is_none_or(|row| row.state == PersonState::Erased))
}

/// Keeps an account from signing in from now on, and ends where it is signed in; the caller commits.
pub(crate) async fn shut(work: &Work, permit: &Permit, id: AccountId) -> Result<()> {
    refuse_last_administrator(&work.read(), id).await?;
    let shut = account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(AccountState::Disabled.name()))
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(id))
        .into_query();
    work.execute(permit, &shut).await?;
    close(work, permit, id, Which::All, EndReason::Disabled).await.map(drop)
}

/// Forgets persons, and the account of theirs; the caller commits. Their keys go with it: what the journal and backups hold of them can no
/// longer be read.
pub(crate) async fn erase(work: &Work, permit: &Permit, persons: &[PersonId], of: Option<(AccountId, &str)>) -> Result<()> {
    let ids = || persons.to_vec();
    macro_rules! remove {
        ($($table:ident by $column:ident in $ids:expr;)*) => {$(
            let gone = $table::Entity::delete_many().filter($table::Column::$column.is_in($ids)).into_query();
            work.execute(permit, &gone).await?;
        )*};
    }
    remove! {
        person_word by PersonId in ids();
        person_file by PersonId in ids();
        person_key by PersonId in ids();
        data_export by PersonId in ids();
    }
    let unnamed = person::ActiveModel { names: Set(nobody()), state: Set(PersonState::Erased), ..Default::default() };
    let unnamed = person::Entity::update_many().set(unnamed).filter(person::Column::Id.is_in(ids())).into_query();
    work.execute(permit, &unnamed).await?;
    let now = work.ctx().now();
    let taken_back = consent::Entity::update_many()
        .set(consent::ActiveModel { withdrawn_at: Set(Some(now)), ..Default::default() })
        .filter(consent::Column::PersonId.is_in(ids()))
        .filter(consent::Column::WithdrawnAt.is_null())
        .into_query();
    work.execute(permit, &taken_back).await?;
    let untitled = organisation_member::Entity::update_many()
        .set(organisation_member::ActiveModel { title: Set(None), ..Default::default() })
        .filter(organisation_member::Column::PersonId.is_in(ids()))
        .into_query();
    work.execute(permit, &untitled).await?;
    let left = organisation_member::Entity::update_many()
        .set(organisation_member::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(organisation_member::Column::PersonId.is_in(ids()))
        .filter(organisation_member::Column::EndedAt.is_null())
        .into_query();
    work.execute(permit, &left).await?;
    let Some((id, email)) = of else { return Ok(()) };
    remove! {
        second_factor by AccountId in [id];
        recovery_code by AccountId in [id];
        passkey by AccountId in [id];
        passkey_challenge by AccountId in [id];
        provider_connection by AccountId in [id];
        provider_ticket by AccountId in [id];
        password_reset by AccountId in [id];
        person_claim by AccountId in [id];
        registration by EmailDigest in address::digests(work.ctx(), email);
    }
    let emptied = account::ActiveModel {
        email_digest: Set(format!("erased:{}", id.0.simple())),
        email_sealed: Set(None),
        password_hash: Set(String::new()),
        state: Set(AccountState::Disabled),
        ..Default::default()
    };
    let emptied = account::Entity::update_many().set(emptied).filter(account::Column::Id.eq(id)).into_query();
    work.execute(permit, &emptied).await?;
    let devices = sign_in::Entity::update_many()
        .set(sign_in::ActiveModel { agent: Set(None), ..Default::default() })
        .filter(sign_in::Column::AccountId.eq(id))
        .into_query();
    work.execute(permit, &devices).await?;
    // That somebody looked stays; why may speak of the person.
    let looks = look::Entity::update_many()
        .set(look::ActiveModel { reason: Set(String::new()), ..Default::default() })
        .filter(look::Column::AccountId.eq(id))
        .into_query();
    work.execute(permit, &looks).await?;
    let roles = role_grant::Entity::update_many()
        .set(role_grant::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(role_grant::Column::AccountId.eq(id))
        .filter(role_grant::Column::EndedAt.is_null())
        .into_query();
    work.execute(permit, &roles).await?;
    close(work, permit, id, Which::All, EndReason::Disabled).await.map(drop)
}

/// The address of an account, for the last letter to it.
pub(crate) async fn address_of(work: &Work, id: AccountId) -> Result<String> {
    Ok(super::account::load(work.ctx(), &work.read(), id).await?.email)
}
