//! The objects of an object store. In a backup they have the names that a folder of files gives them, so that what was kept in one is
//! restored into the other.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use futures::{StreamExt, TryStreamExt};
use nabta_domain::kernel::aside;
use nabta_domain::kernel::store::{self, ByteStream, HALVES, Object, Put, Store, StoreError};
use tokio_util::io::{ReaderStream, StreamReader, SyncIoBridge};

use super::manifest::Kept;
use super::{FILES, files};
use crate::config::{Config, StoreKind};
use crate::instance::{keyring, told};

/// Where a folder of files lies in the data folder.
const FOLDER: &str = "files/";
/// So many bytes are given to the store at a time.
const PIECE: usize = 1024 * 1024;

fn away(error: StoreError) -> anyhow::Error {
    told(error.into())
}

/// The store whose objects lie elsewhere than in the data folder, if the files do.
pub(super) fn elsewhere(config: &Config) -> anyhow::Result<Option<Arc<dyn Store>>> {
    if config.files.kind == StoreKind::Folder {
        return Ok(None);
    }
    let keyring = Arc::new(keyring(config));
    Ok(Some(crate::files::open(config, &keyring)?.store))
}

/// Copies all objects into a backup, one after the other, and says what was written.
pub(super) async fn keep(backup: &Path, store: &dyn Store) -> anyhow::Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for Object { key, .. } in store::all(store, "").await.map_err(away)? {
        if key.starts_with(HALVES) {
            continue;
        }
        if !store::is_key(&key) {
            bail!("the object store holds {key:?}, which is not Nabta's: give Nabta a bucket of its own");
        }
        let bytes = match store.read(&key).await {
            // Removed since it was listed.
            Err(StoreError::Missing) => continue,
            bytes => bytes.map_err(away).with_context(|| format!("copying {key}"))?,
        };
        let path = format!("{FILES}/{FOLDER}{key}");
        let (size, sha256) = copy(backup.join(&path), bytes).await.with_context(|| format!("copying {key}"))?;
        kept.push(Kept { path, size, sha256 });
    }
    Ok(kept)
}

async fn copy(path: std::path::PathBuf, bytes: ByteStream) -> anyhow::Result<(u64, String)> {
    let bytes = bytes.map_err(|error| std::io::Error::other(format!("{error:?}")));
    let mut reader = SyncIoBridge::new(StreamReader::new(bytes));
    Ok(aside(move || files::write(&path, &mut reader)).await.map_err(told)??)
}

/// The key of a file of a backup, if it is one of the files that people keep.
pub(super) fn key(path: &str) -> Option<&str> {
    path.strip_prefix(FILES)?.strip_prefix('/')?.strip_prefix(FOLDER)
}

/// Whether the store holds something already.
pub(super) async fn first(store: &dyn Store) -> anyhow::Result<Option<String>> {
    Ok(store.list("", None).await.map_err(away)?.into_iter().next().map(|object| object.key))
}

/// Puts a file of a backup into the store.
pub(super) async fn put(store: &dyn Store, from: &Path, key: &str, kept: &Kept) -> anyhow::Result<()> {
    let file = tokio::fs::File::open(from.join(&kept.path)).await?;
    let pieces = ReaderStream::with_capacity(file, PIECE).map_err(|_| StoreError::Away("the backup cannot be read".into()));
    // Its type is said each time that it is given out.
    let new = Put { key, size: kept.size, media_type: "application/octet-stream" };
    store.write(new, pieces.boxed()).await.map_err(away).with_context(|| format!("restoring {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_path_below_the_backup_and_no_other() {
        assert!(store::is_key("content/0a9f") && store::is_key("exports/0193e4c2-json"));
        for foreign in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", ".hidden", "a/"] {
            assert!(!store::is_key(foreign), "{foreign}");
        }
        assert_eq!(key("files/files/content/0a"), Some("content/0a"));
        assert_eq!((key("files/figures/x.svg"), key("database.sqlite")), (None, None));
    }
}
