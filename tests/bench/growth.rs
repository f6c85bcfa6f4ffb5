//! P3: the 99th percentile with a million courses ÷ with ten thousand.

use nabta_domain::kernel::page::{Cursor, Key};
use nabta_testkit::Kind;
use serde_json::json;
use uuid::Uuid;

use crate::client::{Client, Sent};
use crate::page::CARD;
use crate::pairs::{Summary, compare};
use crate::process::{Cores, Home};
use crate::report::Line;
use crate::seed::{PRIME, SEED, Table};
use crate::stores::{KINDS, Name, Stores};

const SMALL: u64 = 10_000;
const LARGE: u64 = 1_000_000;
const PAIRS: usize = 30;
const RUNS: usize = 60;
/// Different questions of one kind.
const VARIANTS: u64 = 97;

/// A way to leaf through the catalogue; each question of it is another one.
struct Way {
    name: &'static str,
    /// The arguments, for the number of a question.
    arguments: fn(u64) -> String,
}

const WAYS: [Way; 5] = [
    Way { name: "first page", arguments: |_| String::new() },
    Way { name: "first page of a theme", arguments: |number| format!(", filter: {{ theme: \"{}\" }}", theme(number)) },
    Way { name: "newest of a theme", arguments: |number| format!(", sort: NEWEST, filter: {{ theme: \"{}\" }}", theme(number)) },
    Way { name: "deep page, by code", arguments: |number| format!(", after: \"{}\"", by_code(number)) },
    Way { name: "deep page, newest first", arguments: |number| format!(", sort: NEWEST, after: \"{}\"", by_instant(number)) },
];

fn theme(number: u64) -> String {
    format!("theme_{}", Uuid::from_u128((Table::Theme as u128) << 96 | u128::from(number % 120 + 1)))
}

/// A place anywhere in the list; no row needs to stand there.
fn place(number: u64) -> u64 {
    number.wrapping_mul(SEED) % PRIME
}

fn by_code(number: u64) -> String {
    Cursor(vec![Key::Text(format!("c-{:07}", place(number))), Key::Id(Uuid::nil())]).encode()
}

fn by_instant(number: u64) -> String {
    let instant = chrono::DateTime::from_timestamp(1_500_000_000 + place(number) as i64 * 10, 0).expect("an instant of our time");
    Cursor(vec![Key::Instant(instant), Key::Id(Uuid::nil())]).encode()
}

async fn leg(client: &mut Client, questions: &[Sent], next: &mut usize) -> Vec<f64> {
    let mut took = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        took.push(client.timed(&questions[*next % questions.len()]).await);
        *next += 1;
    }
    took
}

async fn measure(stores: &mut Stores, kind: Kind) -> Vec<Line> {
    let (small, large) = (stores.with(kind, SMALL).await, stores.with(kind, LARGE).await);
    let (home, other) = (Home::new(Some(&large.url)), Home::new(Some(&small.url)));
    let (of_large, of_small) = (home.serve(Cores::One).await, other.serve(Cores::One).await);
    let (mut many, mut few) = (of_large.client().await, of_small.client().await);
    let mut lines = Vec::new();
    for way in WAYS {
        let question = |number| format!("{{ courses(first: 24{}) {{ nodes {{ {CARD} }} }} }}", (way.arguments)(number));
        let questions: Vec<Sent> = (1..=VARIANTS).map(|number| Sent::question(&question(number), &json!({}))).collect();
        let (mut here, mut there) = (0, 0);
        let compared = compare(
            PAIRS,
            Summary::Median,
            async || leg(&mut many, &questions, &mut here).await,
            async || leg(&mut few, &questions, &mut there).await,
        )
        .await;
        let tail = compared.ratio(Summary::P99).median;
        let ((half, hundredth), (small_half, small_hundredth)) = both(&compared);
        lines.push(
            Line::ratio("P3", format!("catalogue, {}: p99 at 1 M ÷ 10 k courses", way.name), Name(kind), &compared, Summary::P99)
                .goal("≤ 1.5", tail <= 1.5),
        );
        lines.push(
            Line::new(
                "P3",
                format!("catalogue, {}: p50, p99 at 1 M; at 10 k", way.name),
                Name(kind),
                format!("{half:.2}, {hundredth:.2} ms; {small_half:.2}, {small_hundredth:.2} ms"),
            )
            .within(&compared.ratio(Summary::Median), 2),
        );
    }
    of_large.kill().await;
    of_small.kill().await;
    lines
}

fn both(compared: &crate::pairs::Compared) -> ((f64, f64), (f64, f64)) {
    let ((half, small_half), (hundredth, small_hundredth)) = (compared.times(Summary::Median), compared.times(Summary::P99));
    ((half, hundredth), (small_half, small_hundredth))
}

/// Measures it on both databases.
pub async fn run(stores: &mut Stores) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(measure(stores, kind).await);
    }
    lines
}
