//! P11: what authorisation costs, in instructions; and whether the time of a sign-in tells who has an account.

use std::path::{Path, PathBuf};

use nabta_domain::catalogue::course;
use nabta_domain::kernel::{Ctx, KnownScope, Locale, LocalizedText};
use nabta_domain::people::account::{self, NewAccount};
use nabta_domain::people::{Role, authenticate, role, sign_in};
use nabta_testkit::{Kind, empty};
use serde_json::json;

use crate::client::Sent;
use crate::inside::Inside;
use crate::pairs::{Summary, compare};
use crate::process::{Cores, Home};
use crate::report::Line;
use crate::stores::{KINDS, Name, Stores};

const FEW: u64 = 5;
const MANY: u64 = 45;
const PAIRS: usize = 60;
const PASSWORD: &str = "a password of the benchmark";

/// As whom a question is asked within this process.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Asker {
    /// Nobody: no token, nothing but what everybody may read.
    Visitor,
    /// Somebody whose rights are known already.
    Officer,
    /// Somebody with a token: it is verified, and their rights are read.
    Token,
}

impl Asker {
    const fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Officer => "officer",
            Self::Token => "token",
        }
    }
}

const QUESTIONS: [(&str, &str); 2] = [("page of 24 cards", ""), ("a course with its lessons", "course-17")];

fn question(slug: &str) -> String {
    if slug.is_empty() {
        return crate::page::question();
    }
    format!(
        "{{ course(slug: \"{slug}\") {{ title {{ text }} objectives {{ text }} theme {{ title {{ text }} }} chapters {{ title {{ text }} lessons {{ id title {{ text }} text {{ words blocks {{ __typename }} }} }} }} }} }}"
    )
}

/// Asks a question so many times, and nothing else: what is run under valgrind.
pub async fn ask(url: &str, folder: &Path, asker: Asker, slug: &str, token: &str, times: u64) {
    let inside = Inside::open(url, folder).await;
    let question = question(slug);
    for _ in 0..times {
        let ctx = match asker {
            Asker::Visitor => inside.visitor(),
            Asker::Officer => inside.officer(),
            Asker::Token => {
                let visitor = inside.visitor();
                let (actor, locale) = authenticate::actor(&visitor, token).await.unwrap_or_else(|_| panic!("the token is good"));
                Ctx { actor, locale, ..visitor }
            }
        };
        inside.ask(&ctx, &question).await;
    }
}

/// The instructions of one request: of many requests less those of a few, so that the start falls out.
fn instructions(url: &str, folder: &Path, asker: Asker, slug: &str, token: &str) -> f64 {
    let count = |times: u64| -> u64 {
        let output = std::process::Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(std::env::current_exe().expect("this program has a place"))
            .args(["ask", "--url", url, "--as", asker.name(), "--slug", slug, "--token", token])
            .args(["--times", &times.to_string(), "--data-dir"])
            .arg(folder)
            .output()
            .expect("valgrind runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        let collected = said.lines().find_map(|line| line.split_once("Collected :")).expect("callgrind counts").1;
        collected.trim().parse().expect("a number")
    };
    (count(MANY) - count(FEW)) as f64 / (MANY - FEW) as f64
}

/// An account of the training officer's, and a token for it.
async fn token(inside: &Inside) -> String {
    let ctx = inside.instance.operator();
    let names = LocalizedText { ar: None, fr: Some("Mesure".into()), en: None };
    let email = format!("measure-{}@nabta.example", ctx.request);
    let new = NewAccount { names, email: email.clone(), password: PASSWORD.into(), locale: Locale::Fr };
    let created = account::create(&ctx, new, None).await.unwrap_or_else(|_| panic!("an account is opened"));
    assert!(role::grant(&ctx, created, Role::TrainingOfficer, KnownScope::CENTRE).await.is_ok());
    let tokens =
        sign_in::begin(&inside.visitor(), &email, PASSWORD.into(), None, None).await.unwrap_or_else(|_| panic!("signed in"));
    tokens.access
}

async fn count(stores: &mut Stores) -> Vec<Line> {
    let store = stores.with(Kind::Sqlite, 10_000).await;
    let folder = tempfile::tempdir().expect("there is room for files");
    let inside = Inside::open(&store.url, folder.path()).await;
    let found = course::queries::by_slug(&inside.visitor(), QUESTIONS[1].1).await;
    assert!(found.is_ok(), "the course is there");
    let mut lines = Vec::new();
    for (name, slug) in QUESTIONS {
        let token = token(&inside).await;
        let of = |asker| instructions(&store.url, folder.path(), asker, slug, &token);
        let (visitor, officer, signed_in) = (of(Asker::Visitor), of(Asker::Officer), of(Asker::Token));
        let line = |what: &str, more: f64| {
            let ratio = more / visitor;
            let counts = format!("{ratio:.3} × ({:.2} M ÷ {:.2} M)", more / 1e6, visitor / 1e6);
            Line::new("P11", format!("{name}: instructions {what} ÷ as a visitor"), Name(store.kind), counts)
                .goal("≤ 1.10", ratio <= 1.10)
        };
        lines.push(line("with checks of rights that are known", officer));
        lines.push(line("with token, reading of rights, checks", signed_in));
    }
    lines
}

async fn time(kind: Kind) -> Line {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let process = home.serve(Cores::One).await;
    let mutation = "mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }";
    let sent = |email: &str| Sent::question(mutation, &json!({ "input": { "email": email, "password": "not the password" } }));
    let (known, unknown) = (sent("amel@nabta.example"), sent("nobody@nabta.example"));
    // One connection for both: another one could be served by another thread, whose memory is in another state.
    let client = tokio::sync::Mutex::new(process.client().await);
    let leg = async |sent: &Sent| client.lock().await.repeated(sent, 2).await;
    let compared = compare(PAIRS, Summary::Median, async || leg(&known).await, async || leg(&unknown).await).await;
    process.kill().await;
    let ratio = compared.ratio(Summary::Median).median;
    Line::ratio("P11", "time of a refused sign-in: known account ÷ unknown", Name(kind), &compared, Summary::Median)
        .goal("0.95–1.05", (0.95..=1.05).contains(&ratio))
}

/// Counts and measures.
pub async fn run(stores: &mut Stores) -> Vec<Line> {
    let mut lines = count(stores).await;
    for kind in KINDS {
        lines.push(time(kind).await);
    }
    lines
}

/// The arguments of [`ask`].
#[derive(clap::Args)]
pub struct AskArguments {
    #[arg(long)]
    url: String,
    #[arg(long)]
    data_dir: PathBuf,
    #[arg(long = "as")]
    asker: Asker,
    #[arg(long)]
    slug: String,
    #[arg(long)]
    token: String,
    #[arg(long)]
    times: u64,
}

impl AskArguments {
    /// Does what they say.
    pub async fn run(self) {
        ask(&self.url, &self.data_dir, self.asker, &self.slug, &self.token, self.times).await;
    }
}
