//! Themes, courses and their content, the guide, legal texts, the glossary.

pub mod catalogue_change;
pub mod chapter;
pub mod content_review;
pub mod course;
pub mod course_programme;
pub mod course_requirement;
pub mod edition;
pub mod edition_chapter;
pub mod edition_lesson;
pub mod edition_text;
pub mod figure;
pub mod glossary_term;
pub mod guide;
pub mod guide_date;
pub mod guide_offer;
pub mod legal_relation;
pub mod legal_text;
pub mod lesson;
pub mod lesson_revision;
pub mod revision_citation;
pub mod revision_term;
pub mod theme;
