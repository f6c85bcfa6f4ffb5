//! What is searched, how one asks, and what comes back.

use uuid::Uuid;

use crate::kernel::Locale;

/// One language of a course or of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Names the course or lesson, for instance `course_<uuid>`; its languages may share one or have one each.
    pub id: String,
    /// The course, or the course of the lesson.
    pub course: Uuid,
    /// The lesson, if it is one.
    pub lesson: Option<Uuid>,
    /// Language of title and text.
    pub locale: Locale,
    /// Plain text.
    pub title: String,
    /// Plain text, as `catalogue::text` makes it.
    pub text: String,
    /// Theme of the course.
    pub theme: Option<Uuid>,
    /// Languages in which the course can be taken.
    pub languages: Vec<Locale>,
    /// Modality of the course, as the filter names it.
    pub modality: String,
    /// Level of the course, as the filter names it.
    pub level: String,
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Anything a visitor types. It has no syntax; the first twelve words count. Without any word nothing is found.
    pub text: String,
    /// The visitor's language: in which a hit is shown if it matches in that language. All languages are searched.
    pub locale: Option<Locale>,
    /// Only this theme.
    pub theme: Option<Uuid>,
    /// Only courses that can be taken in this language.
    pub language: Option<Locale>,
    /// Only this modality.
    pub modality: Option<String>,
    /// Only this level.
    pub level: Option<String>,
    /// [`Hit::id`] of the last hit of the page before. One that is not among the hits (any more) gives an empty page.
    pub after: Option<String>,
    /// Length of the page.
    pub limit: usize,
}

/// A course or lesson that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// [`Document::id`] of the language shown.
    pub id: String,
    /// The course, or the course of the lesson.
    pub course: Uuid,
    /// The lesson, if it is one.
    pub lesson: Option<Uuid>,
    /// The language shown: the visitor's if it matches, else the one that matches best.
    pub locale: Locale,
    /// Grows with steps 1 to 3 of the ranking; comparable within one answer.
    pub score: f32,
    /// The whole title.
    pub title: Vec<Segment>,
    /// About two hundred characters of the text around the words, or its beginning.
    pub snippet: Vec<Segment>,
}

/// A piece of the original text, with its accents and vowel signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The piece.
    pub text: String,
    /// Whether it is one of the words looked for.
    pub is_match: bool,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How many courses and lessons match; more than can be paged through ([`super::MAX_HITS`]) is possible.
    pub total: usize,
    /// Whether another page follows.
    pub has_more: bool,
}
