//! Whether a backup is as it was written.

use std::path::Path;

use super::Manifest;
use super::manifest::look;

/// What is wrong with a backup, file by file; nothing is written anywhere. What it says of itself, if that can be read.
#[must_use]
pub fn faults(folder: &Path) -> (Option<Manifest>, Vec<String>) {
    let manifest = match Manifest::read(folder) {
        Ok(manifest) => manifest,
        Err(error) => return (None, vec![format!("{error:#}")]),
    };
    let mut faults = Vec::new();
    for kept in &manifest.files {
        match look(folder, &kept.path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => faults.push(format!("{}: it is missing", kept.path)),
            Err(error) => faults.push(format!("{}: it cannot be read: {error}", kept.path)),
            Ok(found) if found.size != kept.size => {
                faults.push(format!("{}: it has {} bytes and had {}", kept.path, found.size, kept.size));
            }
            Ok(found) if found.sha256 != kept.sha256 => faults.push(format!("{}: its bytes were changed", kept.path)),
            Ok(_) => {}
        }
    }
    (Some(manifest), faults)
}
