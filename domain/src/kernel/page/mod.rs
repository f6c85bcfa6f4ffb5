//! Pages of lists by keyset: a page starts after a row's own values, so that a deep page costs what the first one costs.

mod grouped;
mod read;
mod total;

pub use grouped::read_grouped;
pub use read::read;
pub use total::Total;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, SimpleExpr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::{Refusal, Result, codes};

/// The most rows of one page.
pub const MOST: u64 = 100;
/// The rows of a page where none are asked for.
pub const DEFAULT: u64 = 20;

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
}

/// A row's place in an order, opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// How many rows the whole list has, counted when asked for.
    pub total: Total,
}

impl<T> Page<T> {
    /// The page of a list without rows.
    #[must_use]
    pub fn empty() -> Self {
        Self { rows: Vec::new(), has_previous: false, has_next: false, total: Total::known(0) }
    }

    /// The same page with each row changed.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, change(row))).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
            total: self.total,
        }
    }

    /// The same page with each row changed, unless one can't be.
    pub fn try_map<U>(self, change: impl Fn(T) -> Result<U>) -> Result<Page<U>> {
        let rows: Result<Vec<(Cursor, U)>> = self.rows.into_iter().map(|(cursor, row)| Ok((cursor, change(row)?))).collect();
        Ok(Page { rows: rows?, has_previous: self.has_previous, has_next: self.has_next, total: self.total })
    }
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
