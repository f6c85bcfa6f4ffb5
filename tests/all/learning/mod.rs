//! Runs of courses, and who takes part in them.

mod certificate_proof;
pub(crate) mod certificates;
mod coming_in;
mod conditions;
mod deciding;
mod editions;
mod ending;
mod organisations;
mod partners;
mod persons;
pub(crate) mod progress;
mod question_files;
mod questions;
pub(crate) mod quiz_grading;
mod quiz_secrets;
mod quiz_time;
mod quiz_worst;
pub(crate) mod quizzes;
mod runs;
mod seats;
mod worst;

use nabta_testkit::{Centre, Person, Value, json};

pub(crate) const COURSE: &str = "query($slug: String!) { course(slug: $slug) { id edition { id } runs { id code } } }";
pub(crate) const CREATE_RUN: &str = "mutation($input: CourseRunCreateInput!) { courseRunCreate(input: $input) { run { id code state version } userErrors { code path message } } }";
pub(crate) const OPEN_RUN: &str = "mutation($run: ID!, $version: Int!) { courseRunOpen(input: { run: $run, version: $version }) { run { id state version } userErrors { code path message } } }";
pub(crate) const ENROL: &str = "mutation($run: ID!) { enrolmentCreate(input: { run: $run }) { enrolment { id state way version activeAt endsAt edition { id } } userErrors { code path message } } }";
pub(crate) const ENTER: &str = "mutation($input: EnrolmentsEnterInput!) { enrolmentsEnter(input: $input) { entered { new known run { seatsLeft } } userErrors { code path message } } }";
pub(crate) const INVITE: &str = "mutation($input: EnrolmentsEnterInput!) { enrolmentsInvite(input: $input) { entered { new known run { seatsLeft } } userErrors { code path message } } }";
pub(crate) const MINE: &str = "{ myEnrolments { nodes { id state way note version endsAt run { code } course { slug } } } }";
pub(crate) const OF_RUN: &str = "query($run: ID!) { node(id: $run) { ... on CourseRun { seatsLeft state version enrolments { totalCount nodes { id state way version name { text } } } } } }";

/// The id of a course of the demo.
pub(crate) async fn course(centre: &Centre, slug: &str) -> String {
    centre.visitor().ask(COURSE, json!({ "slug": slug })).await.checked().text("course.id")
}

/// A run of a course of the demo in which people can enrol, with other details in place of, or beside, the usual ones.
pub(crate) async fn open_run(centre: &Centre, slug: &str, code: &str, details: &Value) -> String {
    let amina = centre.person("amina").await;
    let mut said = json!({ "code": code, "admission": "OPEN" });
    details.as_object().unwrap().iter().for_each(|(field, value)| said[field] = value.clone());
    let input = json!({ "input": { "course": course(centre, slug).await, "details": said } });
    let run = amina.ask(CREATE_RUN, input).await.checked().text("courseRunCreate.run.id");
    amina.ask(OPEN_RUN, json!({ "run": run, "version": 1 })).await.ok();
    run
}

/// A person whom an officer entered and who never signs in.
pub(crate) async fn on_file(officer: &Person, name: &str, details: &Value) -> String {
    let create =
        "mutation($input: PersonCreateInput!) { personCreate(input: $input) { person { id } userErrors { code path } } }";
    let mut said = json!({ "names": { "fr": name } });
    details.as_object().unwrap().iter().for_each(|(field, value)| said[field] = value.clone());
    officer.ask(create, json!({ "input": said })).await.checked().text("personCreate.person.id")
}

/// The id of whoever is signed in, as a person.
pub(crate) async fn oneself(person: &Person) -> String {
    person.ask("{ viewer { person { id } } }", json!({})).await.checked().text("viewer.person.id")
}

/// What is said about oneself, changed.
pub(crate) async fn say_of(officer: &Person, person: &str, details: &Value) {
    let read = "query($id: ID!) { node(id: $id) { ... on Person { version } } }";
    let version = officer.ask(read, json!({ "id": person })).await.checked().number("node.version");
    let update = "mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code path } } }";
    let mut said = json!({ "person": person, "version": version });
    details.as_object().unwrap().iter().for_each(|(field, value)| said[field] = value.clone());
    officer.ask(update, json!({ "input": said })).await.ok();
}
