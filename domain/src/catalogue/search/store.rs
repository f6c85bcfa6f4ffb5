//! The files of the index, and whether they can be trusted.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};
use tantivy::{TantivyError, directory::MmapDirectory};

use super::{SearchError, schema};

/// What an index says of itself with each commit.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(super) struct Seal {
    /// [`schema::VERSION`] under which it was written.
    schema: u32,
    /// The database it was filled from.
    stamp: String,
    /// Version of the catalogue that it holds.
    pub(super) version: u64,
}

impl Seal {
    /// A seal for a commit of now.
    pub(super) fn new(stamp: &str, version: u64) -> Self {
        Self { schema: schema::VERSION, stamp: stamp.to_owned(), version }
    }

    /// As the commit carries it.
    pub(super) fn write(&self) -> Result<String, TantivyError> {
        serde_json::to_string(self).map_err(|error| TantivyError::InternalError(error.to_string()))
    }
}

/// Takes the folder for this process; nothing if another has it.
pub(super) fn hold(dir: &Path) -> Result<Option<fs::File>, SearchError> {
    fs::create_dir_all(dir)?;
    let file = fs::File::create(dir.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Opens the index in a folder, if it is whole and was filled from this database under this schema; else starts an empty one.
///
/// Only the sub-folder `index` is ever emptied: a wrongly configured path must not cost anyone their files.
pub(super) fn open(dir: &Path, stamp: &str) -> Result<(tantivy::Index, u64), SearchError> {
    let dir = dir.join("index");
    match open_whole(&dir, stamp) {
        Some(opened) => Ok(opened),
        None => {
            if dir.exists() {
                tracing::info!(dir = %dir.display(), "the search index is started anew");
                fs::remove_dir_all(&dir)?;
            }
            fs::create_dir_all(&dir)?;
            let directory = MmapDirectory::open(&dir).map_err(TantivyError::from)?;
            Ok((tantivy::Index::create(directory, schema::schema().0, tantivy::IndexSettings::default())?, 0))
        }
    }
}

fn open_whole(dir: &Path, stamp: &str) -> Option<(tantivy::Index, u64)> {
    let index = tantivy::Index::open(MmapDirectory::open(dir).ok()?).ok()?;
    let seal: Seal = serde_json::from_str(&index.load_metas().ok()?.payload?).ok()?;
    let is_ours = seal == Seal::new(stamp, seal.version) && index.schema() == schema::schema().0;
    // Reads every file once; a gigabyte a second.
    (is_ours && index.validate_checksum().ok()?.is_empty()).then_some((index, seal.version))
}
