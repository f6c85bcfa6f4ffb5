//! Roles in scopes: given, and taken away.

use nabta_entities::ids::{AccountId, CourseId, ProgrammeId, RoleGrantId};
use nabta_entities::people::role_grant::{self, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::account::{Account, load, refuse_last_administrator};
use super::actions;
use super::entries::PeopleEntry;
use crate::catalogue::course;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::Work;
use crate::kernel::{Ctx, Error, Refusal, Result, Scope, TypedId};
use crate::programmes::programme;

pub use nabta_entities::people::role_grant::Model as RoleGrant;

/// Gives a role in a scope. Who holds it already keeps it, and nothing is written.
pub async fn grant(ctx: &Ctx, account: AccountId, role: Role, scope: Scope) -> Result<Account> {
    let work = ctx.begin().await?;
    let target = load(&work.read(), account).await?;
    let permit = work.authorize(actions::ROLE_GRANT, &target)?;
    if target.roles.iter().any(|held| held.role == role && held.scope_kind == scope.kind && held.scope_id == scope.id) {
        return Ok(target);
    }
    refuse_unknown(&work, scope).await?;
    let grant = ctx.new_id();
    work.insert(
        &permit,
        role_grant::ActiveModel {
            id: Set(grant),
            account_id: Set(account),
            role: Set(role),
            scope_kind: Set(scope.kind.to_owned()),
            scope_id: Set(scope.id),
            granted_at: Set(ctx.now()),
            ended_at: Set(None),
        },
    )
    .await?;
    let entry = PeopleEntry::RoleGranted { grant, account, role, scope_kind: scope.kind.to_owned(), scope_id: scope.id };
    work.commit(permit, entry).await?;
    load(ctx.database().reader(), account).await
}

/// A role in something that is not there would wait for it.
async fn refuse_unknown(work: &Work, scope: Scope) -> Result<()> {
    let is_known = match scope.kind {
        ProgrammeId::PREFIX => !programme::within(&work.read(), &[ProgrammeId(scope.id)]).await?.is_empty(),
        CourseId::PREFIX => course::queries::exists(&work.read(), CourseId(scope.id)).await?,
        kind => kind == Scope::CENTRE.kind,
    };
    if is_known { Ok(()) } else { Err(Refusal::at(UNKNOWN_REFERENCE, "scope").with("value", scope.kind).into()) }
}

/// Takes a role away; true at its holder's next request.
pub async fn end(ctx: &Ctx, grant: RoleGrantId) -> Result<Account> {
    let work = ctx.begin().await?;
    let row = role_grant::Entity::find_by_id(grant).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let target = load(&work.read(), row.account_id).await?;
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
    work.commit(permit, PeopleEntry::RoleEnded { grant, account: row.account_id, role: row.role }).await?;
    load(ctx.database().reader(), row.account_id).await
}
