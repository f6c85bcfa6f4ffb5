//! What can go wrong with the index.

use std::fmt;

/// The files of the index could not be read or written. Nothing a visitor types leads here.
#[derive(Debug)]
pub struct SearchError(tantivy::TantivyError);

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the search index failed: {}", self.0)
    }
}

impl std::error::Error for SearchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error)
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}
