//! The same page of several lists at once, by one statement: what a list inside of a list needs.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures::FutureExt;
use sea_orm::sea_query::{
    Alias, Asterisk, Expr, ExprTrait, Func, Order, OverStatement, Query, SelectStatement, SimpleExpr, WindowStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, FromQueryResult, QueryTrait, Select, TryGetable};
use tokio::sync::OnceCell;

use super::read::{after_and_before, direction, page, wrong_cursor};
use super::{Key, Ordering, Page, PageRequest, Total};
use crate::kernel::error::{Error, Result};

/// Reads one page of each group with one statement. `group` is the column that tells the groups apart, `group_of` its value in a row;
/// a group without rows is missing from the answer. The totals of all groups are counted together.
pub async fn read_grouped<E, M, G>(
    database: &DatabaseConnection,
    select: Select<E>,
    group: E::Column,
    ordering: &Ordering,
    request: &PageRequest,
    group_of: impl Fn(&M) -> G,
    place: impl Fn(&M) -> Vec<Key>,
) -> Result<HashMap<G, Page<M>>>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
    G: TryGetable + Clone + Eq + Hash + Send + Sync + 'static,
{
    let column = || SimpleExpr::from(Expr::col(group.as_column_ref()));
    let counts = GroupCounts::new(database, select.as_query().clone(), column());

    let mut inner = select.into_query();
    after_and_before(&mut inner, ordering, request)?;
    let mut window = WindowStatement::new();
    window.add_partition_by(column());
    for column in &ordering.columns {
        window.order_by_expr(column.clone(), direction(ordering, request));
    }
    let (rows, place_in_group) = (Alias::new("rows_of_groups"), Alias::new("place_in_group"));
    inner.expr_window_as(Func::cust(Alias::new("row_number")), window, place_in_group.clone());
    let outer = Query::select()
        .column(Asterisk)
        .from_subquery(inner, rows)
        .and_where(Expr::col(place_in_group.clone()).lte(request.size + 1))
        .order_by(place_in_group, Order::Asc)
        .to_owned();
    let statement = database.get_database_backend().build(&outer);
    let models = M::find_by_statement(statement).all(database).await.map_err(|error| wrong_cursor(request, error))?;

    let mut groups: HashMap<G, Vec<M>> = HashMap::new();
    for model in models {
        groups.entry(group_of(&model)).or_default().push(model);
    }
    let pages = groups.into_iter().map(|(group, models)| {
        let total = counts.total(group.clone());
        (group, page(models, request, &place, total))
    });
    Ok(pages.collect())
}

/// How many rows each group has, found by one statement when the first of them is asked for.
struct GroupCounts<G>(Arc<Counting<G>>);

struct Counting<G> {
    database: DatabaseConnection,
    question: SelectStatement,
    found: OnceCell<HashMap<G, u64>>,
}

impl<G> GroupCounts<G>
where
    G: TryGetable + Clone + Eq + Hash + Send + Sync + 'static,
{
    fn new(database: &DatabaseConnection, rows: SelectStatement, group: SimpleExpr) -> Self {
        let mut question = rows;
        question.clear_selects();
        question.expr_as(group.clone(), Alias::new("of_group")).expr_as(Func::count(Expr::col(Asterisk)), Alias::new("total"));
        question.add_group_by([group]);
        Self(Arc::new(Counting { database: database.clone(), question, found: OnceCell::new() }))
    }

    fn total(&self, group: G) -> Total {
        let counting = Arc::clone(&self.0);
        Total::by(move || {
            let (counting, group) = (Arc::clone(&counting), group.clone());
            async move { Ok(counting.all().await?.get(&group).copied().unwrap_or(0)) }.boxed()
        })
    }
}

impl<G> Counting<G>
where
    G: TryGetable + Clone + Eq + Hash + Send + Sync + 'static,
{
    async fn all(&self) -> Result<&HashMap<G, u64>> {
        let count = || async {
            let mut found = HashMap::new();
            for row in self.database.query_all(&self.question).await? {
                let total: i64 = row.try_get("", "total")?;
                found.insert(row.try_get("", "of_group")?, u64::try_from(total).unwrap_or(0));
            }
            Ok::<_, Error>(found)
        };
        self.found.get_or_try_init(count).await
    }
}
