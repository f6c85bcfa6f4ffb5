//! Where a link leads.

use serde::{Deserialize, Serialize};

/// A legal text, or one of its articles, cited by a lesson.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Citation {
    /// Code of the text, for instance `L-1988-91`.
    pub legal_text: String,
    /// Its article, as the text numbers it.
    pub article: Option<String>,
}

/// Longest address, in bytes: what every browser and server accepts.
const MAX_LENGTH: usize = 2_000;

/// A link's address, understood.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Destination {
    /// `law:CODE` or `law:CODE#ARTICLE`
    Law(Citation),
    /// `term:code`
    Term(String),
    /// `https:`, `http:` or `mailto:`
    Outside(String),
    /// Anything else. Addresses without a scheme are refused too: `//host` leaves the site, and a lesson is read at several
    /// addresses, so that nothing relative to it holds.
    Refused,
}

impl Destination {
    /// Understands an address as the author wrote it.
    pub(super) fn parse(address: &str) -> Self {
        // Browsers skip control characters inside a scheme ("java\nscript:"), so an address with any is refused whole.
        if address.len() > MAX_LENGTH || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Self::Refused;
        }
        let Some((scheme, rest)) = address.split_once(':') else { return Self::Refused };
        match scheme.to_ascii_lowercase().as_str() {
            "law" => law(rest).map_or(Self::Refused, Self::Law),
            "term" if is_code(rest) => Self::Term(rest.to_owned()),
            "http" | "https" if rest.strip_prefix("//").is_some_and(starts_with_host) => Self::Outside(address.to_owned()),
            "mailto" if rest.contains('@') => Self::Outside(address.to_owned()),
            _ => Self::Refused,
        }
    }
}

fn law(rest: &str) -> Option<Citation> {
    let (code, article) = match rest.split_once('#') {
        Some((code, article)) => (code, Some(article)),
        None => (rest, None),
    };
    (is_code(code) && article.is_none_or(is_code))
        .then(|| Citation { legal_text: code.to_owned(), article: article.map(str::to_owned) })
}

/// Codes are letters of any script, digits, `-`, `_` and `.`: they need no escaping in an address or an attribute.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && text.chars().any(char::is_alphanumeric)
}

fn starts_with_host(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_schemes_are_understood() {
        let law = |text: &str, article: Option<&str>| {
            Destination::Law(Citation { legal_text: text.into(), article: article.map(Into::into) })
        };
        assert_eq!(Destination::parse("law:L-1988-91#5"), law("L-1988-91", Some("5")));
        assert_eq!(Destination::parse("law:D-2005-1991"), law("D-2005-1991", None));
        assert_eq!(Destination::parse("term:impact-study"), Destination::Term("impact-study".into()));
        for outside in ["https://www.citet.nat.tn", "HTTP://a.tn/?q=1#x", "mailto:a@b.tn"] {
            assert_eq!(Destination::parse(outside), Destination::Outside(outside.into()));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.test",
            "/admin",
            "../x",
            "#top",
            "",
            "law:",
            "law:#5",
            "law:A/B",
            "law:A#\"x",
            "term:a b",
            "term:..",
            "https:evil",
            "https:///evil",
            "ftp://a.b",
            "file:///etc/passwd",
            "java\nscript:x",
            "\u{1}javascript:x",
            "https://a.tn/\u{7}",
            "mailto:",
            "blob:https://a",
            "law:A#",
        ] {
            assert_eq!(Destination::parse(address), Destination::Refused, "{address:?}");
        }
    }
}
