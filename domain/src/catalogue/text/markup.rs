//! The HTML of each Markdown element.

use pulldown_cmark::{Alignment, HeadingLevel, Tag};

use super::{
    Block, CalloutTone, IssueKind,
    destination::Destination,
    writer::{Sheet, Writer},
};
use crate::kernel::Direction;

/// Elements within each other beyond this number are flattened: nobody reads them, and browsers and sanitisers take quadratic
/// time over them.
const MAX_DEPTH: usize = 32;

/// What to do at the end of an element.
pub(super) enum Open {
    /// Nothing: it was not written.
    Silent,
    /// Write this, and a line end into the plain text if it is a block.
    Tag { end: &'static str, is_block: bool },
    /// Make a callout of what was written.
    Callout(CalloutTone),
    /// Keep what was written as a footnote and go on with the text around it.
    Note { name: String, around: Sheet },
    /// Look at the HTML that the author wrote.
    RawHtml { offset: usize },
}

/// Where in a table the writer is.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer<'_> {
    /// Begins an element that starts at a byte of the source.
    pub(super) fn start(&mut self, tag: &Tag<'_>, offset: usize) {
        let open = if self.open.len() < MAX_DEPTH {
            self.begin(tag, offset)
        } else {
            if !std::mem::replace(&mut self.too_deep, true) {
                self.report(offset, IssueKind::TooDeep, "");
            }
            // Words of elements that are not written must not run together.
            self.sheet.plain.push(' ');
            Open::Silent
        };
        self.open.push(open);
    }

