//! A provider of sign-ins of the test's own: a real one (OpenID Connect), and an impostor beside it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use reqwest::header::LOCATION;
use reqwest::{Client, Url, redirect::Policy};
use serde_json::Value;

use crate::centre::repository;

/// Where browsers are led back to.
const BACK: &str = "http://localhost:8080/sign-in/provider";

/// A provider.
pub struct SignInProvider {
    process: Child,
    // It ends with this end of its standard input, so that none is left behind whatever happens to the test.
    _input: ChildStdin,
    port: u64,
    impostor: u64,
}

/// What a browser brings back.
#[derive(Clone, Debug)]
pub struct Back {
    /// `state`.
    pub state: String,
    /// `code`.
    pub code: String,
    /// `iss`.
    pub issuer: String,
}

impl SignInProvider {
    /// Starts one on a free port.
    #[must_use]
    pub fn start() -> Self {
        let modules = std::env::var("NABTA_TEST_OIDC").expect("NABTA_TEST_OIDC: `make test` installs the provider and sets it");
        let mut process = Command::new("node")
            .arg(repository().join("tests/scripts/oidc-provider.mjs"))
            .arg(modules)
            .arg(BACK)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut line, mut output) = (String::new(), BufReader::new(process.stdout.take().unwrap()));
        output.read_line(&mut line).unwrap();
        // Read to its end: a program that nobody listens to any more dies of what it says.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        let ports: Value = serde_json::from_str(&line).expect("the provider starts");
        let input = process.stdin.take().unwrap();
        let port = |name: &str| ports[name].as_u64().unwrap();
        Self { process, _input: input, port: port("port"), impostor: port("impostor") }
    }

    /// What of the configuration leads to it, and to the impostor.
    #[must_use]
    pub fn settings(&self) -> String {
        let one = |key: &str, port: u64| {
            format!(
                "[[auth.providers]]\nkey = '{key}'\nname = 'Compte {key}'\nissuer = 'http://localhost:{port}'\nclient_id = 'nabta'\n\
                 client_secret = 'a secret of the test'\n"
            )
        };
        // 9 is where nobody listens.
        one("centre", self.port) + &one("impostor", self.impostor) + &one("asleep", 9)
    }

    /// Goes where a browser is sent, as somebody: "SUBJECT|ADDRESS|yes or no|NAME"; what it brings back.
    pub async fn visit(&self, address: &str, who: &str) -> Back {
        let browser = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        let mut next = Url::parse(address).unwrap();
        next.query_pairs_mut().append_pair("login_hint", who);
        for _ in 0..10 {
            let answer = browser.get(next.clone()).send().await.unwrap();
            let status = answer.status();
            let Some(to) = answer.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned()) else {
                panic!("the provider answered {status}: {}", answer.text().await.unwrap());
            };
            next = next.join(&to).unwrap();
            if next.as_str().starts_with(BACK) {
                let brought: HashMap<_, _> = next.query_pairs().into_owned().collect();
                let text = |name: &str| brought.get(name).cloned().unwrap_or_else(|| panic!("no {name} in {brought:?}"));
                return Back { state: text("state"), code: text("code"), issuer: text("iss") };
            }
        }
        panic!("the provider leads nowhere: {next}");
    }
}

impl Drop for SignInProvider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
