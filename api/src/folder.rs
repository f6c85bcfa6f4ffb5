//! Courses as folders on disk.

use std::path::Path;

use anyhow::Context;
use nabta_documents::archive::{self, Files};
use nabta_domain::catalogue::transfer::CourseFolder;
use nabta_domain::kernel::Error;

use crate::instance::told;

/// A course from its folder or archive.
pub(crate) fn read_course(path: &Path) -> anyhow::Result<CourseFolder> {
    let files = if path.is_dir() {
        read_folder(path)?
    } else {
        let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        archive::unpack(&bytes).map_err(|error| anyhow::anyhow!("{}: {error:?}", path.display()))?
    };
    CourseFolder::read(&files).map_err(|refusal| told(Error::from(refusal)))
}

fn read_folder(root: &Path) -> anyhow::Result<Files> {
    let (mut files, mut open) = (Files::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                let path = entry.path();
                let name = path
                    .strip_prefix(root)?
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/");
                files.insert(name, std::fs::read(&path)?);
            } else {
                // A link could lead anywhere on the machine.
                anyhow::bail!("{} is neither a file nor a folder", entry.path().display());
            }
        }
    }
    Ok(files)
}

/// Writes files below a folder, which is made.
pub(crate) fn write_folder(out: &Path, files: &Files) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = out.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
