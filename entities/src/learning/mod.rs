//! Runs of courses and who takes part in them.

pub mod course_run;
pub mod course_run_programme;
pub mod enrolment;
pub mod lesson_progress;
pub mod policy;
pub mod study_day;
