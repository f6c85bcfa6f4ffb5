//! Runs of courses, and who takes part in them.

mod audience;
mod enrolment;
mod enrolment_mutations;
mod policy;
mod progress;
mod run;
mod run_mutations;

use async_graphql::MergedObject;

pub use enrolment::Enrolment;
pub use run::CourseRun;

/// Questions about learning.
#[derive(MergedObject, Default)]
pub struct LearningQuery(run::RunQuery, enrolment::EnrolmentQuery);

/// Acts of learning.
#[derive(MergedObject, Default)]
pub struct LearningMutation(run_mutations::RunMutation, enrolment_mutations::EnrolmentMutation, progress::ProgressMutation);
