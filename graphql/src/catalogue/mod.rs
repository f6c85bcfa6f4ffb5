//! Themes, courses, editions, lessons, the guide, legal texts, the glossary, search.

mod blocks;
mod content;
mod content_mutations;
mod course;
mod course_mutations;
mod glossary;
mod guide;
mod guide_mutations;
mod law;
mod law_mutations;
mod query;
mod review;
mod search;
mod theme;

use async_graphql::MergedObject;

pub use content::{Chapter, Edition, Lesson, LessonRevision, LessonText};
pub use course::Course;
pub use glossary::GlossaryTerm;
pub use guide::Guide;
pub use law::LegalText;
pub use query::CatalogueQuery;
pub use review::ContentReview;
pub use theme::Theme;

/// Acts on the catalogue.
#[derive(MergedObject, Default)]
pub struct CatalogueMutation(
    course_mutations::CourseMutation,
    content_mutations::ContentMutation,
    guide_mutations::GuideMutation,
    theme::ThemeMutation,
    law_mutations::LawMutation,
    review::ReviewMutation,
    glossary::GlossaryMutation,
);
