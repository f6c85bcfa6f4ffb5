//! Roles in scopes: given, and taken away.

use nabta_entities::ids::{AccountId, RoleGrantId};
use nabta_entities::people::role_grant::{self, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::account::{self, Account, load, refuse_last_administrator};
use super::actions;
use super::entries::PeopleEntry;
use crate::kernel::{Ctx, Error, KnownScope, Permit, Result, Scope, Work};

pub use nabta_entities::people::role_grant::Model as RoleGrant;

/// The roles with these ids, held or ended, for whoever may know of their account.
pub async fn by_ids(ctx: &Ctx, ids: &[RoleGrantId]) -> Result<Vec<RoleGrant>> {
    let grants =
        role_grant::Entity::find().filter(role_grant::Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?;
    let accounts: Vec<AccountId> = grants.iter().map(|grant| grant.account_id).collect();
    let known: Vec<AccountId> = account::by_ids(ctx, &accounts).await?.into_iter().map(|account| account.id).collect();
    Ok(grants.into_iter().filter(|grant| known.contains(&grant.account_id)).collect())
}

/// Gives a role in a scope. Who holds it already keeps it, and nothing is written.
pub async fn grant(ctx: &Ctx, account: AccountId, role: Role, scope: KnownScope) -> Result<Account> {
    let scope = scope.scope();
    let work = ctx.begin().await?;
    let target = load(ctx, &work.read(), account).await?;
    let permit = work.authorize(actions::ROLE_GRANT, &target)?;
    if target.roles.iter().any(|held| held.role == role && held.scope_kind == scope.kind && held.scope_id == scope.id) {
        return Ok(target);
    }
    let grant = hold(&work, &permit, account, role, scope).await?;
    work.commit(permit, PeopleEntry::RoleGranted { grant, account, role, scope }).await?;
    load(ctx, ctx.database().reader(), account).await
}

/// Adds the row of a role unless it is held; the caller commits.
pub(super) async fn hold(work: &Work, permit: &Permit, account: AccountId, role: Role, scope: Scope) -> Result<RoleGrantId> {
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::Role.eq(role))
        .filter(role_grant::Column::ScopeKind.eq(scope.kind))
        .filter(role_grant::Column::ScopeId.eq(scope.id))
        .filter(role_grant::Column::EndedAt.is_null())
        .one(&work.read())
        .await?;
    if let Some(held) = held {
        return Ok(held.id);
    }
    let id = work.ctx().new_id();
    let row = role_grant::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        role: Set(role),
        scope_kind: Set(scope.kind.to_owned()),
        scope_id: Set(scope.id),
        granted_at: Set(work.ctx().now()),
        ended_at: Set(None),
    };
    work.insert(permit, row).await?;
    Ok(id)
}

/// Takes a role away; true at its holder's next request.
pub async fn end(ctx: &Ctx, grant: RoleGrantId) -> Result<Account> {
    let work = ctx.begin().await?;
    let row = role_grant::Entity::find_by_id(grant).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let target = load(ctx, &work.read(), row.account_id).await?;
    let permit = work.authorize(actions::ROLE_END, &target)?;
    if row.role == Role::Administrator && row.scope_kind == Scope::CENTRE.kind {
        refuse_last_administrator(&work.read(), row.account_id).await?;
    }
    let update = role_grant::Entity::update_many()
        .col_expr(role_grant::Column::EndedAt, Expr::value(ctx.now()))
        .filter(role_grant::Column::Id.eq(grant))
        .filter(role_grant::Column::EndedAt.is_null())
        .into_query();
    if work.execute(&permit, &update).await? == 0 {
        return Err(Error::Conflict);
    }
    let scope = Scope::from_columns(&row.scope_kind, row.scope_id).unwrap_or(Scope::CENTRE);
    work.commit(permit, PeopleEntry::RoleEnded { grant, account: row.account_id, role: row.role, scope }).await?;
    load(ctx, ctx.database().reader(), row.account_id).await
}
