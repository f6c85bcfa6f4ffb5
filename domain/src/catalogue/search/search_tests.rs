//! What visitors type and what they get.

use proptest::prelude::*;

use super::{
    testing::{ask, centre, course, index, numbers, of_course, of_lesson},
    *,
};
use crate::kernel::Locale;

fn marked(segments: &[Segment]) -> Vec<&str> {
    segments.iter().filter(|segment| segment.is_match).map(|segment| segment.text.as_str()).collect()
}

fn joined(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

#[test]
fn one_course_is_found_by_every_spelling_in_every_language() {
    let index = index(centre());
    for text in [
        "etude impact",
        "étude d'impact",
        "ÉTUDE D’IMPACT",
        "Etudes  d impacts",
        "etdue",
        "etude impcat",
        "d'étude",
        "دراسة المؤثرات",
        "دِرَاسَةُ المُؤَثِّرَات",
        "دراســة مؤثرات",
        "المؤثرت",
        "دراسه الموثرات",
        "للدراسة",
        "والمؤثرات",
        "دراسة المحيط",
        "impact study",
        "IMPACT",
        "impcat",
        "impact studies",
        "environmental impact",
        "studdy impact",
    ] {
        for locale in Locale::ALL {
            let hits = ask(&index, text, locale);
            assert_eq!(numbers(&hits).first(), Some(&1), "{text}");
        }
    }
}

#[test]
fn other_courses_are_found_too() {
    let index = index(centre());
    for (text, number) in [
        ("eaux usées", 3),
        ("eau usee", 3),
        ("المياه", 3),
        ("wastewater", 3),
        ("legislation", 2),
        ("تشريع بيئي", 2),
        ("économie circulaire", 4),
        ("legislaton", 2),
    ] {
        assert_eq!(numbers(&ask(&index, text, Locale::En)).first(), Some(&number), "{text}");
    }
}

#[test]
fn a_hit_is_shown_in_the_visitors_language_if_it_matches_there() {
    let index = index(centre());
    assert_eq!(ask(&index, "impact", Locale::En).hits[0].locale, Locale::En);
    assert_eq!(ask(&index, "impact", Locale::Fr).hits[0].locale, Locale::Fr);
    assert_eq!(ask(&index, "impact study", Locale::Ar).hits[0].locale, Locale::En);
    let hits = ask(&index, "impact", Locale::Fr);
    assert_eq!(numbers(&hits), [1, 3], "one hit for each course");
    assert_eq!(hits.total, 2);
}

#[test]
fn titles_before_texts_exact_before_mistakes_courses_before_lessons() {
    let index = index(vec![
        of_course(1, Locale::Fr, "Compost", "rien"),
        of_course(2, Locale::Fr, "Autre", "Le compost."),
        of_course(3, Locale::Fr, "Compsot", "rien"),
        of_course(4, Locale::Fr, "Autre", "Le compsot."),
        of_lesson(5, 1, Locale::Fr, "Compost", "compost compost compost"),
        of_lesson(5, 2, Locale::Fr, "Le compost des déchets verts", "rien"),
        of_lesson(6, 1, Locale::Fr, "Autre", "compost compost"),
        of_lesson(6, 2, Locale::Fr, "Autre", "compost"),
    ]);
    let found: Vec<_> = ask(&index, "compost", Locale::Fr)
        .hits
        .iter()
        .map(|hit| (hit.course.as_u128() >> 64, hit.lesson.map(|id| id.as_u128() & 7)))
        .collect();
    assert_eq!(found, [(1, None), (5, Some(1)), (5, Some(2)), (2, None), (6, Some(1)), (6, Some(2)), (3, None), (4, None)]);
    let scores: Vec<_> = ask(&index, "compost", Locale::Fr).hits.iter().map(|hit| hit.score).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
}

#[test]
fn all_words_are_required_until_nothing_has_them_all() {
    let index = index(centre());
    assert_eq!(numbers(&ask(&index, "impact eaux", Locale::Fr)), [3]);
    assert_eq!(numbers(&ask(&index, "étude impact environnement volcan", Locale::Fr)), [1]);
    assert_eq!(numbers(&ask(&index, "impact eaux volcan tsunami", Locale::Fr)), [3]);
    assert_eq!(numbers(&ask(&index, "impact volcan tsunami", Locale::Fr)), [0; 0]);
    assert_eq!(numbers(&ask(&index, "volcan", Locale::Fr)), [0; 0]);
}

#[test]
fn short_words_and_numbers_are_not_guessed() {
    let index = index(vec![of_course(1, Locale::Fr, "Décret 2005-1991", "eau"), of_course(2, Locale::Fr, "Décret 2006", "sol")]);
    assert_eq!(numbers(&ask(&index, "2005", Locale::Fr)), [1]);
    assert_eq!(numbers(&ask(&index, "٢٠٠٦", Locale::Ar)), [2]);
    assert_eq!(numbers(&ask(&index, "eaz", Locale::Fr)), [0; 0]);
}

#[test]
fn filters_hold_exactly() {
    let index = index(centre());
    let found = |query: Query| numbers(&index.search(&Query { text: "impact".into(), limit: 9, ..query }).unwrap());
    assert_eq!(found(Query { theme: Some(course(901)), ..Query::default() }), [1, 3]);
    assert_eq!(found(Query { theme: Some(course(900)), ..Query::default() }), [0; 0]);
    assert_eq!(found(Query { modality: Some("on_site".into()), ..Query::default() }), [1, 3]);
    assert_eq!(found(Query { modality: Some("on_".into()), ..Query::default() }), [0; 0]);
    assert_eq!(found(Query { language: Some(Locale::En), ..Query::default() }), [1]);
    assert_eq!(found(Query { language: Some(Locale::Fr), level: Some("beginner".into()), ..Query::default() }), [1, 3]);
    assert_eq!(found(Query { level: Some("expert".into()), ..Query::default() }), [0; 0]);
}

#[test]
fn what_was_found_is_marked_as_it_was_written() {
    let index = index(centre());
    let hit = &ask(&index, "دراسة المؤثرات", Locale::Ar).hits[0];
    assert_eq!(joined(&hit.title), "دِرَاسَةُ المُؤَثِّرَاتِ على المحيط");
    assert_eq!(marked(&hit.title), ["دِرَاسَةُ", "المُؤَثِّرَاتِ"]);
    assert_eq!(marked(&hit.snippet), ["دراسة", "المؤثرات"]);
    let hit = &ask(&index, "etdue impact", Locale::Fr).hits[0];
    assert_eq!(marked(&hit.title), ["Étude", "impact"]);
    assert_eq!(joined(&hit.snippet), "Conduire une étude d'impact, du cadrage au suivi des mesures.");
}

#[test]
fn a_snippet_shows_the_place_with_most_words() {
    let filler = "Ceci parle longuement d'autre chose, sans rapport avec ce que cherche la personne. ".repeat(30);
    let text = format!("{filler} Un impact seul. {filler} Ici l'étude d'impact complète. {filler}");
    let index = index(vec![of_course(1, Locale::Fr, "Cours", &text)]);
    let hits = ask(&index, "étude impact", Locale::Fr);
    let snippet = &hits.hits[0].snippet;
    assert_eq!(marked(snippet), ["étude", "impact"]);
    let shown = joined(snippet);
    assert!(shown.starts_with("… ") && shown.ends_with(" …") && shown.chars().count() < 260, "{shown}");
    assert_eq!(joined(&ask(&index, "cours", Locale::Fr).hits[0].snippet).find("Ceci"), Some(0));
}

#[test]
fn nothing_that_is_typed_fails() {
    let index = index(centre());
    let long_marks = "\u{64E}".repeat(10_000);
    for text in [
        "",
        " ",
        "\"*:AND(",
        "title:x OR text:y",
        "*",
        "AND",
        "[a TO b]",
        "\0",
        "\u{64E}\u{650}",
        "...",
        "le la les",
        "l'",
        "في من",
        &long_marks,
        &"impact ".repeat(2_000),
        &"x".repeat(10_000),
        &"a b c d e ".repeat(1_000),
        "🌍",
        "\u{202E}",
        "-impact",
        "impact^9",
        "impact~2",
        "\\",
        "{}}",
    ] {
        let hits = ask(&index, text, Locale::Fr);
        assert!(hits.hits.len() <= hits.total);
    }
    assert_eq!(numbers(&ask(&index, "\"impact\" AND (étude:*)", Locale::Fr)), [1]);
    assert_eq!(index.search(&Query { text: "impact".into(), limit: 0, ..Query::default() }).unwrap().hits, []);
    assert_eq!(
        index
            .search(&Query { text: "impact".into(), limit: usize::MAX, after: Some("no such".into()), ..Query::default() })
            .unwrap()
            .hits,
        []
    );
}

#[test]
fn pages_end_at_five_hundred_hits() {
    let index = index((1..=600).map(|number| of_course(number, Locale::Fr, "Compost", "")).collect());
    let page = index.search(&Query { text: "compost".into(), limit: 1_000, ..Query::default() }).unwrap();
    assert_eq!((page.hits.len(), page.total, page.has_more), (MAX_HITS, 600, false));
    assert_eq!(numbers(&page), (1..=500).collect::<Vec<u128>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn pages_put_together_are_one_long_page(seed in proptest::collection::vec((1u128..30, 0u128..4, 0usize..3, 0usize..5), 1..60), limit in 1usize..7) {
        let words = ["impact", "étude eau", "sol impact impact", "eau", "étude d'impact"];
        let mut seen = std::collections::BTreeSet::new();
        let documents: Vec<_> = seed.iter().filter(|(of, number, locale, _)| seen.insert((*of, *number, *locale))).map(|(of, number, locale, text)| {
            let locale = Locale::ALL[*locale];
            if *number == 0 { of_course(*of, locale, words[*text], "") } else { of_lesson(*of, *number, locale, "Titre", words[*text]) }
        }).collect();
        let index = index(documents);
        let page = |limit, after: Option<String>| index.search(&Query { text: "impact eau".into(), locale: Some(Locale::Ar), limit, after, ..Query::default() }).unwrap();
        let whole = page(1_000, None);
        prop_assert_eq!(whole.total, whole.hits.len());
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let next = page(limit, after.take());
            prop_assert_eq!(next.total, whole.total);
            after = next.hits.last().map(|hit| hit.id.clone());
            all.extend(next.hits);
            if !next.has_more {
                break;
            }
        }
        prop_assert_eq!(&all, &whole.hits);
        let ids: std::collections::BTreeSet<_> = all.iter().map(|hit| (hit.course, hit.lesson)).collect();
        prop_assert_eq!(ids.len(), all.len());
    }

    #[test]
    fn any_question_is_answered(text in "(\\PC|[ء-ٰ]|impact|étude|المؤثرات|[ \"*:'\0]){0,60}") {
        static INDEX: std::sync::LazyLock<Index> = std::sync::LazyLock::new(|| index(centre()));
        for hit in ask(&INDEX, &text, Locale::Ar).hits {
            let original = centre().into_iter().find(|document| document.course == hit.course && document.locale == hit.locale).unwrap();
            prop_assert_eq!(joined(&hit.title), original.title);
            prop_assert!(hit.title.iter().chain(&hit.snippet).any(|segment| segment.is_match));
        }
    }
}
