//! What belongs to no other context: jobs, mail, governorates, and whether the instance is fit to serve.

pub mod actions;
pub mod backlog;
mod entries;
pub mod governorate;
pub mod job;
pub mod mail;
pub mod maintenance;
pub mod readiness;

pub use nabta_entities::ids::{JobId, MailId};
pub use nabta_entities::platform::job::JobState;
pub use nabta_entities::platform::mail::{MailChannel, MailState};
