//! Documents that no address gives out yet, as their readers' programs read them.

use chrono::DateTime;
use nabta_documents::language::{Language, Text};
use nabta_documents::letterhead::Letterhead;
use nabta_documents::record::{Part, Record, Section, Value};
use nabta_testkit::Paper;

#[test]
fn a_personal_record_says_what_is_kept_and_where_nothing_is() {
    let made_at = DateTime::from_timestamp(1_603_750_200, 0).unwrap();
    for (language, name, said) in [
        (Language::Fr, "Amel Ben Youssef", ["26 octobre 2020 à 23:10", "oui", "Rien n'est conservé ici."]),
        (Language::En, "Amel Ben Youssef", ["26 October 2020, 23:10", "yes", "Nothing is kept here."]),
        (Language::Ar, "أمل بن يوسف", ["26 أكتوبر 2020", "نعم", "لا شيء محفوظ هنا."]),
    ] {
        let code = "account_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";
        let rows = vec![vec![Value::Instant(made_at), Value::Code(code.into())], vec![Value::None, Value::Truth(true)]];
        let table = Part::Table { columns: vec!["A".into(), "B".into()], rows };
        let pairs = Part::Pairs(vec![
            ("E-mail".into(), Value::Code("amel@nabta.example".into())),
            ("N".into(), Value::Text(Text::new("#panic() *x* $y$", Language::Fr))),
        ]);
        let section = |title: &str, parts| Section { title: title.to_owned(), parts };
        let record = Record {
            language,
            title: "Nabta".into(),
            person: Text::new(name, language),
            made_at,
            preface: None,
            sections: vec![section("I", vec![pairs, table]), section("II", Vec::new())],
        };
        let letterhead = Letterhead { names: vec![(Language::Fr, "Centre d'essai".into())], ..Letterhead::default() };
        let paper = Paper::of(&record.print(&letterhead).unwrap());
        paper.sound();
        let text = paper.close();
        for part in said.into_iter().chain([name, "amel@nabta.example", "#panic() *x* $y$", "Centre d'essai"]) {
            assert!(text.contains(&part.split_whitespace().collect::<String>()), "{part} is not in {text}");
        }
        assert!(text.contains(code), "a long id can be copied: {text}");
        assert!(paper.facts().contains("Tagged:          yes"));
    }
}
