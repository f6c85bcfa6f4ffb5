//! The real binary: where its configuration comes from, and what its logs keep to themselves.

use std::process::Stdio;

use nabta_testkit::{Centre, Person, everywhere, json};
use tokio::process::Command;

use super::binary;

/// The environment that a command of a test runs in: a folder of its own, and no variable of the developer's.
pub(super) fn in_folder(centre: &Centre) -> Command {
    let mut command = Command::new(binary());
    let names = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("NABTA_") || name == "DATABASE_URL");
    names.for_each(|name| {
        command.env_remove(name);
    });
    command.current_dir(centre.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

async fn checked(mut command: Command) -> (i32, String) {
    let output = command.args(["config", "check"]).output().await.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Signs in rightly and wrongly, asks with a token, renews it, signs out; what of it no log may hold.
pub(super) async fn somebody_comes_and_goes(address: &str) -> Vec<String> {
    let mut sami = Person::visitor(address);
    sami.sign_in("sami@nabta.example", "nabta-demo-2020").await.ok();
    let mut secrets = vec![sami.token.clone().unwrap(), sami.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned()];
    Person::visitor(address).sign_in("sami@nabta.example", "a wrong password").await.refused_with("SIGN_IN_REFUSED");
    Person::visitor(address).sign_in("nobody@nowhere.example", "a wrong password").await.refused_with("SIGN_IN_REFUSED");
    let named = json!({ "query": "query Mine { viewer { email roles { role } } }", "operationName": "Mine" });
    sami.post("application/json", named.to_string(), &[]).await.ok();
    sami.ask("query { course(slug: \"sami@nabta.example\") { id } }", json!({})).await.refused_with("NOT_FOUND");
    let renew = "mutation { calendarFeedRenew { address userErrors { code } } }";
    let feed = sami.ask(renew, json!({})).await.checked().text("calendarFeedRenew.address");
    let (_, secret) = feed.rsplit_once('/').unwrap();
    assert_eq!(Person::visitor(address).get(&format!("/calendar/{secret}"), &[]).await.status, 200);
    assert_eq!(Person::visitor(address).get(&format!("/calendar/x{secret}"), &[]).await.status, 404);
    secrets.push(secret.trim_end_matches(".ics").to_owned());
    sami.refresh().await.ok();
    secrets.extend([sami.token.clone().unwrap(), sami.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned()]);
    assert_eq!(Person::visitor(address).with_token("eyJ-no-token-of-ours").ask("{ viewer { id } }", json!({})).await.status, 401);
    sami.ask("mutation { signOut { userErrors { code } } }", json!({})).await.ok();
    let said = ["sami@", "@nabta.example", "nobody@", "nabta-demo-2020", "a wrong password", "eyJ", "Bearer", "argon2id"];
    secrets.extend(said.map(str::to_owned));
    secrets
}

everywhere! {
    async fn nabta_toml_is_read_and_the_environment_wins(centre: Centre) {
        assert_eq!(checked(in_folder(&centre)).await.0, 0, "the defaults are right");
        std::fs::write(centre.folder().join("nabta.toml"), "[http]\nthreads = 0\nlisten = 'nowhere'\n").unwrap();
        let (code, said) = checked(in_folder(&centre)).await;
        assert!(code == 2 && said.contains("http.threads") && said.contains("http.listen"), "{said}");
        let mut command = in_folder(&centre);
        command.env("NABTA_HTTP__THREADS", "2");
        let (code, said) = checked(command).await;
        assert!(code == 2 && !said.contains("http.threads") && said.contains("http.listen"), "{said}");
        let mut command = in_folder(&centre);
        command.env("NABTA_HTTP__THREADS", "2").env("NABTA_HTTP__LISTEN", "127.0.0.1:0");
        assert_eq!(checked(command).await.0, 0);
        std::fs::write(centre.folder().join("nabta.toml"), "[http]\nthread = 2\n").unwrap();
        let (code, said) = checked(in_folder(&centre)).await;
        assert!(code == 2 && said.contains("thread"), "{said}");
    }

    async fn logs_hold_no_address_no_password_and_no_token(centre: Centre) {
        for (filter, json) in [("info", "false"), ("trace", "true")] {
            let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let mut command = in_folder(&centre);
            command
                .arg("serve")
                .env("NABTA_DATA_DIR", centre.folder())
                .env("DATABASE_URL", &centre.database_url)
                .env("NABTA_HTTP__LISTEN", format!("127.0.0.1:{port}"))
                .env("NABTA_LOG__FILTER", filter)
                .env("NABTA_LOG__JSON", json)
                // What is said to whoever starts the demo is no log.
                .stdout(Stdio::null())
                // A pipe that nobody reads would fill and hold the service up.
                .stderr(std::fs::File::create(centre.folder().join("log")).unwrap());
            let mut child = command.spawn().unwrap();
            let (id, address) = (child.id().unwrap().to_string(), format!("http://127.0.0.1:{port}"));
            let visitor = Person::visitor(&address);
            let mut tries = 0;
            while visitor.get("/health/ready", &[]).await.status != 200 {
                tries += 1;
                assert!(tries < 400, "the service is not ready");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            let secrets = somebody_comes_and_goes(&address).await;
            Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
            assert!(child.wait().await.unwrap().success());
            let logged = std::fs::read_to_string(centre.folder().join("log")).unwrap();
            assert!(logged.lines().count() >= 9 && logged.contains("Mine"), "what was asked is logged: {logged}");
            let leaked: Vec<_> = secrets.iter().filter(|secret| logged.contains(secret.as_str())).collect();
            assert!(leaked.is_empty(), "{filter}: {leaked:?} in {logged}");
        }
    }
}
