//! The demo's runs of courses.

use std::path::Path;

use anyhow::Result;
use nabta_domain::catalogue::course::queries;
use nabta_domain::learning::progress::Policy;
use nabta_domain::learning::run::{self, RunDetails};
use nabta_domain::people::Role;

use super::people::Loaded;
use super::{files, kept, quizzes};
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
        let entered = kept(run::create(officer, course.id, details, Some(&key)).await)?;
        if let Some(found) = entered.filter(|found| found.row.version == 1) {
            run::open(officer, found.row.id, 1).await.map_err(told)?;
        }
    }
    Ok(())
}
