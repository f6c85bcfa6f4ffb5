//! The steps by which the schema came to be, each with its way back.
//!
//! A step is SQL with a few words that differ between the two databases ([`dialect`]). It uses neither `entities` nor `domain`:
//! a step that has run must not change when the code does.

pub mod dialect;

mod m20261123_000001_create_kernel;
mod m20261123_000002_create_people;
mod m20261123_000003_create_programmes;
mod m20261123_000004_create_catalogue;
mod m20261123_000005_create_content;
mod m20261123_000006_create_law;
mod m20261124_000007_create_training;
mod m20261124_000008_index_newest_of_theme;
mod m20261124_000009_allow_former_figures;
mod m20261124_000010_name_database;
mod m20261124_000011_create_jobs;
mod m20261124_000012_create_mail;
mod m20261124_000013_seal_people;
mod m20261124_000014_second_factor_and_invitations;
mod m20261125_000015_keep_files_of_persons;
mod m20261125_000016_keep_uploads;
mod m20261125_000017_create_maintenance;
mod m20261125_000018_keep_consents;
mod m20261125_000019_describe_organisations;
mod m20261127_000020_keep_passkeys;
mod m20261128_000021_keep_providers;
mod m20261128_000022_keep_looks;
mod m20261128_000035_create_calendar;
mod m20261128_000036_keep_calendar_feeds;
mod m20261128_000037_keep_notices;
mod m20261128_000038_create_learning;
mod m20261128_000039_create_progress;
mod m20261129_000040_create_questions;
mod m20261201_000041_create_quizzes;
mod m20261201_000042_create_certificates;
mod m20261201_000043_create_certificate_batches;

pub use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait};

/// All steps, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_kernel::Migration),
            Box::new(m20261123_000002_create_people::Migration),
            Box::new(m20261123_000003_create_programmes::Migration),
            Box::new(m20261123_000004_create_catalogue::Migration),
            Box::new(m20261123_000005_create_content::Migration),
            Box::new(m20261123_000006_create_law::Migration),
            Box::new(m20261124_000007_create_training::Migration),
            Box::new(m20261124_000008_index_newest_of_theme::Migration),
            Box::new(m20261124_000009_allow_former_figures::Migration),
            Box::new(m20261124_000010_name_database::Migration),
            Box::new(m20261124_000011_create_jobs::Migration),
            Box::new(m20261124_000012_create_mail::Migration),
            Box::new(m20261124_000013_seal_people::Migration),
            Box::new(m20261124_000014_second_factor_and_invitations::Migration),
            Box::new(m20261125_000015_keep_files_of_persons::Migration),
            Box::new(m20261125_000016_keep_uploads::Migration),
            Box::new(m20261125_000017_create_maintenance::Migration),
            Box::new(m20261125_000018_keep_consents::Migration),
            Box::new(m20261125_000019_describe_organisations::Migration),
            Box::new(m20261127_000020_keep_passkeys::Migration),
            Box::new(m20261128_000021_keep_providers::Migration),
            Box::new(m20261128_000022_keep_looks::Migration),
            Box::new(m20261128_000035_create_calendar::Migration),
            Box::new(m20261128_000036_keep_calendar_feeds::Migration),
            Box::new(m20261128_000037_keep_notices::Migration),
            Box::new(m20261128_000038_create_learning::Migration),
            Box::new(m20261128_000039_create_progress::Migration),
            Box::new(m20261129_000040_create_questions::Migration),
            Box::new(m20261201_000041_create_quizzes::Migration),
            Box::new(m20261201_000042_create_certificates::Migration),
            Box::new(m20261201_000043_create_certificate_batches::Migration),
        ]
    }
}
