//! Lists as Relay connections, all built here.

use async_graphql::connection::{Connection, CursorType, Edge};
use async_graphql::{Context, Object, OutputType};
use nabta_domain::kernel::Result;
use nabta_domain::kernel::page::{self, Cursor, DEFAULT, Page, PageRequest};

use crate::errors::Answer;

/// A cursor on the wire.
pub struct WireCursor(String);

impl WireCursor {
    /// The wire form of a cursor.
    pub(crate) fn of(cursor: &Cursor) -> Self {
        Self(cursor.encode())
    }
}

impl CursorType for WireCursor {
    type Error = std::convert::Infallible;

    fn decode_cursor(text: &str) -> std::result::Result<Self, Self::Error> {
        Ok(Self(text.to_owned()))
    }

    fn encode_cursor(&self) -> String {
        self.0.clone()
    }
}

/// A list, a page at a time.
pub type List<T> = Connection<WireCursor, T, Total>;

/// How many rows a list has.
pub struct Total(pub(crate) page::Total);

#[Object]
impl Total {
    /// How many there are in all, for whoever asks; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> async_graphql::Result<u64> {
        self.0.count().await.answer(ctx)
    }
}

/// The four arguments of a list as the page that they ask for.
pub(crate) fn page(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Result<PageRequest> {
    PageRequest::new(first, after.as_deref(), last, before.as_deref())
}

/// A page as a connection.
pub(crate) fn connection<S, T>(page: Page<S>) -> List<T>
where
    T: OutputType + From<S>,
{
    let mut connection = Connection::with_additional_fields(page.has_previous, page.has_next, Total(page.total));
    connection.edges.extend(page.rows.into_iter().map(|(cursor, row)| Edge::new(WireCursor::of(&cursor), row.into())));
    connection
}

/// What a list without pages costs: as many rows as such lists usually have, times what is asked of each.
pub(crate) const fn usual(rows: usize, child_complexity: usize) -> usize {
    1 + rows * child_complexity
}

/// What a list costs: its rows times what is asked of each.
pub(crate) fn cost(first: Option<i32>, last: Option<i32>, child_complexity: usize) -> usize {
    let rows = first.or(last).and_then(|rows| usize::try_from(rows).ok()).unwrap_or(usize::try_from(DEFAULT).unwrap_or(20));
    // `edges`, `nodes` and `pageInfo` are not asked of each row, but the difference is small change.
    1 + rows.min(1_000_000) * child_complexity
}
