//! Loads the demo through the same use cases as users: the operator opens the accounts, then each person does their own part.

mod calendar;
mod catalogue;
mod certificates;
mod files;
mod learning;
mod people;
mod questions;
mod quizzes;
mod training;

use std::path::PathBuf;

use anyhow::Result;
use nabta_domain::kernel::Error;
use nabta_domain::kernel::error::codes::{ALREADY_EXISTS, IDEMPOTENCY_MISMATCH};

use crate::instance::{Instance, told};

pub use files::{course_folders, known_codes};

/// Loads what isn't there yet; says what was done. What is there stays as it is, also where somebody changed it: `demo reset` brings the
/// beginning back.
pub async fn load(instance: &Instance) -> Result<String> {
    let root: PathBuf = instance.config.demo_dir.clone();
    let people = people::load(instance, &root).await?;
    let changed = catalogue::load(instance, &root, &people).await?;
    calendar::load(&root, &people).await?;
    training::load(&root, &people).await?;
    questions::load(&root, &people).await?;
    quizzes::load(&root, &people).await?;
    learning::load(&root, &people).await?;
    certificates::load(&root, &people).await?;
    if changed > 0 {
        people.have_read().await?;
    }
    Ok(format!("The demo is there: {} accounts, {} courses written", people.count(), changed))
}

/// What is entered under a code. The file says something else by now, or somebody corrected it since: then what is there stays.
fn kept<I>(defined: Result<I, Error>) -> Result<Option<I>> {
    match defined {
        Ok(id) => Ok(Some(id)),
        Err(error) if [IDEMPOTENCY_MISMATCH, ALREADY_EXISTS].contains(&error.code()) => Ok(None),
        Err(error) => Err(told(error)),
    }
}

/// The demo's accounts, as lines for whoever starts the service; nothing if the demo isn't loaded.
pub async fn accounts(instance: &Instance) -> Vec<String> {
    let Ok(people) = files::people(&instance.config.demo_dir) else { return Vec::new() };
    let ctx = instance.operator();
    let mut lines = Vec::new();
    for person in &people.person {
        if nabta_domain::people::account::find_by_email(&ctx, &person.email).await.is_ok() {
            lines.push(format!("  {:<18} {}", person.roles.join(", "), person.email));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, format!("Demo accounts, all with the password \"{}\":", people.password));
    }
    lines
}
