//! The service as a process of its own: the released binary, or this program with the reference beside the service.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nabta_testkit::repository;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::client::{Client, Sent};

/// The core of the service; what asks runs on the other.
const SERVICE_CORE: &str = "0";

/// Runs this program itself, and so all that asks, on the other core than the service. To be called before any thread begins.
pub fn move_to_the_other_core() {
    let own = std::process::id().to_string();
    let _ =
        std::process::Command::new("taskset").args(["-p", "-c", "1", &own]).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn has_taskset() -> bool {
    std::process::Command::new("taskset").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Where a process runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cores {
    /// On the core of the service.
    One,
    /// On all of them.
    All,
}

/// A running service.
pub struct Process {
    child: Child,
    /// `host:port`.
    pub host: String,
}

/// What it takes to run the service, and its folder.
pub struct Home {
    folder: TempDir,
    database: Option<String>,
    port: u16,
    /// Whether the service does what goes on beside the requests. Filling the search index with a million made-up courses is not what is
    /// measured.
    ticks: bool,
}

impl Home {
    /// A service over a database; over an SQLite file of its own if none is named.
    pub fn new(database: Option<&str>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        Self {
            folder: tempfile::tempdir().expect("there is room for files"),
            database: database.map(str::to_owned),
            port,
            ticks: false,
        }
    }

    /// The same with the demo in it.
    pub async fn with_demo(database: Option<&str>) -> Self {
        let home = Self { ticks: true, ..Self::new(database) };
        for arguments in [["migrate", "up"], ["demo", "load"]] {
            let status = home.command(&nabta(), Cores::All).args(arguments).status().await.expect("nabta runs");
            assert!(status.success(), "nabta {arguments:?}: {status}");
        }
        home
    }

    /// Where it keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command with the service's environment.
    pub fn command(&self, program: &Path, cores: Cores) -> Command {
        let mut command = if has_taskset() {
            let mut command = Command::new("taskset");
            // The parent may have been moved to one core, and children inherit that.
            command.args(["-c", if cores == Cores::One { SERVICE_CORE } else { "0-1023" }]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .current_dir(self.folder.path())
            .env_remove("DATABASE_URL")
            .env("NABTA_DATA_DIR", self.folder.path())
            .env("NABTA_DEMO_DIR", repository().join("demo"))
            .env("NABTA_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        // What is measured signs in wrongly more often than people may.
        command.env("NABTA_AUTH__TRIES_PER_ACCOUNT", "1000000").env("NABTA_AUTH__TRIES_PER_ORIGIN", "1000000");
        if !self.ticks {
            command.env("NABTA_WORKERS__TICK_MILLISECONDS", "0").env("NABTA_WORKERS__JOBS", "0");
        }
        if let Some(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Starts the released binary and waits until it is ready.
    pub async fn serve(&self, cores: Cores) -> Process {
        self.start(&nabta(), &["serve"], cores).await.0
    }

    /// Starts a program that serves; it, and when it was started and when it first said that it is ready.
    pub async fn start(&self, program: &Path, arguments: &[&str], cores: Cores) -> (Process, Instant, Instant) {
        let began = Instant::now();
        let child = self.command(program, cores).args(arguments).spawn().expect("it starts");
        let mut process = Process { child, host: format!("127.0.0.1:{}", self.port) };
        let ready = Sent::get("/health/ready");
        while began.elapsed() < Duration::from_secs(60) {
            if let Ok(mut client) = Client::open(&process.host).await
                && client.send(&ready).await.is_ok_and(|answer| answer.status == 200)
            {
                return (process, began, Instant::now());
            }
            if let Ok(Some(status)) = process.child.try_wait() {
                panic!("the service ended: {status}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        panic!("the service is not ready");
    }
}

/// The released binary; it lies beside this one.
pub fn nabta() -> PathBuf {
    let own = std::env::current_exe().expect("this program has a place");
    own.with_file_name("nabta")
}

impl Process {
    /// A connection to it.
    pub async fn client(&self) -> Client {
        Client::open(&self.host).await.expect("the service takes connections")
    }

    /// A line of what the system says of the process, in MB: `VmRSS` is what is resident now, `VmHWM` the most that ever was.
    pub fn memory(&self, what: &str) -> f64 {
        let id = self.child.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("the system tells of its processes");
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).expect("the line is there");
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kilobytes / 1024.0
    }

    /// Stops it at once.
    pub async fn kill(mut self) {
        let _ = self.child.kill().await;
    }
}

/// Signs one of the demo's people in; the access token.
pub async fn token(client: &mut Client, name: &str) -> String {
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }";
    let input = serde_json::json!({ "input": { "email": format!("{name}@nabta.example"), "password": "nabta-demo-2020" } });
    let answer = client.send(&Sent::question(query, &input)).await.expect("the service answers").json();
    answer.pointer("/data/signIn/accessToken").and_then(|token| token.as_str()).expect("a token").to_owned()
}
