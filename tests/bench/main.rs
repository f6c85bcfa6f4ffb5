//! `make bench`: ratios, counts and memory of the released service, on SQLite and PostgreSQL.
//!
//! What is timed is timed as a ratio of two things in turn (A-B-B-A), with a control (A against itself) beside it: the machine's own
//! mood falls out. What can be counted is counted.

// As in the service's library.
#![recursion_limit = "512"]
#![allow(clippy::expect_used, clippy::cast_precision_loss, reason = "a benchmark that cannot go on stops")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of rows and runs are small")]

mod backup;
mod client;
mod export;
mod growth;
mod inside;
mod jobs;
mod lists;
mod memory;
mod outbox;
mod page;
mod pairs;
mod process;
mod refusals;
mod report;
mod rights;
mod search;
mod seed;
mod sign_ins;
mod start;
mod stores;
mod upload;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use report::Line;
use stores::Stores;
use tokio::runtime::{Builder, Runtime};

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub enum Subject {
    /// A page ÷ the same bytes by one statement.
    P1,
    /// Statements of each list.
    P2,
    /// A million rows ÷ ten thousand.
    P3,
    /// Memory.
    P7,
    /// Start.
    P8,
    /// Authorisation and sign-in.
    P11,
    /// Backups.
    R15,
    /// Refusals.
    S4,
    /// Search among a hundred thousand lessons.
    #[value(name = "search")]
    Search,
    /// Jobs a second.
    #[value(name = "jobs")]
    Jobs,
    /// Letters a second.
    #[value(name = "outbox")]
    Outbox,
    /// Uploads ÷ a bare PUT.
    #[value(name = "upload")]
    Upload,
    /// The catalogue while people sign in.
    #[value(name = "sign-ins")]
    SignIns,
    /// A personal record with a long history.
    #[value(name = "export")]
    Export,
}

impl Subject {
    /// The place of a subject in the table.
    pub fn order(name: &str) -> usize {
        let known = |subject: &Self| subject.to_possible_value().is_some_and(|value| value.get_name() == name);
        Self::value_variants().iter().position(known).unwrap_or(usize::MAX)
    }

    async fn run(self, stores: &mut Stores) -> Vec<Line> {
        match self {
            Self::P1 => page::run(stores).await,
            Self::P2 => lists::run(stores).await,
            Self::P3 => growth::run(stores).await,
            Self::P7 => memory::run().await,
            Self::P8 => start::run().await,
            Self::P11 => rights::run(stores).await,
            Self::R15 => backup::run(stores).await,
            Self::S4 => refusals::run().await,
            Self::Search => search::run().await,
            Self::Jobs => jobs::run().await,
            Self::Outbox => outbox::run().await,
            Self::Upload => upload::run().await,
            Self::SignIns => sign_ins::run().await,
            Self::Export => export::run().await,
        }
    }
}

/// Measures the service and writes the results into docs/benchmarks.md.
#[derive(Parser)]
struct Arguments {
    /// Only these, with commas between.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Subject>,
    /// Print the results and leave the page alone.
    #[arg(long)]
    dry: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

/// What this program runs of itself as processes of their own.
#[derive(Subcommand)]
enum Part {
    /// Serve with the reference of P1 beside the service.
    #[command(hide = true)]
    ReferenceServer {
        #[arg(long)]
        data_dir: PathBuf,
    },
    /// Ask a question some times.
    #[command(hide = true)]
    Ask(rights::AskArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.part {
        // As `nabta serve` runs.
        Some(Part::ReferenceServer { data_dir }) => {
            let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime begins").block_on(page::serve(data_dir));
        }
        Some(Part::Ask(ask)) => single().block_on(ask.run()),
        None => {
            process::move_to_the_other_core();
            return single().block_on(measure(arguments.only, arguments.dry));
        }
    }
    ExitCode::SUCCESS
}

/// One thread, as each of the service's threads has a runtime of its own: loaders gather what one thread asks for.
fn single() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime begins")
}

async fn measure(only: Vec<Subject>, dry: bool) -> ExitCode {
    let subjects = if only.is_empty() { Subject::value_variants().to_vec() } else { only };
    let (mut stores, mut lines) = (Stores::new(), Vec::new());
    for subject in subjects {
        let began = std::time::Instant::now();
        let measured = subject.run(&mut stores).await;
        eprintln!("{subject:?} took {:.0} s", began.elapsed().as_secs_f64());
        report::print(&measured);
        lines.extend(measured);
    }
    if !dry && let Err(error) = report::write(&lines) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let void = lines.iter().filter(|line| line.void).count();
    if void > 0 {
        eprintln!("{void} results are void: the machine was too uneven, even after several tries");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
