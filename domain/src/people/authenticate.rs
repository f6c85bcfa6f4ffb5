//! Who stands behind an access token, with the rights that they hold now.

use std::time::Duration;

use nabta_entities::ids::{AccountId, PersonId, RefreshTokenId, SignInId};
use nabta_entities::people::account::{self, AccountState};
use nabta_entities::people::role_grant::Role;
use nabta_entities::people::sign_in::SignInMethod;
use nabta_entities::people::{refresh_token, role_grant, sign_in};
use nabta_entities::values::Locale;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, JoinType};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::{second_factor, token};
use crate::kernel::actor::{Account, Actor, HeldRole};
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Error, Result};

#[derive(FromQueryResult)]
struct Row {
    account_id: AccountId,
    person_id: PersonId,
    seen_at: Option<chrono::DateTime<chrono::Utc>>,
    role: Option<Role>,
    scope_kind: Option<String>,
    scope_id: Option<Uuid>,
    locale: Locale,
    method: SignInMethod,
}

/// How long a request waits to note that a pair of tokens came back.
const NOTING: Duration = Duration::from_millis(500);

/// The actor behind an access token, and the language of their account. One statement, at each request.
///
/// The first time that a pair of tokens comes back is noted: from then on its refresh token was not a lost answer.
pub async fn actor(ctx: &Ctx, access_token: &str) -> Result<(Actor, Locale)> {
    let access = token::read_access(&ctx.services.keyring, access_token, ctx.now())?;
    let mut select = standing(ctx, access.sign_in, access.account)
        .column_as(refresh_token::Column::SeenAt, "seen_at")
        .filter(refresh_token::Column::Id.eq(access.refresh));
    QueryTrait::query(&mut select).join(
        JoinType::InnerJoin,
        refresh_token::Entity,
        equal((refresh_token::Entity, refresh_token::Column::SignInId), (sign_in::Entity, sign_in::Column::Id)),
    );
    let rows = select.into_model::<Row>().all(ctx.database().reader()).await?;
    if rows.first().is_some_and(|first| first.seen_at.is_none()) {
        // Whoever only asks does not wait for whoever writes: if it can't be noted now, the next request notes it.
        if let Ok(Err(Error::Internal(report))) = tokio::time::timeout(NOTING, note_seen(ctx, access.refresh)).await {
            return Err(Error::Internal(report));
        }
    }
    as_actor(ctx, access.sign_in, rows).await
}

/// The same request with the rights that its sender holds by now: for what goes on longer than a token, and as long as its sign-in.
pub async fn again(ctx: &Ctx) -> Result<Ctx> {
    let signed_in = ctx.account()?;
    let select = standing(ctx, signed_in.sign_in, signed_in.id).expr_as(Expr::cust("NULL"), "seen_at");
    let rows = select.into_model::<Row>().all(ctx.database().reader()).await?;
    let (actor, _) = as_actor(ctx, signed_in.sign_in, rows).await?;
    Ok(ctx.acting_as(actor))
}

/// A sign-in that lasts, with its account and the roles that this holds now.
fn standing(ctx: &Ctx, sign_in: SignInId, account: AccountId) -> Select<sign_in::Entity> {
    let mut select = sign_in::Entity::find()
        .select_only()
        .column_as(account::Column::Id, "account_id")
        .column_as(account::Column::PersonId, "person_id")
        .column_as(account::Column::Locale, "locale")
        .column_as(sign_in::Column::Method, "method")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::ScopeKind, "scope_kind")
        .column_as(role_grant::Column::ScopeId, "scope_id")
        .filter(sign_in::Column::Id.eq(sign_in))
        .filter(sign_in::Column::EndedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(ctx.now()))
        .filter(account::Column::Id.eq(account))
        .filter(account::Column::State.eq(AccountState::Active));
    QueryTrait::query(&mut select)
        .join(
            JoinType::InnerJoin,
            account::Entity,
            equal((account::Entity, account::Column::Id), (sign_in::Entity, sign_in::Column::AccountId)),
        )
        .join(
            JoinType::LeftJoin,
            role_grant::Entity,
            Condition::all()
                .add(equal((role_grant::Entity, role_grant::Column::AccountId), (account::Entity, account::Column::Id)))
                .add(Expr::col((role_grant::Entity, role_grant::Column::EndedAt)).is_null()),
        );
    select
}

async fn as_actor(ctx: &Ctx, sign_in: SignInId, rows: Vec<Row>) -> Result<(Actor, Locale)> {
    let first = rows.first().ok_or(Error::Unauthenticated)?;
    let (id, person, locale, method) = (first.account_id, first.person_id, first.locale, first.method);
    let roles: Vec<HeldRole> = rows
        .into_iter()
        .filter_map(|row| Some(HeldRole { role: row.role?, scope_kind: row.scope_kind?, scope_id: row.scope_id? }))
        .collect();
    let is_staff = roles.iter().any(|held| held.role != Role::Learner);
    // A passkey is both factors at once: something that they have, and a finger, a face or a code that opens it.
    let needs = is_staff && ctx.services.tries.staff_need_second_factor && method != SignInMethod::Passkey;
    // Who works at the centre and has none may sign in, to set one up, and nothing else.
    let roles = if needs && second_factor::held(ctx, &[id]).await?.is_empty() { Vec::new() } else { roles };
    Ok((Actor::Account(Account { id, person, sign_in, roles, looking: None }), locale))
}

/// The owner of what is given out without a sign-in, and their language; nobody where there is no such account or it may not sign in. They
/// hold no role: whoever has their address of something has none of their rights.
pub(crate) async fn owner(ctx: &Ctx, id: AccountId) -> Result<Option<(Account, Locale)>> {
    let row = account::Entity::find_by_id(id).one(ctx.database().reader()).await?;
    let row = row.filter(|row| row.state == AccountState::Active);
    let owner = |person| Account { id, person, sign_in: SignInId(Uuid::nil()), roles: Vec::new(), looking: None };
    Ok(row.map(|row| (owner(row.person_id), row.locale)))
}

async fn note_seen(ctx: &Ctx, refresh: RefreshTokenId) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::TokenRotation).await?;
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::SeenAt, Expr::value(ctx.now()))
        .filter(refresh_token::Column::Id.eq(refresh))
        .exec(work.transaction())
        .await?;
    work.commit().await
}

fn equal<T, C, U, D>(left: (T, C), right: (U, D)) -> sea_orm::sea_query::SimpleExpr
where
    (T, C): sea_orm::sea_query::IntoColumnRef,
    (U, D): sea_orm::sea_query::IntoColumnRef,
{
    Expr::col(left).equals(right)
}
