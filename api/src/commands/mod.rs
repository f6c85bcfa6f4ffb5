//! The commands of the binary and their exit codes.

mod account;
mod backup;
mod content;
mod demo;
mod doctor;
mod guide;
mod journal;
mod keys;
mod mail;
mod maintenance;
mod migrate;
mod schema;
mod serve;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, Config};
use crate::{instance, logging};

/// Done, but something that was asked about isn't as it should be.
const FOUND_FAULTS: u8 = 1;
/// The command line or the configuration is wrong; nothing was done.
const WRONG_SETUP: u8 = 2;
/// It was tried and failed.
const FAILED: u8 = 3;

/// Nabta: the training and green-jobs platform of an environmental training centre.
///
/// Configuration comes from defaults, then nabta.toml in the working folder, then the environment: NABTA_HTTP__LISTEN stands for
/// http.listen, DATABASE_URL for database.url. `nabta config check` says what is wrong with it.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 done; 1 a check found faults; 2 command line or configuration wrong, nothing done; 3 failed."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve: GraphQL at /graphql, health at /health/live and /health/ready. SIGTERM lets begun requests finish.
    Serve,
    /// Do jobs without serving: as many of these as wanted, beside those that serve. SIGTERM lets begun jobs finish.
    Work,
    /// Bring the database's schema to this program's version, or back.
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Load the demo: the centre in 2020, with synthetic people whose passwords everybody knows. Refused in production.
    #[command(subcommand)]
    Demo(demo::Demo),
    /// Open an account or give a role, as whoever runs this machine: how the first administrator comes to be.
    #[command(subcommand)]
    Account(account::Account),
    /// Check folders of courses, bring one in, write one out.
    #[command(subcommand)]
    Content(content::Content),
    /// Print a training guide.
    #[command(subcommand)]
    Guide(guide::Guide),
    /// Write out the GraphQL schema.
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Copy database and files into a folder, while Nabta serves; or check such a copy.
    Backup(backup::Backup),
    /// Bring back what a backup holds, after every byte of it was checked.
    Restore(backup::Restore),
    /// Look at database, files, mail, clock, disk, secrets, jobs and journal; say of each whether it is well, and what to do. Exit code 1 if
    /// something is broken.
    Doctor(doctor::Doctor),
    /// Note letters that came back.
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Have everybody only read for a while.
    #[command(subcommand)]
    Maintenance(maintenance::Maintenance),
    /// Change the secret from which all keys are drawn.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Recompute the journal's chain.
    #[command(subcommand)]
    Journal(journal::Journal),
    /// Say what is wrong with the configuration, each with its key and a remedy. Secrets are never shown.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check the configuration; exit code 2 if something is wrong.
    Check,
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { WRONG_SETUP } else { 0 });
        }
    };
    if let Command::Schema(command) = &arguments.command {
        return ended(schema::run(command));
    }
    let config = match Config::load() {
        Ok(config) => config,
        Err(error) => {
            for error in error {
                say_error(&config::unread(&error));
            }
            return ExitCode::from(WRONG_SETUP);
        }
    };
    let problems = config::check(&config);
    for problem in &problems {
        say_error(&format!("{}: {}. Remedy: {}.", problem.key, problem.what, problem.remedy));
    }
    if !problems.is_empty() {
        return ExitCode::from(WRONG_SETUP);
    }
    // What waits to be sent is sent when it is dropped.
    let _traces = logging::begin(&config.log, &config.telemetry);
    if let Command::Config(ConfigCommand::Check) = arguments.command {
        say("The configuration is right.");
        return ExitCode::SUCCESS;
    }
    let threads = config.http.threads.max(2);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    match runtime {
        Ok(runtime) => ended(runtime.block_on(dispatch(arguments.command, config))),
        Err(error) => ended(Err(error.into())),
    }
}

async fn dispatch(command: Command, config: Config) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Work => work::run(config).await,
        Command::Migrate(command) => migrate::run(&command, config).await,
        Command::Demo(command) => demo::run(&command, config).await,
        Command::Account(command) => account::run(command, config).await,
        Command::Content(command) => content::run(&command, config).await,
        Command::Backup(command) => backup::run(command, config).await,
        Command::Restore(command) => backup::restore(command, config).await,
        Command::Doctor(command) => doctor::run(&command, config).await,
        Command::Mail(command) => mail::run(command, config).await,
        Command::Maintenance(command) => maintenance::run(command, config).await,
        Command::Guide(command) => guide::run(&command, config).await,
        Command::Keys(command) => keys::run(&command, config).await,
        Command::Journal(command) => journal::run(&command, config).await,
        Command::Schema(_) | Command::Config(_) => Ok(Outcome::Done),
    }
}

/// How a command that ran to its end came out.
enum Outcome {
    /// Done, and all is well.
    Done,
    /// Done, and faults were found and said.
    Faults,
}

fn ended(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(FOUND_FAULTS),
        Err(error) => {
            say_error(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// Says a line to whoever runs the command.
#[expect(clippy::print_stdout, reason = "a command speaks on standard output")]
fn say(line: &str) {
    println!("{line}");
}

fn say_error(line: &str) {
    eprintln!("nabta: {line}");
}

/// What an error of the domain says to an operator.
fn told(error: nabta_domain::kernel::Error) -> anyhow::Error {
    instance::told(error)
}
