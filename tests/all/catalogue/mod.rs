//! The catalogue: writing, approval, law, transfer.

mod approval;
mod archives;
mod courses;
mod fidelity;
mod guide;
mod guide_on_paper;
mod input;
mod law;
mod lists;
mod outline;
mod races;
mod reading;
mod reference;
mod search;
mod told;
mod transfer;
mod writing;

use nabta_testkit::{Person, Value, json};

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

/// What must be said about a course, with a code that is its name in addresses as well.
pub(crate) async fn details(person: &Person, code: &str) -> Value {
    let theme = person.ask("{ themes(first: 1) { nodes { id } } }", json!({})).await.checked().text("themes.nodes.0.id");
    json!({ "code": code, "slug": code, "theme": theme, "titles": { "fr": code }, "modality": "REMOTE", "level": "BEGINNER",
        "languages": ["FR"], "sourceLanguage": "FR" })
}

/// Enters a course; its id.
pub(crate) async fn create(person: &Person, code: &str) -> String {
    let query = "mutation($input: CourseCreateInput!) { courseCreate(input: $input) { course { id } userErrors { code path } } }";
    let input = json!({ "input": { "details": details(person, code).await } });
    person.ask(query, input).await.checked().text("courseCreate.course.id")
}

/// Chapters of an outline, each with the names of its lessons.
pub(crate) fn chapters(names: &[(&str, &[&str])]) -> Value {
    let lesson = |slug: &&str| json!({ "slug": slug, "titles": { "fr": format!("Leçon {slug}") } });
    let chapter = |(slug, lessons): &(&str, &[&str])| json!({ "slug": slug, "titles": { "fr": format!("Chapitre {slug}") }, "lessons": lessons.iter().map(lesson).collect::<Vec<_>>() });
    names.iter().map(chapter).collect()
}

/// Sets the outline of a course's draft as it stands now.
pub(crate) async fn outline(person: &Person, course: &str, chapters: Value) -> nabta_testkit::Answer {
    let query = "mutation($input: CourseOutlineSetInput!) { courseOutlineSet(input: $input) { edition { id state version
        chapters { slug lessons { id slug texts { locale revision { id } } } } } userErrors { code path } } }";
    let draft = "query($id: ID!) { node(id: $id) { ... on Course { editions(first: 1) { nodes { state version } } } } }";
    let draft = person.ask(draft, json!({ "id": course })).await.checked();
    let newest = draft.at("node.editions.nodes.0");
    let version = if newest["state"] == "DRAFT" { newest["version"].clone() } else { Value::Null };
    person.ask(query, json!({ "input": { "course": course, "chapters": chapters, "version": version } })).await
}

/// Writes the first text of a lesson in a language.
pub(crate) async fn write(person: &Person, lesson: &str, locale: &str, body: &str) {
    let input = json!({ "input": { "lesson": lesson, "locale": locale, "body": body } });
    let query = "mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { userErrors { code path message } } }";
    person.ask(query, input).await.ok();
}

/// Takes an edition from its draft to visitors: sami sends it, amina lets it out.
pub(crate) async fn publish(sami: &Person, amina: &Person, edition: &str, mut version: i64) {
    for (person, act) in [(sami, "editionSubmit"), (amina, "editionApprove"), (amina, "editionPublish")] {
        version = step(person, act, edition, version).await.checked().number(&format!("{act}.edition.version"));
    }
}
