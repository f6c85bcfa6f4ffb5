//! What checks certificates from outside: `tests/checkers/certificate.py`, with libraries that the service does not use.

use std::io::Write;
use std::process::Command;

use serde_json::Value;
use tempfile::NamedTempFile;

use crate::centre::repository;

/// Bytes in a file, as the checker takes them.
fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn check(given: &[&str]) -> Result<Value, String> {
    let python =
        std::env::var("NABTA_TEST_CHECKERS").expect("NABTA_TEST_CHECKERS: `make test` installs the checkers and sets it");
    let output = Command::new(python).arg(repository().join("tests/checkers/certificate.py")).args(given).output().unwrap();
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// What the square code on the first page of a PDF proves by one of these keys, or why it proves nothing.
pub fn scan(pdf: &[u8], keys: &[u8]) -> Result<Value, String> {
    let (pdf, keys, folder) = (file(pdf), file(keys), tempfile::tempdir().unwrap());
    let picture = folder.path().join("page");
    let drawn =
        Command::new("pdftoppm").args(["-gray", "-r", "200", "-singlefile"]).arg(pdf.path()).arg(&picture).status().unwrap();
    assert!(drawn.success());
    check(&["scan", picture.with_extension("pgm").to_str().unwrap(), keys.path().to_str().unwrap()])
}

/// What an Open Badge says whose addresses under `site` are reached under `reached`, or why it proves nothing.
pub fn badge(badge: &[u8], site: &str, reached: &str) -> Result<Value, String> {
    check(&["badge", file(badge).path().to_str().unwrap(), site, reached])
}
