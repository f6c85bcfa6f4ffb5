//! What the journal hears about learning.

use nabta_entities::ids::{
    CertificateId, CertificateTemplateId, CourseId, EditionId, EnrolmentId, LessonId, PersonId, QuestionId, QuestionRegradeId,
    QuizAttemptId, QuizId, RunId,
};
use nabta_entities::learning::enrolment::EnrolmentWay;
use nabta_entities::learning::question_body::Credit;
use nabta_entities::learning::quiz_attempt::AttemptState;
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
    QuizDefined {
        quiz: QuizId,
        course: CourseId,
        version: i32,
        is_open: bool,
    },
    QuizExcepted {
        quiz: QuizId,
        course: CourseId,
        run: Option<RunId>,
        enrolment: Option<EnrolmentId>,
        is_removed: bool,
    },
    AttemptBegun {
        attempt: QuizAttemptId,
        quiz: QuizId,
        enrolment: EnrolmentId,
        run: RunId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    AttemptAnswered {
        attempt: QuizAttemptId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        places: Vec<(i32, i64)>,
    },
    AttemptTurned {
        attempt: QuizAttemptId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        page: i32,
    },
    AttemptGraded {
        attempt: QuizAttemptId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        place: i32,
        credit: Credit,
        former: Option<Credit>,
    },
    QuestionRegraded {
        regrade: QuestionRegradeId,
        question: QuestionId,
        course: CourseId,
        is_whole: bool,
    },
    AttemptRegraded {
        regrade: QuestionRegradeId,
        attempt: QuizAttemptId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        former: Option<i32>,
        points: Option<i32>,
    },
    TemplateDefined {
        template: CertificateTemplateId,
        courses: Vec<CourseId>,
        version: i32,
        is_active: bool,
    },
    CertificatesOrdered {
        template: CertificateTemplateId,
        count: usize,
        scopes: Vec<Scope>,
    },
    CertificateIssued {
        certificate: CertificateId,
        template: CertificateTemplateId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    CertificatePrinted {
        certificate: CertificateId,
        template: CertificateTemplateId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    CertificateEnded {
        certificate: CertificateId,
        template: CertificateTemplateId,
        person: PersonId,
        scopes: Vec<Scope>,
        replaced_by: Option<CertificateId>,
    },
    CertificateLawTold {
        certificate: CertificateId,
        template: CertificateTemplateId,
        person: PersonId,
        scopes: Vec<Scope>,
    },
    AttemptEnded {
        action: Action,
        attempt: QuizAttemptId,
        quiz: QuizId,
        enrolment: EnrolmentId,
        person: PersonId,
        scopes: Vec<Scope>,
        state: AttemptState,
    },
}

impl Entry for LearningEntry {
    fn action(&self) -> Action {
        match self {
            Self::RunCreated { .. } | Self::RunUpdated { .. } | Self::RunMoved { .. } => actions::RUN_DEFINE,
            Self::Entered { action, .. } | Self::EnrolmentMoved { action, .. } | Self::AttemptEnded { action, .. } => *action,
            Self::EditionChanged { .. } => actions::ENROLMENT_MOVE,
            Self::Studied { .. } => actions::ENROLMENT_STUDY,
            Self::Reminded { .. } | Self::PersonFollowed { .. } => actions::ENROLMENT_KEEP,
            Self::QuestionDefined { .. } => actions::QUESTION_DEFINE,
            Self::QuestionsRead { .. } => actions::QUESTION_IMPORT,
            Self::QuizDefined { .. } => actions::QUIZ_DEFINE,
            Self::QuizExcepted { .. } => actions::QUIZ_EXCEPT,
            Self::TemplateDefined { .. } => actions::CERTIFICATE_TEMPLATE_DEFINE,
            Self::CertificatesOrdered { .. } => actions::CERTIFICATE_ISSUE,
            Self::CertificateIssued { .. } | Self::CertificatePrinted { .. } | Self::CertificateLawTold { .. } => {
                actions::CERTIFICATE_GRANT
            }
            Self::CertificateEnded { .. } => actions::CERTIFICATE_REVOKE,
            Self::AttemptGraded { .. } => actions::ATTEMPT_GRADE,
            Self::QuestionRegraded { .. } => actions::QUESTION_REGRADE,
            Self::AttemptRegraded { .. } => actions::ATTEMPT_REGRADE,
            Self::AttemptBegun { .. } | Self::AttemptAnswered { .. } | Self::AttemptTurned { .. } => actions::ATTEMPT_TAKE,
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
            Self::QuizDefined { quiz, course, .. } => vec![SubjectRef::of(*quiz), SubjectRef::of(*course)],
            Self::QuizExcepted { quiz, course, run, enrolment, .. } => {
                let whom = run.map(SubjectRef::of).or_else(|| enrolment.map(SubjectRef::of));
                [SubjectRef::of(*quiz), SubjectRef::of(*course)].into_iter().chain(whom).collect()
            }
            Self::AttemptBegun { attempt, quiz, enrolment, run, person, .. } => vec![
                SubjectRef::of(*enrolment),
                SubjectRef::of(*attempt),
                SubjectRef::of(*quiz),
                SubjectRef::of(*run),
                SubjectRef::of(*person),
            ],
            Self::TemplateDefined { template, courses, .. } => {
                std::iter::once(SubjectRef::of(*template)).chain(courses.iter().map(|course| SubjectRef::of(*course))).collect()
            }
            Self::CertificatesOrdered { template, .. } => vec![SubjectRef::of(*template)],
            Self::CertificateIssued { certificate, template, person, .. }
            | Self::CertificatePrinted { certificate, template, person, .. }
            | Self::CertificateLawTold { certificate, template, person, .. } => {
                vec![SubjectRef::of(*template), SubjectRef::of(*certificate), SubjectRef::of(*person)]
            }
            Self::CertificateEnded { certificate, template, person, replaced_by, .. } => {
                let all = [SubjectRef::of(*certificate), SubjectRef::of(*template), SubjectRef::of(*person)];
                all.into_iter().chain(replaced_by.map(SubjectRef::of)).collect()
            }
            Self::QuestionRegraded { regrade, question, course, .. } => {
                vec![SubjectRef::of(*question), SubjectRef::of(*regrade), SubjectRef::of(*course)]
            }
            Self::AttemptRegraded { regrade, attempt, enrolment, person, .. } => {
                vec![SubjectRef::of(*enrolment), SubjectRef::of(*attempt), SubjectRef::of(*regrade), SubjectRef::of(*person)]
            }
            Self::AttemptAnswered { attempt, enrolment, person, .. }
            | Self::AttemptTurned { attempt, enrolment, person, .. }
            | Self::AttemptGraded { attempt, enrolment, person, .. } => {
                vec![SubjectRef::of(*enrolment), SubjectRef::of(*attempt), SubjectRef::of(*person)]
            }
            Self::AttemptEnded { attempt, quiz, enrolment, person, .. } => {
                vec![SubjectRef::of(*enrolment), SubjectRef::of(*attempt), SubjectRef::of(*quiz), SubjectRef::of(*person)]
            }
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
        | Self::PersonFollowed { scopes, .. }
        | Self::AttemptBegun { scopes, .. }
        | Self::AttemptAnswered { scopes, .. }
        | Self::AttemptTurned { scopes, .. }
        | Self::CertificatesOrdered { scopes, .. }
        | Self::CertificateIssued { scopes, .. }
        | Self::CertificateEnded { scopes, .. }
        | Self::CertificateLawTold { scopes, .. }
        | Self::CertificatePrinted { scopes, .. }
        | Self::AttemptGraded { scopes, .. }
        | Self::AttemptRegraded { scopes, .. }
        | Self::AttemptEnded { scopes, .. }) = self
        else {
            let courses: Vec<CourseId> = match self {
                Self::TemplateDefined { courses, .. } => courses.clone(),
                _ => self.course().into_iter().collect(),
            };
            return std::iter::once(Scope::CENTRE).chain(courses.into_iter().map(Scope::of)).collect();
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
            Self::QuizDefined { version, is_open, .. } => json!({ "version": version, "open": is_open }),
            Self::QuizExcepted { is_removed, .. } => json!({ "removed": is_removed }),
            Self::AttemptBegun { .. } => json!({ "act": "begin" }),
            Self::AttemptAnswered { places, .. } => json!({ "act": "answer", "saves": places }),
            Self::AttemptTurned { page, .. } => json!({ "act": "turn", "page": page }),
            Self::TemplateDefined { version, is_active, .. } => json!({ "version": version, "active": is_active }),
            Self::CertificatesOrdered { count, .. } => json!({ "number": count }),
            Self::CertificateIssued { .. } => json!({}),
            Self::CertificateEnded { replaced_by, .. } => json!({ "replacedBy": replaced_by }),
            Self::CertificateLawTold { .. } => json!({ "law": true }),
            Self::CertificatePrinted { .. } => json!({ "printed": true }),
            Self::AttemptGraded { place, credit, former, .. } => json!({ "place": place, "credit": credit, "former": former }),
            Self::QuestionRegraded { is_whole, .. } => json!({ "whole": is_whole }),
            Self::AttemptRegraded { former, points, .. } => json!({ "former": former, "points": points }),
            Self::AttemptEnded { state, .. } => json!({ "act": "end", "state": state }),
        }
    }
}

impl LearningEntry {
    /// The course whose bank or quiz it is about.
    const fn course(&self) -> Option<CourseId> {
        match self {
            Self::QuestionDefined { course, .. }
            | Self::QuestionsRead { course, .. }
            | Self::QuizDefined { course, .. }
            | Self::QuestionRegraded { course, .. }
            | Self::QuizExcepted { course, .. } => Some(*course),
            _ => None,
        }
    }
}

/// People and their enrolments, as the journal names them.
fn each(enrolments: &[(PersonId, EnrolmentId)]) -> impl Iterator<Item = SubjectRef> {
    enrolments.iter().flat_map(|(person, id)| [SubjectRef::of(*person), SubjectRef::of(*id)])
}
