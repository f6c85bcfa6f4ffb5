//! CSV as RFC 4180 has it, in UTF-8 with a mark at the beginning by which Excel knows it, with cells that no spreadsheet takes for a
//! formula; and a reader that brings back what was written.

use chrono::SecondsFormat;

use super::{Cell, Sheet, SheetError, check, decimal};

/// What Excel knows UTF-8 by.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// What makes a cell harmless: spreadsheets take what follows for text.
const QUOTE: char = '\'';

/// Why a CSV file wasn't read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsvError {
    /// It is not UTF-8.
    NotUtf8,
    /// A row has more or fewer cells than the first one. Rows are counted from 1, that of the titles too.
    RowWidth {
        /// The row.
        row: u64,
    },
}

/// Writes a table: titles, then rows. Numbers have a point, days and instants are written as ISO 8601 (instants in UTC), yes and no as
/// `true` and `false`.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, SheetError> {
    check(sheet)?;
    let defect = |error: csv::Error| SheetError::Internal(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
    writer.write_record(sheet.columns.iter().map(|title| harmless(title))).map_err(defect)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(written)).map_err(defect)?;
    }
    writer.into_inner().map_err(|error| SheetError::Internal(error.to_string()))
}

/// Reads what [`write`] wrote, titles and all: every text comes back as it was.
pub fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, CsvError> {
    let text = std::str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes)).map_err(|_| CsvError::NotUtf8)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| match error.kind() {
            csv::ErrorKind::UnequalLengths { pos, .. } => {
                CsvError::RowWidth { row: pos.as_ref().map_or(0, csv::Position::record) + 1 }
            }
            _ => CsvError::NotUtf8,
        })?;
        rows.push(record.iter().map(original).collect());
    }
    Ok(rows)
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        // A number is one, minus and all.
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal { units, scale } => decimal(*units, *scale),
        Cell::Date(day) => day.to_string(),
        Cell::Instant(instant) => instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        Cell::Boolean(is_true) => is_true.to_string(),
    }
}

/// What spreadsheets run, or skip to find what they run (OWASP, CSV injection): also in the full width of East Asian type.
fn is_dangerous(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// A text of its own mark gets one more, so that taking one away always gives the text.
fn harmless(text: &str) -> String {
    if text.starts_with(|first: char| is_dangerous(first) || first == QUOTE) { format!("{QUOTE}{text}") } else { text.to_owned() }
}

fn original(cell: &str) -> String {
    let rest = cell.strip_prefix(QUOTE).filter(|rest| rest.starts_with(|first: char| is_dangerous(first) || first == QUOTE));
    rest.unwrap_or(cell).to_owned()
}
