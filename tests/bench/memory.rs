//! P7: resident memory idle, and under an open load of 500 requests a second over a thousand connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nabta_testkit::{Kind, empty};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::client::{Client, Sent};
use crate::page::CARD;
use crate::pairs::quantile;
use crate::process::{Cores, Home, Process, token};
use crate::report::Line;
use crate::stores::{KINDS, Name};

const CONNECTIONS: u64 = 1_000;
const EVERY: Duration = Duration::from_millis(2);
const SECONDS: u64 = 30;
const IDLE: Duration = Duration::from_secs(8);
/// Of so many requests one is a sign-in, whose password hash takes 19 MiB.
const SIGN_IN_EVERY: u64 = 100;

/// What people ask, by the number of the request.
struct Mix {
    read: Vec<Sent>,
    sign_in: Sent,
}

impl Mix {
    async fn new(client: &mut Client) -> Self {
        let token = &token(client, "sami").await;
        let ask = |query: &str| Sent::question(query, &json!({}));
        let page = ask(&format!("{{ courses(first: 24) {{ nodes {{ {CARD} }} }} }}"));
        let course = ask(
            "{ course(slug: \"impact-study\") { title { text } objectives { text } chapters { title { text } lessons { id title { text } } } } }",
        );
        let lessons = ask("{ course(slug: \"impact-study\") { chapters { lessons { id } } } }");
        let found = client.send(&lessons).await.expect("an answer").json();
        let id = found.pointer("/data/course/chapters/0/lessons/0/id").and_then(|id| id.as_str()).expect("a lesson").to_owned();
        let lesson = ask(&format!(
            "{{ node(id: \"{id}\") {{ ... on Lesson {{ title {{ text }} text {{ words blocks {{ __typename ... on TextBlock {{ html }} }} }} }} }} }}"
        ));
        let search = |text: &str| {
            ask(&format!(
                "{{ search(text: \"{text}\", first: 10) {{ totalCount nodes {{ title {{ text }} course {{ slug }} }} }} }}"
            ))
        };
        let viewer = ask("{ viewer { name { text } roles { role } } }").by(token);
        let sign_in = Sent::question(
            "mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }",
            &json!({ "input": { "email": "amel@nabta.example", "password": "nabta-demo-2020" } }),
        );
        let read =
            vec![page.clone(), search("etude impact"), page.by(token), course, search("دراسة"), page, lesson.by(token), viewer];
        Self { read, sign_in }
    }

    fn of(&self, number: u64) -> &Sent {
        if number % SIGN_IN_EVERY == 7 { &self.sign_in } else { &self.read[number as usize % self.read.len()] }
    }
}

/// What came of a load.
struct Load {
    took: Vec<f64>,
    failed: u64,
}

/// Each request has its instant, whatever became of those before: a slow answer counts with all that it holds up.
async fn load(process: &Process, mix: Mix) -> Load {
    let (mix, failed) = (Arc::new(mix), Arc::new(AtomicU64::new(0)));
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(process.client().await);
    }
    let began = Instant::now() + Duration::from_millis(100);
    let mut running = JoinSet::new();
    for (number, client) in (0..).zip(clients) {
        running.spawn(connection(client, number, began, Arc::clone(&mix), Arc::clone(&failed)));
    }
    let took = running.join_all().await.concat();
    Load { took, failed: failed.load(Ordering::Relaxed) }
}

async fn connection(mut client: Client, number: u64, began: Instant, mix: Arc<Mix>, failed: Arc<AtomicU64>) -> Vec<f64> {
    let mut took = Vec::new();
    let rounds = SECONDS * 1_000 / EVERY.as_millis() as u64 / CONNECTIONS;
    for round in 0..rounds {
        let request = round * CONNECTIONS + number;
        let due = began + EVERY * u32::try_from(request).expect("not that many");
        tokio::time::sleep_until(due).await;
        // Another question each time, so that all connections ask all questions.
        if client.send(mix.of(request + round)).await.is_ok_and(|answer| answer.is_good()) {
            took.push(due.elapsed().as_secs_f64() * 1_000.0);
        } else {
            failed.fetch_add(1, Ordering::Relaxed);
        }
    }
    took
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    // A second start, as in service: the first one fills the search index.
    home.serve(Cores::One).await.kill().await;
    let process = home.serve(Cores::All).await;
    tokio::time::sleep(IDLE).await;
    let idle = process.memory("VmRSS");
    let name = Name(kind);
    let mix = Mix::new(&mut process.client().await).await;
    let mut load = load(&process, mix).await;
    let (most, after) = (process.memory("VmHWM"), process.memory("VmRSS"));
    let (half, hundredth) = (quantile(&mut load.took, 0.5), quantile(&mut load.took, 0.99));
    let answered = load.took.len();
    process.kill().await;
    vec![
        Line::new("P7", "resident memory, idle with the demo", &name, format!("{idle:.0} MB")).goal("≤ 50 MB", idle <= 50.0),
        Line::new(
            "P7",
            "most resident memory at 500 requests/s, 1,000 connections",
            &name,
            format!("{most:.0} MB; {after:.0} MB at the end"),
        )
        .goal("≤ 120 MB", most <= 120.0),
        Line::new(
            "P7",
            format!("the load: {answered} answers in {SECONDS} s, failed; p50, p99 from the instant due"),
            &name,
            format!("{}; {half:.1}, {hundredth:.0} ms", load.failed),
        )
        .goal("0 failed", load.failed == 0),
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
