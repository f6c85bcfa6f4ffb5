//! Hundreds of known attacks, each rendered and parsed again as a browser would.

use html5ever::{QualName, local_name, ns, parse_fragment, tendril::TendrilSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::{
    Block, Rendered, render,
    sanitise::{MATH_ELEMENTS, TEXT_ELEMENTS, sanitise},
};
use crate::kernel::Locale;

const VECTORS: &str = include_str!("xss_vectors.txt");

const FAMILIES: [&str; 17] = [
    "script elements",
    "event attributes",
    "addresses in Markdown links",
    "addresses in HTML links",
    "autolinks and references",
    "images",
    "other elements",
    "style",
    "SVG and MathML, mutation",
    "comments, CDATA, instructions",
    "entities and encodings",
    "code",
    "directives",
    "callouts",
    "formulas",
    "footnotes",
    "polyglots",
];

/// The vectors; headings begin with `# ` and one of the families, because some vectors are Markdown headings themselves.
fn vectors() -> Vec<String> {
    let is_heading = |line: &&str| {
        line.strip_prefix("# ")
            .is_none_or(|name| !(FAMILIES.contains(&name) || name.contains("lists") || name.starts_with("One")))
    };
    VECTORS.lines().filter(is_heading).map(|line| line.replace('⏎', "\n").replace('␀', "\0")).collect()
}

fn html(rendered: &Rendered) -> Vec<&str> {
    rendered
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text { html } | Block::Callout { html, .. } => Some(html.as_str()),
            _ => None,
        })
        .collect()
}

/// Everything wrong with a piece of HTML, parsed as the inside of a `body`.
fn faults(html: &str) -> Vec<String> {
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), Default::default(), context, vec![], true).one(html);
    let mut faults = Vec::new();
    let mut nodes: Vec<Handle> = dom.document.children.borrow()[0].children.borrow().clone();
    while let Some(node) = nodes.pop() {
        match &node.data {
            NodeData::Text { .. } => {}
            NodeData::Element { name, attrs, .. } => {
                let element = &*name.local;
                let known = if name.ns == ns!(mathml) {
                    MATH_ELEMENTS.contains(&element)
                } else {
                    name.ns == ns!(html) && TEXT_ELEMENTS.contains(&element)
                };
                if !known {
                    faults.push(format!("<{element}>"));
                }
                for attribute in attrs.borrow().iter() {
                    let (name, value) = (attribute.name.local.to_lowercase(), &*attribute.value);
                    let outside =
                        ["http://", "https://", "mailto:"].iter().any(|scheme| value.to_lowercase().starts_with(scheme));
                    let inside = ["/legal-texts/", "/glossary/", "#fn-", "#fnref-"].iter().any(|start| value.starts_with(start));
                    if name.starts_with("on")
                        || name == "style"
                        || name.contains("src")
                        || (name.contains("href") && !outside && !inside)
                    {
                        faults.push(format!("{element} {name}={value}"));
                    }
                    if name.contains("href")
                        && outside
                        && !attrs.borrow().iter().any(|other| &*other.name.local == "rel" && other.value.contains("noopener"))
                    {
                        faults.push(format!("no rel: {value}"));
                    }
                }
            }
            other => faults.push(format!("{other:?}")),
        }
        nodes.extend(node.children.borrow().iter().cloned());
    }
    faults
}

#[test]
fn the_checker_sees_what_it_should() {
    for bad in [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<a href=javascript:x>",
        "<a href=//evil>",
        "<svg>",
        "<!-- x -->",
        "<math><mi href=x>",
        "<a href=https://a.tn>",
    ] {
        assert_ne!(faults(bad), [""; 0], "{bad}");
    }
    assert_eq!(faults("<p>a <a href=\"/glossary/x\">b</a><math dir=\"ltr\"><mi>x</mi></math>"), [""; 0]);
}

#[test]
fn no_vector_gets_through() {
    let vectors = vectors();
    assert!(vectors.len() >= 400, "{}", vectors.len());
    for vector in &vectors {
        for locale in Locale::ALL {
            check(vector, locale);
        }
        // Two texts can only meet inside one body: the vector in the middle of ordinary elements.
        check(
            &format!("a **b {vector} c** d\n\n- e {vector}\n\n{vector}\n\n| f |\n| - |\n| {vector} |\n\n> [!TIP]\n> {vector}"),
            Locale::Fr,
        );
    }
}

#[test]
fn vectors_do_not_add_up() {
    let vectors = vectors();
    for pair in vectors.windows(2) {
        check(&pair.concat(), Locale::En);
        check(&pair.join("\n"), Locale::Ar);
    }
    check(&vectors.join("\n\n"), Locale::Fr);
}

fn check(markdown: &str, locale: Locale) {
    let rendered = render(markdown, locale);
    for html in html(&rendered) {
        assert_eq!(faults(html), [""; 0], "\n{markdown}\n{html}");
        assert_eq!(sanitise(html).trim(), html, "what is stored is stable\n{markdown}");
    }
    for block in &rendered.blocks {
        match block {
            Block::Link { url, .. } => assert!(url.to_lowercase().starts_with("http"), "{url}"),
            Block::Figure { name, .. } => assert!(!name.contains('/'), "{name}"),
            Block::Quiz { key, .. } | Block::Media { key, .. } | Block::Assignment { key, .. } => {
                assert!(key.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)), "{key}");
            }
            Block::Text { .. } | Block::Callout { .. } => {}
        }
    }
    for link in &rendered.links {
        assert!(["http://", "https://", "mailto:"].iter().any(|scheme| link.to_lowercase().starts_with(scheme)), "{link}");
    }
}
