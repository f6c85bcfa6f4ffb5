use proptest::prelude::*;

use super::*;

fn text(text: &str, language: Language) -> Text {
    Text::new(text, language)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A course of which everything is written, the same words everywhere.
fn course(code: &str, words: &str, language: Language) -> Course {
    let written = || Some(text(words, language));
    Course {
        code: code.to_owned(),
        title: text(words, language),
        summary: written(),
        audience: written(),
        prerequisites: written(),
        requires: vec![text(words, language)],
        objectives: Some(text(&format!("{words}\n- {words}\n- {words}"), language)),
        skills: vec![text(words, language)],
        duration: Some(Duration::HalfDays(44)),
        modality: Modality::InPerson,
        level: Level::Intermediate,
        languages: vec![Language::Fr, Language::Ar],
        fee: Some(Fee::Amount("120.500".into(), "TND".into())),
        programmes: vec![text(words, language)],
        responsible: written(),
        dates: vec![Date { starts_on: day(2020, 10, 26), ends_on: day(2020, 12, 1), place: written() }],
    }
}

fn guide(words: &str, language: Language) -> Guide {
    Guide {
        language,
        title: text(words, language),
        starts_on: day(2020, 9, 1),
        ends_on: day(2021, 8, 31),
        is_draft: false,
        made_at: day(2020, 9, 1).and_hms_opt(8, 0, 0).unwrap().and_utc(),
        themes: vec![Theme {
            title: text(words, language),
            summary: Some(text(words, language)),
            courses: vec![course("QHSE", words, language)],
        }],
    }
}

fn centre() -> Letterhead {
    Letterhead {
        names: vec![(Language::Fr, "Centre d'essai".into()), (Language::Ar, "مركز التجربة".into())],
        addresses: vec![(Language::Fr, vec!["1, rue de l'Essai".into(), "Tunis".into()])],
        phone: Some("+216 70 000 000".into()),
        email: Some("contact@nabta.example".into()),
        website: Some("nabta.example".into()),
        logo: None,
    }
}

fn printed(guide: &Guide) -> Vec<u8> {
    let pdf = guide.print(&centre());
    pdf.unwrap_or_else(|PdfError(why)| panic!("{why}"))
}

#[test]
fn a_guide_is_printed_in_every_language_the_same_each_time() {
    for language in Language::ALL {
        let (first, second) =
            (printed(&guide("دليل Guide 2020-2021", language)), printed(&guide("دليل Guide 2020-2021", language)));
        assert!(first.starts_with(b"%PDF-1.7") && first == second, "{}", language.code());
    }
}

#[test]
fn what_isnt_written_leaves_no_hole() {
    let bare = Course {
        summary: None,
        audience: None,
        prerequisites: None,
        requires: Vec::new(),
        objectives: None,
        skills: Vec::new(),
        duration: None,
        languages: Vec::new(),
        fee: None,
        programmes: Vec::new(),
        responsible: None,
        dates: Vec::new(),
        ..course("BARE", "Titre", Language::Fr)
    };
    let mut guide = guide("Titre", Language::Fr);
    guide.themes[0].courses = vec![bare];
    printed(&guide);
    guide.themes.clear();
    printed(&guide);
    assert!(guide.print(&Letterhead { names: vec![(Language::Fr, "Centre".into())], ..Letterhead::default() }).is_ok());
}

#[test]
fn markup_is_printed_as_it_was_written() {
    // Were any of it run, it would stop the rendering or change what `a` looks like.
    for words in [
        "#import \"x\"",
        "#panic()",
        "*a* _b_ `c` $x$ @label <label>",
        "\\u{202e}",
        "= heading",
        "/* */ // x",
        "#include \"/data.json\"",
        "https://x.example/y",
        "\\",
        "\"quoted\" -- ~",
        "[x",
        "]",
    ] {
        printed(&guide(words, Language::Fr));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// PDF/A refuses what no font has, PDF/UA what has no name: neither may ever depend on what people write.
    #[test]
    fn any_text_can_be_printed(words in prop_oneof![any::<String>(), "[\\PC\u{600}-\u{6ff}\u{300}-\u{36f} a-z]{0,40}"], language in prop::sample::select(Language::ALL.to_vec())) {
        printed(&guide(&words, language));
    }
}
