//! Documents as bytes: data in, bytes out, no database. For now the archive of a course's folder.

pub mod archive;
