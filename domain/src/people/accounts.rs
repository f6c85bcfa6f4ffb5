//! The accounts that there are, for those who look after them.

use nabta_entities::people::account::{AccountState, Column, Entity, Model};
use nabta_entities::people::role_grant::{self, Role};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::account::{self, Account};
use super::person::queries::{with_word, words};
use super::{actions, address};
use crate::kernel::access::Centre;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result};

/// Which accounts.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Beginnings of words of the person's name, in any script and any order.
    pub name: Option<String>,
    /// The whole address.
    pub email: Option<String>,
    /// A role that is held now, wherever.
    pub role: Option<Role>,
    /// Whether it may sign in.
    pub is_active: Option<bool>,
}

/// The accounts, newest first.
pub async fn list(ctx: &Ctx, filter: &AccountFilter, request: &PageRequest) -> Result<Page<Account>> {
    authorize(ctx, actions::ACCOUNT_READ, &Centre)?;
    let mut select = Entity::find();
    if let Some(name) = &filter.name {
        let words = words(name)?;
        if words.is_empty() {
            return Ok(Page::empty());
        }
        for word in words {
            select = select.filter(Column::PersonId.in_subquery(with_word(&word)));
        }
    }
    if let Some(email) = &filter.email {
        let email = address::normalise(email, "email")?;
        select = select.filter(Column::EmailDigest.is_in(address::digests(ctx, &email)));
    }
    if let Some(role) = filter.role {
        let holders = Query::select()
            .column(role_grant::Column::AccountId)
            .from(role_grant::Entity)
            .and_where(role_grant::Column::Role.eq(role))
            .and_where(Expr::col(role_grant::Column::EndedAt).is_null())
            .to_owned();
        select = select.filter(Column::Id.in_subquery(holders));
    }
    if let Some(is_active) = filter.is_active {
        let state = if is_active { AccountState::Active } else { AccountState::Disabled };
        select = select.filter(Column::State.eq(state));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    let found = page::read(ctx.database().reader(), select, &ordering, request, |row: &Model| vec![Key::Id(row.id.0)]).await?;
    let (cursors, rows): (Vec<_>, Vec<_>) = found.rows.into_iter().unzip();
    let accounts = account::complete(ctx, ctx.database().reader(), rows).await?;
    if accounts.len() != cursors.len() {
        return Err(Error::internal("an account without a person"));
    }
    let rows = cursors.into_iter().zip(accounts).collect();
    Ok(Page { rows, has_previous: found.has_previous, has_next: found.has_next, total: found.total })
}
