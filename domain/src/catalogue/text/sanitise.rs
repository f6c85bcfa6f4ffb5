//! The allow-list that every piece of HTML passes before it is stored.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements of text.
pub(super) const TEXT_ELEMENTS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements of MathML Core that formulas use. `annotation-xml`, `maction` and links are left out: they can hold HTML or scripts.
pub(super) const MATH_ELEMENTS: &[&str] = &[
    "annotation",
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

/// Attributes by element; `class` is bound to [`CLASSES`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "id", "aria-label", "data-legal-text", "data-article", "data-term"]),
    ("annotation", &["encoding"]),
    ("code", &["dir"]),
    ("li", &["id"]),
    ("math", &["dir", "display"]),
    ("mfrac", &["linethickness"]),
    ("mo", &["largeop", "lspace", "maxsize", "minsize", "movablelimits", "rspace", "stretchy", "symmetric"]),
    ("mover", &["accent"]),
    ("mpadded", &["depth", "height", "lspace", "voffset", "width"]),
    ("mspace", &["depth", "height", "width"]),
    ("mtd", &["columnspan", "rowspan"]),
    ("munder", &["accentunder"]),
    ("munderover", &["accent", "accentunder"]),
    ("ol", &["start"]),
    ("pre", &["dir"]),
    ("section", &["aria-label"]),
    ("td", &["align"]),
    ("th", &["align", "scope"]),
];

/// Attributes of every element of MathML Core that place or size it.
const MATH_ATTRIBUTES: &[&str] = &["displaystyle", "mathvariant", "scriptlevel"];

const TABLE_CLASSES: &[&str] = &[
    "menv-align",
    "menv-alignlike",
    "menv-arraylike",
    "menv-cases",
    "menv-cells-left",
    "menv-cells-right",
    "menv-multline",
    "menv-with-eqn",
];
const ROW_CLASSES: &[&str] = &["menv-hdashline", "menv-hline"];
const CELL_CLASSES: &[&str] = &[
    "cell-left",
    "cell-right",
    "menv-border-only",
    "menv-left-dashed",
    "menv-left-solid",
    "menv-nonumber",
    "menv-right-dashed",
    "menv-right-solid",
];

/// Classes by element. Those of tables in formulas are the ones pulldown-latex's style sheet draws.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["citation", "footnote-back", "footnote-reference", "term"]),
    ("blockquote", &["callout-caution", "callout-important", "callout-note", "callout-tip", "callout-warning"]),
    ("mo", &["small"]),
    ("mtable", TABLE_CLASSES),
    ("mtd", CELL_CLASSES),
    ("mtr", ROW_CLASSES),
    ("section", &["footnotes"]),
];

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut attributes = table(ATTRIBUTES);
    for element in MATH_ELEMENTS {
        attributes.entry(element).or_default().extend(MATH_ATTRIBUTES);
    }
    let mut allowed = Builder::empty();
    allowed
        .tags(TEXT_ELEMENTS.iter().chain(MATH_ELEMENTS).copied().collect())
        .clean_content_tags(HashSet::from([
            "script", "style", "template", "noscript", "svg", "iframe", "title", "textarea", "xmp",
        ]))
        .tag_attributes(attributes)
        .allowed_classes(table(CLASSES))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        // Ours only: `/legal-texts/…`, `/glossary/…` and the jumps of footnotes. Relative addresses of authors are refused before.
        .url_relative(UrlRelative::PassThrough)
        // The writer puts `rel` on the links that leave the site, and only there.
        .link_rel(None)
        .strip_comments(true);
    allowed
});

fn table(rows: &[(&'static str, &'static [&'static str])]) -> HashMap<&'static str, HashSet<&'static str>> {
    rows.iter().map(|(element, values)| (*element, values.iter().copied().collect())).collect()
}

/// HTML with nothing in it that is not on the list.
pub(super) fn sanitise(html: &str) -> String {
    ALLOWED.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_the_list_goes() {
        assert_eq!(
            sanitise("<p style='color:red' onclick=x id=y class=z>a<script>b</script><b>c</b><img src=x onerror=y></p>"),
            "<p>ac</p>"
        );
        assert_eq!(
            sanitise("<a href='javascript:x'>a</a><a href='data:x' rel='noopener'>b</a>"),
            "<a>a</a><a rel=\"noopener\">b</a>"
        );
        assert_eq!(
            sanitise("<math><annotation-xml encoding='text/html'><img src=x></annotation-xml><mi href='https://a'>x</mi></math>"),
            "<math><mi>x</mi></math>"
        );
    }

    #[test]
    fn sanitising_twice_changes_nothing() {
        let once = sanitise("<table><tr><td align=left>a &lt; b &amp; c</table><ul><li>x<pre><code>\n\ny</code></pre>");
        assert_eq!(sanitise(&once), once);
    }
}
