//! What every context leans on: jobs, mail.

mod jobs;
mod mail;
