//! R15: how long a backup of a million courses takes, its check, and its restoring.

use std::path::Path;
use std::time::Instant;

use nabta_testkit::{Kind, empty};

use crate::process::{Cores, Home, nabta};
use crate::report::Line;
use crate::stores::{KINDS, Name, Stores};

const COURSES: u64 = 1_000_000;

/// The seconds that a command takes.
async fn seconds(home: &Home, arguments: &[&str]) -> f64 {
    let began = Instant::now();
    let status = home.command(&nabta(), Cores::All).args(arguments).status().await.expect("nabta runs");
    assert!(status.success(), "nabta {arguments:?}: {status}");
    began.elapsed().as_secs_f64()
}

/// What the manifest tells: the rows of all tables, and the bytes of all files.
fn size(backup: &Path) -> (u64, u64) {
    let text = std::fs::read(backup.join("manifest.json")).expect("a backup has a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&text).expect("it is JSON");
    let rows = manifest["database"]["tables"].as_object().expect("it names the tables").values().filter_map(|rows| rows.as_u64());
    let bytes = manifest["files"].as_array().expect("it names the files").iter().filter_map(|file| file["size"].as_u64());
    (rows.sum(), bytes.sum())
}

async fn measure(stores: &mut Stores, kind: Kind) -> Line {
    let store = stores.with(kind, COURSES).await;
    let folder = tempfile::tempdir().expect("there is room for files");
    let backup = folder.path().join("backup");
    let path = backup.to_str().expect("a path that is text");
    let taken = seconds(&Home::new(Some(&store.url)), &["backup", "--to", path]).await;
    let new = empty(kind, folder.path()).await;
    let elsewhere = Home::new(Some(&new));
    let verified = seconds(&elsewhere, &["backup", "verify", "--from", path]).await;
    let restored = seconds(&elsewhere, &["restore", "--from", path]).await;
    let (rows, bytes) = size(&backup);
    let what = format!(
        "backup of {:.1} M rows ({} MB): to take, to verify, to restore with its check",
        rows as f64 / 1e6,
        bytes / 1_000_000
    );
    Line::new("R15", what, Name(kind), format!("{taken:.0}, {verified:.1}, {restored:.0} s"))
}

/// Measures it on both databases.
pub async fn run(stores: &mut Stores) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.push(measure(stores, kind).await);
    }
    lines
}
