//! How long a list is.

use std::fmt;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::sea_query::{Alias, Asterisk, Expr, Func, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::kernel::error::Result;

/// How many rows a whole list has, for whoever may see them; counted when asked for, because on a long list counting costs more
/// than the page itself.
#[derive(Clone)]
pub struct Total(Arc<dyn Fn() -> BoxFuture<'static, Result<u64>> + Send + Sync>);

impl Total {
    /// One that is known already.
    #[must_use]
    pub fn known(rows: u64) -> Self {
        Self::by(move || async move { Ok(rows) }.boxed())
    }

    /// One that is found by doing something.
    pub(super) fn by(count: impl Fn() -> BoxFuture<'static, Result<u64>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(count))
    }

    /// The number of rows that a question has.
    pub(super) fn counting(database: &DatabaseConnection, rows: SelectStatement) -> Self {
        let database = database.clone();
        let count = Query::select()
            .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("total"))
            .from_subquery(rows, Alias::new("counted"))
            .to_owned();
        Self::by(move || {
            let (database, count) = (database.clone(), count.clone());
            async move {
                let row = database.query_one(&count).await?;
                let total: i64 = row.map(|row| row.try_get("", "total")).transpose()?.unwrap_or(0);
                Ok(u64::try_from(total).unwrap_or(0))
            }
            .boxed()
        })
    }

    /// Counts.
    pub async fn count(&self) -> Result<u64> {
        (self.0)().await
    }
}

impl fmt::Debug for Total {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Total")
    }
}
