//! Typed blocks: `:::quiz key="…" title="…"` on a line of its own, closed by `:::`.
//!
//! Directive lines are replaced by an empty HTML comment of the same length before the text is parsed: the parser then ends
//! paragraphs and lists there, offsets stay true, and the writer finds the block again by its offset, so that no comment of an
//! author can pass for a directive. What stands between the two lines is ordinary text after the block.

use std::collections::BTreeMap;

use super::{Block, Issue, IssueKind, destination::Destination, destination::is_code, source::Source};

/// What stands in the place of an opening line; no longer than `:::link`, the shortest known one.
const PLACE: &str = "<!---->";

/// The blocks of a body by the offset of their opening line, and the text without directive lines.
pub(super) struct Directives {
    /// The text with each directive line blanked; as long as before.
    pub(super) text: String,
    /// The blocks by offset. `None` for one that is known but not usable.
    pub(super) blocks: BTreeMap<usize, Option<Block>>,
}

/// Takes the directives out of a text. Lines for which `is_code_line` holds (by their offset) are left alone.
pub(super) fn take(source: &Source, is_code_line: impl Fn(usize) -> bool, issues: &mut Vec<Issue>) -> Directives {
    let mut text = String::with_capacity(source.text.len());
    let mut blocks = BTreeMap::new();
    let mut open: Option<(usize, &str)> = None;
    for (number, (offset, line)) in (1..).zip(source.lines()) {
        if number > 1 {
            text.push('\n');
        }
        let Some(rest) = line.strip_prefix(":::").filter(|_| !is_code_line(offset)) else {
            text.push_str(line);
            continue;
        };
        let rest = rest.trim();
        if rest.is_empty() {
            if open.take().is_none() {
                issues.push(Issue::new(number, IssueKind::UnknownDirective, ":::"));
            }
            blank(&mut text, "", line.len());
            continue;
        }
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
        if let Some((line, name)) = open.replace((number, name)) {
            issues.push(Issue::new(line, IssueKind::UnclosedDirective, name));
        }
        match Kind::named(name) {
            Some(kind) => {
                let attributes = Attributes::parse(&rest[name.len()..]);
                blocks.insert(offset, kind.block(&attributes, |kind, detail| issues.push(Issue::new(number, kind, detail))));
                blank(&mut text, PLACE, line.len());
            }
            None => {
                issues.push(Issue::new(number, IssueKind::UnknownDirective, name));
                blank(&mut text, "", line.len());
            }
        }
    }
    if let Some((line, name)) = open {
        issues.push(Issue::new(line, IssueKind::UnclosedDirective, name));
    }
    Directives { text, blocks }
}

fn blank(text: &mut String, place: &str, length: usize) {
    text.push_str(place);
    text.extend(std::iter::repeat_n(' ', length - place.len()));
}

#[derive(Clone, Copy)]
enum Kind {
    Media,
    Quiz,
    Assignment,
    Link,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        match name {
            "media" => Some(Self::Media),
            "quiz" => Some(Self::Quiz),
            "assignment" => Some(Self::Assignment),
            "link" => Some(Self::Link),
            _ => None,
        }
    }

    /// The block, unless an attribute is missing; each missing one is reported.
    fn block(self, attributes: &Attributes<'_>, mut report: impl FnMut(IssueKind, &str)) -> Option<Block> {
        let title = attributes.get("title").map(str::to_owned);
        if title.is_none() {
            report(IssueKind::MissingAttribute, "title");
        }
        if let Self::Link = self {
            let Some(url) = attributes.get("url") else {
                report(IssueKind::MissingAttribute, "url");
                return None;
            };
            return match Destination::parse(url) {
                Destination::Outside(url) if !url.to_ascii_lowercase().starts_with("mailto:") => {
                    Some(Block::Link { url, title: title? })
                }
                _ => {
                    report(IssueKind::BadLink, url);
                    None
                }
            };
        }
        let Some(key) = attributes.get("key").filter(|key| is_code(key)).map(str::to_owned) else {
            report(IssueKind::MissingAttribute, "key");
            return None;
        };
        let title = title?;
        Some(match self {
            Self::Media => Block::Media { key, title },
            Self::Quiz => Block::Quiz { key, title },
            Self::Assignment | Self::Link => Block::Assignment { key, title },
        })
    }
}

/// `name="value"` pairs. There is no escape: a value ends at the next quotation mark.
struct Attributes<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Attributes<'a> {
    fn parse(mut rest: &'a str) -> Self {
        let mut pairs = Vec::new();
        while let Some((name, after)) = rest.split_once("=\"") {
            let Some((value, after)) = after.split_once('"') else { break };
            pairs.push((name.trim(), value.trim()));
            rest = after;
        }
        Self(pairs)
    }

    fn get(&self, wanted: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, value)| *name == wanted && !value.is_empty()).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> (Directives, Vec<(usize, IssueKind, String)>) {
        let mut issues = Vec::new();
        let directives = take(&Source::new(text, &mut Vec::new()), |_| false, &mut issues);
        assert_eq!(directives.text.len(), text.len(), "offsets stay true");
        (directives, issues.into_iter().map(|issue| (issue.line, issue.kind, issue.detail)).collect())
    }

    #[test]
    fn the_four_directives() {
        let (directives, issues) = taken(
            ":::quiz key=\"chapter-1\" title=\"Vérifier\"\n:::\n:::media title=\"فيديو\" key=\"v\"\n:::\n\
             :::assignment key=\"a\" title=\"t\"\n:::\n:::link url=\"https://a.tn/?b=c\" title=\"A\"\n:::",
        );
        assert_eq!(issues, []);
        assert_eq!(
            directives.blocks.into_values().map(Option::unwrap).collect::<Vec<_>>(),
            [
                Block::Quiz { key: "chapter-1".into(), title: "Vérifier".into() },
                Block::Media { key: "v".into(), title: "فيديو".into() },
                Block::Assignment { key: "a".into(), title: "t".into() },
                Block::Link { url: "https://a.tn/?b=c".into(), title: "A".into() },
            ]
        );
    }

    #[test]
    fn mistakes_are_reported_with_their_line() {
        let (_, issues) = taken(
            ":::\n:::poll key=\"k\"\n:::\n:::quiz title=\"t\"\n\n:::link url=\"javascript:x\" title=\"t\"\n:::\n:::media key=\"k\"",
        );
        assert_eq!(
            issues,
            [
                (1, IssueKind::UnknownDirective, ":::".to_owned()),
                (2, IssueKind::UnknownDirective, "poll".to_owned()),
                (4, IssueKind::MissingAttribute, "key".to_owned()),
                (4, IssueKind::UnclosedDirective, "quiz".to_owned()),
                (6, IssueKind::BadLink, "javascript:x".to_owned()),
                (8, IssueKind::MissingAttribute, "title".to_owned()),
                (8, IssueKind::UnclosedDirective, "media".to_owned()),
            ]
        );
    }

    #[test]
    fn text_around_and_inside_is_kept() {
        let (directives, _) = taken("a\n:::quiz key=\"k\" title=\"t\"\ninside\n:::\n b :::");
        assert_eq!(directives.text.split_whitespace().collect::<Vec<_>>(), ["a", "<!---->", "inside", "b", ":::"]);
        assert_eq!(directives.blocks.keys().copied().collect::<Vec<_>>(), [2]);
    }
}
