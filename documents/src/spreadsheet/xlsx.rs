//! XLSX, for Excel and LibreOffice: a titles' row that stays in sight, real dates and numbers, texts that are nothing else.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, SheetError, check, decimal};

/// The longest text of a cell, in units of UTF-16 as Excel counts.
const LONGEST: usize = 32_767;
/// Spreadsheets compute with 15 digits: a longer number would change.
const MOST_EXACT: i64 = 999_999_999_999_999;
/// Tunis is an hour before UTC all year.
const TUNIS: TimeDelta = TimeDelta::hours(1);

/// Writes a workbook of one or more tables. `made_at` is what it says about its own age: the clock isn't asked, and the same tables give
/// the same bytes.
pub fn write(title: &str, sheets: &[Sheet], made_at: DateTime<Utc>) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    let made = excel(made_at.naive_utc()).ok_or_else(|| SheetError::Internal(format!("made at {made_at}")))?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("Nabta").set_creation_datetime(&made));
    let (formats, mut names) = (Formats::new(), BTreeSet::new());
    for sheet in sheets {
        check(sheet)?;
        let name = free_name(&sheet.name, &mut names);
        fill(workbook.add_worksheet(), &name, sheet, &formats)?;
    }
    workbook.save_to_buffer().map_err(defect)
}

fn defect(error: XlsxError) -> SheetError {
    match error {
        XlsxError::RowColumnLimitError => SheetError::TooLarge,
        other => SheetError::Internal(other.to_string()),
    }
}

struct Formats {
    title: Format,
    text: Format,
    date: Format,
    instant: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            title: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            // The format of texts: an Excel that is asked to look again at the cell doesn't take it for something else either.
            text: Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top),
            date: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Top),
        }
    }

    fn decimal(scale: u8) -> Format {
        let point = if scale > 0 { "." } else { "" };
        Format::new().set_num_format(format!("0{point}{}", "0".repeat(usize::from(scale.min(12))))).set_align(FormatAlign::Top)
    }
}

fn fill(worksheet: &mut Worksheet, name: &str, sheet: &Sheet, formats: &Formats) -> Result<(), SheetError> {
    worksheet.set_name(name).map_err(defect)?;
    worksheet.set_right_to_left(sheet.is_rtl);
    worksheet.set_freeze_panes(1, 0).map_err(defect)?;
    worksheet.set_repeat_rows(0, 0).map_err(defect)?;
    for (index, title) in sheet.columns.iter().enumerate() {
        let column = u16::try_from(index).map_err(|_| SheetError::TooLarge)?;
        worksheet.set_column_width(column, width(sheet, index)).map_err(defect)?;
        if is_too_long(title) {
            return Err(SheetError::TooLong { row: 0, column: index + 1 });
        }
        worksheet.write_string_with_format(0, column, title, &formats.title).map_err(defect)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            if matches!(cell, Cell::Text(text) if is_too_long(text)) {
                return Err(SheetError::TooLong { row: row as usize, column: usize::from(column) + 1 });
            }
            put(worksheet, row, column, cell, formats).map_err(defect)?;
        }
    }
    Ok(())
}

fn put(worksheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    let mut text = |text: &str| worksheet.write_string_with_format(row, column, text, &formats.text).map(|_| ());
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(written) => text(written),
        Cell::Integer(number) if number.abs_diff(0) > MOST_EXACT.unsigned_abs() => text(&number.to_string()),
        Cell::Decimal { units, scale } if units.abs_diff(0) > MOST_EXACT.unsigned_abs() => text(&decimal(*units, *scale)),
        Cell::Integer(number) => {
            let exact = exact(*number, 0);
            worksheet.write_number_with_format(row, column, exact, &Formats::decimal(0)).map(|_| ())
        }
        Cell::Decimal { units, scale } => {
            let exact = exact(*units, *scale);
            worksheet.write_number_with_format(row, column, exact, &Formats::decimal(*scale)).map(|_| ())
        }
        // Spreadsheets count days from 1900.
        Cell::Date(day) => match day.and_hms_opt(0, 0, 0).and_then(excel) {
            Some(date) => worksheet.write_datetime_with_format(row, column, &date, &formats.date).map(|_| ()),
            None => text(&day.to_string()),
        },
        Cell::Instant(instant) => match instant.naive_utc().checked_add_signed(TUNIS).and_then(excel) {
            Some(time) => worksheet.write_datetime_with_format(row, column, &time, &formats.instant).map(|_| ()),
            None => text(&instant.to_rfc3339()),
        },
        Cell::Boolean(is_true) => worksheet.write_boolean(row, column, *is_true).map(|_| ()),
    }
}

/// The number of a spreadsheet that is nearest; of at most 15 digits, so that it is shown as it was.
fn exact(units: i64, scale: u8) -> f64 {
    decimal(units, scale).parse().unwrap_or_default()
}

fn excel(time: NaiveDateTime) -> Option<ExcelDateTime> {
    let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    if time.date() < first {
        // Before, the count of Excel is a day off that of others, because its 1900 had a 29th of February.
        return None;
    }
    let part = |number: u32| u8::try_from(number).ok();
    let date = ExcelDateTime::from_ymd(u16::try_from(time.year()).ok()?, part(time.month())?, part(time.day())?).ok()?;
    let seconds = f64::from(time.second());
    date.and_hms(u16::try_from(time.hour()).ok()?, part(time.minute())?, seconds).ok()
}

fn is_too_long(text: &str) -> bool {
    text.encode_utf16().count() > LONGEST
}

/// The width of a column, in characters, by its longest line; longer ones are wrapped.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let of_text = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let of_cell = |cell: &Cell| match cell {
        Cell::Text(text) => of_text(text),
        Cell::Instant(_) => 16,
        Cell::Integer(_) | Cell::Decimal { .. } | Cell::Date(_) => 12,
        Cell::Empty | Cell::Boolean(_) => 6,
    };
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(of_cell).max().unwrap_or(0);
    let title = sheet.columns.get(column).map_or(0, |title| of_text(title));
    u8::try_from(cells.max(title).clamp(8, 58) + 2).map_or(10.0, f64::from)
}

/// A name that a tab may have and that no other has: Excel forbids some signs, more than 31 characters, and the same name twice in
/// whatever letters.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |character: char| !matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !character.is_control();
    let clean: String = wanted.chars().map(|character| if allowed(character) { character } else { ' ' }).collect();
    let clean = clean.trim_matches(|end: char| end == '\'' || end.is_whitespace());
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "–" } else { clean };
    for number in 1_usize.. {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        let mut name = String::new();
        for character in clean.chars() {
            if name.encode_utf16().count() + character.len_utf16() + end.len() > 31 {
                break;
            }
            name.push(character);
        }
        let name = name.trim_end_matches(|last: char| last == '\'' || last.is_whitespace()).to_owned() + &end;
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    clean.to_owned()
}
