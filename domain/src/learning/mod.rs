//! Runs of courses, who takes part in them, what they did there and what they are asked.
//!
//! A run ([`run`]) gives a course, at one's own pace or with dates and places; an enrolment ([`enrolment`]) is a person in a run, with
//! what donors ask about as it was on the day of entering. Each course has a bank of questions ([`question`]), and quizzes that ask
//! them ([`quiz`]).

pub mod actions;
mod calendar;
pub mod certificate;
pub mod enrolment;
mod entries;
pub mod progress;
pub mod question;
pub mod quiz;
pub mod run;

use crate::kernel::jobs::Handler;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::retention::Rule;
use crate::platform::calendar::Source;

/// What does the jobs of this context.
pub const HANDLERS: &[Handler] = &[
    enrolment::expiry::HANDLER,
    enrolment::reminder::HANDLER,
    enrolment::absorb::HANDLER,
    quiz::attempt::expiry::HANDLER,
    quiz::regrade::HANDLER,
    certificate::HANDLERS[0],
    certificate::HANDLERS[1],
    certificate::HANDLERS[2],
];

/// The work of this context that comes round.
pub const SCHEDULES: &[Schedule] = &[enrolment::expiry::SCHEDULE, enrolment::reminder::SCHEDULE];

/// How long things of this context are kept.
pub const RETENTION: &[Rule] = &[certificate::batch::RETENTION];

/// What this context gives to calendars.
pub const SOURCES: &[&dyn Source] = &[&calendar::Runs];

pub use nabta_entities::ids::{
    CertificateBatchId, CertificateId, CertificateTemplateId, EnrolmentId, QuestionId, QuestionRegradeId, QuizAttemptId,
    QuizExceptionId, QuizId, RunId,
};
pub use nabta_entities::learning::course_run::{Admission, RunState};
pub use nabta_entities::learning::enrolment::{EnrolmentState, EnrolmentWay};
