//! S4: how long it takes to refuse a document that is too complex, and what memory it leaves.

use std::time::Instant;

use nabta_testkit::{Kind, empty, hostile};
use serde_json::json;

use crate::client::{Client, Sent};
use crate::pairs::quantile;
use crate::process::{Cores, Home};
use crate::report::Line;

/// How often each document is sent.
const TIMES: usize = 200;
/// What an allocator may keep, in MB.
const FLAT: f64 = 5.0;

async fn refused(client: &mut Client, name: &str, sent: &Sent) -> f64 {
    let began = Instant::now();
    let answer = client.send(sent).await.expect("the service answers").json();
    let took = began.elapsed().as_secs_f64() * 1_000.0;
    let code = answer.pointer("/errors/0/extensions/code").and_then(|code| code.as_str());
    assert_eq!(code, Some("TOO_COMPLEX"), "{name}");
    took
}

/// Measures it on SQLite alone: no refusal gets as far as a database.
pub async fn run() -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(Kind::Sqlite, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let process = home.serve(Cores::One).await;
    let mut client = process.client().await;
    let mut documents: Vec<_> = hostile::too_complex()
        .into_iter()
        .map(|(name, document)| (name, Sent::question(&document, &json!({})), Vec::with_capacity(TIMES)))
        .collect();
    // Warm-up: dropped.
    for (name, sent, _) in &documents {
        for _ in 0..10 {
            refused(&mut client, name, sent).await;
        }
    }
    let before = process.memory("VmRSS");
    for _ in 0..TIMES {
        for (name, sent, times) in &mut documents {
            times.push(refused(&mut client, name, sent).await);
        }
    }
    let grown = process.memory("VmRSS") - before;
    process.kill().await;
    let refusals = documents.len() * TIMES;
    let mut lines: Vec<Line> = documents
        .into_iter()
        .map(|(name, _, mut times)| {
            let (median, late) = (quantile(&mut times, 0.5), quantile(&mut times, 0.99));
            Line::new("S4", format!("{name}: refused in, median, p99 of {TIMES}"), "", format!("{median:.2}, {late:.2} ms"))
                .goal("< 10 ms", late < 10.0)
        })
        .collect();
    let what = format!("resident memory, how much more after {refusals} of these refusals");
    lines.push(Line::new("S4", what, "", format!("{grown:.1} MB")).goal(&format!("flat: ≤ {FLAT} MB"), grown <= FLAT));
    lines
}
