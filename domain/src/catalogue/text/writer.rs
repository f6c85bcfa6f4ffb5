//! From the events of the Markdown parser to blocks, plain text and references.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeWithOffset};
use pulldown_latex::config::DisplayMode;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Block, Citation, Issue, IssueKind, Rendered, digest, directive,
    figure::{self, Image},
    footnote::Footnotes,
    formula,
    markup::{Open, Table},
    once::Once,
    sanitise::sanitise,
    source::Source,
};
use crate::kernel::Locale;

/// Issues beyond this number tell an author nothing.
const MAX_ISSUES: usize = 500;
/// Formulas beyond this number are shown as code: each becomes some hundred bytes of MathML.
const MAX_FORMULAS: usize = 1_000;
/// See [`Sheet::verbatim`].
const LONGEST_RUN: usize = 256;

pub(super) fn render(markdown: &str, locale: Locale) -> Rendered {
    let mut issues = Vec::new();
    let source = Source::new(markdown, &mut issues);
    let verbatim = verbatim_ranges(&source.text);
    let is_code_line = |offset| {
        let after = verbatim.partition_point(|range| range.start <= offset);
        after > 0 && verbatim[after - 1].contains(&offset)
    };
    let directives = directive::take(&source, is_code_line, &mut issues);
    let mut writer = Writer {
        source: &source,
        locale,
        directives: directives.blocks,
        issues,
        footnotes: Footnotes::new(digest(markdown)[..8].to_owned()),
        blocks: Vec::new(),
        plain: String::new(),
        sheet: Sheet::default(),
        open: Vec::new(),
        table: Table::default(),
        raw: String::new(),
        formulas: 0,
        too_deep: false,
        citations: Once::default(),
        terms: Once::default(),
        figures: Once::default(),
        links: Once::default(),
    };
    let events: Vec<_> = TextMergeWithOffset::new(parser(&directives.text).into_offset_iter()).collect();
    writer.write(&events);
    writer.finish()
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM,
    )
}

/// Where text is shown or dropped as it stands, in order: a `:::` there is not a directive.
fn verbatim_ranges(text: &str) -> Vec<Range<usize>> {
    if !text.contains(":::") {
        return Vec::new();
    }
    parser(text)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, range)| range)
        .collect()
}

/// HTML and plain text being written.
#[derive(Default)]
pub(super) struct Sheet {
    /// Not sanitised yet, but nothing of the author's stands in it unescaped.
    pub(super) html: String,
    /// The same for search and counting.
    pub(super) plain: String,
    /// Bytes of text since the last seam.
    unbroken: usize,
}

impl Sheet {
    /// Text of the author.
    pub(super) fn text(&mut self, text: &str) {
        self.verbatim(text);
        self.plain.push_str(text);
    }

    /// Text that is not part of the plain text.
    ///
    /// html5ever 0.40 writes a run of text in a time that grows with its length times the number of `&` and Latin-1 signs in it
    /// (256 KB of `&` took three minutes). Empty comments cut long runs; the sanitiser takes them out again.
    pub(super) fn verbatim(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.ceil_char_boundary(LONGEST_RUN));
            self.html.push_str(&piece.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            self.unbroken += piece.len();
            if self.unbroken >= LONGEST_RUN {
                self.html.push_str("<!---->");
                self.unbroken = 0;
            }
            rest = after;
        }
    }
}

/// A text on its way.
pub(super) struct Writer<'s> {
    pub(super) source: &'s Source,
    pub(super) locale: Locale,
    pub(super) directives: BTreeMap<usize, Option<Block>>,
    pub(super) issues: Vec<Issue>,
    pub(super) footnotes: Footnotes,
    pub(super) blocks: Vec<Block>,
    pub(super) plain: String,
    pub(super) sheet: Sheet,
    pub(super) open: Vec<Open>,
    pub(super) table: Table,
    /// HTML of the author in the block that is open.
    pub(super) raw: String,
    formulas: usize,
    pub(super) too_deep: bool,
    pub(super) citations: Once<Citation>,
    pub(super) terms: Once<String>,
    figures: Once<String>,
    pub(super) links: Once<String>,
}

