//! The databases of a run: made when they are first asked for, and used by all subjects.

use std::collections::HashMap;
use std::fmt;

use nabta_testkit::{Kind, empty};
use tempfile::TempDir;

use crate::seed;

/// Both databases.
pub const KINDS: [Kind; 2] = [Kind::Sqlite, Kind::Postgres];

/// A filled database.
#[derive(Clone)]
pub struct Store {
    /// Which database.
    pub kind: Kind,
    /// Its address.
    pub url: String,
}

/// The name of a database, for people.
pub struct Name(pub Kind);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 == Kind::Sqlite { "SQLite" } else { "PostgreSQL" })
    }
}

/// All that were made.
pub struct Stores {
    folder: TempDir,
    made: HashMap<(bool, u64), Store>,
}

impl Stores {
    /// None yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("there is room for files"), made: HashMap::new() }
    }

    /// The one with this many courses.
    pub async fn with(&mut self, kind: Kind, courses: u64) -> Store {
        let key = (kind == Kind::Postgres, courses);
        if let Some(store) = self.made.get(&key) {
            return store.clone();
        }
        let folder = self.folder.path().join(format!("{kind:?}-{courses}"));
        std::fs::create_dir_all(&folder).expect("there is room for files");
        let began = std::time::Instant::now();
        let url = empty(kind, &folder).await;
        seed::fill(kind, &url, &folder, courses).await;
        eprintln!("filled {} with {courses} courses in {:.0} s", Name(kind), began.elapsed().as_secs_f64());
        let store = Store { kind, url };
        self.made.insert(key, store.clone());
        store
    }
}
