//! The schema as the service tells it, for tests that walk all of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::centre::Centre;

const INTROSPECTION: &str =
    "{ __schema { types { kind name isOneOf description fields { name description args { name defaultValue type { ...T } } type { ...T } }
    inputFields { name defaultValue type { ...T } } enumValues { name } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// Ids of things that are there, by the names of the arguments that take them.
pub type Ids = BTreeMap<&'static str, String>;

/// The schema.
pub struct Schema(Vec<Value>);

/// A field of a root, as a request is made for it.
pub struct Request {
    /// The document.
    pub query: String,
    /// Its variables.
    pub variables: Value,
}

impl Schema {
    /// The schema of a centre's service.
    pub async fn of(centre: &Centre) -> Self {
        let answer = centre.visitor().ask(INTROSPECTION, json!({})).await.checked();
        Self(answer.at("__schema.types").as_array().unwrap().clone())
    }

    /// All types.
    pub fn types(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }

    /// The type with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> &Value {
        self.0.iter().find(|kind| kind["name"] == name).unwrap_or_else(|| panic!("no type {name}"))
    }

    /// The fields of a type; none for what has no fields.
    #[must_use]
    pub fn fields(&self, name: &str) -> Vec<Value> {
        self.named(name)["fields"].as_array().cloned().unwrap_or_default()
    }

    /// Whether a field answers a list in pages.
    #[must_use]
    pub fn is_connection(field: &Value) -> bool {
        innermost(&field["type"])["name"].as_str().unwrap().ends_with("Connection")
    }

    /// All places below a field's arguments that take an id, as JSON pointers into the variables.
    #[must_use]
    pub fn id_places(&self, field: &Value) -> Vec<String> {
        let mut places = Vec::new();
        for argument in field["args"].as_array().unwrap() {
            self.places_in(&argument["type"], format!("/{}", text(&argument["name"])), &mut places);
        }
        places
    }

    fn places_in(&self, kind: &Value, path: String, places: &mut Vec<String>) {
        match text(&kind["kind"]) {
            "NON_NULL" => self.places_in(&kind["ofType"], path, places),
            "LIST" => self.places_in(&kind["ofType"], format!("{path}/0"), places),
            "INPUT_OBJECT" => {
                for field in self.named(text(&kind["name"]))["inputFields"].as_array().unwrap() {
                    self.places_in(&field["type"], format!("{path}/{}", text(&field["name"])), places);
                }
            }
            _ if kind["name"] == "ID" => places.push(path),
            _ => {}
        }
    }

    /// A request for one root field with all that it must be given, and with what lies on the way to a place.
    #[must_use]
    pub fn request(&self, operation: &str, field: &Value, ids: &Ids, place: Option<&str>) -> Request {
        let (mut variables, mut declared, mut passed) = (Map::new(), String::new(), String::new());
        for argument in field["args"].as_array().unwrap() {
            let name = text(&argument["name"]);
            let rest = place.and_then(|place| below(place, name));
            if !is_required(argument) && rest.is_none() {
                continue;
            }
            declared += &format!("${name}: {} ", written(&argument["type"]));
            passed += &format!("{name}: ${name} ");
            variables.insert(name.to_owned(), self.fill(&argument["type"], name, ids, rest));
        }
        let wrap = |text: String| if text.is_empty() { text } else { format!("({text})") };
        let name = text(&field["name"]);
        let answer = innermost(&field["type"]);
        let selection = match (operation, text(&answer["kind"])) {
            ("mutation", _) => "{ userErrors { code } }",
            (_, "SCALAR" | "ENUM") => "",
            _ => "{ __typename }",
        };
        let query = format!("{operation}{} {{ {name}{} {selection} }}", wrap(declared), wrap(passed));
        Request { query, variables: Value::Object(variables) }
    }

    /// A value of a type that is well formed; ids come from a list, by the name of the argument.
    fn fill(&self, kind: &Value, name: &str, ids: &Ids, place: Option<&str>) -> Value {
        match text(&kind["kind"]) {
            "NON_NULL" => self.fill(&kind["ofType"], name, ids, place),
            "LIST" => match place.and_then(|place| below(place, "0")) {
                None => json!([]),
                rest => json!([self.fill(&kind["ofType"], name, ids, rest)]),
            },
            "ENUM" => self.named(text(&kind["name"]))["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let mut filled = Map::new();
                let fields = self.named(text(&kind["name"]));
                let is_one_of = fields["isOneOf"] == true;
                for field in fields["inputFields"].as_array().unwrap() {
                    let inner = text(&field["name"]);
                    let rest = place.and_then(|place| below(place, inner));
                    // One language is enough, and none is too few.
                    let is_text = kind["name"] == "LocalizedTextInput" && inner == "fr";
                    if is_required(field) || is_text || rest.is_some() || (is_one_of && filled.is_empty() && place.is_none()) {
                        filled.insert(inner.to_owned(), self.fill(&field["type"], inner, ids, rest));
                    }
                }
                filled.into()
            }
            _ => scalar(text(&kind["name"]), name, ids),
        }
    }
}

fn scalar(kind: &str, name: &str, ids: &Ids) -> Value {
    match (kind, name) {
        ("ID", _) => json!(ids.get(name).unwrap_or_else(|| panic!("no id for {name}"))),
        ("Int", _) => json!(1),
        ("Float", _) => json!(1.0),
        ("Boolean", _) => json!(false),
        ("NaiveDate" | "Date", "endsOn") => json!("2026-12-31"),
        ("DateTime", _) => json!("2099-01-01T00:00:00Z"),
        ("NaiveDate" | "Date", _) => json!("2026-01-01"),
        (_, "password") => json!("long enough to be one"),
        (_, "email") => json!("new@nabta.example"),
        (_, "phone") => json!("98 000 112"),
        (_, "currency") => json!("TND"),
        (_, "amount") => json!("1.000"),
        // Every other text: what has a form of its own accepts this one.
        _ => json!("matrix"),
    }
}

/// What stands after a name at the beginning of a pointer.
fn below<'a>(place: &'a str, name: &str) -> Option<&'a str> {
    let rest = place.strip_prefix('/')?.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

fn is_required(value: &Value) -> bool {
    value["type"]["kind"] == "NON_NULL" && value["defaultValue"].is_null()
}

/// The type behind lists and exclamation marks.
#[must_use]
pub fn innermost(kind: &Value) -> &Value {
    if kind["ofType"].is_null() { kind } else { innermost(&kind["ofType"]) }
}

/// A type as documents write it.
fn written(kind: &Value) -> String {
    match text(&kind["kind"]) {
        "NON_NULL" => format!("{}!", written(&kind["ofType"])),
        "LIST" => format!("[{}]", written(&kind["ofType"])),
        _ => text(&kind["name"]).to_owned(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
