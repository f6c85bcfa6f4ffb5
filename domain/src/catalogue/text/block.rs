//! The parts of a rendered lesson.

use serde::{Deserialize, Serialize};

use super::CalloutTone;

/// One part of a lesson, as it is stored and sent to the pages.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Running text: headings, paragraphs, lists, tables, formulas.
    Text {
        /// Sanitised HTML.
        html: String,
    },
    /// A note set apart from the text.
    Callout {
        /// What sort of note.
        tone: CalloutTone,
        /// Sanitised HTML.
        html: String,
    },
    /// A drawing or photograph of the course.
    Figure {
        /// File name under `figures/`, for instance `load-scheme.fr.svg`.
        name: String,
        /// What it shows, for those who do not see it. Plain text.
        alternative: String,
        /// Plain text under the figure.
        caption: Option<String>,
    },
    /// A video or recording.
    Media {
        /// Its key in the course.
        key: String,
        /// Plain text.
        title: String,
    },
    /// A quiz of the course.
    Quiz {
        /// Its key in the course.
        key: String,
        /// Plain text.
        title: String,
    },
    /// An assignment of the course.
    Assignment {
        /// Its key in the course.
        key: String,
        /// Plain text.
        title: String,
    },
    /// A page elsewhere.
    Link {
        /// An `https:` or `http:` address.
        url: String,
        /// Plain text.
        title: String,
    },
}
