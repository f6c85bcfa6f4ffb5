//! Search among ten thousand and a hundred thousand lessons, in three languages: the size for which it is made.

use std::path::Path;
use std::time::Instant;

use nabta_domain::catalogue::search::{Document, Index, Query};
use nabta_domain::kernel::Locale;
use uuid::Uuid;

use crate::pairs::{Summary, compare, quantile};
use crate::report::Line;
use crate::seed::SEED;

const SMALL: u64 = 10_000;
const LARGE: u64 = 100_000;
const PAIRS: usize = 30;
const RUNS: usize = 20;
const LESSONS_OF_A_COURSE: u64 = 20;
const WORDS_OF_A_TEXT: u64 = 150;

/// Words of each language, those asked for among them.
const WORDS: [(Locale, &[&str]); 3] = [
    (
        Locale::Fr,
        &[
            "étude",
            "impact",
            "eau",
            "déchet",
            "énergie",
            "sol",
            "norme",
            "décret",
            "station",
            "rejet",
            "mesure",
            "suivi",
            "public",
            "projet",
            "carrière",
            "oued",
            "littoral",
            "forêt",
            "climat",
            "bruit",
            "air",
            "qualité",
            "audit",
            "risque",
            "cahier",
            "charges",
            "formation",
            "territoire",
            "économie",
            "circulaire",
        ],
    ),
    (
        Locale::Ar,
        &[
            "دراسة",
            "المؤثرات",
            "المياه",
            "النفايات",
            "الطاقة",
            "التربة",
            "المعيار",
            "الأمر",
            "المحطة",
            "التصريف",
            "القياس",
            "المتابعة",
            "العموم",
            "المشروع",
            "المقطع",
            "الوادي",
            "الساحل",
            "الغابة",
            "المناخ",
            "الضجيج",
        ],
    ),
    (
        Locale::En,
        &[
            "study",
            "impact",
            "water",
            "waste",
            "energy",
            "soil",
            "standard",
            "decree",
            "plant",
            "discharge",
            "measure",
            "follow",
            "public",
            "project",
            "quarry",
            "river",
            "coast",
            "forest",
            "climate",
            "noise",
            "air",
            "quality",
            "audit",
            "risk",
        ],
    ),
];

/// What is asked: two common words, a slip of the finger, one rare word, in each language.
const ASKED: [(&str, &str); 9] = [
    ("French, two common words", "étude d'impact"),
    ("French, a slip", "impcat"),
    ("French, a rare word", "mot12345"),
    ("Arabic, two common words", "دراسة المؤثرات"),
    ("Arabic, a slip", "المؤثرت المياه"),
    ("Arabic, without its vowel signs and forms", "المتابعه"),
    ("English, two common words", "impact study"),
    ("English, a slip", "qualiyt"),
    ("English, a plural", "rivers"),
];

/// A step of a generator of numbers (Knuth's MMIX).
fn next(state: u64) -> u64 {
    state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

fn lesson(number: u64) -> Document {
    let (locale, words) = WORDS[number as usize % WORDS.len()];
    let mut state = next(number ^ SEED);
    let mut text = Vec::new();
    for place in 0..WORDS_OF_A_TEXT {
        state = next(state);
        text.push(if place % 9 == 0 {
            format!("mot{}", state >> 48)
        } else {
            words[(state >> 33) as usize % words.len()].to_owned()
        });
    }
    let start = (number % 100) as usize;
    let id = Uuid::from_u128(u128::from(number) + 1);
    Document {
        id: format!("lesson_{id}"),
        course: Uuid::from_u128(u128::from(number / LESSONS_OF_A_COURSE + 1) << 64),
        lesson: Some(id),
        locale,
        title: text[start..start + 4].join(" "),
        text: text.join(" "),
        theme: None,
        languages: vec![locale],
        modality: "blended".into(),
        level: "beginner".into(),
    }
}

fn filled(folder: &Path, lessons: u64) -> Index {
    let index = Index::open(folder, "bench").expect("an index opens");
    index.replace_courses(1, &[], (0..lessons).map(lesson)).expect("an index is filled");
    // Opened again, as it is after a restart.
    drop(index);
    Index::open(folder, "bench").expect("an index opens")
}

fn leg(index: &Index, query: &Query) -> Vec<f64> {
    let time = |_| {
        let began = Instant::now();
        std::hint::black_box(index.search(query).expect("a search answers"));
        began.elapsed().as_secs_f64() * 1_000.0
    };
    (0..RUNS).map(time).collect()
}

/// Measures it; no database takes part.
pub async fn run() -> Vec<Line> {
    let (small_folder, large_folder) = (tempfile::tempdir().expect("room"), tempfile::tempdir().expect("room"));
    let (small, large) = (filled(small_folder.path(), SMALL), filled(large_folder.path(), LARGE));
    let mut lines = Vec::new();
    for (name, text) in ASKED {
        let query = Query { text: text.into(), locale: Some(Locale::Fr), limit: 20, ..Query::default() };
        let compared = compare(PAIRS, Summary::Median, async || leg(&large, &query), async || leg(&small, &query)).await;
        let ((half, _), (hundredth, _)) = (compared.times(Summary::Median), compared.times(Summary::P99));
        let found = large.search(&query).expect("a search answers").total;
        let what = format!("search, {name}, {found} found: p50, p99 among 100 k lessons");
        let mut line =
            Line::new("search", what, "index", format!("{half:.1}, {hundredth:.1} ms")).goal("p99 ≤ 50 ms", hundredth <= 50.0);
        line.void = !compared.valid;
        lines.push(line);
        let tail = compared.ratio(Summary::P99).median;
        let what = format!("search, {name}: p99 at 100 k ÷ 10 k lessons");
        lines.push(Line::ratio("search", what, "index", &compared, Summary::P99).goal("≤ 1.5", tail <= 1.5));
    }
    let mut opened = Vec::new();
    drop(large);
    for _ in 0..5 {
        let began = Instant::now();
        drop(Index::open(large_folder.path(), "bench").expect("an index opens"));
        opened.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    lines.push(Line::new(
        "search",
        "opening and checking the index of 100 k lessons",
        "index",
        format!("{:.0} ms", quantile(&mut opened, 0.5)),
    ));
    lines
}
