//! Spreadsheets: XLSX for people, CSV for programs. What is text stays text: no cell becomes a formula or a link, whatever it begins
//! with.

pub mod csv;
#[cfg(test)]
mod tests;
pub mod xlsx;

use chrono::{DateTime, NaiveDate, Utc};

/// A table with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What stands on its tab.
    pub name: String,
    /// Whether its first column is the rightmost one, as who reads Arabic expects.
    pub is_rtl: bool,
    /// What stands over its columns.
    pub columns: Vec<String>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, never anything else.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals: `120500` units with a scale of 3 are 120.500.
    Decimal {
        /// All its digits.
        units: i64,
        /// How many of them are decimals; at most 12.
        scale: u8,
    },
    /// A day.
    Date(NaiveDate),
    /// An instant; shown as the clocks of Tunis show it (UTC+1 all year).
    Instant(DateTime<Utc>),
    /// Yes or no.
    Boolean(bool),
}

impl Cell {
    /// A text, or nothing.
    #[must_use]
    pub fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }
}

/// Why a spreadsheet wasn't written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// A row has more or fewer cells than there are columns. Rows are counted from 1, without the columns' titles.
    RowWidth {
        /// The row.
        row: usize,
    },
    /// A text is longer than a cell of this format can hold, and isn't cut silently.
    TooLong {
        /// The row.
        row: usize,
        /// The column, counted from 1.
        column: usize,
    },
    /// There are more rows or columns than the format can hold.
    TooLarge,
    /// The format could not be written: a defect. For logs only.
    Internal(String),
}

/// Refuses a table whose rows don't fit its columns.
fn check(sheet: &Sheet) -> Result<(), SheetError> {
    match sheet.rows.iter().position(|row| row.len() != sheet.columns.len()) {
        Some(row) => Err(SheetError::RowWidth { row: row + 1 }),
        None => Ok(()),
    }
}

/// A number with its decimals, written out.
fn decimal(units: i64, scale: u8) -> String {
    let width = usize::from(scale.min(12));
    let digits = format!("{:0>fill$}", units.unsigned_abs(), fill = width + 1);
    let (whole, decimals) = digits.split_at(digits.len() - width);
    let (sign, point) = (if units < 0 { "-" } else { "" }, if width > 0 { "." } else { "" });
    format!("{sign}{whole}{point}{decimals}")
}
