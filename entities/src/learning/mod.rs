//! Runs, enrolments, what was studied, questions and quizzes.

pub mod course_run;
pub mod course_run_programme;
pub mod enrolment;
pub mod lesson_progress;
pub mod policy;
pub mod question;
pub mod question_body;
pub mod question_law;
pub mod question_lesson;
pub mod question_picture;
pub mod question_regrade;
pub mod question_tag;
pub mod question_version;
pub mod quiz;
pub mod quiz_attempt;
pub mod quiz_attempt_question;
pub mod quiz_exception;
pub mod quiz_grade;
pub mod quiz_mark_change;
pub mod quiz_plan;
pub mod quiz_result;
pub mod response;
pub mod rubric;
pub mod study_day;
