//! What the journal hears about the catalogue.

use nabta_entities::ids::{
    ContentReviewId, CourseId, EditionId, FigureId, GlossaryTermId, GuideId, LegalTextId, LessonId, LessonRevisionId, ThemeId,
};
use nabta_entities::values::Locale;
use serde_json::{Value, json};

use super::actions as act;
use super::edition::Act;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum CatalogueEntry {
    ThemeDefined {
        theme: ThemeId,
        code: String,
        version: i32,
    },
    CourseCreated {
        course: CourseId,
        code: String,
        copied_from: Option<CourseId>,
    },
    CourseUpdated {
        course: CourseId,
        version: i32,
    },
    OutlineSet {
        course: CourseId,
        edition: EditionId,
        chapters: usize,
        lessons: usize,
    },
    CourseImported {
        course: CourseId,
        edition: EditionId,
        chapters: usize,
        lessons: usize,
    },
    LessonRevised {
        course: CourseId,
        edition: EditionId,
        lesson: LessonId,
        revision: LessonRevisionId,
        locale: Locale,
        digest: String,
    },
    FigureAdded {
        course: CourseId,
        figure: FigureId,
        digest: String,
    },
    EditionMoved {
        course: CourseId,
        edition: EditionId,
        act: Act,
        note: Option<String>,
    },
    LegalTextDefined {
        text: LegalTextId,
        code: String,
        version: i32,
    },
    LegalTextRelated {
        from: LegalTextId,
        kind: String,
        to: LegalTextId,
    },
    LegalTextUnrelated {
        from: LegalTextId,
        kind: String,
        to: LegalTextId,
    },
    LegalTextChanged {
        text: LegalTextId,
        status: String,
        lessons: usize,
    },
    ReviewClosed {
        review: ContentReviewId,
        lesson: LessonId,
    },
    TermDefined {
        term: GlossaryTermId,
        code: String,
        version: i32,
    },
    GuideDefined {
        guide: GuideId,
        code: String,
        offers: usize,
    },
    GuideMoved {
        guide: GuideId,
        to: String,
    },
}

impl Entry for CatalogueEntry {
    fn action(&self) -> Action {
        match self {
            Self::ThemeDefined { .. } => act::THEME_DEFINE,
            Self::CourseCreated { .. } => act::COURSE_CREATE,
            Self::CourseUpdated { .. } => act::COURSE_UPDATE,
            Self::OutlineSet { .. } => act::OUTLINE_SET,
            Self::CourseImported { .. } => act::COURSE_IMPORT,
            Self::LessonRevised { .. } => act::LESSON_REVISE,
            Self::FigureAdded { .. } => act::FIGURE_ADD,
            Self::EditionMoved { act, .. } => act.action(),
            Self::LegalTextDefined { .. } | Self::LegalTextRelated { .. } | Self::LegalTextUnrelated { .. } => {
                act::LEGAL_TEXT_DEFINE
            }
            Self::LegalTextChanged { .. } => act::LEGAL_TEXT_CHANGE,
            Self::ReviewClosed { .. } => act::REVIEW_CLOSE,
            Self::TermDefined { .. } => act::GLOSSARY_DEFINE,
            Self::GuideDefined { .. } => act::GUIDE_DEFINE,
            Self::GuideMoved { .. } => act::GUIDE_PUBLISH,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        let of = SubjectRef::of::<CourseId>;
        match self {
            Self::ThemeDefined { theme, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*theme)],
            Self::CourseCreated { course, copied_from, .. } => {
                [SubjectRef::CENTRE, of(*course)].into_iter().chain(copied_from.map(of)).collect()
            }
            Self::CourseUpdated { course, .. } => vec![of(*course)],
            Self::OutlineSet { course, edition, .. }
            | Self::CourseImported { course, edition, .. }
            | Self::EditionMoved { course, edition, .. } => {
                vec![of(*course), SubjectRef::of(*edition)]
            }
            Self::LessonRevised { course, edition, lesson, revision, .. } => {
                vec![of(*course), SubjectRef::of(*edition), SubjectRef::of(*lesson), SubjectRef::of(*revision)]
            }
            Self::FigureAdded { course, figure, .. } => vec![of(*course), SubjectRef::of(*figure)],
            Self::LegalTextDefined { text, .. } | Self::LegalTextChanged { text, .. } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*text)]
            }
            Self::LegalTextRelated { from, to, .. } | Self::LegalTextUnrelated { from, to, .. } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*from), SubjectRef::of(*to)]
            }
            Self::ReviewClosed { review, lesson } => vec![SubjectRef::CENTRE, SubjectRef::of(*review), SubjectRef::of(*lesson)],
            Self::TermDefined { term, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*term)],
            Self::GuideDefined { guide, .. } | Self::GuideMoved { guide, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*guide)],
        }
    }

    /// What belongs to a course is the history of its scope too.
    fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::CourseCreated { course, .. }
            | Self::CourseUpdated { course, .. }
            | Self::OutlineSet { course, .. }
            | Self::CourseImported { course, .. }
            | Self::LessonRevised { course, .. }
            | Self::FigureAdded { course, .. }
            | Self::EditionMoved { course, .. } => vec![Scope::CENTRE, Scope::of(*course)],
            _ => vec![Scope::CENTRE],
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::ThemeDefined { code, version, .. }
            | Self::LegalTextDefined { code, version, .. }
            | Self::TermDefined { code, version, .. } => json!({ "code": code, "version": version }),
            Self::CourseCreated { code, .. } => json!({ "code": code }),
            Self::LegalTextRelated { kind, .. } => json!({ "kind": kind }),
            Self::LegalTextUnrelated { kind, .. } => json!({ "kind": kind, "ended": true }),
            Self::CourseUpdated { version, .. } => json!({ "version": version }),
            Self::OutlineSet { chapters, lessons, .. } | Self::CourseImported { chapters, lessons, .. } => {
                json!({ "chapters": chapters, "lessons": lessons })
            }
            Self::LessonRevised { locale, digest, .. } => json!({ "locale": locale, "digest": digest }),
            Self::FigureAdded { digest, .. } => json!({ "digest": digest }),
            Self::EditionMoved { note, .. } => json!({ "note": note }),
            Self::LegalTextChanged { status, lessons, .. } => json!({ "status": status, "lessons": lessons }),
            Self::ReviewClosed { .. } => json!({}),
            Self::GuideDefined { code, offers, .. } => json!({ "code": code, "offers": offers }),
            Self::GuideMoved { to, .. } => json!({ "to": to }),
        }
    }
}
