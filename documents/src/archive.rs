//! A folder as a zip archive, written the same way each time and read with suspicion.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// A folder's files by their path from it, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most that an archive may unpack to.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;
/// The most files in it.
pub const MOST_FILES: usize = 5_000;
/// The most that a file may grow when it is unpacked; ordinary text grows four times, a bomb a thousand times.
pub const MOST_RATIO: u64 = 100;

/// Why an archive wasn't read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// It is no zip archive, or it is cut off or damaged.
    Damaged,
    /// A name leads out of the folder, is absolute, or says the same as another.
    UnsafeName(String),
    /// An entry is a link or something else that is no plain file or folder.
    NotAFile(String),
    /// It is locked with a password.
    Encrypted,
    /// It would unpack to more than is allowed.
    TooLarge,
}

impl ArchiveError {
    /// Its name, for messages.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Damaged => "Damaged",
            Self::UnsafeName(_) => "UnsafeName",
            Self::NotAFile(_) => "NotAFile",
            Self::Encrypted => "Encrypted",
            Self::TooLarge => "TooLarge",
        }
    }

    /// The file in the archive that it is about.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::UnsafeName(name) | Self::NotAFile(name) => Some(name),
            Self::Damaged | Self::Encrypted | Self::TooLarge => None,
        }
    }
}

/// Packs files: the same files always give the same bytes.
#[must_use]
pub fn pack(files: &Files) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        // Writing to memory fails only where the names are impossible, and those came from a database that checked them.
        let _ = writer.start_file(path.as_str(), options).and_then(|()| Ok(writer.write_all(bytes)?));
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Unpacks an archive into memory. Nothing is ever written to disk, and sizes are counted while reading, not believed.
pub fn unpack(bytes: &[u8]) -> Result<Files, ArchiveError> {
    let mut files = Files::new();
    walk(bytes, |name, entry| {
        let mut content = Vec::new();
        let length = std::io::copy(entry, &mut content)?;
        // Of two entries of one name the reader of archives shows one only.
        files.insert(name, content);
        Ok(length)
    })?;
    Ok(files)
}

/// The names of the files in an archive, all of which were unpacked to see that they can be, and none kept.
pub fn names(bytes: &[u8]) -> Result<Vec<String>, ArchiveError> {
    let mut names = Vec::new();
    walk(bytes, |name, entry| {
        names.push(name);
        std::io::copy(entry, &mut std::io::sink())
    })?;
    Ok(names)
}

/// Goes through the files of an archive; `read` reads one to its end, or to the limit, and says how much that was.
fn walk(bytes: &[u8], mut read: impl FnMut(String, &mut dyn Read) -> std::io::Result<u64>) -> Result<(), ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveError::Damaged)?;
    if archive.len() > MOST_FILES {
        return Err(ArchiveError::TooLarge);
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(|_| ArchiveError::Damaged)?.encrypted() {
            return Err(ArchiveError::Encrypted);
        }
        let entry = archive.by_index(index).map_err(|_| ArchiveError::Damaged)?;
        let name = entry.name().map_err(|_| ArchiveError::Damaged)?.into_owned();
        check_name(&name)?;
        if entry.is_dir() {
            continue;
        }
        // The upper bits of the mode tell links and devices from files.
        if entry.unix_mode().is_some_and(|mode| mode & 0o170_000 != 0 && mode & 0o170_000 != 0o100_000) {
            return Err(ArchiveError::NotAFile(name));
        }
        let allowed = (MOST_BYTES - total).min(entry.compressed_size().max(64).saturating_mul(MOST_RATIO));
        let length = read(name, &mut entry.take(allowed + 1)).map_err(|_| ArchiveError::Damaged)?;
        if length > allowed {
            return Err(ArchiveError::TooLarge);
        }
        total += length;
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), ArchiveError> {
    let parts = name.trim_end_matches('/').split('/');
    let harmless = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    if name.len() <= 400 && parts.clone().count() <= 8 && parts.into_iter().all(harmless) {
        Ok(())
    } else {
        Err(ArchiveError::UnsafeName(name.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        Files::from([("course.toml".into(), b"code = \"A\"".to_vec()), ("a/b.fr.md".into(), "é".repeat(400).into_bytes())])
    }

    fn zipped(write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        write(&mut writer);
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_packed_comes_back_and_packs_the_same() {
        let packed = pack(&files());
        assert_eq!(unpack(&packed), Ok(files()));
        assert_eq!(packed, pack(&files()));
    }

    #[test]
    fn an_archive_cut_anywhere_is_damaged() {
        let packed = pack(&files());
        for length in 0..packed.len() {
            assert!(unpack(&packed[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["../x", "a/../../x", "/etc/passwd", "a\\..\\x", "C:/x", "a//b", "./x", "a/./b"] {
            let bytes = zipped(|writer| writer.start_file(name, SimpleFileOptions::default()).unwrap());
            assert!(matches!(unpack(&bytes), Err(ArchiveError::UnsafeName(_))), "{name}");
        }
    }

    #[test]
    fn links_are_refused() {
        let bytes = zipped(|writer| writer.add_symlink("x", "/etc/passwd", SimpleFileOptions::default()).unwrap());
        assert_eq!(unpack(&bytes), Err(ArchiveError::NotAFile("x".into())));
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let bytes = zipped(|writer| {
            writer.start_file("bomb", SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![0; 50 * 1024 * 1024]).unwrap();
        });
        assert!(bytes.len() < 100 * 1024);
        assert_eq!(unpack(&bytes), Err(ArchiveError::TooLarge));
    }

    #[test]
    fn too_many_files_are_refused() {
        let bytes = zipped(|writer| {
            for index in 0..=MOST_FILES {
                writer.start_file(index.to_string(), SimpleFileOptions::default()).unwrap();
            }
        });
        assert_eq!(unpack(&bytes), Err(ArchiveError::TooLarge));
    }
}
