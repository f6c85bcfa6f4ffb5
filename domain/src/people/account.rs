//! Accounts: who may sign in, as which person.

use std::collections::HashMap;

use nabta_entities::ids::{AccountId, PersonId, SignInId};
use nabta_entities::people::account::{self, AccountState};
use nabta_entities::people::person;
use nabta_entities::people::role_grant::{self, Role};
use nabta_entities::people::sign_in::EndReason;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Set};
use secrecy::SecretString;

use super::actions::{self, codes};
use super::entries::PeopleEntry;
use super::person::index_names;
use super::sign_in::{self, Which};
use super::{address, key, password};
use crate::kernel::access::{Action, Centre, Scope, Subject, SubjectRef};
use crate::kernel::actor::{self, HeldRole, Looking};
use crate::kernel::error::codes::{ALREADY_EXISTS, WRONG_STATE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::states::{self, Edge};
use crate::kernel::work::{Held, Permit, Reading, Work, authorize};
use crate::kernel::{Actor, Ctx, Error, Refusal, Result, TypedId, text};

/// An account as those who may know of it see it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub names: LocalizedText,
    /// The address that it signs in with.
    pub email: String,
    /// The language to speak to them.
    pub locale: Locale,
    /// Whether it may sign in.
    pub is_active: bool,
    /// The roles held now.
    pub roles: Vec<role_grant::Model>,
}

impl Account {
    /// The account as one who acts, for the operator's commands that are done in somebody's name.
    #[must_use]
    pub fn acting(&self) -> Actor {
        self.as_actor(None)
    }

    /// The account as an administrator sees pages through it.
    pub(super) fn looked_at(&self, looking: Looking) -> Actor {
        self.as_actor(Some(looking))
    }

    fn as_actor(&self, looking: Option<Looking>) -> Actor {
        let held = |grant: &role_grant::Model| HeldRole {
            role: grant.role,
            scope_kind: grant.scope_kind.clone(),
            scope_id: grant.scope_id,
        };
        let roles = self.roles.iter().map(held).collect();
        Actor::Account(actor::Account {
            id: self.id,
            person: self.person,
            sign_in: SignInId::from_uuid(uuid::Uuid::nil()),
            roles,
            looking,
        })
    }
}

impl Subject for Account {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn oneself(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn reading(&self) -> Action {
        actions::ACCOUNT_READ
    }
}

/// A new account and its person.
#[derive(Debug)]
pub struct NewAccount {
    /// The person's name.
    pub names: LocalizedText,
    /// The address to sign in with.
    pub email: String,
    /// The first password.
    pub password: SecretString,
    /// The language to speak to them.
    pub locale: Locale,
}

/// Opens an account for a new person.
pub async fn create(ctx: &Ctx, new: NewAccount, idempotency_key: Option<&str>) -> Result<AccountId> {
    // Asked before the costly hash, so that only who may can make the server work.
    authorize(ctx, actions::ACCOUNT_CREATE, &Centre)?;
    let email = address::normalise(&new.email, "email")?;
    let names = text::titles(&new.names, "names")?;
    password::check(&new.password, "password", &[&email])?;
    let password_hash = password::hash(new.password, ctx.services.entropy.as_ref()).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::ACCOUNT_CREATE, &Centre)?;
    // Without the password: what is remembered of a request must not help to guess it.
    let input = (address::digest(ctx, &email), &names, new.locale);
    if let Recall::Done(id) = idempotency::recall(&work, actions::ACCOUNT_CREATE, idempotency_key, &input).await? {
        return Ok(id);
    }
    if address::find(ctx, &work.read(), &email).await?.is_some() {
        return Err(Refusal::at(ALREADY_EXISTS, "email").with("value", "").into());
    }
    let (person, id): (PersonId, AccountId) = (ctx.new_id(), ctx.new_id());
    let opened = Opened { id, person, names, email, password_hash, locale: new.locale, state: AccountState::Active };
    insert(&work, &permit, opened).await?;
    idempotency::remember(&work, actions::ACCOUNT_CREATE, idempotency_key, id.uuid()).await?;
    work.commit(permit, PeopleEntry::AccountCreated { account: id, person }).await?;
    Ok(id)
}

