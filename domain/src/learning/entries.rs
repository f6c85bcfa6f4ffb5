//! What the journal hears about learning.

use nabta_entities::ids::{CourseId, EditionId, EnrolmentId, LessonId, PersonId, QuestionId, RunId};
use nabta_entities::learning::enrolment::EnrolmentWay;
use serde_json::{Value, json};

use super::{actions, enrolment, run};
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum LearningEntry {
    RunCreated {
        run: RunId,
        course: CourseId,
        code: String,
        scopes: Vec<Scope>,
    },
    RunUpdated {
        run: RunId,
        course: CourseId,
        scopes: Vec<Scope>,
        version: i32,
    },
    RunMoved {
        run: RunId,
        course: CourseId,
        scopes: Vec<Scope>,
        act: run::Act,
        note: Option<String>,
        removed: Vec<(PersonId, EnrolmentId)>,
    },
    Entered {
        action: Action,
        run: RunId,
        scopes: Vec<Scope>,
        way: EnrolmentWay,
        enrolments: Vec<(PersonId, EnrolmentId)>,
    },
    EnrolmentMoved {
        action: Action,
        run: RunId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        act: enrolment::Act,
    },
    EditionChanged {
        enrolment: EnrolmentId,
        run: RunId,
        person: PersonId,
        scopes: Vec<Scope>,
        edition: EditionId,
    },
    Studied {
        enrolment: EnrolmentId,
        run: RunId,
        person: PersonId,
        scopes: Vec<Scope>,
        completed: Vec<LessonId>,
        has_completed: bool,
    },
    Reminded {
        enrolment: EnrolmentId,
        run: RunId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    PersonFollowed {
        enrolment: EnrolmentId,
        former: PersonId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    QuestionDefined {
        question: QuestionId,
        course: CourseId,
        number: i32,
        is_retired: bool,
    },
    QuestionsRead {
        course: CourseId,
        created: usize,
        revised: usize,
        unchanged: usize,
    },
}

impl Entry for LearningEntry {
    fn action(&self) -> Action {
        match self {
            Self::RunCreated { .. } | Self::RunUpdated { .. } | Self::RunMoved { .. } => actions::RUN_DEFINE,
            Self::Entered { action, .. } | Self::EnrolmentMoved { action, .. } => *action,
            Self::EditionChanged { .. } => actions::ENROLMENT_MOVE,
            Self::Studied { .. } => actions::ENROLMENT_STUDY,
            Self::Reminded { .. } | Self::PersonFollowed { .. } => actions::ENROLMENT_KEEP,
            Self::QuestionDefined { .. } => actions::QUESTION_DEFINE,
            Self::QuestionsRead { .. } => actions::QUESTION_IMPORT,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::RunCreated { run, course, .. } | Self::RunUpdated { run, course, .. } => {
                vec![SubjectRef::of(*run), SubjectRef::of(*course)]
            }
            Self::RunMoved { run, course, removed, .. } => {
                [SubjectRef::of(*run), SubjectRef::of(*course)].into_iter().chain(each(removed)).collect()
            }
            Self::Entered { run, enrolments, .. } => std::iter::once(SubjectRef::of(*run)).chain(each(enrolments)).collect(),
            Self::EnrolmentMoved { run, enrolment, person, .. }
            | Self::EditionChanged { run, enrolment, person, .. }
            | Self::Studied { run, enrolment, person, .. }
            | Self::Reminded { run, enrolment, person, .. } => {
                vec![SubjectRef::of(*run), SubjectRef::of(*enrolment), SubjectRef::of(*person)]
            }
            Self::PersonFollowed { enrolment, former, person, .. } => {
                vec![SubjectRef::of(*enrolment), SubjectRef::of(*former), SubjectRef::of(*person)]
            }
            Self::QuestionDefined { question, course, .. } => vec![SubjectRef::of(*question), SubjectRef::of(*course)],
            Self::QuestionsRead { course, .. } => vec![SubjectRef::of(*course)],
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        let (Self::RunCreated { scopes, .. }
        | Self::RunUpdated { scopes, .. }
        | Self::RunMoved { scopes, .. }
        | Self::Entered { scopes, .. }
        | Self::EnrolmentMoved { scopes, .. }
        | Self::EditionChanged { scopes, .. }
        | Self::Studied { scopes, .. }
        | Self::Reminded { scopes, .. }
        | Self::PersonFollowed { scopes, .. }) = self
        else {
            return self.course().map_or_else(Vec::new, |course| vec![Scope::CENTRE, Scope::of(course)]);
        };
        std::iter::once(Scope::CENTRE).chain(scopes.iter().copied()).collect()
    }

    /// What was said with a step stays in its row, which can be erased.
    fn data(&self) -> Value {
        match self {
            Self::RunCreated { code, .. } => json!({ "code": code }),
            Self::RunUpdated { version, .. } => json!({ "version": version }),
            Self::RunMoved { act, note, removed, .. } => json!({ "act": act.name(), "note": note, "removed": removed.len() }),
            Self::Entered { way, enrolments, .. } => json!({ "way": way, "number": enrolments.len() }),
            Self::EnrolmentMoved { act, .. } => json!({ "act": act.name() }),
            Self::EditionChanged { edition, .. } => json!({ "edition": edition }),
            Self::Studied { completed, has_completed, .. } => json!({ "lessons": completed, "completed": has_completed }),
            Self::Reminded { .. } | Self::PersonFollowed { .. } => json!({}),
            Self::QuestionDefined { number, is_retired, .. } => json!({ "number": number, "retired": is_retired }),
            Self::QuestionsRead { created, revised, unchanged, .. } => {
                json!({ "created": created, "revised": revised, "unchanged": unchanged })
            }
        }
    }
}

impl LearningEntry {
    /// The course whose bank it is about.
    const fn course(&self) -> Option<CourseId> {
        match self {
            Self::QuestionDefined { course, .. } | Self::QuestionsRead { course, .. } => Some(*course),
            _ => None,
        }
    }
}

/// People and their enrolments, as the journal names them.
fn each(enrolments: &[(PersonId, EnrolmentId)]) -> impl Iterator<Item = SubjectRef> {
    enrolments.iter().flat_map(|(person, id)| [SubjectRef::of(*person), SubjectRef::of(*id)])
}
