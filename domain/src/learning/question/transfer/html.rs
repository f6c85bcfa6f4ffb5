//! HTML as Markdown.
//!
//! The HTML passes a list of allowed elements first, which also makes it well-formed: only then is it known how deeply its elements
//! are nested, and the converter walks them by recursion.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

use super::RemarkKind;
use super::cloze::mark;
use super::formula::{self, Piece};

/// The longest HTML that is converted, in bytes.
const LONGEST: usize = 100_000;
/// The most elements in it: where they overlap, HTML's rules want each to look at all others.
const MOST: usize = 1_000;
/// How deeply elements may be nested.
const DEEPEST: usize = 40;
/// What stands around the number of something that Markdown must not touch; characters that no text uses.
const KEPT: [char; 2] = ['\u{E000}', '\u{E001}'];
/// Elements that show something which Markdown cannot.
const LOST: [&str; 9] = ["iframe", "video", "audio", "object", "embed", "svg", "math", "canvas", "form"];
/// Elements between which a picture stands on a line of its own.
const FLOW: [&str; 3] = ["p", "div", "span"];

static ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "b",
        "strong",
        "i",
        "em",
        "del",
        "s",
        "strike",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "div",
        "span",
        "hr",
    ];
    let dropped = ["script", "style", "title", "iframe", "video", "audio", "object", "svg", "math", "canvas", "template"];
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags.into())
        .clean_content_tags(dropped.into())
        .tag_attributes(HashMap::from([("a", ["href"].into()), ("img", ["src", "alt"].into())]))
        .url_schemes(["http", "https", "mailto", "data"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

static NOTHING_ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder.clean_content_tags(["script", "style", "title", "iframe", "svg", "math", "template"].into());
    builder
});

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    let options =
        Options { bullet_list_marker: BulletListMarker::Dash, ul_bullet_spacing: 1, ol_number_spacing: 1, ..Options::default() };
    HtmlToMarkdown::builder().options(options).build()
});

/// HTML as Markdown, and what was left out of it.
pub(super) fn markdown(html: &str, left: &mut Vec<(RemarkKind, String)>) -> String {
    let html = &without_data(html);
    if is_too_much(html) {
        left.push((RemarkKind::TooLong, html.chars().take(40).collect()));
        return String::new();
    }
    let small = html.to_ascii_lowercase();
    for name in LOST {
        if small.contains(&format!("<{name}")) {
            left.push((RemarkKind::MarkupLost, name.to_owned()));
        }
    }
    let clean = ALLOWED.clean(&html.replace(KEPT, "")).to_string();
    let mut shield = Shield { html: String::with_capacity(clean.len()), kept: Vec::new(), open: Vec::new(), deepest: 0, left };
    shield.walk(&clean);
    if shield.deepest > DEEPEST {
        shield.left.push((RemarkKind::MarkupLost, html.chars().take(40).collect()));
        return text(html);
    }
    let (shielded, kept) = (shield.html, shield.kept);
    match CONVERTER.convert(&shielded) {
        Ok(markdown) => tidy(&restore(&markdown, &kept)),
        Err(_) => text(html),
    }
}

/// HTML as plain text on one line; as it is, if it is too long to be read.
pub(super) fn text(html: &str) -> String {
    let text = if is_too_much(html) { html.to_owned() } else { entities(&NOTHING_ALLOWED.clean(html).to_string()) };
    super::label::one_line(&text)
}

/// HTML without the bytes of pictures that stand in it; they would count as text.
fn without_data(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("data:image/") {
        let quote = rest.get(..at).and_then(|before| before.chars().next_back()).filter(|c| matches!(c, '"' | '\''));
        let (before, data) = rest.split_at_checked(at + "data:".len()).unwrap_or((rest, ""));
        kept.push_str(before);
        // Without a quote at its end there is none to any after it.
        let Some(end) = quote.map_or(Some(0), |quote| data.find(quote)) else { break };
        rest = data.get(end..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

fn is_too_much(html: &str) -> bool {
    let elements = html.split('<').skip(1).filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
    html.len() > LONGEST || elements.take(MOST + 1).count() > MOST
}

/// The characters that sanitised HTML writes as entities.
fn entities(text: &str) -> String {
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

/// Puts numbers in the place of what Markdown must not touch: formulas, signs that would make one, gaps, pictures.
struct Shield<'a> {
    html: String,
    kept: Vec<String>,
    open: Vec<String>,
    deepest: usize,
    left: &'a mut Vec<(RemarkKind, String)>,
}

impl Shield<'_> {
    fn walk(&mut self, clean: &str) {
        let mut rest = clean;
        while let Some((before, after)) = rest.split_once('<') {
            self.text(before);
            let end = tag_end(after);
            let (tag, after) = (after.get(..end).unwrap_or(after), after.get(end + 1..).unwrap_or_default());
            self.tag(tag);
            rest = after;
        }
        self.text(rest);
    }

    fn text(&mut self, text: &str) {
        if self.open.iter().any(|name| name == "code" || name == "pre") {
            self.html.push_str(text);
            return;
        }
        for piece in formula::pieces(text) {
            match piece {
                Piece::Formula(formula, is_block) => self.keep(formula::markdown(&entities(formula), is_block)),
                Piece::Text(text) => self.plain(text),
            }
        }
    }

    fn plain(&mut self, mut text: &str) {
        while let Some(at) = text.find(['$', '[']) {
            let (before, from) = text.split_at(at);
            self.html.push_str(before);
            let gap = mark(from);
            if from.starts_with('$') {
                self.keep("\\$".to_owned());
            } else if gap.is_empty() {
                self.html.push('[');
            } else {
                self.keep(gap.to_owned());
            }
            text = from.get(gap.len().max(1)..).unwrap_or_default();
        }
        self.html.push_str(text);
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.as_str() {
            "img" => return self.picture(tag),
            "br" | "hr" => {}
            _ if tag.starts_with('/') => drop(self.open.pop()),
            _ => self.open.push(name),
        }
        self.deepest = self.deepest.max(self.open.len());
        // Writing to a string cannot fail.
        let _ = write!(self.html, "<{tag}>");
    }

    fn picture(&mut self, tag: &str) {
        let source = attribute(tag, "src");
        let alternative = super::label::one_line(&attribute(tag, "alt")).replace(['[', ']', '\\'], " ");
        if super::figures::is_outside(&source) || source.is_empty() {
            self.left.push((RemarkKind::PictureOutside, source));
            return;
        }
        let source = source.replace([' ', '(', ')', '<', '>'], "-");
        let is_alone = self.open.iter().all(|name| FLOW.contains(&name.as_str()));
        let around = if is_alone { "\n\n" } else { "" };
        self.keep(format!("{around}![{}]({source}){around}", alternative.trim()));
    }

    fn keep(&mut self, what: String) {
        let _ = write!(self.html, "{}{}{}", KEPT[0], self.kept.len(), KEPT[1]);
        self.kept.push(what);
    }
}

/// Where a tag ends whose beginning has been read; values in quotes may hold its end's sign.
fn tag_end(tag: &str) -> usize {
    let mut is_quoted = false;
    for (at, character) in tag.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

/// An attribute's value, or nothing.
fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, after)| after.split_once('"'));
    value.map(|(value, _)| entities(value)).unwrap_or_default()
}

