//! Puts the fields of an answer in the order in which they were asked for.
//!
//! The executor answers them in the order in which they were done, which differs from one time to the next with what is loaded. The
//! specification asks for the order of the question; and an answer that is the same has to be so byte by byte, for its ETag.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value};

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// The names in an answer, in order, each with those within it.
#[derive(Default)]
pub(crate) struct Order(IndexMap<Name, Self>);

impl Order {
    /// The order of a document's operation.
    pub fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let is_asked = |name: Option<&Name>| operation.is_none() || name.map(Name::as_str) == operation;
        let mut order = Self::default();
        if let Some((_, operation)) = document.operations.iter().find(|(name, _)| is_asked(*name)) {
            order.add(&operation.node.selection_set.node, &document.fragments, &mut Vec::new());
        }
        order
    }

    fn add<'a>(&mut self, set: &'a SelectionSet, fragments: &'a Fragments, path: &mut Vec<&'a Name>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let within = self.0.entry(field.node.response_key().node.clone()).or_default();
                    within.add(&field.node.selection_set.node, fragments, path);
                }
                Selection::InlineFragment(fragment) => self.add(&fragment.node.selection_set.node, fragments, path),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    // One in a circle is refused by the validation.
                    let Some(fragment) = fragments.get(name).filter(|_| !path.contains(&name)) else { continue };
                    path.push(name);
                    self.add(&fragment.node.selection_set.node, fragments, path);
                    path.pop();
                }
            }
        }
    }

    /// Puts an answer in this order.
    pub fn apply(&self, value: &mut Value) {
        match value {
            Value::List(rows) => rows.iter_mut().for_each(|row| self.apply(row)),
            Value::Object(fields) => {
                // Each name is looked up once at most: this is done for each row of each list.
                let is_ordered = fields.len() <= self.0.len() && fields.keys().eq(self.0.keys().take(fields.len()));
                if !is_ordered {
                    fields.sort_by_cached_key(|name, _| self.0.get_index_of(name));
                }
                let mut asked = self.0.iter();
                for (name, value) in fields {
                    if let Some((_, within)) = asked.find(|(asked, _)| *asked == name) {
                        within.apply(value);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::value;

    use super::*;

    fn ordered(question: &str, operation: Option<&str>, mut answer: Value) -> String {
        Order::of(&parse_query(question).unwrap(), operation).apply(&mut answer);
        serde_json::to_string(&answer).unwrap()
    }

    #[test]
    fn fields_come_as_they_were_asked_for() {
        let answer = value!({ "c": 1, "b": [{ "y": 1, "x": 2 }, null, { "x": 3, "y": 4 }], "a": null });
        let expected = r#"{"a":null,"b":[{"x":2,"y":1},null,{"x":3,"y":4}],"c":1}"#;
        assert_eq!(ordered("{ a b { x y } c }", None, answer.clone()), expected);
        assert_eq!(ordered("{ a: z b { ... on T { x } ...f } c } fragment f on T { y }", None, answer.clone()), expected);
        assert_eq!(ordered("query one { c } query two { a b { x } b { y x } c }", Some("two"), answer.clone()), expected);
        assert_eq!(
            ordered("{ ...f c } fragment f on T { ...g b { x ...f y } } fragment g on T { a ...f }", None, answer),
            expected
        );
    }
}
