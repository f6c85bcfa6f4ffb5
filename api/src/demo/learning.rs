//! The demo's runs of courses.

use std::path::Path;

use anyhow::Result;
use nabta_domain::catalogue::course::queries;
use nabta_domain::kernel::error::codes::{ALREADY_EXISTS, IDEMPOTENCY_MISMATCH};
use nabta_domain::learning::progress::Policy;
use nabta_domain::learning::run::{self, RunDetails};
use nabta_domain::people::Role;

use super::people::Loaded;
use super::{files, quizzes};
use crate::instance::told;

/// Enters and opens the runs that were not entered before.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let officer = people.first(Role::TrainingOfficer)?;
    let file: files::Runs = files::read(root, "runs.toml")?;
    for new in file.run {
        let course = queries::by_slug(officer, &new.course).await.map_err(told)?;
        let key = format!("demo-{}", new.code);
        let details = RunDetails {
            code: new.code,
            edition: None,
            titles: new.titles,
            admission: new.admission,
            seats: None,
            opens_at: None,
            closes_at: None,
            starts_on: None,
            ends_on: None,
            locations: Default::default(),
            access_days: None,
            audience: Default::default(),
            policy: Some(Policy { quizzes: quizzes::of(officer, course.id).await?, ..Policy::default() }),
            programmes: Vec::new(),
        };
        match run::create(officer, course.id, details, Some(&key)).await {
            Ok(found) if found.row.version == 1 => {
                run::open(officer, found.row.id, 1).await.map_err(told)?;
            }
            Ok(_) => {}
            // The file says something else by now, or somebody entered it otherwise: what is there stays as it is.
            Err(error) if [IDEMPOTENCY_MISMATCH, ALREADY_EXISTS].contains(&error.code()) => {}
            Err(error) => return Err(told(error)),
        }
    }
    Ok(())
}