/// Puts back what was kept.
fn restore(markdown: &str, kept: &[String]) -> String {
    let mut restored = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once(KEPT[0]) {
        restored.push_str(before);
        let (number, after) = after.split_once(KEPT[1]).unwrap_or((after, ""));
        restored.push_str(number.parse().ok().and_then(|number: usize| kept.get(number)).map_or("", String::as_str));
        rest = after;
    }
    restored.push_str(rest);
    restored
}

/// Without blanks at the ends of lines that mean nothing, and with one empty line between paragraphs at most.
fn tidy(markdown: &str) -> String {
    let mut tidy = String::with_capacity(markdown.len());
    let mut empty = 0;
    for line in markdown.lines() {
        // What is left of the blank between a picture and a word.
        let line = line.strip_prefix(' ').filter(|rest| empty > 0 && !rest.starts_with(' ')).unwrap_or(line);
        empty = if line.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            // Two blanks break the line; more or fewer mean nothing.
            let breaks = line.ends_with("  ") && !line.trim().is_empty();
            tidy.push_str(line.trim_end());
            tidy.push_str(if breaks { "  \n" } else { "\n" });
        }
    }
    tidy.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> (String, Vec<(RemarkKind, String)>) {
        let mut left = Vec::new();
        (markdown(html, &mut left), left)
    }

    #[test]
    fn what_an_editor_writes_becomes_markdown() {
        let cases = [
            ("<p>Une <strong>loi</strong> et un <em>décret</em>.</p>", "Une **loi** et un *décret*."),
            ("<p>a</p><p dir=\"rtl\">ب</p>", "a\n\nب"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("a<br>b", "a  \nb"),
            ("2 * 3 &lt; 7 &amp; x_1", "2 \\* 3 < 7 & x\\_1"),
            ("Prix : 5 $", "Prix : 5 \\$"),
            ("\\(a_1 &lt; b\\) et $$x*y$$", "$a_1 < b$ et $$x*y$$"),
            ("<code>\\(x\\)</code>", "`\\(x\\)`"),
            ("Le [[1]] et [[x]]", "Le [[1]] et \\[\\[x\\]\\]"),
            ("<script>alert(1)</script><style>p{}</style>a", "a"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(read(html), (expected.to_owned(), Vec::new()), "{html}");
        }
    }

    #[test]
    fn pictures_stand_alone_and_come_from_the_file() {
        let (text, left) = read("<p>Voir <img src=\"figures/a.png\" alt=\"le [plan]\"> ici</p>");
        assert_eq!((text.as_str(), left.len()), ("Voir\n\n![le  plan](figures/a.png)\n\nici", 0));
        for html in ["<img src='https://example.org/a.png'>", "<img src=\"data:image/png;base64,AA\">", "<img src=//a/b.png>"] {
            let (text, left) = read(html);
            assert_eq!((text.as_str(), left.first().map(|left| left.0)), ("", Some(RemarkKind::PictureOutside)), "{html}");
        }
    }

    #[test]
    fn what_is_lost_is_told() {
        assert_eq!(read("<iframe src='x'></iframe>a"), ("a".to_owned(), vec![(RemarkKind::MarkupLost, "iframe".to_owned())]));
        let data = format!("<img src=\"data:image/png;base64,{}\">a", "A".repeat(LONGEST));
        assert_eq!(read(&data), ("a".to_owned(), vec![(RemarkKind::PictureOutside, "data:".to_owned())]));
        assert_eq!(read(&"x".repeat(LONGEST + 1)).1.first().map(|left| left.0), Some(RemarkKind::TooLong));
        let deep = format!("{}a{}", "<div>".repeat(900), "</div>".repeat(900));
        assert_eq!(read(&deep).0, "a");
        assert_eq!(read(&"<b>".repeat(MOST + 1)).1.first().map(|left| left.0), Some(RemarkKind::TooLong));
        assert_eq!(text("<p>a &amp; <b>b</b></p>\n<p>&lt;c&gt;</p>"), "a & b <c>");
    }
}
