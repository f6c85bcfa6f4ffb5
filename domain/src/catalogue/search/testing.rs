//! Small catalogues for the tests.

use uuid::Uuid;

use super::{Document, Hits, Index, Query};
use crate::kernel::Locale;

/// A course by its number; smaller numbers come first among equals.
pub(super) fn course(number: u128) -> Uuid {
    Uuid::from_u128(number << 64)
}

/// A lesson of a course by its number.
pub(super) fn lesson(of: u128, number: u128) -> Uuid {
    Uuid::from_u128((of << 64) + number)
}

/// One language of a course.
pub(super) fn of_course(number: u128, locale: Locale, title: &str, text: &str) -> Document {
    Document {
        id: format!("course_{}", course(number)),
        course: course(number),
        lesson: None,
        locale,
        title: title.into(),
        text: text.into(),
        theme: Some(course(900 + number % 2)),
        languages: vec![Locale::Fr, locale],
        modality: if number.is_multiple_of(2) { "online" } else { "on_site" }.into(),
        level: "beginner".into(),
    }
}

/// One language of a lesson.
pub(super) fn of_lesson(of: u128, number: u128, locale: Locale, title: &str, text: &str) -> Document {
    let id = lesson(of, number);
    Document { id: format!("lesson_{id}"), lesson: Some(id), ..of_course(of, locale, title, text) }
}

/// An index of these documents.
pub(super) fn index(documents: Vec<Document>) -> Index {
    let index = Index::in_memory().unwrap();
    index.replace_courses(1, &[], documents.into_iter()).unwrap();
    index
}

/// The catalogue of the centre in small: impact study, legislation, water and others, in three languages.
pub(super) fn centre() -> Vec<Document> {
    let texts = [
        (1, Locale::Fr, "Étude d'impact sur l'environnement", "Conduire une étude d'impact, du cadrage au suivi des mesures."),
        (1, Locale::Ar, "دِرَاسَةُ المُؤَثِّرَاتِ على المحيط", "إنجاز دراسة المؤثرات من تحديد النطاق إلى متابعة الإجراءات."),
        (1, Locale::En, "Environmental impact study", "Carry out an impact study, from scoping to monitoring."),
        (
            2,
            Locale::Fr,
            "Législation environnementale",
            "Les textes, les normes et leur hiérarchie ; l'étude préalable y est citée.",
        ),
        (2, Locale::Ar, "التشريع البيئي", "النصوص والمعايير وتدرّجها."),
        (2, Locale::En, "Environmental legislation", "Texts, norms and their order."),
        (3, Locale::Fr, "Traitement des eaux usées", "Stations, rejets et boues. L'impact sur l'oued se mesure."),
        (3, Locale::Ar, "معالجة المياه المستعملة", "المحطات والتصريف والحمأة."),
        (3, Locale::En, "Wastewater treatment", "Plants, discharges and sludge."),
        (4, Locale::Fr, "Économie circulaire et territoire", "Flux de matière, acteurs, indicateurs."),
        (4, Locale::En, "Circular economy", "Flows of matter; studies of places."),
    ];
    texts.into_iter().map(|(number, locale, title, text)| of_course(number, locale, title, text)).collect()
}

/// The page that a visitor sees.
pub(super) fn ask(index: &Index, text: &str, locale: Locale) -> Hits {
    index.search(&Query { text: text.into(), locale: Some(locale), limit: 20, ..Query::default() }).unwrap()
}

/// The numbers of the courses found.
pub(super) fn numbers(hits: &Hits) -> Vec<u128> {
    hits.hits.iter().map(|hit| hit.course.as_u128() >> 64).collect()
}
