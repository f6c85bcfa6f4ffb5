//! Pages of lists by keyset: a page starts after a row's own values, so that a deep page costs what the first one costs.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{DatabaseConnection, EntityTrait, FromQueryResult, QueryOrder, QuerySelect, QueryTrait, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::{Error, Refusal, Result, codes};

/// The most rows of one page.
pub const MOST: u64 = 100;
/// The rows of a page where none are asked for.
pub const DEFAULT: u64 = 20;

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows.
    pub size: u64,
    /// True to count from the end.
    pub from_end: bool,
    /// Only rows after this one.
    pub after: Option<Cursor>,
    /// Only rows before this one.
    pub before: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { size: DEFAULT, from_end: false, after: None, before: None }
    }
}

impl PageRequest {
    /// From the four arguments that a list takes; both ends at once, or a size that makes no sense, is refused.
    pub fn new(first: Option<i32>, after: Option<&str>, last: Option<i32>, before: Option<&str>) -> Result<Self> {
        if first.is_some() && last.is_some() {
            return Err(Refusal::at(codes::BAD_FORMAT, "last").with("value", "first + last").into());
        }
        let (asked, path) = if last.is_some() { (last, "last") } else { (first, "first") };
        let size = match asked {
            None => DEFAULT,
            Some(size) => u64::try_from(size)
                .ok()
                .filter(|size| (1..=MOST).contains(size))
                .ok_or_else(|| Refusal::at(codes::OUT_OF_RANGE, path).with("least", 1).with("most", MOST))?,
        };
        let cursor = |text: Option<&str>, path| {
            text.map(|text| Cursor::decode(text).ok_or(Refusal::at(codes::BAD_FORMAT, path).with("value", path))).transpose()
        };
        Ok(Self { size, from_end: last.is_some(), after: cursor(after, "after")?, before: cursor(before, "before")? })
    }
}

/// One value of a row's place in an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// An id.
    Id(Uuid),
    /// An instant.
    Instant(DateTime<Utc>),
    /// A day.
    Day(NaiveDate),
}

impl Eq for Key {}

impl Key {
    fn expression(&self) -> SimpleExpr {
        match self {
            Self::Text(value) => Expr::value(value.clone()),
            Self::Number(value) => Expr::value(*value),
            Self::Id(value) => Expr::value(*value),
            Self::Instant(value) => Expr::value(*value),
            Self::Day(value) => Expr::value(*value),
        }
    }

    const fn same_kind(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Text(_), Self::Text(_))
                | (Self::Number(_), Self::Number(_))
                | (Self::Id(_), Self::Id(_))
                | (Self::Instant(_), Self::Instant(_))
                | (Self::Day(_), Self::Day(_))
        )
    }
}

/// A row's place in an order, opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub Vec<Key>);

impl Cursor {
    /// The wire form: base64url of JSON.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.0).unwrap_or_default())
    }

    /// Reads the wire form.
    #[must_use]
    pub fn decode(wire: &str) -> Option<Self> {
        let bytes = (wire.len() <= 1_000).then(|| BASE64_URL_SAFE_NO_PAD.decode(wire).ok())??;
        let keys: Vec<Key> = serde_json::from_slice(&bytes).ok()?;
        // PostgreSQL fails on a NUL in a text, and no row holds one.
        let possible = |key: &Key| !matches!(key, Key::Text(text) if text.contains('\0'));
        ((1..=4).contains(&keys.len()) && keys.iter().all(possible)).then_some(Self(keys))
    }
}

/// An order of a list: columns that together never tie, all one way.
#[derive(Clone, Debug)]
pub struct Ordering {
    /// The columns, most important first.
    pub columns: Vec<SimpleExpr>,
    /// True for the greatest first.
    pub descending: bool,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows with their cursors, in the order of the list.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows come before.
    pub has_previous: bool,
    /// Whether rows come after.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// The same page with each row changed.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, change(row))).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

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
    let backwards = ordering.descending != request.from_end;
    let mut select = select;
    for (cursor, after, path) in [(&request.after, true, "after"), (&request.before, false, "before")] {
        let Some(Cursor(keys)) = cursor else { continue };
        if keys.len() != ordering.columns.len() {
            return Err(Refusal::at(codes::BAD_FORMAT, path).with("value", path).into());
        }
        let columns = Expr::tuple(ordering.columns.clone());
        let values = Expr::tuple(keys.iter().map(Key::expression));
        let condition = if after == ordering.descending { columns.lt(values) } else { columns.gt(values) };
        QueryTrait::query(&mut select).and_where(condition);
    }
    for column in &ordering.columns {
        select = select.order_by(column.clone(), if backwards { Order::Desc } else { Order::Asc });
    }
    let statement = database.get_database_backend().build(select.limit(request.size + 1).as_query());
    let mut models = M::find_by_statement(statement).all(database).await.map_err(|error| wrong_cursor(request, error))?;
    let more = models.len() as u64 > request.size;
    models.truncate(usize::try_from(request.size).unwrap_or(usize::MAX));
    if request.from_end {
        models.reverse();
    }
    let (has_previous, has_next) =
        if request.from_end { (more, request.before.is_some()) } else { (request.after.is_some(), more) };
    Ok(Page { rows: models.into_iter().map(|model| (Cursor(place(&model)), model)).collect(), has_previous, has_next })
}

