//! The catalogue: writing, approval, law, transfer.

mod approval;
mod fidelity;
mod guide;
mod input;
mod law;
mod races;
mod reference;
mod search;
mod transfer;
mod writing;

use nabta_testkit::{Person, json};

/// The first lesson of a course as visitors read it: its id, its French revision, the course's id.
pub(crate) async fn first_lesson(person: &Person) -> (String, String, String) {
    let query = "{ course(slug: \"impact-study\") { id chapters { lessons { id text(locale: FR) { revision { id } } } } } }";
    let course = person.ask(query, json!({})).await.checked();
    (
        course.text("course.chapters.0.lessons.0.id"),
        course.text("course.chapters.0.lessons.0.text.revision.id"),
        course.text("course.id"),
    )
}

/// Writes a text of the first lesson; the answer.
pub(crate) async fn revise(person: &Person, lesson: &str, based_on: &str, body: &str) -> nabta_testkit::Answer {
    let input = json!({ "input": { "lesson": lesson, "locale": "FR", "body": body, "basedOn": based_on } });
    person.ask("mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { revision { id } userErrors { code path message } } }", input).await
}

/// Does a step of an edition.
pub(crate) async fn step(person: &Person, act: &str, edition: &str, version: i64) -> nabta_testkit::Answer {
    let query = format!(
        "mutation($input: EditionStepInput!) {{ {act}(input: $input) {{ edition {{ id state version }} userErrors {{ code message }} }} }}"
    );
    person.ask(&query, json!({ "input": { "edition": edition, "version": version } })).await
}

/// The newest edition of the first course: id and version.
pub(crate) async fn newest(person: &Person) -> (String, i64) {
    let course = person
        .ask("{ course(slug: \"impact-study\") { editions(first: 1) { nodes { id version } } } }", json!({}))
        .await
        .checked();
    (course.text("course.editions.nodes.0.id"), course.number("course.editions.nodes.0.version"))
}
