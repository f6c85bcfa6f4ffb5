//! P8: from starting the program to its first answers.

use nabta_testkit::{Kind, empty};
use serde_json::json;

use crate::client::Sent;
use crate::pairs::{Estimate, quantile};
use crate::process::{Cores, Home, nabta};
use crate::report::Line;
use crate::stores::{KINDS, Name};

const STARTS: usize = 30;

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let page = Sent::question(&crate::page::question(), &json!({}));
    let (mut ready, mut answered) = (Vec::new(), Vec::new());
    for start in 0..=STARTS {
        let (process, began, was_ready) = home.start(&nabta(), &["serve"], Cores::All).await;
        let mut client = process.client().await;
        client.timed(&page).await;
        // The first start fills the search index; it is dropped.
        if start > 0 {
            ready.push((was_ready - began).as_secs_f64() * 1_000.0);
            answered.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        process.kill().await;
    }
    let limit = if kind == Kind::Sqlite { 300.0 } else { 600.0 };
    let line = |what: &str, mut times: Vec<f64>| {
        let (estimate, late) = (Estimate::of(times.clone()), quantile(&mut times, 0.95));
        Line::new(
            "P8",
            format!("start to {what}: median, p95 of {STARTS}"),
            Name(kind),
            format!("{:.0}, {late:.0} ms", estimate.median),
        )
        .within(&estimate, 0)
        .goal(&format!("≤ {limit} ms"), late <= limit)
    };
    vec![line("`/health/ready`", ready), line("the first page of the catalogue", answered)]
}

/// Measures it on both databases.
pub async fn run() -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(measure(kind).await);
    }
    lines
}
