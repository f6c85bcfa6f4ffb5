//! Backups: a folder that holds the database as it was at one moment, the files that go with it, and a manifest by which each byte of
//! both is checked before anything is restored.

mod check;
mod files;
mod manifest;
mod objects;
mod postgres;
mod restore;
mod take;

pub use check::faults;
pub use manifest::Manifest;
pub use restore::restore;
pub use take::take;

/// The manifest's name in a backup.
const MANIFEST: &str = "manifest.json";
/// The name of the file that holds the manifest's own digest, as `sha256sum --check` reads it.
const MANIFEST_DIGEST: &str = "manifest.json.sha256";
/// The folder of a backup in which the files lie.
const FILES: &str = "files";

/// Which database a backup holds; one does not become the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A file of SQLite's.
    Sqlite,
    /// A dump of PostgreSQL's, in its custom format.
    Postgres,
}

impl Kind {
    /// Of a database's address.
    fn of(url: &str) -> Self {
        if url.starts_with("sqlite") { Self::Sqlite } else { Self::Postgres }
    }

    /// The file of a backup that holds the database.
    const fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.dump",
        }
    }

    /// As people call it.
    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The file of an SQLite database, from its address.
pub(crate) fn sqlite_file(url: &str) -> std::path::PathBuf {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    path.split('?').next().unwrap_or(path).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_an_address_is_found_however_it_is_written() {
        for (url, file) in [
            ("sqlite:///var/lib/nabta/nabta.db", "/var/lib/nabta/nabta.db"),
            ("sqlite://data/nabta.db?mode=rwc", "data/nabta.db"),
            ("sqlite:data/nabta.db", "data/nabta.db"),
        ] {
            assert_eq!(sqlite_file(url), std::path::Path::new(file), "{url}");
        }
    }
}
