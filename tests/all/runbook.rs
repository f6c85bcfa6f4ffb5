//! The runbook: the blocks of commands in `docs/operations.md` that say that they are run.

use std::process::Stdio;
use std::time::Duration;

use nabta_testkit::repository;

use crate::commands::binary;

/// Those of one chapter, or of all.
pub(crate) fn blocks(chapter: Option<&str>) -> Vec<String> {
    let text = std::fs::read_to_string(repository().join("docs/operations.md")).unwrap();
    let chapters = text.split("\n## ").filter(|found| chapter.is_none_or(|name| found.starts_with(&format!("{name}\n"))));
    let blocks = chapters.flat_map(|found| found.split("```").skip(1).step_by(2));
    blocks.filter_map(|block| Some(block.strip_prefix("sh runbook\n")?.to_owned())).collect()
}

/// Runs a block as an operator does, in a shell that stops at the first failure; what it said.
pub(crate) async fn run(block: &str, folder: &std::path::Path, environment: &[(&str, &str)]) -> String {
    let path = format!("{}:{}", binary().parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = tokio::process::Command::new("bash");
    command.args(["-euo", "pipefail", "-c", block]).current_dir(folder).env("PATH", path).stdin(Stdio::null()).kill_on_drop(true);
    command.envs(environment.iter().copied());
    let output = tokio::time::timeout(Duration::from_secs(60), command.output()).await.expect("it hangs").unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{block}\n{said}");
    said
}
