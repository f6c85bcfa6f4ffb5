//! What a request is called by those who watch the service: the field of the schema that it asks for, never a name that a client chose, so
//! that there are only so many.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, Selection, SelectionSet, TypeKind, TypeSystemDefinition,
};

/// A request that asks for several fields of the schema at once.
const SEVERAL: &str = "several";
/// A question about the schema itself.
const INTROSPECTION: &str = "introspection";
/// What the schema doesn't have, or a request that could not be read.
pub const UNKNOWN: &str = "unknown";

/// The fields of the schema's roots. The committed text is the schema's own; a test keeps it fresh.
static FIELDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let Ok(document) = parse_schema(include_str!("../schema.graphql")) else { return BTreeSet::new() };
    let mut fields = BTreeSet::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        if ["Query", "Mutation"].contains(&definition.node.name.node.as_str())
            && let TypeKind::Object(object) = definition.node.kind
        {
            fields.extend(object.fields.iter().map(|field| field.node.name.node.to_string()));
        }
    }
    fields
});

/// What a request is called. The document has been found small, and without fragments in a circle.
#[must_use]
pub fn label(document: &ExecutableDocument, name: Option<&str>) -> &'static str {
    let named = |(known, _): &(Option<&async_graphql::Name>, &Positioned<OperationDefinition>)| {
        name.is_none() || known.map(async_graphql::Name::as_str) == name
    };
    let Some((_, operation)) = document.operations.iter().find(named) else { return UNKNOWN };
    let mut asked = BTreeSet::new();
    gather(document, &operation.node.selection_set.node, &mut asked);
    asked.remove("__typename");
    let mut asked = asked.into_iter();
    match (asked.next(), asked.next()) {
        (None, _) => INTROSPECTION,
        (Some(_), Some(_)) => SEVERAL,
        (Some(field), None) if field.starts_with("__") => INTROSPECTION,
        (Some(field), None) => FIELDS.get(field).map_or(UNKNOWN, String::as_str),
    }
}

fn gather<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, asked: &mut BTreeSet<&'a str>) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                asked.insert(field.node.name.node.as_str());
            }
            Selection::InlineFragment(fragment) => gather(document, &fragment.node.selection_set.node, asked),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    gather(document, &fragment.node.selection_set.node, asked);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn a_request_is_called_by_what_it_asks_for_whatever_the_client_calls_it() {
        for (text, name, called) in [
            ("query Anything { themes { nodes { code } } }", Some("Anything"), "themes"),
            ("{ mine: themes { nodes { code } } __typename }", None, "themes"),
            ("query A { themes { nodes { code } } } query B { viewer { id } }", Some("B"), "viewer"),
            ("mutation { signOut { userErrors { code } } }", None, "signOut"),
            ("{ themes { nodes { code } } viewer { id } }", None, SEVERAL),
            ("{ ...all } fragment all on Query { viewer { id } }", None, "viewer"),
            ("{ __schema { types { name } } }", None, INTROSPECTION),
            ("{ __typename }", None, INTROSPECTION),
            ("{ amel_at_nabta_example }", None, UNKNOWN),
            ("{ viewer { id } }", Some("Other"), UNKNOWN),
        ] {
            assert_eq!(label(&parse_query(text).unwrap(), name), called, "{text}");
        }
    }
}
