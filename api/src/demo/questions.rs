//! The demo's questions.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use nabta_domain::catalogue::course::queries;
use nabta_domain::kernel::Error;
use nabta_domain::learning::question::{self, Source};
use nabta_domain::people::Role;

use super::people::Loaded;
use crate::instance::told;

/// Reads the files of each course (`questions/<course>/<chapter>.<language>.gift`) into its bank, unless there are questions in it.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let trainer = people.first(Role::Trainer)?;
    for folder in sorted(&root.join("questions"))?.into_iter().filter(|path| path.is_dir()) {
        let slug = name(&folder);
        let course = match queries::by_slug(trainer, &slug).await {
            Ok(course) => course.id,
            Err(Error::NotFound) => continue,
            Err(error) => return Err(told(error)),
        };
        if !question::categories(trainer, course).await.map_err(told)?.is_empty() {
            continue;
        }
        let mut sources = Vec::new();
        for path in sorted(&folder)? {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            sources.push(Source::named(name(&path), bytes).map_err(|refusal| told(refusal.into()))?);
        }
        let report = question::import(trainer, course, sources, false).await.map_err(told)?;
        ensure!(report.is_kept, "the questions of {slug}: {:?}", report.found);
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