/// A cursor of another list can hold values of the wrong type, which only PostgreSQL minds: that is the client's mistake.
fn wrong_cursor(request: &PageRequest, error: sea_orm::DbErr) -> Error {
    if request.after.is_none() && request.before.is_none() {
        return error.into();
    }
    match Error::from(error) {
        Error::Internal(_) => Refusal::at(codes::BAD_FORMAT, "after").with("value", "after").into(),
        other => other,
    }
}

/// Pages through a list that is already in memory and in order, by the same rules.
#[must_use]
pub fn slice<T>(rows: Vec<(Cursor, T)>, request: &PageRequest) -> Page<T> {
    let position = |cursor: &Cursor| rows.iter().position(|(place, _)| place == cursor);
    let start = request.after.as_ref().and_then(position).map_or(0, |index| index + 1);
    let end = request.before.as_ref().and_then(position).unwrap_or(rows.len()).max(start);
    let size = usize::try_from(request.size).unwrap_or(usize::MAX);
    let (from, to) =
        if request.from_end { (end.saturating_sub(size).max(start), end) } else { (start, end.min(start.saturating_add(size))) };
    let (has_previous, has_next) = (from > 0, to < rows.len());
    Page { rows: rows.into_iter().skip(from).take(to - from).collect(), has_previous, has_next }
}

/// Whether a cursor could have come from this ordering.
#[must_use]
pub fn fits(cursor: &Cursor, example: &[Key]) -> bool {
    cursor.0.len() == example.len() && cursor.0.iter().zip(example).all(|(key, other)| key.same_kind(other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys() -> impl Strategy<Value = Key> {
        prop_oneof![
            "[^\\x00]{0,40}".prop_map(Key::Text),
            any::<i64>().prop_map(Key::Number),
            any::<u128>().prop_map(|id| Key::Id(Uuid::from_u128(id))),
            (0_i64..4_000_000_000_000).prop_map(|millis| Key::Instant(DateTime::from_timestamp_millis(millis).unwrap())),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_survives_the_wire(keys in prop::collection::vec(keys(), 1..=4)) {
            let cursor = Cursor(keys);
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn no_text_is_a_cursor_by_accident_or_makes_it_panic(text in ".{0,200}") {
            if let Some(cursor) = Cursor::decode(&text) {
                prop_assert!(cursor.0.len() <= 4);
            }
        }

        #[test]
        fn pages_put_together_are_the_list(length in 0_usize..40, size in 1_u64..12, from_end: bool) {
            let rows: Vec<_> = (0..length).map(|index| (Cursor(vec![Key::Number(index as i64)]), index)).collect();
            let mut request = PageRequest { size, from_end, after: None, before: None };
            let mut seen = Vec::new();
            loop {
                let page = slice(rows.clone(), &request);
                let indices: Vec<usize> = page.rows.iter().map(|(_, index)| *index).collect();
                if from_end { seen.splice(0..0, indices) } else { let end = seen.len(); seen.splice(end..end, indices) }.for_each(drop);
                let more = if from_end { page.has_previous } else { page.has_next };
                if !more { break }
                if from_end { request.before = Some(page.rows[0].0.clone()) } else { request.after = Some(page.rows.last().unwrap().0.clone()) }
            }
            prop_assert_eq!(seen, (0..length).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_text_that_no_row_can_hold_is_no_cursor() {
        assert_eq!(Cursor::decode(&Cursor(vec![Key::Text("a\0".to_owned())]).encode()), None);
    }

    #[test]
    fn sizes_that_make_no_sense_are_refused() {
        for size in [0, -1, 101, 99_999_999, i32::MIN] {
            assert_eq!(PageRequest::new(Some(size), None, None, None).unwrap_err().code(), codes::OUT_OF_RANGE);
        }
        assert_eq!(PageRequest::new(Some(5), None, Some(5), None).unwrap_err().code(), codes::BAD_FORMAT);
        assert_eq!(PageRequest::new(None, Some("x"), None, None).unwrap_err().code(), codes::BAD_FORMAT);
    }
}