    /// Ends the innermost element.
    pub(super) fn end(&mut self) {
        match self.open.pop() {
            None | Some(Open::Silent) => {}
            Some(Open::Tag { end, is_block }) => {
                self.sheet.html.push_str(end);
                if is_block {
                    self.sheet.plain.push('\n');
                }
            }
            Some(Open::Callout(tone)) => {
                let html = self.take_sheet();
                self.blocks.push(Block::Callout { tone, html });
            }
            Some(Open::Note { name, around }) => {
                let note = std::mem::replace(&mut self.sheet, around);
                self.footnotes.define(name, note.html, note.plain);
            }
            Some(Open::RawHtml { offset }) => {
                let raw = std::mem::take(&mut self.raw);
                let rest = self.without_comments(&raw, offset);
                if !rest.trim().is_empty() {
                    self.sheet.html.push_str("<p>");
                    self.sheet.text(rest.trim());
                    self.sheet.html.push_str("</p>\n");
                    self.sheet.plain.push('\n');
                }
            }
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, offset: usize) -> Open {
        match tag {
            Tag::Paragraph => self.block("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                // The page's own title is its only h1.
                let (start, end) = match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => ("<h2>", "</h2>\n"),
                    HeadingLevel::H3 => ("<h3>", "</h3>\n"),
                    HeadingLevel::H4 => ("<h4>", "</h4>\n"),
                    HeadingLevel::H5 => ("<h5>", "</h5>\n"),
                    HeadingLevel::H6 => ("<h6>", "</h6>\n"),
                };
                self.block(start, end)
            }
            Tag::BlockQuote(Some(kind)) if self.open.is_empty() => {
                self.flush();
                Open::Callout((*kind).into())
            }
            Tag::BlockQuote(Some(kind)) => {
                let start = format!("<blockquote class=\"{}\">\n", CalloutTone::from(*kind).class());
                self.block(&start, "</blockquote>\n")
            }
            Tag::BlockQuote(None) => self.block("<blockquote>\n", "</blockquote>\n"),
            // Code runs from left to right in every language.
            Tag::CodeBlock(_) => self.block("<pre dir=\"ltr\"><code>", "</code></pre>\n"),
            Tag::HtmlBlock => {
                if let Some(block) = self.directives.remove(&offset) {
                    self.directive(block);
                }
                Open::RawHtml { offset }
            }
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::FootnoteDefinition(name) => Open::Note { name: name.to_string(), around: std::mem::take(&mut self.sheet) },
            Tag::Table(columns) => {
                self.table = Table { columns: columns.clone(), column: 0, in_head: false };
                self.block("<table>", "</tbody></table>\n")
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.block("<thead><tr>", "</tr></thead><tbody>\n")
            }
            Tag::TableRow => {
                self.table.in_head = false;
                self.table.column = 0;
                self.block("<tr>", "</tr>\n")
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Link { dest_url, .. } => self.link(dest_url, offset),
            // Options that are not enabled, and images, which the writer handles.
            _ => Open::Silent,
        }
    }

    fn block(&mut self, start: &str, end: &'static str) -> Open {
        self.sheet.html.push_str(start);
        Open::Tag { end, is_block: true }
    }

    fn inline(&mut self, start: &str, end: &'static str) -> Open {
        self.sheet.html.push_str(start);
        Open::Tag { end, is_block: false }
    }

    /// `:---` aligns with the start of the lines, `---:` with their end: in Arabic that is the right and the left.
    fn cell(&mut self) -> Open {
        let align = match (self.table.columns.get(self.table.column), self.locale.direction()) {
            (Some(Alignment::Left), Direction::Ltr) | (Some(Alignment::Right), Direction::Rtl) => " align=\"left\"",
            (Some(Alignment::Right), Direction::Ltr) | (Some(Alignment::Left), Direction::Rtl) => " align=\"right\"",
            (Some(Alignment::Center), _) => " align=\"center\"",
            (Some(Alignment::None) | None, _) => "",
        };
        self.table.column += 1;
        if self.table.in_head {
            self.block(&format!("<th scope=\"col\"{align}>"), "</th>")
        } else {
            self.block(&format!("<td{align}>"), "</td>")
        }
    }

    fn link(&mut self, address: &str, offset: usize) -> Open {
        let start = match Destination::parse(address) {
            Destination::Law(citation) => {
                let code = ammonia::clean_text(&citation.legal_text);
                let article = citation.article.as_deref().map(ammonia::clean_text);
                let article = article.map(|article| format!(" data-article=\"{article}\"")).unwrap_or_default();
                self.citations.add(citation);
                format!("<a class=\"citation\" href=\"/legal-texts/{code}\" data-legal-text=\"{code}\"{article}>")
            }
            Destination::Term(code) => {
                let term = ammonia::clean_text(&code);
                self.terms.add(code);
                format!("<a class=\"term\" href=\"/glossary/{term}\" data-term=\"{term}\">")
            }
            Destination::Outside(address) => {
                let href = ammonia::clean_text(&address);
                self.links.add(address);
                format!("<a href=\"{href}\" rel=\"noopener noreferrer nofollow\">")
            }
            Destination::Refused => {
                self.report(offset, IssueKind::BadLink, address);
                return Open::Silent;
            }
        };
        self.inline(&start, "</a>")
    }

    fn directive(&mut self, block: Option<Block>) {
        if self.open.is_empty() {
            self.flush();
        }
        if let Some(Block::Link { url, .. }) = &block {
            self.links.add(url.clone());
        }
        self.blocks.extend(block);
    }

    /// HTML of the author without its comments; what remains is shown as text. Marks to verify are reported.
    pub(super) fn without_comments(&mut self, html: &str, offset: usize) -> String {
        let mut shown = String::new();
        let mut rest = html;
        while let Some((before, comment)) = rest.split_once("<!--") {
            shown.push_str(before);
            let at = offset + html.len() - comment.len();
            let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
            let words = comment.trim_start();
            if words.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("verify:")) {
                self.report(at, IssueKind::VerifyMark, &words[7..]);
            }
            rest = after;
        }
        shown.push_str(rest);
        if !shown.trim().is_empty() {
            self.report(offset, IssueKind::RawHtml, &shown);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Block, render};
    use crate::kernel::Locale;

    #[test]
    fn columns_start_where_lines_start() {
        let html = |locale| match &render("| a | b |\n| :-- | --: |\n| c | d |", locale).blocks[0] {
            Block::Text { html } => html.clone(),
            other => panic!("{other:?}"),
        };
        assert!(html(Locale::Fr).contains("<td align=\"left\">c</td><td align=\"right\">d</td>"));
        assert!(html(Locale::Ar).contains("<td align=\"right\">c</td><td align=\"left\">d</td>"));
        assert!(html(Locale::En).contains("<th scope=\"col\" align=\"left\">a</th>"));
    }
}
