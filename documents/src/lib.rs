//! Documents: data in, bytes out. Nothing here knows the database.

pub mod archive;
pub mod certificate;
pub mod guide;
pub mod language;
pub mod letterhead;
pub mod pdf;
mod prose;
pub mod record;
pub mod spreadsheet;
pub mod words;
