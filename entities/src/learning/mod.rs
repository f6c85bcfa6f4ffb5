//! Runs of courses and who takes part in them.

pub mod course_run;
pub mod course_run_programme;
pub mod enrolment;
