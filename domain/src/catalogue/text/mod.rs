//! A lesson's Markdown, rendered, sanitised and analysed once, when a revision is stored.
//!
//! Authors write GitHub Markdown with tables, footnotes, formulas (`$…$`, `$$…$$`), callouts (`> [!TIP]`), figures (a paragraph
//! that is only an image under `figures/`), links `law:CODE#ARTICLE` and `term:code`, comments `<!-- verify: … -->` and typed blocks:
//!
//! ```text
//! :::quiz key="chapter-1" title="Check chapter 1"
//! :::
//! ```
//!
//! [`render`] never fails: what it cannot accept it leaves out or shows as plain text, and reports as an [`Issue`] with its line.
//! The HTML has passed an allow-list ([`sanitise`]); it can be put into a page as it is.

mod block;
mod compare;
mod destination;
mod directive;
mod figure;
mod footnote;
mod formula;
mod issue;
mod markup;
mod once;
mod sanitise;
mod source;
mod svg;
mod tone;
mod writer;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod render_tests;
#[cfg(test)]
mod xss_tests;

pub use block::Block;
pub use compare::{Change, ChangeKind, compare};
pub use destination::Citation;
pub use issue::{Issue, IssueKind};
pub use source::{digest, normalise_body};
pub use svg::{MAX_SVG_BYTES, SvgRefused, sanitise_svg};
pub use tone::CalloutTone;

use crate::kernel::Locale;

/// What a body becomes: the blocks to show, and what it refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// In reading order; the footnotes, if any, are the last text block.
    pub blocks: Vec<Block>,
    /// Legal texts cited by `law:` links, each once, in order of first appearance.
    pub citations: Vec<Citation>,
    /// Codes of glossary terms linked by `term:`, each once.
    pub terms: Vec<String>,
    /// File names of figures (`load-scheme.fr.svg`), each once.
    pub figures: Vec<String>,
    /// Outside addresses (`https:`, `http:`, `mailto:`), each once, those of `:::link` included.
    pub links: Vec<String>,
    /// Unicode words of [`Rendered::plain`].
    pub words: usize,
    /// The text alone: no markup, formulas, comments or directive lines; figure captions and footnotes included.
    pub plain: String,
    /// What the author should look at, by line.
    pub issues: Vec<Issue>,
}

/// Renders a body. The locale decides the words around footnotes and the side on which table columns start.
///
/// The work grows linearly with the length of the body, whatever it contains.
pub fn render(markdown: &str, locale: Locale) -> Rendered {
    writer::render(markdown, locale)
}
