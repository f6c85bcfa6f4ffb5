//! The real binary as a process.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nabta_testkit::{Person, repository};
use tokio::process::{Child, Command};

/// A running service, made and filled by its own commands.
pub(crate) struct Process {
    folder: PathBuf,
    database: Option<String>,
    port: u16,
    metrics: u16,
    environment: Vec<(&'static str, String)>,
    child: Option<Child>,
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Process {
    /// A service with the demo, ready to serve.
    pub(crate) async fn prepared(folder: &Path, database: Option<&str>) -> Self {
        let mut process = Self::new(folder, database);
        assert!(process.command(&["migrate", "up"]).await.success());
        assert!(process.command(&["demo", "load"]).await.success());
        process.start().await;
        process
    }

    /// One that runs on what another has prepared.
    pub(crate) fn new(folder: &Path, database: Option<&str>) -> Self {
        let (port, metrics) = (free_port(), free_port());
        Self {
            folder: folder.to_owned(),
            database: database.map(str::to_owned),
            port,
            metrics,
            environment: Vec::new(),
            child: None,
        }
    }

    /// The same, with more in its environment.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// `http://host:port`.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.host())
    }

    /// `host:port`.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it has counted.
    pub(crate) async fn counted(&self) -> String {
        reqwest::get(format!("http://127.0.0.1:{}/metrics", self.metrics)).await.unwrap().text().await.unwrap()
    }

    fn binary(&self) -> Command {
        // Beside the tests' own binary, which lies in `deps`.
        let path = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("nabta");
        let mut command = Command::new(path);
        command
            .current_dir(repository())
            .env_remove("DATABASE_URL")
            .env("NABTA_DATA_DIR", &self.folder)
            .env("NABTA_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("NABTA_HTTP__METRICS_BIND", format!("127.0.0.1:{}", self.metrics))
            .env("NABTA_LOG__FILTER", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true);
        if let Some(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A worker beside it.
    pub(crate) fn worker(&self) -> Child {
        self.binary().env_remove("NABTA_HTTP__METRICS_BIND").arg("work").spawn().unwrap()
    }

    /// Runs a command to its end.
    pub(crate) async fn command(&self, arguments: &[&str]) -> ExitStatus {
        let run = self.binary().args(arguments).status();
        tokio::time::timeout(Duration::from_secs(60), run).await.expect("the command took too long").unwrap()
    }

    /// Starts serving, and waits until it is ready.
    pub(crate) async fn start(&mut self) {
        self.child = Some(self.binary().arg("serve").spawn().unwrap());
        for _ in 0..200 {
            if let Ok(answer) = reqwest::get(format!("http://127.0.0.1:{}/health/ready", self.port)).await
                && answer.status().is_success()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the service is not ready");
    }

    /// Kills it as a power cut would: no signal that it could hear.
    pub(crate) async fn kill(&mut self) {
        self.child.take().unwrap().kill().await.unwrap();
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) async fn terminate(&mut self) {
        let mut child = self.child.take().unwrap();
        let id = child.id().unwrap().to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        let status = tokio::time::timeout(Duration::from_secs(35), child.wait()).await.expect("it does not stop").unwrap();
        assert!(status.success(), "{status}");
    }

    /// A visitor.
    pub(crate) fn visitor(&self) -> Person {
        Person::visitor(&self.address())
    }

    /// One of the demo's people.
    pub(crate) async fn person(&self, name: &str) -> Person {
        let mut person = self.visitor();
        person.sign_in(&format!("{name}@nabta.example"), "nabta-demo-2020").await.ok();
        person
    }
}

/// A cluster of PostgreSQL of the test's own.
pub(crate) async fn own_postgres(act: &str, folder: &Path, argument: Option<&str>) -> String {
    let mut command = Command::new("bash");
    command.arg(repository().join("tests/scripts/postgres.sh")).args(["own", act]).arg(folder).args(argument);
    let output =
        tokio::time::timeout(Duration::from_secs(60), command.stdin(Stdio::null()).output()).await.expect("too long").unwrap();
    assert!(output.status.success(), "postgres.sh own {act}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
