//! Loads the demo through the same use cases as users: the operator opens the accounts, then each person does their own part.

mod catalogue;
mod files;
mod people;
mod training;

use std::path::PathBuf;

use anyhow::Result;

use crate::instance::Instance;

pub use files::{course_folders, known_codes};

/// Loads what isn't there yet; says what was done.
pub async fn load(instance: &Instance) -> Result<String> {
    let root: PathBuf = instance.config.demo_dir.clone();
    let people = people::load(instance, &root).await?;
    let changed = catalogue::load(instance, &root, &people).await?;
    training::load(&root, &people).await?;
    Ok(format!("The demo is there: {} accounts, {} courses written or changed", people.count(), changed))
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
