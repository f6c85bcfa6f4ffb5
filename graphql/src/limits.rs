//! What a request may ask for at once, checked before anything runs.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet};

/// How deep fields may lie within each other.
pub const DEPTH: usize = 12;
/// How deep they may lie in a question about the schema itself.
pub const INTROSPECTION_DEPTH: usize = 32;
/// How many fields may be renamed.
pub const ALIASES: usize = 30;
/// How many fields may be asked for, fragments written out.
pub const FIELDS: usize = 500;
/// How many directives a field may carry.
pub const DIRECTIVES: usize = 5;
/// How much all may cost: a list costs its rows times what is asked of each. A course with all that its lessons say costs some thousands.
pub const COMPLEXITY: usize = 50_000;
/// How many names the text may have, before it is parsed at all: the fields of the largest document, each with arguments.
const NAMES: usize = 5_000;
/// Tries of secrets: one in a request.
const TRIES: [&str; 23] = [
    "certificateCheck",
    "erasureRequest",
    "personClaimRequest",
    "personClaimConfirm",
    "passkeyBegin",
    "passkeyAdd",
    "passkeyRemove",
    "passkeySignIn",
    "providerSignInBegin",
    "providerSignIn",
    "providerConnectBegin",
    "providerConnect",
    "providerDisconnect",
    "secondFactorBegin",
    "secondFactorConfirm",
    "secondFactorEnd",
    "invitationAccept",
    "signIn",
    "registrationRequest",
    "registrationConfirm",
    "passwordResetRequest",
    "passwordReset",
    "passwordChange",
];
/// How deep brackets may lie within each other in the text, before it is parsed at all.
const BRACKETS: usize = 64;

/// Whether a text is small and flat enough to be parsed: the parser calls itself for each level, and takes its time for each name.
/// One look at each byte; what stands in strings counts like the rest, because values belong into variables.
#[must_use]
pub fn is_parsable(text: &str) -> bool {
    let (mut depth, mut names, mut directives, mut in_name) = (0_usize, 0_usize, 0_usize, false);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'@' => directives += 1,
            _ => {}
        }
        let is_name = byte.is_ascii_alphanumeric() || byte == b'_';
        names += usize::from(is_name && !in_name);
        in_name = is_name;
        if depth > BRACKETS || names > NAMES || directives > FIELDS {
            return false;
        }
    }
    true
}

/// Whether a document keeps to the limits.
#[must_use]
pub fn keeps(document: &ExecutableDocument) -> bool {
    document.operations.iter().all(|(_, operation)| {
        let mut count =
            Count { fields: 0, aliases: 0, directives: 0, tries: 0, path: Vec::new(), fragments: &document.fragments };
        count.directives += operation.node.directives.len();
        count.within(&operation.node.selection_set.node, 1, false) && count.tries <= 1
    })
}

struct Count<'a> {
    fields: usize,
    aliases: usize,
    directives: usize,
    tries: usize,
    path: Vec<&'a Name>,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
}

impl<'a> Count<'a> {
    fn within(&mut self, set: &'a SelectionSet, depth: usize, of_schema: bool) -> bool {
        let deepest = if of_schema { INTROSPECTION_DEPTH } else { DEPTH };
        if !set.items.is_empty() && depth > deepest {
            return false;
        }
        set.items.iter().all(|item| self.selection(&item.node, depth, of_schema))
    }

    fn selection(&mut self, selection: &'a Selection, depth: usize, of_schema: bool) -> bool {
        match selection {
            Selection::Field(field) => {
                let field = &field.node;
                let name = field.name.node.as_str();
                self.fields += 1;
                self.aliases += usize::from(field.alias.is_some());
                self.directives += field.directives.len();
                // Each try of a password, of a letter's secret or of a code is one request, so that tries can be counted.
                self.tries += usize::from(TRIES.contains(&name));
                let of_schema = of_schema || name == "__schema" || name == "__type";
                self.is_small() && self.within(&field.selection_set.node, depth + 1, of_schema)
            }
            Selection::InlineFragment(fragment) => {
                self.directives += fragment.node.directives.len();
                self.is_small() && self.within(&fragment.node.selection_set.node, depth, of_schema)
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                self.directives += spread.node.directives.len();
                // A spread of what isn't there is for the validation to report; one in a circle would never end.
                let Some(fragment) = self.fragments.get(name) else { return true };
                if self.path.contains(&name) || !self.is_small() {
                    return false;
                }
                self.path.push(name);
                self.fields += 1;
                let small = self.within(&fragment.node.selection_set.node, depth, of_schema);
                self.path.pop();
                small
            }
        }
    }

    const fn is_small(&self) -> bool {
        self.fields <= FIELDS && self.aliases <= ALIASES && self.directives <= FIELDS
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn kept(text: &str) -> bool {
        is_parsable(text) && keeps(&parse_query(text).unwrap())
    }

    #[test]
    fn what_is_small_passes_and_what_is_not_does_not() {
        let deep = |depth: usize| format!("{}a{}", "{a".repeat(depth - 1) + "{", "}".repeat(depth));
        assert!(kept(&deep(DEPTH)));
        assert!(!kept(&deep(DEPTH + 1)));
        let aliases = |count: usize| format!("{{{}}}", (0..count).map(|index| format!("a{index}: b ")).collect::<String>());
        assert!(kept(&aliases(ALIASES)));
        assert!(!kept(&aliases(ALIASES + 1)));
        assert!(is_parsable(&format!("{{{}}}", "field(first: 10, after: $after) ".repeat(FIELDS))));
        let fields = |count: usize| format!("{{{}}}", "b ".repeat(count));
        assert!(kept(&fields(FIELDS)));
        assert!(!kept(&fields(FIELDS + 1)));
        assert!(!kept("{...a} fragment a on Query {...b} fragment b on Query {...a}"));
        assert!(!kept(&format!("{{a {} }}", "@skip(if: false) ".repeat(10_000))));
        assert!(kept("mutation {signIn {a}}"));
        assert!(!kept("mutation {a: signIn {a} b: signIn {a}}"));
        assert!(!is_parsable(&"{a".repeat(80_000)));
        assert!(!is_parsable(&format!("{{a {} }}", "@skip(if: false) ".repeat(10_000))));
        assert!(!is_parsable(&format!("{{{}}}", (0..5_000).map(|index| format!("a{index}: b ")).collect::<String>())));
    }

    #[test]
    fn fragments_that_double_are_counted_written_out() {
        let mut text = String::from("{...f0}");
        for level in 0..30 {
            text += &format!(" fragment f{level} on Query {{...f{next} ...f{next}}}", next = level + 1);
        }
        text += " fragment f30 on Query {a}";
        assert!(!kept(&text));
    }
}
