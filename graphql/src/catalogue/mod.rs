//! Themes, courses, editions, lessons, the guide, legal texts, the glossary, search.

mod blocks;
mod content;
mod content_mutations;
mod course;
mod course_mutations;
mod guide;
mod guide_mutations;
mod law;
mod query;
mod reference_mutations;
mod search;

use async_graphql::MergedObject;

pub use content::{Chapter, Edition, Lesson, LessonRevision, LessonText};
pub use course::{Course, Theme};
pub use guide::Guide;
pub use law::{ContentReview, GlossaryTerm, LegalText};
pub use query::CatalogueQuery;

/// Acts on the catalogue.
#[derive(MergedObject, Default)]
pub struct CatalogueMutation(
    course_mutations::CourseMutation,
    content_mutations::ContentMutation,
    guide_mutations::GuideMutation,
    reference_mutations::ReferenceMutation,
);
