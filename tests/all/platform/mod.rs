//! What every context leans on: jobs, mail.

mod calendar;
mod files;
mod files_antivirus;
mod files_at_once;
mod files_hostile;
mod files_store;
mod jobs;
mod mail;
