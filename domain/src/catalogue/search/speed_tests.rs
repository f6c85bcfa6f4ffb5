//! How long a search takes among a hundred thousand lessons. Run with `cargo test --release speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::{
    testing::{course, of_lesson},
    *,
};
use crate::kernel::Locale;

const FRENCH: &[&str] = &[
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
];
const ARABIC: &[&str] = &[
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
];

/// Text of about a hundred and fifty words with rare words of its own, made from a number.
fn text(number: u64, words: &[&str]) -> String {
    let mut state = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (0..150)
        .map(|place| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if place % 9 == 0 { format!("mot{}", state >> 48) } else { words[(state >> 33) as usize % words.len()].to_owned() }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
#[ignore = "builds a large index"]
#[allow(clippy::print_stdout)]
fn a_hundred_thousand_lessons_are_searched_in_time() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path(), "speed").unwrap();
    let documents = (0..100_000u64).map(|number| {
        let (locale, words) = if number % 3 == 0 { (Locale::Ar, ARABIC) } else { (Locale::Fr, FRENCH) };
        let body = text(number, words);
        let title: String = body.split(' ').skip(number as usize % 50).take(4).collect::<Vec<_>>().join(" ");
        of_lesson(u128::from(number / 20), u128::from(number % 20 + 1), locale, &title, &body)
    });
    let started = Instant::now();
    index.replace_courses(1, &[], documents).unwrap();
    println!("filled in {:.1?}", started.elapsed());

    let started = Instant::now();
    index.replace_courses(2, &[course(17)], (1..=20).map(|number| of_lesson(17, number, Locale::Fr, "Étude", "impact"))).unwrap();
    println!("one course replaced in {:.1?}", started.elapsed());
    drop(index);
    let started = Instant::now();
    let index = Index::open(dir.path(), "speed").unwrap();
    println!("opened and checked in {:.1?}", started.elapsed());

    let limit = Duration::from_millis(if cfg!(debug_assertions) { 200 } else { 50 });
    for asked in ["étude d'impact", "impcat", "دراسة المؤثرات", "المؤثرت المياه", "mot12345", "impact"]
    {
        let query = Query { text: asked.into(), locale: Some(Locale::Fr), limit: 20, ..Query::default() };
        let mut times: Vec<_> = (0..100)
            .map(|_| {
                let started = Instant::now();
                index.search(&query).unwrap();
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("{asked}: p50 {:.2?}, p99 {:.2?}, {} found", times[50], times[98], index.search(&query).unwrap().total);
        assert!(times[98] < limit, "{asked}");
    }
}
