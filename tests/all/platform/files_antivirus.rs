//! Files go through a real clamd, which knows one signature of the test's own; while it is away, nothing is taken.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::TimeDelta;
use nabta_testkit::{Centre, Kind, Person, Value, fetch, json, run_with, sent};

const MALWARE: &str = "malware-of-the-test";
const FILES: &str = "{ files(first: 5) { totalCount nodes { name } } }";

/// A clamd with one signature.
struct Clamd {
    port: u16,
    folder: tempfile::TempDir,
    running: Option<Child>,
}

impl Clamd {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        std::fs::create_dir(folder.path().join("signatures")).unwrap();
        let signature = format!("Nabta.Test:0:*:{}\n", hex::encode(MALWARE));
        std::fs::write(folder.path().join("signatures/test.ndb"), signature).unwrap();
        let place = folder.path().display();
        let settings = format!(
            "DatabaseDirectory {place}/signatures\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\nPidFile {place}/pid\n"
        );
        std::fs::write(folder.path().join("clamd.conf"), settings).unwrap();
        let mut clamd = Self { port, folder, running: None };
        clamd.again();
        clamd
    }

    fn again(&mut self) {
        let program = if Path::new("/usr/sbin/clamd").exists() { "/usr/sbin/clamd" } else { "clamd" };
        let command = Command::new(program)
            .arg("-c")
            .arg(self.folder.path().join("clamd.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.running =
            Some(command.unwrap_or_else(|error| panic!("clamd: {error}; tests/scripts/tools.sh antivirus installs it")));
        for _ in 0..400 {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("clamd does not start");
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.kill();
            let _ = running.wait();
        }
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.stop();
    }
}

fn scanned(test: impl AsyncFn(Centre, &mut Clamd)) {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let mut clamd = Clamd::start();
        let settings = format!("files.clamd = '127.0.0.1:{}'\n", clamd.port);
        run_with(kind, &settings, async |centre| test(centre, &mut clamd).await);
    }
}

/// What became of a text that somebody sent.
async fn text(centre: &Centre, person: &Person, words: &str) -> Value {
    sent(centre, person, "cv.txt", "text/plain", "DOCUMENT", words.as_bytes()).await
}

#[test]
fn what_the_daemon_knows_is_refused_and_the_rest_is_taken() {
    scanned(async |centre: Centre, _: &mut Clamd| {
        let amel = centre.person("amel").await;
        let contents = "SELECT count(*) AS number FROM content";
        let before = centre.number(contents).await;
        let refused = text(&centre, &amel, &format!("A text, and in it {MALWARE}, somewhere.")).await;
        assert_eq!((&refused["state"], &refused["problem"]["code"]), (&json!("REFUSED"), &json!("FILE_MALWARE")));
        assert!(
            !refused.to_string().contains("Nabta.Test"),
            "which signature it was helps whoever writes the next one: {refused}"
        );
        assert_eq!(centre.number(contents).await, before, "nothing of it is kept");
        let taken = text(&centre, &amel, "What Amel has learned.").await;
        assert_eq!(taken["state"], "STORED", "{taken}");
        assert_eq!(fetch(&centre.reach(taken["file"]["address"].as_str().unwrap()), None).await.status, 200);
    });
}

#[test]
fn while_the_daemon_is_away_nothing_is_taken_and_afterwards_all_goes_on() {
    scanned(async |centre: Centre, clamd: &mut Clamd| {
        clamd.stop();
        let waits = text(&centre, &centre.person("amel").await, "What Amel has learned.").await;
        assert_eq!((&waits["state"], &waits["file"]), (&json!("RECEIVED"), &Value::Null));
        clamd.again();
        centre.clock.advance(TimeDelta::minutes(2));
        centre.work().await;
        let files = centre.person("amel").await.ask(FILES, json!({})).await.checked();
        assert_eq!((files.number("files.totalCount"), files.text("files.nodes.0.name")), (1, "cv.txt".to_owned()));
    });
}
