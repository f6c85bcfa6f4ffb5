//! What a backup says of itself.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::database::copy::Contents;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Kind, MANIFEST, MANIFEST_DIGEST};

/// The form of a backup that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was made.
    pub taken_at: DateTime<Utc>,
    /// Which database it holds.
    pub kind: Kind,
    /// What the database held.
    pub database: Contents,
    /// Every file of the backup but this one and its digest.
    pub files: Vec<Kept>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it lies in the backup's folder.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Manifest {
    /// A new one.
    pub(super) fn new(taken_at: DateTime<Utc>, kind: Kind, database: Contents, files: Vec<Kept>) -> Self {
        Self { format: FORMAT, program: env!("CARGO_PKG_VERSION").into(), taken_at, kind, database, files }
    }

    /// Writes it, and its digest beside it.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        std::fs::write(folder.join(MANIFEST_DIGEST), digest_line(&text))?;
        std::fs::write(folder.join(MANIFEST), text)?;
        Ok(())
    }

    /// Reads it, if it is as it was written.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let file =
            |name: &str| std::fs::read(folder.join(name)).with_context(|| format!("reading {}", folder.join(name).display()));
        let (text, digest) = (file(MANIFEST)?, file(MANIFEST_DIGEST)?);
        if digest != digest_line(&text).into_bytes() {
            bail!("{MANIFEST} and {MANIFEST_DIGEST} do not belong together: one of them was changed");
        }
        let manifest: Self =
            serde_json::from_slice(&text).with_context(|| format!("{MANIFEST} is of a form that is not known"))?;
        if manifest.format > FORMAT {
            bail!("the backup was made by a newer Nabta ({}): use that one", manifest.program);
        }
        if let Some(kept) = manifest.files.iter().find(|kept| !is_within(&kept.path)) {
            bail!("{MANIFEST} names {:?}, which does not lie in the backup", kept.path);
        }
        Ok(manifest)
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.iter().map(|kept| kept.size).sum()
    }

    /// How many rows it holds.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.database.tables.values().sum()
    }
}

/// As `sha256sum` writes it.
fn digest_line(text: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", hex::encode(Sha256::digest(text)))
}

/// Whether a path leads nowhere but down.
fn is_within(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The size and the digest of a file.
pub(super) fn look(folder: &Path, path: &str) -> std::io::Result<Kept> {
    let mut file = File::open(folder.join(path))?;
    let (size, sha256) = digest(&mut file, |_| Ok(()))?;
    Ok(Kept { path: path.to_owned(), size, sha256 })
}

/// The length and the digest of what a reader gives, piece by piece; each piece is handed on.
pub(super) fn digest(
    reader: &mut dyn Read,
    mut each: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<(u64, String)> {
    let (mut size, mut sum, mut piece) = (0, Sha256::new(), vec![0; 256 * 1024]);
    loop {
        let read = reader.read(&mut piece)?;
        if read == 0 {
            return Ok((size, hex::encode(sum.finalize())));
        }
        sum.update(&piece[..read]);
        each(&piece[..read])?;
        size += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_nowhere_but_down() {
        assert!(is_within("files/a/b.pdf"));
        for path in ["", "/etc/passwd", "../x", "files/../../x", "./x"] {
            assert!(!is_within(path), "{path}");
        }
    }
}
