//! What an author should look at in a body.

use serde::{Deserialize, Serialize};

/// Something in a body that was left out, changed or marked for checking.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Issue {
    /// Line of the body, from 1.
    pub line: usize,
    /// What it is.
    pub kind: IssueKind,
    /// The word, address, formula or character concerned; at most 200 characters.
    pub detail: String,
}

/// The sorts of issues.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// A line `:::name` whose name is not known, or a lone `:::`. Detail: the name.
    UnknownDirective,
    /// A directive without its closing `:::`. Detail: the name.
    UnclosedDirective,
    /// A directive lacks an attribute, or its value is not usable. Detail: the attribute.
    MissingAttribute,
    /// A formula that does not parse, is too long, or defines macros. It is shown as code. Detail: the formula.
    BadFormula,
    /// An image without a text alternative. Detail: its address.
    FigureWithoutAlternative,
    /// An image inside other text, or not under `figures/`: its alternative is shown instead. Detail: its address.
    BadFigure,
    /// HTML of the author, shown as text instead. Detail: its beginning.
    RawHtml,
    /// NUL or a bidirectional override or isolate, taken out. Detail: its code point.
    ForbiddenCharacter,
    /// A comment `<!-- verify: … -->`. Detail: what to verify.
    VerifyMark,
    /// A link that is not `https:`, `http:`, `mailto:`, `law:` or `term:`; only its words are kept. Detail: the address.
    BadLink,
    /// Lists or quotes within each other beyond any use: the inner ones are flattened. Reported once.
    TooDeep,
}

impl Issue {
    /// An issue whose detail is cut to a length that a page can show.
    pub(super) fn new(line: usize, kind: IssueKind, detail: &str) -> Self {
        Self { line, kind, detail: detail.trim().chars().take(200).collect() }
    }
}
