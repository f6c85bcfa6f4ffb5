//! A mail server of the test's own: a real one, with STARTTLS and a certificate of an authority that only the test knows.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::Value;
use tempfile::TempDir;

use crate::centre::repository;

/// A certificate for `localhost` that signs itself, and its key, as PEM.
#[must_use]
pub fn certificate() -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".into()]).unwrap().self_signed(&key).unwrap();
    (certificate.pem(), key.serialize_pem())
}

/// A mail server.
pub struct MailServer {
    folder: TempDir,
    port: u16,
    tls: bool,
    running: Option<(Child, ChildStdin, Receiver<Value>)>,
}

impl MailServer {
    /// Starts one on a free port: the conversation begins in the open and goes on under TLS.
    #[must_use]
    pub fn start() -> Self {
        Self::speaking(false)
    }

    /// Starts one on a free port that speaks TLS from the beginning, as port 465 does.
    #[must_use]
    pub fn start_under_tls() -> Self {
        Self::speaking(true)
    }

    fn speaking(tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let signed = authority.self_signed(&authority_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::new(authority, authority_key);
        let certificate = CertificateParams::new(vec!["localhost".into()]).unwrap().signed_by(&key, &issuer).unwrap();
        std::fs::write(folder.path().join("authority.pem"), signed.pem()).unwrap();
        std::fs::write(folder.path().join("certificate.pem"), certificate.pem()).unwrap();
        std::fs::write(folder.path().join("key.pem"), key.serialize_pem()).unwrap();
        let mut server = Self { folder, port: 0, tls, running: None };
        server.again();
        server
    }

    /// What of the configuration leads to it.
    #[must_use]
    pub fn settings(&self) -> String {
        format!(
            "mail.kind = 'smtp'\nmail.security = '{}'\nmail.host = 'localhost'\nmail.port = {}\nmail.user = 'nabta'\nmail.password = 'a password of the test'\n\
             mail.authority = {:?}\nmail.from = '\"Centre, أ\" <centre@nabta.example>'\nmail.timeout_seconds = 2\n",
            if self.tls { "tls" } else { "starttls" },
            self.port,
            self.folder.path().join("authority.pem")
        )
    }

    /// Starts it again on the port that it had.
    pub fn again(&mut self) {
        let modules =
            std::env::var("NABTA_TEST_SMTP").expect("NABTA_TEST_SMTP: `make test` installs the mail server and sets it");
        let file = |name: &str| -> PathBuf { self.folder.path().join(name) };
        let mut child = Command::new("node")
            .arg(repository().join("tests/scripts/smtp-sink.mjs"))
            .arg(modules)
            .args([file("key.pem"), file("certificate.pem")])
            .arg(self.port.to_string())
            .args(self.tls.then_some("tls"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = send.send(serde_json::from_str::<Value>(&line).unwrap());
            }
        });
        let first = lines.recv_timeout(Duration::from_secs(20)).expect("the mail server starts");
        self.port = u16::try_from(first["port"].as_u64().unwrap()).unwrap();
        // It ends with this end of its standard input, so that none is left behind whatever happens to the test.
        let input = child.stdin.take().unwrap();
        self.running = Some((child, input, lines));
    }

    /// Stops it.
    pub fn stop(&mut self) {
        if let Some((mut child, ..)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The letters that it took since it was last asked, at least so many.
    pub async fn received(&self, least: usize) -> Vec<Value> {
        let (_, _, lines) = self.running.as_ref().expect("it runs");
        let mut letters = Vec::new();
        for _ in 0..200 {
            letters.extend(lines.try_iter());
            if letters.len() >= least {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert!(letters.len() >= least, "the letters did not come: {letters:?}");
        letters
    }

    /// How many letters it took since it was last asked.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.running.as_ref().map_or(0, |(_, _, lines)| lines.try_iter().count())
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.stop();
    }
}
