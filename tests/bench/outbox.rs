//! Letters a second from the outbox to a mail server, beside the same letters handed to it without an outbox.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use nabta_domain::kernel::jobs::worker;
use nabta_domain::kernel::post::Letter;
use nabta_domain::kernel::{Actor, Ctx};
use nabta_domain::people::{AccountId, account, look, sign_in};
use nabta_testkit::{Kind, MailServer, empty};

use crate::inside::Inside;
use crate::pairs::{Summary, compare};
use crate::process::Home;
use crate::report::Line;
use crate::stores::{KINDS, Name};

const PAIRS: usize = 30;
/// So many letters in one leg.
const LETTERS: u64 = 10;

struct Outbox {
    inside: Inside,
    administrator: Ctx,
    reader: AccountId,
    number: AtomicU64,
}

impl Outbox {
    async fn of(inside: Inside) -> Self {
        let operator = inside.instance.operator();
        let found = async |name: &str| {
            account::find_by_email(&operator, &format!("{name}@nabta.example")).await.expect("the demo has them")
        };
        let (leila, amel) = (found("leila").await, found("amel").await);
        let administrator = signed_in(&inside, &leila).await;
        Self { inside, administrator, reader: amel.id, number: AtomicU64::new(0) }
    }

    /// The milliseconds of a letter from the outbox: claimed, opened, rendered, carried, settled.
    async fn carried(&self) -> Vec<f64> {
        for _ in 0..LETTERS {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            let begun = look::begin(&self.administrator, self.reader, &format!("letter {number}")).await;
            assert!(begun.is_ok(), "{:?}", begun.err());
        }
        let began = Instant::now();
        let done = worker::drain(&self.inside.instance.services, &nabta_domain::handlers()).await;
        assert_eq!(done.ok(), Some(LETTERS as usize));
        vec![began.elapsed().as_secs_f64() * 1_000.0 / LETTERS as f64]
    }

    /// The milliseconds of a letter that is handed over and nothing else.
    async fn bare(&self) -> Vec<f64> {
        let services = Arc::clone(&self.inside.instance.services);
        let began = Instant::now();
        for _ in 0..LETTERS {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            let letter = Letter {
                message_id: format!("<{number}@nabta.example>"),
                to: "amel@nabta.example".into(),
                locale: nabta_domain::kernel::Locale::Fr,
                subject: "Un administrateur voit vos pages comme vous".into(),
                text: "Bonjour Amel,\n\n".repeat(40),
                html: "<p>Bonjour Amel,</p>\n".repeat(80),
                unsubscribe: None,
            };
            services.carrier.carry(&letter).await.expect("the server takes it");
        }
        vec![began.elapsed().as_secs_f64() * 1_000.0 / LETTERS as f64]
    }
}

/// Somebody of the demo with a sign-in, as looks ask for; with all roles, as if with a second factor.
async fn signed_in(inside: &Inside, account: &account::Account) -> Ctx {
    let visitor = inside.visitor();
    let tokens = sign_in::begin(&visitor, &account.email, "nabta-demo-2020".into(), None, None).await;
    let tokens = tokens.unwrap_or_else(|error| panic!("{} signs in: {}", account.email, error.code()));
    let Actor::Account(mut acting) = account.acting() else { unreachable!("an account acts as one") };
    acting.sign_in = tokens.account.sign_in;
    visitor.acting_as(Actor::Account(acting))
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let server = MailServer::start();
    let outbox = Outbox::of(Inside::open_with(&url, home.folder(), &server.settings()).await).await;
    let compared = compare(PAIRS, Summary::Median, async || outbox.carried().await, async || outbox.bare().await).await;
    let (ours, bare) = compared.times(Summary::Median);
    vec![
        Line::ratio(
            "outbox",
            "a letter from the outbox over SMTP with STARTTLS ÷ the same without an outbox",
            Name(kind),
            &compared,
            Summary::Median,
        ),
        Line::new(
            "outbox",
            "letters a second, one worker; without an outbox",
            Name(kind),
            format!("{:.0}; {:.0}", 1_000.0 / ours, 1_000.0 / bare),
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
