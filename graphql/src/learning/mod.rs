//! Runs of courses, who takes part in them, banks of questions, quizzes and certificates.

mod amounts;
mod answer_given;
mod attempt;
mod attempt_mutations;
mod audience;
mod certificate;
mod certificate_batch;
mod certificate_mutations;
mod certificate_template;
mod enrolment;
mod enrolment_mutations;
mod grading;
pub(crate) mod loaders;
mod policy;
mod progress;
mod question;
mod question_body;
mod question_mutations;
mod question_wire;
mod quiz;
mod quiz_mutations;
mod quiz_plan;
mod quiz_standing;
mod rubric;
mod run;
mod run_mutations;

use async_graphql::MergedObject;

pub use attempt::QuizAttempt;
pub use certificate::Certificate;
pub use certificate_batch::CertificateBatch;
pub use certificate_template::CertificateTemplate;
pub use enrolment::Enrolment;
pub use question::Question;
pub use quiz::Quiz;
pub use run::CourseRun;

/// Questions about learning.
#[derive(MergedObject, Default)]
pub struct LearningQuery(
    run::RunQuery,
    enrolment::EnrolmentQuery,
    question::QuestionQuery,
    grading::GradingQuery,
    certificate::CertificateQuery,
    certificate_template::CertificateTemplateQuery,
);

/// Acts of learning.
#[derive(MergedObject, Default)]
pub struct LearningMutation(
    run_mutations::RunMutation,
    enrolment_mutations::EnrolmentMutation,
    progress::ProgressMutation,
    question_mutations::QuestionMutation,
    quiz_mutations::QuizMutation,
    attempt_mutations::AttemptMutation,
    grading::GradingMutation,
    certificate_mutations::CertificateMutation,
);
