//! What clients were promised stays: a field, argument or value that the promised schema has, and that was not marked as deprecated
//! in it, is still there with the same type. `graphql/promised.graphql` is what the last release served.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{InputValueDefinition, ServiceDocument, TypeKind, TypeSystemDefinition};
use async_graphql::{Name, Positioned};
use nabta_testkit::repository;

/// What must not change: the place in the schema, and what stands there.
type Promises = BTreeMap<String, String>;

fn argument(input: &InputValueDefinition) -> String {
    let is_required = !input.ty.node.nullable && input.default_value.is_none();
    format!("{}{}", input.ty.node, if is_required { " required" } else { "" })
}

/// All places of a schema; those that are deprecated only where asked for.
fn places(document: &ServiceDocument, with_deprecated: bool) -> Promises {
    let kept = |directives: &[Positioned<async_graphql::parser::types::ConstDirective>]| {
        with_deprecated || directives.iter().all(|directive| directive.node.name.node != "deprecated")
    };
    let mut places = Promises::new();
    let types = document.definitions.iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(&definition.node),
        _ => None,
    });
    for definition in types {
        let name = &definition.name.node;
        let mut add = |of: &Name, place: String| places.insert(format!("{name}.{of}"), place);
        match &definition.kind {
            TypeKind::Object(object) => {
                for field in object.fields.iter().map(|field| &field.node).filter(|field| kept(&field.directives)) {
                    add(&field.name.node, field.ty.node.to_string());
                    for input in field.arguments.iter().map(|input| &input.node) {
                        add(&Name::new(format!("{}.{}", field.name.node, input.name.node)), argument(input));
                    }
                }
            }
            TypeKind::InputObject(object) => {
                for field in object.fields.iter().map(|field| &field.node).filter(|field| kept(&field.directives)) {
                    add(&field.name.node, argument(field));
                }
            }
            TypeKind::Enum(list) => {
                for value in list.values.iter().map(|value| &value.node).filter(|value| kept(&value.directives)) {
                    add(&value.value.node, "value".into());
                }
            }
            TypeKind::Union(_) | TypeKind::Interface(_) | TypeKind::Scalar => {
                add(&Name::new("itself"), "type".into());
            }
        }
    }
    places
}

/// What of the promised schema the present one breaks.
fn broken(promised: &str, present: &str) -> Vec<String> {
    let (promised, present) = (parse_schema(promised).unwrap(), parse_schema(present).unwrap());
    let (promises, everything) = (places(&promised, false), places(&present, true));
    let mut broken: Vec<String> = promises
        .iter()
        .filter(|(place, what)| everything.get(*place) != Some(what))
        .map(|(place, what)| format!("{place}: {what} became {:?}", everything.get(place)))
        .collect();
    // An argument that nobody had to give before.
    let known = places(&promised, true);
    let parents = |place: &str| place.rsplit_once('.').map(|(parent, _)| parent.to_owned()).unwrap_or_default();
    let required = everything.iter().filter(|(place, what)| what.ends_with(" required") && !known.contains_key(*place));
    let asked =
        required.filter(|(place, _)| known.keys().any(|known| parents(known) == parents(place) || *known == parents(place)));
    broken.extend(asked.map(|(place, _)| format!("{place} is asked for now")));
    broken
}

#[test]
fn the_schema_keeps_its_promises() {
    let promised = std::fs::read_to_string(repository().join("graphql/promised.graphql")).unwrap();
    let broken = broken(&promised, &nabta_graphql::schema::sdl());
    assert!(broken.is_empty(), "clients rely on this; mark it @deprecated first, and see docs/graphql.md: {broken:#?}");
}

#[test]
fn a_broken_promise_is_found() {
    let promised =
        "type Query { a(first: Int): Int! b: Int c: Int @deprecated(reason: \"use b\") } enum E { ONE TWO } input I { x: Int }";
    let same = |schema: &str| broken(promised, schema).is_empty();
    assert!(same(promised));
    assert!(same(
        "type Query { a(first: Int, last: Int): Int! b: Int d: Int } enum E { ONE TWO THREE } input I { x: Int y: Int }"
    ));
    for worse in [
        "type Query { a(first: Int): Int! } enum E { ONE TWO } input I { x: Int }",
        "type Query { a(first: Int): Int b: Int } enum E { ONE TWO } input I { x: Int }",
        "type Query { a: Int! b: Int } enum E { ONE TWO } input I { x: Int }",
        "type Query { a(first: Int!): Int! b: Int } enum E { ONE TWO } input I { x: Int }",
        "type Query { a(first: Int, last: Int!): Int! b: Int } enum E { ONE TWO } input I { x: Int }",
        "type Query { a(first: Int): Int! b: Int } enum E { ONE } input I { x: Int }",
        "type Query { a(first: Int): Int! b: Int } enum E { ONE TWO } input I { x: Int y: Int! }",
        "type Query { a(first: Int): Int! b: Int } enum E { ONE TWO } input I { x: String }",
    ] {
        assert!(!same(worse), "{worse}");
    }
}
