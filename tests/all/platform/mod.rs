//! What every context leans on: jobs, mail.

mod files;
mod files_at_once;
mod files_hostile;
mod files_store;
mod jobs;
mod mail;
