//! One page of a list, by one statement.

use sea_orm::sea_query::{Expr, ExprTrait, Order, SelectStatement};
use sea_orm::{DatabaseConnection, EntityTrait, FromQueryResult, QuerySelect, QueryTrait, Select};

use super::{Cursor, Key, Ordering, Page, PageRequest, Total};
use crate::kernel::error::{Error, Refusal, Result, codes};

/// Reads one page with one statement. `place` gives a row's values of the ordering's columns.
pub async fn read<E, M>(
    database: &DatabaseConnection,
    select: Select<E>,
    ordering: &Ordering,
    request: &PageRequest,
    place: impl Fn(&M) -> Vec<Key>,
) -> Result<Page<M>>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
{
    let total = Total::counting(database, select.as_query().clone());
    let mut select = select;
    let query = QueryTrait::query(&mut select);
    after_and_before(query, ordering, request)?;
    for column in &ordering.columns {
        query.order_by_expr(column.clone(), direction(ordering, request));
    }
    let statement = database.get_database_backend().build(select.limit(request.size + 1).as_query());
    let models = M::find_by_statement(statement).all(database).await.map_err(|error| wrong_cursor(request, error))?;
    Ok(page(models, request, place, total))
}

/// The way the database is asked to order: from the end, everything is turned round.
pub(super) const fn direction(ordering: &Ordering, request: &PageRequest) -> Order {
    if ordering.descending != request.from_end { Order::Desc } else { Order::Asc }
}

/// Only rows after and before the request's cursors.
pub(super) fn after_and_before(query: &mut SelectStatement, ordering: &Ordering, request: &PageRequest) -> Result<()> {
    for (cursor, after, path) in [(&request.after, true, "after"), (&request.before, false, "before")] {
        let Some(Cursor(keys)) = cursor else { continue };
        if keys.len() != ordering.columns.len() {
            return Err(Refusal::at(codes::BAD_FORMAT, path).with("value", path).into());
        }
        let columns = Expr::tuple(ordering.columns.clone());
        let values = Expr::tuple(keys.iter().map(Key::expression));
        query.and_where(if after == ordering.descending { columns.lt(values) } else { columns.gt(values) });
    }
    Ok(())
}

/// Rows as the database gave them, one more than asked for if there are more, as a page.
pub(super) fn page<M>(mut models: Vec<M>, request: &PageRequest, place: impl Fn(&M) -> Vec<Key>, total: Total) -> Page<M> {
    let more = models.len() as u64 > request.size;
    models.truncate(usize::try_from(request.size).unwrap_or(usize::MAX));
    if request.from_end {
        models.reverse();
    }
    let (has_previous, has_next) =
        if request.from_end { (more, request.before.is_some()) } else { (request.after.is_some(), more) };
    let rows = models.into_iter().map(|model| (Cursor(place(&model)), model)).collect();
    Page { rows, has_previous, has_next, total }
}

/// A cursor of another list can hold values of the wrong type, which only PostgreSQL minds: that is the client's mistake.
pub(super) fn wrong_cursor(request: &PageRequest, error: sea_orm::DbErr) -> Error {
    if request.after.is_none() && request.before.is_none() {
        return error.into();
    }
    match Error::from(error) {
        Error::Internal(_) => Refusal::at(codes::BAD_FORMAT, "after").with("value", "after").into(),
        other => other,
    }
}
