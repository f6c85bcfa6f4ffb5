//! Every argument that takes an id, found by walking the schema, given what is no id, none of its kind, or nobody's (S2).

use nabta_testkit::{Centre, Person, Request, Schema, Value, everywhere, json};

use super::known::ids;

/// What an id that leads nowhere may be answered with. `FORBIDDEN` where the act itself is not the actor's, and one answer for all
/// that is wrong with a passkey.
const REFUSALS: [&str; 11] = [
    "INVALID_ID",
    "NOT_FOUND",
    "UNKNOWN_REFERENCE",
    "BAD_INPUT",
    "REQUIRED",
    "FORBIDDEN",
    "CONFLICT",
    "PASSWORD_WRONG",
    "PASSKEY_REFUSED",
    "NOT_A_MEMBER",
    "NOT_EARNED",
];

const UUID: &str = "0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";

/// What no argument takes: malformed, empty, of a wrong type, huge.
fn malformed() -> Vec<Value> {
    vec![
        json!(""),
        json!("-1"),
        json!(-1),
        json!(0),
        json!(true),
        json!({}),
        json!("x"),
        json!(UUID),
        json!(format!("nothing_{UUID}")),
        json!("course_' OR '1'='1"),
        json!("\u{202E}\u{0000}"),
        json!("a".repeat(10_000)),
    ]
}

struct Place {
    operation: &'static str,
    field: Value,
    pointer: String,
}

impl Place {
    fn all(schema: &Schema) -> Vec<Self> {
        let mut places = Vec::new();
        for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
            for field in schema.fields(root) {
                let of_field = schema.id_places(&field).into_iter();
                places.extend(of_field.map(|pointer| Self { operation, field: field.clone(), pointer }));
            }
        }
        places
    }

    /// The id that belongs there, and the request with another value instead.
    fn request(&self, schema: &Schema, ids: &nabta_testkit::Ids, value: impl FnOnce(&Value) -> Value) -> Request {
        let mut request = schema.request(self.operation, &self.field, ids, Some(&self.pointer));
        let place = request.variables.pointer_mut(&self.pointer).unwrap();
        *place = value(place);
        request
    }
}

async fn code(person: &Person, request: &Request) -> String {
    let answer = person.ask(&request.query, request.variables.clone()).await;
    // A list that is narrowed by what may not be known is as empty as one that is narrowed by what is not there.
    let is_question = request.query.starts_with("query");
    answer
        .code()
        .or_else(|| is_question.then(|| answer.body.to_string()))
        .unwrap_or_else(|| panic!("taken: {} {} {}", request.query, request.variables, answer.body))
}

/// An id of the same kind that names nothing.
fn absent(id: &Value) -> Value {
    let (prefix, _) = id.as_str().unwrap().split_once('_').unwrap();
    json!(format!("{prefix}_{UUID}"))
}

/// The draft of a course that only its author and staff may see: the ids of it and of what it holds.
async fn hidden(centre: &Centre) -> nabta_testkit::Ids {
    let sami = centre.person("sami").await;
    let mut ids = ids(centre).await;
    let input = json!({ "input": { "course": ids["course"], "code": "CACHE", "slug": "cache" } });
    let copy = "mutation($input: CourseCopyInput!) { courseCopy(input: $input) { course { id editions { nodes { id chapters { lessons { id text { revision { id } } } } } } } userErrors { code } } }";
    let copied = sami.ask(copy, input).await.checked();
    let lesson = "courseCopy.course.editions.nodes.0.chapters.0.lessons.0";
    ids.insert("course", copied.text("courseCopy.course.id"));
    ids.insert("scope", copied.text("courseCopy.course.id"));
    ids.insert("edition", copied.text("courseCopy.course.editions.nodes.0.id"));
    ids.insert("lesson", copied.text(&format!("{lesson}.id")));
    ids
}

everywhere! {
    async fn no_argument_takes_what_is_no_id_of_its_kind(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, ids(&centre).await);
        let leila = centre.person("leila").await;
        let before = centre.fingerprint().await;
        let (places, mut tried) = (Place::all(&schema), 0);
        for place in &places {
            let mut wrong = malformed();
            wrong.push(absent(schema.request(place.operation, &place.field, &ids, Some(&place.pointer)).variables.pointer(&place.pointer).unwrap()));
            // An id of another kind: everything but `node` and `nodes`, which take any, refuses it by its form.
            if !place.field["name"].as_str().unwrap().starts_with("node") {
                let of = |id: &Value| id.as_str().unwrap().split('_').next().unwrap().to_owned();
                let own = of(schema.request(place.operation, &place.field, &ids, Some(&place.pointer)).variables.pointer(&place.pointer).unwrap());
                // A role's scope is a programme, a course or a run.
                let is_scope = place.pointer.ends_with("/scope");
                let fits = |id: &&String| id.starts_with(&own) || (is_scope && ["course_", "run_"].iter().any(|kind| id.starts_with(kind)));
                wrong.extend(ids.values().filter(|id| !fits(id)).map(|id| json!(id)));
            }
            for value in wrong {
                let request = place.request(&schema, &ids, |_| value);
                // A list of ids leaves out what is not there.
                if place.field["name"] == "nodes" {
                    let answer = leila.ask(&request.query, request.variables.clone()).await;
                    assert!(answer.code().is_some() || answer.at("nodes.0").is_null(), "{}", answer.body);
                    continue;
                }
                let answer = leila.ask(&request.query, request.variables.clone()).await;
                // A filter by what is not there finds nothing.
                let found_nothing = place.operation == "query" && answer.code().is_none();
                if found_nothing { assert!(request.variables.to_string().contains(UUID), "{} {}", request.query, request.variables) }
                let code = answer.code().unwrap_or_else(|| "NOT_FOUND".to_owned());
                assert!(REFUSALS.contains(&code.as_str()), "{code}: {} {}", request.query, answer.body);
                tried += 1;
            }
        }
        assert!(places.len() >= 25 && tried >= 200, "{tried} values at {} places", places.len());
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_is_hidden_looks_like_what_is_absent(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, hidden(&centre).await);
        let people = [centre.visitor(), centre.person("amel").await, centre.person("giulia").await];
        let before = centre.fingerprint().await;
        for place in Place::all(&schema) {
            let is_of_draft = ["course", "edition", "lesson", "scope"].iter().any(|kind| place.pointer.ends_with(&format!("/{kind}")));
            if !is_of_draft { continue }
            let (hidden, absent) = (place.request(&schema, &ids, Value::clone), place.request(&schema, &ids, absent));
            for person in &people {
                assert_eq!(code(person, &hidden).await, code(person, &absent).await, "{} {}", hidden.query, place.pointer);
            }
        }
        assert_eq!(centre.fingerprint().await, before);
    }
}
