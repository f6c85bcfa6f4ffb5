//! Runs of courses, who takes part in them, and the banks of questions.

mod audience;
mod enrolment;
mod enrolment_mutations;
pub(crate) mod loaders;
mod policy;
mod progress;
mod question;
mod question_body;
mod question_mutations;
mod question_wire;
mod rubric;
mod run;
mod run_mutations;

use async_graphql::MergedObject;

pub use enrolment::Enrolment;
pub use question::Question;
pub use run::CourseRun;

/// Questions about learning.
#[derive(MergedObject, Default)]
pub struct LearningQuery(run::RunQuery, enrolment::EnrolmentQuery, question::QuestionQuery);

/// Acts of learning.
#[derive(MergedObject, Default)]
pub struct LearningMutation(
    run_mutations::RunMutation,
    enrolment_mutations::EnrolmentMutation,
    progress::ProgressMutation,
    question_mutations::QuestionMutation,
);
