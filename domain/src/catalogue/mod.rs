//! Themes, the yearly guide, courses and their content, legal texts, the glossary, and search over what is published.
//!
//! A lesson's text is an immutable revision per language. An edition of a course lists revisions; it is what is submitted, approved
//! by somebody else, published and read. Nothing that is published ever changes: the next text is another revision in another edition.

pub mod actions;
pub mod course;
pub mod edition;
mod entries;
pub mod figure;
pub mod glossary;
pub mod guide;
pub mod index;
pub mod law;
pub mod lesson;
pub mod outline;
pub mod review;
pub mod search;
pub mod text;
pub mod theme;
pub mod transfer;

pub use nabta_entities::catalogue::course::{Level, Modality};
pub use nabta_entities::catalogue::edition::EditionState;
pub use nabta_entities::catalogue::guide::GuideState;
pub use nabta_entities::catalogue::legal_relation::LegalRelationKind;
pub use nabta_entities::catalogue::legal_text::{LegalStatus, LegalTextKind};
pub use nabta_entities::ids::{
    ChapterId, ContentReviewId, CourseId, EditionId, FigureId, GlossaryTermId, GuideDateId, GuideId, GuideOfferId, LegalTextId,
    LessonId, LessonRevisionId, ThemeId,
};