/// An account and its person, as they are written.
pub(super) struct Opened {
    pub(super) id: AccountId,
    pub(super) person: PersonId,
    pub(super) names: LocalizedText,
    pub(super) email: String,
    pub(super) password_hash: String,
    pub(super) locale: Locale,
    pub(super) state: AccountState,
}

/// Adds the rows of an account and its person, with a key of their own; the caller commits.
pub(super) async fn insert(work: &Work, permit: &Permit, new: Opened) -> Result<()> {
    let (ctx, now) = (work.ctx(), work.ctx().now());
    let row = person::ActiveModel {
        id: Set(new.person),
        names: Set(new.names.clone()),
        created_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    work.insert(permit, row).await?;
    index_names(work, permit, new.person, &new.names).await?;
    let key = key::new_key(work, permit, new.person).await?;
    let row = account::ActiveModel {
        id: Set(new.id),
        person_id: Set(new.person),
        email_digest: Set(address::digest(ctx, &new.email)),
        email_sealed: Set(Some(address::seal(ctx, &key, new.id, &new.email))),
        password_hash: Set(new.password_hash),
        locale: Set(new.locale),
        state: Set(new.state),
        created_at: Set(now),
        version: Set(1),
    };
    work.insert(permit, row).await?;
    Ok(())
}

/// What can be done about the state of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Disable,
    Enable,
}

const EDGES: &[Edge<AccountState, Act>] =
    &[(AccountState::Active, Act::Disable, AccountState::Disabled), (AccountState::Disabled, Act::Enable, AccountState::Active)];

/// Stops an account from signing in, and ends all its sign-ins at once.
pub async fn disable(ctx: &Ctx, id: AccountId) -> Result<Account> {
    let work = ctx.begin().await?;
    let target = load(ctx, &work.read(), id).await?;
    let permit = work.authorize(actions::ACCOUNT_DISABLE, &target)?;
    refuse_last_administrator(&work.read(), id).await?;
    let target = turn(&work, &permit, target, Act::Disable).await?;
    sign_in::close(&work, &permit, id, Which::All, EndReason::Disabled).await?;
    work.commit(permit, PeopleEntry::AccountDisabled { account: id }).await?;
    Ok(target)
}

/// Lets a disabled account sign in again; its ended sign-ins stay ended.
pub async fn enable(ctx: &Ctx, id: AccountId) -> Result<Account> {
    let work = ctx.begin().await?;
    let target = load(ctx, &work.read(), id).await?;
    let permit = work.authorize(actions::ACCOUNT_ENABLE, &target)?;
    let target = turn(&work, &permit, target, Act::Enable).await?;
    work.commit(permit, PeopleEntry::AccountEnabled { account: id }).await?;
    Ok(target)
}

/// Leads an account from the state in which it is to where the act leads; the row decides, so that of two at once one is refused.
async fn turn(work: &Work, permit: &Permit, target: Account, act: Act) -> Result<Account> {
    let from = if target.is_active { AccountState::Active } else { AccountState::Disabled };
    let to = states::next(EDGES, from, act)?;
    let update = account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(to.name()))
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(target.id))
        .filter(account::Column::State.eq(from))
        .into_query();
    if work.execute(permit, &update).await? == 0 {
        // Of two at once the other one was faster: the account is where both led it.
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{to:?}")).into());
    }
    Ok(Account { is_active: to == AccountState::Active, ..target })
}

/// The account with this id, for whoever may know of it.
pub async fn read(ctx: &Ctx, id: AccountId) -> Result<Account> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The accounts with these ids, for whoever may know of them.
pub async fn by_ids(ctx: &Ctx, ids: &[AccountId]) -> Result<Vec<Account>> {
    Ok(seen(ctx, load_all(ctx, ctx.database().reader(), ids).await?))
}

fn seen(ctx: &Ctx, found: Vec<Account>) -> Vec<Account> {
    found.into_iter().filter(|account| authorize(ctx, actions::ACCOUNT_READ, account).is_ok()).collect()
}

/// The accounts of these persons, for whoever may know of them.
pub async fn of_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Account>> {
    Ok(seen(ctx, load_of_persons(ctx, ctx.database().reader(), persons).await?))
}

