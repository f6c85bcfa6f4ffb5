//! What belongs to no other context: jobs, mail, files, governorates, the calendar, and whether the instance is fit to serve.

pub mod actions;
pub mod backlog;
pub mod calendar;
mod entries;
pub mod file;
pub mod governorate;
pub mod job;
pub mod mail;
pub mod maintenance;
pub mod readiness;

use crate::kernel::jobs::Handler;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::retention::Rule;

/// What does the jobs of this context.
pub const HANDLERS: &[Handler] = &[mail::HANDLER, file::receive::HANDLER, file::upkeep::HANDLER];

/// How long things of this context are kept.
pub const RETENTION: &[Rule] = &[mail::RETENTION, file::upload::RETENTION];

/// The work of this context that comes round.
pub const SCHEDULES: &[Schedule] = &[file::upkeep::SCHEDULE];

pub use nabta_entities::ids::{FileId, HolidayId, JobId, MailId, UploadId, WorkingPeriodId};
pub use nabta_entities::platform::file::FilePurpose;
pub use nabta_entities::platform::job::JobState;
pub use nabta_entities::platform::mail::{MailChannel, MailState};
pub use nabta_entities::platform::upload::UploadState;
