//! All that is kept about somebody with ten thousand entries in the journal ÷ about somebody with one thousand: as JSON and as PDF, sealed.

use std::time::Instant;

use nabta_domain::kernel::jobs::worker;
use nabta_domain::kernel::{Ctx, Locale};
use nabta_domain::people::account;
use nabta_domain::platform::calendar::feed;
use nabta_domain::privacy::export;
use nabta_testkit::{Kind, empty};
use sea_orm::ConnectionTrait;

use crate::inside::Inside;
use crate::pairs::{Summary, compare};
use crate::process::Home;
use crate::report::Line;
use crate::stores::{KINDS, Name};

const PAIRS: usize = 15;
const MANY: u64 = 10_000;
const SOME: u64 = 1_000;

/// Gives somebody a history: as many acts of their own, each with its entry.
async fn live(inside: &Inside, name: &str, entries: u64) -> Ctx {
    let operator = inside.instance.operator();
    let account = account::find_by_email(&operator, &format!("{name}@nabta.example")).await.expect("the demo has them");
    let ctx = inside.visitor().acting_as(account.acting());
    for _ in 0..entries {
        assert!(feed::renew(&ctx).await.is_ok());
    }
    ctx
}

/// The milliseconds of one record, from the wish to the letter.
async fn made(inside: &Inside, ctx: &Ctx) -> Vec<f64> {
    let database = inside.instance.services.database.for_migration();
    // Five a day are given to people.
    database.execute_unprepared("DELETE FROM attempt").await.expect("the table is there");
    assert!(export::request(ctx, Locale::Fr).await.is_ok());
    let began = Instant::now();
    assert!(worker::drain(&inside.instance.services, &nabta_domain::handlers()).await.is_ok_and(|done| done >= 1));
    vec![began.elapsed().as_secs_f64() * 1_000.0]
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let inside = Inside::open(&url, home.folder()).await;
    let (many, some) = (live(&inside, "amel", MANY).await, live(&inside, "amina", SOME).await);
    let compared =
        compare(PAIRS, Summary::Median, async || made(&inside, &many).await, async || made(&inside, &some).await).await;
    let ratio = compared.ratio(Summary::Median).median;
    let (long, short) = compared.times(Summary::Median);
    vec![
        Line::ratio(
            "export",
            format!("personal record with {MANY} entries ÷ with {SOME}"),
            Name(kind),
            &compared,
            Summary::Median,
        )
        .goal("≤ 10", ratio <= 10.0),
        Line::new("export", "the same in time, median", Name(kind), format!("{long:.0} ms ÷ {short:.0} ms")),
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