/// The accounts of these persons, whoever asks.
pub(crate) async fn load_of_persons(ctx: &Ctx, database: &impl ConnectionTrait, persons: &[PersonId]) -> Result<Vec<Account>> {
    let rows = account::Entity::find().filter(account::Column::PersonId.is_in(persons.to_vec())).all(database).await?;
    complete(ctx, database, rows).await
}

/// The accounts that hold a role in one of some scopes, whoever asks.
pub(crate) async fn holding(ctx: &Ctx, database: &impl ConnectionTrait, role: Role, scopes: &[Scope]) -> Result<Vec<Account>> {
    let at = |scope: &Scope| role_grant::Column::ScopeKind.eq(scope.kind).and(role_grant::Column::ScopeId.eq(scope.id));
    let held = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .distinct()
        .filter(role_grant::Column::Role.eq(role))
        .filter(role_grant::Column::EndedAt.is_null())
        .filter(scopes.iter().fold(Condition::any(), |any, scope| any.add(at(scope))));
    let ids: Vec<AccountId> = held.into_tuple().all(database).await?;
    load_all(ctx, database, &ids).await
}

/// The account with this address, for the operator's commands.
pub async fn find_by_email(ctx: &Ctx, email: &str) -> Result<Account> {
    let email = address::normalise(email, "email")?;
    let row = address::find(ctx, ctx.database().reader(), &email).await?.ok_or(Error::NotFound)?;
    read(ctx, row.id).await
}

/// The account, whoever asks: authorise afterwards.
pub(super) async fn load(ctx: &Ctx, database: &impl ConnectionTrait, id: AccountId) -> Result<Account> {
    load_all(ctx, database, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// Holds the row of an account until the transaction ends: of two at once that count or look up what it has, the second one finds what the
/// first one wrote.
pub(super) async fn hold(work: &Work, id: AccountId) -> Result<()> {
    account::Entity::find_by_id(id).held().one(&work.read()).await?.map(drop).ok_or(Error::NotFound)
}

pub(super) async fn load_all(ctx: &Ctx, database: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<Account>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids.to_vec())).all(database).await?;
    complete(ctx, database, rows).await
}

/// The accounts of these rows, with what is kept of them besides, in their order.
pub(super) async fn complete(ctx: &Ctx, database: &impl ConnectionTrait, rows: Vec<account::Model>) -> Result<Vec<Account>> {
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let keys = key::keys(ctx, database, &persons).await?;
    let mut persons: HashMap<PersonId, person::Model> = person::Entity::find()
        .filter(person::Column::Id.is_in(persons))
        .all(database)
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let mut roles: HashMap<AccountId, Vec<role_grant::Model>> = HashMap::new();
    let held =
        role_grant::Entity::find().filter(role_grant::Column::AccountId.is_in(ids)).filter(role_grant::Column::EndedAt.is_null());
    for grant in held.all(database).await? {
        roles.entry(grant.account_id).or_default().push(grant);
    }
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(person) = persons.remove(&row.person_id) else { continue };
        accounts.push(Account {
            email: address::open(keys.get(&row.person_id), &row)?,
            id: row.id,
            person: row.person_id,
            names: person.names,
            locale: row.locale,
            is_active: row.state == AccountState::Active,
            roles: roles.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(accounts)
}

/// Refuses to leave the platform without an administrator. On PostgreSQL the grants are locked, so that two can't remove each other.
pub(super) async fn refuse_last_administrator(database: &Reading<'_>, leaving: AccountId) -> Result<()> {
    let administrators = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::Administrator))
        .filter(role_grant::Column::ScopeKind.eq("centre"))
        .filter(role_grant::Column::EndedAt.is_null())
        .held()
        .all(database)
        .await?;
    if !administrators.iter().any(|grant| grant.account_id == leaving) {
        return Ok(());
    }
    let others: Vec<AccountId> =
        administrators.iter().map(|grant| grant.account_id).filter(|account| *account != leaving).collect();
    let active = account::Entity::find()
        .filter(account::Column::Id.is_in(others))
        .filter(account::Column::State.eq(AccountState::Active))
        .count(database)
        .await?;
    if active == 0 { Err(Refusal::new(codes::LAST_ADMINISTRATOR).into()) } else { Ok(()) }
}
