//! The files that go with a database, apart from how they are kept.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::manifest::{Kept, digest};
use super::{FILES, Kind, sqlite_file};
use crate::config::{Config, StoreKind};
use nabta_domain::kernel::store::HALVES;

/// A file that is to be kept: its name, with `/` between the parts, and its bytes.
pub(super) type Source = (String, Box<dyn Read>);

/// Writes files into a backup, wherever they come from, and says what was written.
pub(super) fn keep(backup: &Path, sources: impl IntoIterator<Item = anyhow::Result<Source>>) -> anyhow::Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for source in sources {
        let (name, mut reader) = source?;
        let path = format!("{FILES}/{name}");
        let (size, sha256) = match write(&backup.join(&path), reader.as_mut()) {
            // Removed since it was listed: while the service works, what belongs to no file goes.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            written => written.with_context(|| format!("copying {name}"))?,
        };
        kept.push(Kept { path, size, sha256 });
    }
    Ok(kept)
}

/// Writes a file in whole or not at all, and to the disk itself.
pub(super) fn write(path: &Path, reader: &mut dyn Read) -> io::Result<(u64, String)> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    let mut whole = || {
        let mut file = File::create(&partial)?;
        let written = digest(reader, |piece| file.write_all(piece))?;
        file.sync_all()?;
        fs::rename(&partial, path)?;
        Ok(written)
    };
    let written = whole();
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

/// The files of the data folder: all but the database, which is copied by its own means, the search index, which is made anew, the
/// letters and messages of a desk, and what may hold the operator's secret.
pub(super) fn of_data_folder(config: &Config) -> anyhow::Result<Vec<anyhow::Result<Source>>> {
    let root = &config.data_dir;
    let url = config.database_url();
    let database = (Kind::of(&url) == Kind::Sqlite).then(|| sqlite_file(&url).canonicalize().ok()).flatten();
    let mut names = Vec::new();
    walk(root, root, database.as_deref(), &mut names)?;
    // What lay there before the files moved to an object store is old.
    names.retain(|name| config.files.kind == StoreKind::Folder || !name.starts_with("files/"));
    names.sort();
    let root = root.clone();
    Ok(names.into_iter().map(|name| open(&root, name)).collect())
}

fn open(root: &Path, name: String) -> anyhow::Result<Source> {
    Ok((name.clone(), Box::new(Opened { path: root.join(name), file: None })))
}

/// A file that is opened when it is first read, because a thousand open ones are more than a process may have.
struct Opened {
    path: PathBuf,
    file: Option<File>,
}

impl Read for Opened {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(File::open(&self.path)?),
        };
        file.read(piece)
    }
}

fn walk(root: &Path, folder: &Path, database: Option<&Path>, names: &mut Vec<String>) -> anyhow::Result<()> {
    let at_root = folder == root;
    let entries = match fs::read_dir(folder) {
        // A folder goes with the last file in it.
        Err(error) if !at_root && error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("reading {}", folder.display()))?,
    };
    for entry in entries {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = entry.file_name().into_string().map_err(|name| anyhow::anyhow!("a file whose name is no text: {name:?}"))?;
        let is_left = at_root && ["search", "mail", "sms", "nabta.toml"].contains(&name.as_str());
        // A dot begins what is not whole or not ours; halves are files that are being written.
        if is_left || name.starts_with('.') || path == root.join("files").join(HALVES) {
            continue;
        }
        if kind.is_dir() {
            walk(root, &path, database, names)?;
        } else if kind.is_file() {
            if !belongs_to(database, &path) {
                let name = path.strip_prefix(root)?.components().map(|part| part.as_os_str().to_string_lossy());
                names.push(name.collect::<Vec<_>>().join("/"));
            }
        } else {
            // A link could lead anywhere on the machine.
            bail!("{} is neither a file nor a folder", path.display());
        }
    }
    Ok(())
}

/// Whether a file is the database's own: itself, its journals, a copy of it that was not finished.
fn belongs_to(database: Option<&Path>, path: &Path) -> bool {
    let Some(database) = database else { return false };
    let Ok(path) = path.canonicalize() else { return false };
    let (Some(file), Some(name)) = (path.to_str(), database.to_str()) else { return false };
    file.strip_prefix(name)
        .is_some_and(|rest| ["", "-wal", "-shm", "-journal", ".restoring", ".restoring.partial"].contains(&rest))
}
