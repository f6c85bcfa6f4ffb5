//! Texts of other systems in their four formats, as Markdown or plain text.

use nabta_entities::values::{Locale, LocalizedText};

use super::cloze::mark;
use super::formula::{self, Piece};
use super::{RemarkKind, figures, html};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// As people type it: lines are lines, and what looks like HTML is.
    Moodle,
    /// HTML.
    Html,
    /// Text without any markup.
    Plain,
    /// Markdown.
    Markdown,
}

impl Format {
    /// Reads the name that GIFT gives it.
    pub(super) fn from_gift(name: &str) -> Option<Self> {
        match name {
            "moodle" => Some(Self::Moodle),
            "html" => Some(Self::Html),
            "plain" => Some(Self::Plain),
            "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// Reads the name that Moodle's XML gives it; what it does not know is HTML, as it is there.
    pub(super) fn from_xml(name: &str) -> Self {
        match name.trim() {
            "moodle_auto_format" => Self::Moodle,
            "plain_text" => Self::Plain,
            "markdown" => Self::Markdown,
            _ => Self::Html,
        }
    }
}

/// A text as Markdown, and what was left out of it.
pub(super) fn markdown(text: &str, format: Format, left: &mut Vec<(RemarkKind, String)>) -> String {
    let text = text.trim();
    match format {
        Format::Markdown => figures::without_outside(text, left),
        // Most texts that say to be HTML have none: this spares the way through it.
        Format::Html if !text.contains(['<', '&']) => escaped(&super::label::one_line(text)),
        Format::Html => html::markdown(text, left),
        Format::Moodle if is_html(text) => html::markdown(&text.replace('\n', "<br>"), left),
        Format::Moodle | Format::Plain => escaped(text),
    }
}

/// A text as plain text.
pub(super) fn plain(text: &str, format: Format) -> String {
    let is_html = format == Format::Html || format == Format::Moodle && is_html(text);
    if is_html { html::text(text) } else { text.trim().to_owned() }
}

/// A text in one language; nothing if it is empty.
pub(super) fn said(locale: Locale, text: String) -> LocalizedText {
    if text.is_empty() { LocalizedText::default() } else { LocalizedText::in_language(locale, text) }
}

/// Whether a text holds what looks like an element or an entity.
fn is_html(text: &str) -> bool {
    let is_element = |after: &str| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && after.contains('>');
    let is_entity = |after: &str| {
        let name = after.bytes().take(12).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        name > 1 && after.as_bytes().get(name) == Some(&b';')
    };
    text.split('<').skip(1).any(is_element) || text.split('&').skip(1).any(is_entity)
}

/// Plain text with what Markdown would take for markup escaped; its formulas are formulas, and its lines stay lines.
fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for piece in formula::pieces(text) {
        match piece {
            Piece::Formula(formula, is_block) => markdown.push_str(&formula::markdown(formula, is_block)),
            Piece::Text(text) => escape(text, &mut markdown),
        }
    }
    markdown
}

fn escape(text: &str, markdown: &mut String) {
    let last = text.matches('\n').count();
    for (index, line) in text.split('\n').enumerate() {
        // Blanks beside a formula belong to the text, those at a line's ends do not.
        let line = if index > 0 { line.trim_start() } else { line };
        let line = if index < last { line.trim_end() } else { line };
        if index > 0 {
            // An empty line parts paragraphs; within one, two blanks keep the line.
            let is_within = !line.is_empty() && !markdown.ends_with('\n') && !markdown.is_empty();
            markdown.push_str(if is_within { "  \n" } else { "\n" });
        }
        let is_first = markdown.is_empty() || markdown.ends_with('\n');
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let mut marked = 0;
        for (at, character) in line.char_indices() {
            marked = marked.max(at + if character == '[' { mark(line.get(at..).unwrap_or_default()).len() } else { 0 });
            let is_markup = match character {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '$' | '~' | '|' => true,
                '#' | '>' | '+' | '-' | '=' | ':' => is_first && at == 0,
                '.' | ')' => is_first && digits > 0 && at == digits,
                _ => false,
            };
            // A gap's mark stays one.
            if is_markup && at >= marked {
                markdown.push('\\');
            }
            markdown.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_what_it_says() {
        let read = |text: &str| markdown(text, Format::Plain, &mut Vec::new());
        assert_eq!(read("2*3 _x_ [a] $5"), "2\\*3 \\_x\\_ \\[a\\] \\$5");
        assert_eq!(read("1. un\n# deux\n\n- trois"), "1\\. un  \n\\# deux\n\n\\- trois");
        assert_eq!(read("si \\(x_1\\) alors"), "si $x_1$ alors");
        assert_eq!(read("<b>"), "\\<b>");
    }

    #[test]
    fn what_people_type_may_be_html() {
        let read = |text: &str| markdown(text, Format::Moodle, &mut Vec::new());
        assert_eq!(read("a < b > c"), "a \\< b > c");
        assert_eq!(read("a <b>b</b>\nc"), "a **b**  \nc");
        assert_eq!(read("l&eacute;gal"), "légal");
        assert_eq!(plain("l&eacute;gal <i>x</i>", Format::Moodle), "légal x");
        assert_eq!(plain("R&D; a<b", Format::Markdown), "R&D; a<b");
    }
}
