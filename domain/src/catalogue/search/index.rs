//! The index: filled by the catalogue, read by visitors.

use std::fs::File;
use std::path::Path;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Term};
use uuid::Uuid;

use super::{
    Document, Hits, Query, SearchError,
    analysis::Analyser,
    schema::{self, Fields},
    searching,
    store::{self, Seal},
};

/// Memory of the writer while it writes, in bytes: tantivy's least is 15 MB.
const WRITER_MEMORY: usize = 20_000_000;

/// The search index. Share it with `Arc`; searching never waits for writing.
pub struct Index {
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    stamp: String,
    version: AtomicU64,
    /// One writer at a time, opened when there is something to write.
    writing: Mutex<()>,
    /// Says to other processes that the folder is taken, as long as it is open.
    _hold: Option<File>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("version", &self.version()).finish_non_exhaustive()
    }
}

impl Index {
    /// An empty index that lives as long as the process.
    pub fn in_memory() -> Result<Self, SearchError> {
        Self::over(tantivy::Index::create_in_ram(schema::schema().0), "", 0)
    }

    /// The index in a folder (made if it is missing). It is started anew, with version 0, when it was filled from another database
    /// (`stamp`), written by a release that files documents differently, or is damaged: the caller then fills it again.
    ///
    /// The folder belongs to one process. While another has it, the index is in memory.
    ///
    /// Reads the whole index once to check it.
    pub fn open(dir: &Path, stamp: &str) -> Result<Self, SearchError> {
        let Some(hold) = store::hold(dir)? else {
            tracing::warn!(dir = %dir.display(), "another process has the search index; this one makes its own in memory");
            return Self::in_memory();
        };
        let (index, version) = store::open(dir, stamp)?;
        Ok(Self { _hold: Some(hold), ..Self::over(index, stamp, version)? })
    }

    fn over(index: tantivy::Index, stamp: &str, version: u64) -> Result<Self, SearchError> {
        // Reloaded by us after a commit: the default watches the folder from a thread.
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let fields = schema::schema().1;
        let (stamp, version) = (stamp.to_owned(), version.into());
        Ok(Self { index, reader, fields, stamp, version, writing: Mutex::new(()), _hold: None })
    }

    /// Version of the catalogue that the index holds: 0 if it holds nothing yet.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Forgets everything about some courses, takes in documents (theirs, usually) and notes the catalogue's version: all or
    /// nothing, seen by every search that starts after it. Blocks while it writes; call it from a thread that may.
    pub fn replace_courses(
        &self,
        version: u64,
        courses: &[Uuid],
        documents: impl Iterator<Item = Document>,
    ) -> Result<(), SearchError> {
        let fields = self.fields;
        self.write(version, |writer| {
            for course in courses {
                writer.delete_term(Term::from_field_text(fields.course, &schema::key(*course)));
            }
            let mut analyser = Analyser::new();
            for document in documents {
                writer.add_document(fields.file(document, &mut analyser))?;
            }
            Ok(())
        })
    }

    /// Forgets everything; the version becomes 0.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(0, |writer| {
            writer.delete_all_documents()?;
            Ok(())
        })
    }

    /// Looks for courses and lessons; see the module for the order. A visitor's words never make it fail.
    pub fn search(&self, query: &Query) -> Result<Hits, SearchError> {
        searching::search(&self.reader.searcher(), &self.fields, query)
    }

    fn write(&self, version: u64, work: impl FnOnce(&IndexWriter) -> Result<(), SearchError>) -> Result<(), SearchError> {
        // The lock guards no data that a panic could leave half done: what was not committed is gone with its writer.
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        work(&writer)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&Seal::new(&self.stamp, version).write()?);
        commit.commit()?;
        self.reader.reload()?;
        self.version.store(version, Ordering::Release);
        // Merging ends before the memory is given back, and before another writer starts.
        writer.wait_merging_threads()?;
        self.reader.reload()?;
        Ok(())
    }
}
