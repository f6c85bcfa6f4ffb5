//! The five sorts of notes that authors set apart.

use pulldown_cmark::BlockQuoteKind;
use serde::{Deserialize, Serialize};

/// The sort of a callout, as GitHub's Markdown names them.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum CalloutTone {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

impl From<BlockQuoteKind> for CalloutTone {
    fn from(kind: BlockQuoteKind) -> Self {
        match kind {
            BlockQuoteKind::Note => Self::Note,
            BlockQuoteKind::Tip => Self::Tip,
            BlockQuoteKind::Important => Self::Important,
            BlockQuoteKind::Warning => Self::Warning,
            BlockQuoteKind::Caution => Self::Caution,
        }
    }
}

impl CalloutTone {
    /// The class of a callout inside other text (in a list, for instance), where it cannot be a block of its own.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Note => "callout-note",
            Self::Tip => "callout-tip",
            Self::Important => "callout-important",
            Self::Warning => "callout-warning",
            Self::Caution => "callout-caution",
        }
    }
}
