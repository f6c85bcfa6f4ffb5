use proptest::prelude::*;

use super::*;

fn made_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_603_750_200, 0).unwrap()
}

/// Every kind of value, and these words in every place.
fn record(words: &str, language: Language) -> Record {
    let text = || Value::Text(Text::new(words, language));
    let values = || {
        vec![
            text(),
            Value::None,
            Value::Code(words.to_owned()),
            Value::Number(-7),
            Value::Day(made_at().date_naive()),
            Value::Instant(made_at()),
            Value::Truth(true),
        ]
    };
    let table = Part::Table { columns: vec![words.to_owned(); 7], rows: vec![values(), vec![text()], values()] };
    let pairs = Part::Pairs(values().into_iter().map(|value| (words.to_owned(), value)).collect());
    Record {
        language,
        title: words.to_owned(),
        person: Text::new(words, language),
        made_at: made_at(),
        preface: Some(words.to_owned()),
        sections: vec![
            Section { title: words.to_owned(), parts: vec![pairs, table] },
            Section { title: words.to_owned(), parts: Vec::new() },
        ],
    }
}

fn letterhead() -> Letterhead {
    Letterhead { names: vec![(Language::Fr, "Centre d'essai".into())], ..Letterhead::default() }
}

fn printed(record: &Record) -> Vec<u8> {
    record.print(&letterhead()).unwrap_or_else(|PdfError(why)| panic!("{why}"))
}

#[test]
fn a_record_is_printed_in_every_language_the_same_each_time() {
    for language in Language::ALL {
        assert!(printed(&record("ملف Dossier", language)) == printed(&record("ملف Dossier", language)), "{}", language.code());
    }
}

#[test]
fn an_instant_is_shown_as_in_tunis() {
    assert_eq!(instant(made_at(), Language::Fr), "26 octobre 2020 à 23:10");
    let late = made_at() + TimeDelta::hours(1);
    assert_eq!(instant(late, Language::En), "27 October 2020, 00:10");
    assert_eq!(instant(late, Language::Ar), "27 أكتوبر 2020 على الساعة 00:10");
}

#[test]
fn a_row_with_too_much_is_a_fault_and_nothing_is_left_out_of_it() {
    let mut record = record("x", Language::Fr);
    record.sections[0].parts.push(Part::Table { columns: vec!["one".into()], rows: vec![vec![Value::None, Value::Number(1)]] });
    assert!(record.print(&letterhead()).is_err());
}

#[test]
fn a_great_record_is_many_pages() {
    let mut record = record("Une ligne", Language::Fr);
    let row =
        vec![Value::Instant(made_at()), Value::Code("a".repeat(300)), Value::Text(Text::new("mot ".repeat(50), Language::Fr))];
    let columns = ["Quand", "Quoi", "Comment"].map(str::to_owned).to_vec();
    record.sections[0].parts = vec![Part::Table { columns, rows: vec![row; 200] }];
    assert!(printed(&record).len() > printed(&self::record("Une ligne", Language::Fr)).len() * 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_can_be_printed(words in prop_oneof![any::<String>(), "[\\PC\u{600}-\u{6ff}\u{300}-\u{36f} a-z]{0,40}"], language in prop::sample::select(Language::ALL.to_vec())) {
        printed(&record(&words, language));
    }
}
