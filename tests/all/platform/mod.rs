//! What every context leans on: jobs, mail.

mod files;
mod files_hostile;
mod files_store;
mod jobs;
mod mail;