impl Writer<'_> {
    fn write(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut at = 0;
        while let Some((event, range)) = events.get(at) {
            at += 1;
            match event {
                Event::Start(Tag::Paragraph) if self.open.is_empty() => match figure::images_alone(&events[at..]) {
                    Some((images, used)) => {
                        images.into_iter().for_each(|image| self.figure(image));
                        at += used;
                    }
                    None => self.start(&Tag::Paragraph, range.start),
                },
                Event::Start(Tag::Image { .. }) => {
                    if let Some((image, used)) = figure::image(&events[at - 1..]) {
                        self.misplaced(&image);
                        at += used - 1;
                    }
                }
                Event::Start(tag) => self.start(tag, range.start),
                Event::End(_) => self.end(),
                Event::Text(text) => self.sheet.text(text),
                Event::Code(code) => self.code(code),
                Event::InlineMath(latex) => self.formula(latex, DisplayMode::Inline, range.start),
                Event::DisplayMath(latex) => self.formula(latex, DisplayMode::Block, range.start),
                Event::Html(html) => self.raw.push_str(html),
                Event::InlineHtml(html) => {
                    let rest = self.without_comments(html, range.start);
                    self.sheet.text(&rest);
                }
                Event::FootnoteReference(name) => {
                    let reference = self.footnotes.reference(name);
                    self.sheet.html.push_str(&reference);
                }
                Event::SoftBreak => self.sheet.text("\n"),
                Event::HardBreak => self.gap("<br>"),
                Event::Rule => self.gap("<hr>"),
                // A box that cannot be ticked says no more than its picture.
                Event::TaskListMarker(done) => self.sheet.text(if *done { "☑ " } else { "☐ " }),
            }
        }
    }

    /// Reports something at a byte of the source.
    pub(super) fn report(&mut self, offset: usize, kind: IssueKind, detail: &str) {
        self.issues.push(Issue::new(self.source.line(offset), kind, detail));
    }

    fn gap(&mut self, html: &str) {
        self.sheet.html.push_str(html);
        self.sheet.plain.push('\n');
    }

    fn code(&mut self, code: &str) {
        self.sheet.html.push_str("<code dir=\"ltr\">");
        self.sheet.text(code);
        self.sheet.html.push_str("</code>");
    }

    /// Formulas are not part of the plain text; a space keeps the words around them apart.
    fn formula(&mut self, latex: &str, mode: DisplayMode, offset: usize) {
        self.formulas += 1;
        let mathml = if self.formulas > MAX_FORMULAS { None } else { formula::mathml(latex, mode) };
        match mathml {
            Some(mathml) => self.sheet.html.push_str(&mathml),
            None => {
                self.report(offset, IssueKind::BadFormula, latex);
                self.sheet.html.push_str("<code dir=\"ltr\">");
                self.sheet.verbatim(latex);
                self.sheet.html.push_str("</code>");
            }
        }
        self.sheet.plain.push(' ');
    }

    fn figure(&mut self, image: Image) {
        let Some(name) = figure::file_name(&image.address).map(str::to_owned) else {
            self.sheet.html.push_str("<p>");
            self.misplaced(&image);
            self.gap("</p>\n");
            return;
        };
        if image.alternative.is_empty() {
            self.report(image.offset, IssueKind::FigureWithoutAlternative, &image.address);
        }
        self.flush();
        if let Some(caption) = &image.caption {
            self.plain.push_str(caption);
            self.plain.push('\n');
        }
        self.figures.add(name.clone());
        self.blocks.push(Block::Figure { name, alternative: image.alternative, caption: image.caption });
    }

    /// An image that is not a figure is replaced by its words.
    fn misplaced(&mut self, image: &Image) {
        self.report(image.offset, IssueKind::BadFigure, &image.address);
        self.sheet.text(&image.alternative);
    }

    /// Ends the run of text, if there is one, and returns what it says.
    pub(super) fn take_sheet(&mut self) -> String {
        let sheet = std::mem::take(&mut self.sheet);
        self.plain.push_str(&sheet.plain);
        self.plain.push('\n');
        sanitise(&sheet.html).trim().to_owned()
    }

    /// Makes a block of the text written so far.
    pub(super) fn flush(&mut self) {
        let html = self.take_sheet();
        if !html.is_empty() {
            self.blocks.push(Block::Text { html });
        }
    }

    fn finish(mut self) -> Rendered {
        self.flush();
        let (html, plain) = std::mem::take(&mut self.footnotes).finish(self.locale);
        self.sheet = Sheet { html, plain, unbroken: 0 };
        self.flush();
        let lines = self.plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let plain = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        self.issues.sort_by_key(|issue| issue.line);
        self.issues.truncate(MAX_ISSUES);
        Rendered {
            blocks: self.blocks,
            citations: self.citations.list,
            terms: self.terms.list,
            figures: self.figures.list,
            links: self.links.list,
            words: plain.unicode_words().count(),
            plain,
            issues: self.issues,
        }
    }
}
