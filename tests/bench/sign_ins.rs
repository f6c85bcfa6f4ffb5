//! A page of the catalogue while people sign in as fast as they can ÷ the same page in peace: hashes of passwords are costly, and so
//! many of them at a time are made as leave a core to the others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use nabta_testkit::{Kind, empty};
use serde_json::json;
use tokio::sync::Mutex;

use crate::client::Sent;
use crate::page;
use crate::pairs::{Summary, compare};
use crate::process::{Cores, Home, Process};
use crate::report::Line;
use crate::stores::{KINDS, Name};

const PAIRS: usize = 30;
/// So many pages in one leg.
const PAGES: usize = 100;
/// So many sign in at once.
const PEOPLE: usize = 8;

/// People who sign in again and again, until it is enough.
struct Crowd {
    is_enough: Arc<AtomicBool>,
    people: Vec<tokio::task::JoinHandle<()>>,
}

impl Crowd {
    async fn gather(process: &Process, count: &Arc<AtomicU64>) -> Self {
        let input = json!({ "input": { "email": "amel@nabta.example", "password": "nabta-demo-2020" } });
        let sign_in = Sent::question("mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }", &input);
        let (is_enough, mut people) = (Arc::new(AtomicBool::new(false)), Vec::new());
        for _ in 0..PEOPLE {
            let (mut client, sign_in, is_enough, count) =
                (process.client().await, sign_in.clone(), Arc::clone(&is_enough), Arc::clone(count));
            people.push(tokio::spawn(async move {
                while !is_enough.load(Ordering::Relaxed) {
                    client.timed(&sign_in).await;
                    count.fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
        Self { is_enough, people }
    }

    async fn leave(self) {
        self.is_enough.store(true, Ordering::Relaxed);
        for person in self.people {
            let _ = person.await;
        }
    }
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let process = home.serve(Cores::All).await;
    let (client, page) = (Mutex::new(process.client().await), Sent::question(&page::question(), &json!({})));
    let (count, milliseconds) = (Arc::new(AtomicU64::new(0)), AtomicU64::new(0));
    let among_others = async || {
        let crowd = Crowd::gather(&process, &count).await;
        let began = Instant::now();
        let took = client.lock().await.repeated(&page, PAGES).await;
        crowd.leave().await;
        milliseconds.fetch_add(began.elapsed().as_millis() as u64, Ordering::Relaxed);
        took
    };
    let compared = compare(PAIRS, Summary::Median, among_others, async || client.lock().await.repeated(&page, PAGES).await).await;
    let ratio = compared.ratio(Summary::P99).median;
    let (busy, calm) = compared.times(Summary::P99);
    let each_second = count.load(Ordering::Relaxed) as f64 * 1_000.0 / milliseconds.load(Ordering::Relaxed).max(1) as f64;
    process.kill().await;
    vec![
        Line::ratio(
            "sign-ins",
            format!("catalogue, p99 while {PEOPLE} sign in without a pause ÷ in peace"),
            Name(kind),
            &compared,
            Summary::P99,
        )
        .goal("≤ 2", ratio <= 2.0),
        Line::new(
            "sign-ins",
            "sign-ins a second meanwhile; p99 of the catalogue then, and in peace",
            Name(kind),
            format!("{each_second:.0}; {busy:.1}, {calm:.1} ms"),
        ),
    ]
}

/// Measures it on both databases.
pub async fn run() -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(measure(kind).await);
    }
    lines
}
