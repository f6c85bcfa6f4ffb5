use chrono::Datelike;

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn made_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_120_000, 0).unwrap()
}

fn letterhead() -> Letterhead {
    let names = vec![
        (Language::Fr, "Centre International des Technologies de l'Environnement de Tunis".into()),
        (Language::Ar, "مركز تونس الدولي لتكنولوجيا البيئة".into()),
        (Language::En, "Tunis International Centre for Environmental Technologies".into()),
    ];
    Letterhead { names, ..Letterhead::default() }
}

fn text(language: Language) -> [&'static str; 6] {
    match language {
        Language::Ar => ["شهادة تكوين عن بعد", "يشهد المركز بأنّ", " أتمّ بنجاح:", "، ", ". حُرّرت في ", "المديرة العامة"],
        Language::Fr => [
            "Certificat de formation en ligne",
            "Le centre certifie que",
            " a suivi avec succès :",
            ", ",
            ". Fait le ",
            "La directrice générale",
        ],
        Language::En => {
            ["Certificate of online training", "The centre certifies that", " has completed:", ", ", ". Done on ", "The director"]
        }
    }
}

fn wording(language: Language, name: &str, courses: usize) -> Wording {
    let [title, certifies, completed, comma, done, director] = text(language);
    let course = |number: usize| Completed {
        title: Text::new(
            if language == Language::Ar {
                "دراسة المؤثرات على المحيط، عن بعد"
            } else {
                "Étude d'impact sur l'environnement, en ligne"
            },
            language,
        ),
        reference: format!("EIE-{number} · 2"),
    };
    Wording {
        language,
        title: title.into(),
        body: vec![
            Piece::Words(certifies.into()),
            Piece::Name(Text::new(name, language)),
            Piece::Words(completed.into()),
            Piece::Courses((0..courses).map(course).collect()),
            Piece::Period(day(11, 1), day(12, 1)),
            Piece::Words(comma.into()),
            Piece::Number("2026-0042".into()),
            Piece::Words(done.into()),
            Piece::Day(day(12, 1)),
        ],
        signatories: vec![
            (Text::new("Nadia Ben Salah", Language::Fr), Text::new(director, language)),
            (Text::new("Sami Trabelsi", Language::Fr), Text::new(director, language)),
            (Text::new("أمينة الغربي", Language::Ar), Text::new(director, language)),
        ],
    }
}

pub(super) fn certificate(languages: &[Language], name: &str, courses: usize) -> Certificate {
    Certificate {
        wordings: languages.iter().map(|language| wording(*language, name, courses)).collect(),
        number: "2026-0042".into(),
        code: "7ZQK3M9WX0P4DRTVB52GHNCJ8F".into(),
        address: "https://nabta.example/c/7ZQK3M9WX0P4DRTVB52GHNCJ8F".into(),
        scanned: format!("https://nabta.example/c/7ZQK3M9WX0P4DRTVB52GHNCJ8F#{}", "A".repeat(300)),
        issued_on: day(12, 1),
        expires_on: Some(day(12, 1).with_year(2029).unwrap()),
        laws: vec!["D-2005-1991".into(), "L-1988-91".into(), "L-1996-41".into()],
    }
}

const LONG: &str = "Amel Fatma Zohra Ben Abdallah Trabelsi Gharbi أمل فاطمة الزهراء بن عبد الله الطرابلسي الغربي بنت";

fn printed(certificate: &Certificate) -> Vec<u8> {
    certificate.print(&letterhead(), made_at()).unwrap_or_else(|PdfError(why)| panic!("{why}"))
}

#[test]
fn a_certificate_is_one_page_whatever_stands_on_it() {
    assert!(LONG.chars().count() >= 90);
    for languages in [&[Language::Ar][..], &[Language::Fr], &[Language::Ar, Language::Fr], &[Language::Fr, Language::En]] {
        for (name, courses) in [("Amel Sassi", 1), (LONG, 2), (LONG, 12)] {
            let (certificate, letterhead) = (certificate(languages, name, courses), letterhead());
            let (page, images) = certificate.set(&letterhead).unwrap();
            assert_eq!(pdf::pages(Template::Certificate, &page, &images), 1, "{languages:?} {courses}");
        }
    }
}

#[test]
fn the_same_certificate_is_the_same_bytes() {
    let one = certificate(&[Language::Ar, Language::Fr], "Amel Sassi", 2);
    assert!(printed(&one) == printed(&one));
}

#[test]
fn what_stands_on_it_is_never_read_as_a_template() {
    for name in ["#panic()", "$x$ *a* _b_ `c`", "\\ \u{202E}abc", "{name}", "<script>", "😀"] {
        printed(&certificate(&[Language::Fr], name, 1));
    }
}
