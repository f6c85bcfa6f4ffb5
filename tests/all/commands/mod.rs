//! The commands of the binary, with their exit codes: 0 done, 1 faults found, 2 nothing done because the set-up is wrong, 3 failed.

mod backup;
mod content;
mod database;
mod doctor;
mod keys;
mod logs;
mod maintenance;
mod traces;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use nabta_testkit::{Centre, everywhere, json, repository};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// What a command said and how it ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) said: String,
}

/// The binary, beside the tests' own.
pub(crate) fn binary() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("nabta")
}

/// Runs the binary on the centre's database.
pub(crate) async fn nabta(centre: &Centre, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Ended {
    nabta_in(centre, &repository(), arguments, environment, input).await
}

/// The same, in a folder that may hold a `nabta.toml`.
async fn nabta_in(centre: &Centre, folder: &Path, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Ended {
    let mut child = Command::new(binary())
        .args(arguments)
        .current_dir(folder)
        .env("NABTA_DATA_DIR", centre.folder())
        .env("DATABASE_URL", &centre.database_url)
        .env("NABTA_LOG__FILTER", "error")
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    let output =
        tokio::time::timeout(std::time::Duration::from_secs(60), child.wait_with_output()).await.expect("it hangs").unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Ended { code: output.status.code().unwrap(), said }
}

everywhere! {
    async fn an_operator_opens_an_account_and_gives_a_role(centre: Centre) {
        let create = ["account", "create", "--email", "Nouvelle@Nabta.example", "--name", "Nouvelle Personne", "--locale", "ar"];
        let short = nabta(&centre, &create, &[], "short\n").await;
        assert_eq!(short.code, 3, "{}", short.said);
        assert!(short.said.contains("PASSWORD_TOO_SHORT"), "{}", short.said);
        assert_eq!(nabta(&centre, &create, &[], "a long enough password\n").await.code, 0);
        assert!(nabta(&centre, &create, &[], "a long enough password\n").await.said.contains("ALREADY_EXISTS"));
        let role = |role: &'static str| ["account", "role", "--email", "nouvelle@nabta.example", "--role", role];
        assert_eq!(nabta(&centre, &role("king"), &[], "").await.code, 2);
        assert_eq!(nabta(&centre, &role("administrator"), &[], "").await.code, 0);
        let mut person = centre.visitor();
        person.sign_in("nouvelle@nabta.example", "a long enough password").await.ok();
        let viewer = person.ask("{ viewer { locale roles { role scope } } }", json!({})).await.checked();
        assert_eq!(viewer.at("viewer"), &json!({ "locale": "AR", "roles": [{ "role": "ADMINISTRATOR", "scope": null }] }));
    }

    async fn the_configuration_is_checked_before_anything_is_done(centre: Centre) {
        assert_eq!(nabta(&centre, &["config", "check"], &[], "").await.code, 0);
        let wrong: [(&[(&str, &str)], &str); 5] = [
            (&[("NABTA_ENVIRONMENT", "production")], "auth.secrets"),
            (&[("NABTA_AUTH__SECRETS", "hunter2-hunter2")], "auth.secrets"),
            (&[("NABTA_HTTP__LISTEN", "nowhere")], "http.listen"),
            (&[("NABTA_HTTP__LISEN", "127.0.0.1:1")], "lisen"),
            (&[("NABTA_HTTP__THREADS", "many")], "http.threads"),
        ];
        for (environment, key) in wrong {
            for command in [["config", "check"], ["migrate", "up"]] {
                let ended = nabta(&centre, &command, environment, "").await;
                assert_eq!(ended.code, 2, "{key}: {}", ended.said);
                assert!(ended.said.contains(key) && ended.said.contains("Remedy"), "{key}: {}", ended.said);
                assert!(!ended.said.contains("hunter2"), "a secret was printed");
            }
        }
        assert_eq!(nabta(&centre, &["dance"], &[], "").await.code, 2);
        assert_eq!(nabta(&centre, &["--help"], &[], "").await.code, 0);
        let production = [("NABTA_ENVIRONMENT", "production"), ("NABTA_HTTP__PUBLIC_ADDRESS", "https://nabta.example"), ("NABTA_AUTH__SECRETS", "0123456789abcdef0123456789abcdef0123"), ("NABTA_MAIL__KIND", "smtp")];
        assert_eq!(nabta(&centre, &["demo", "load"], &production, "").await.code, 3, "the demo stays out of production");
    }

    async fn a_file_that_cannot_be_read_is_not_quoted(centre: Centre) {
        let file = centre.folder().join("nabta.toml");
        for (text, place) in [
            ("auth.secrets = [hunter2hunter2hunter2hunter2hunter2]", "line 1"),
            ("[auth]\nsecrets = ['hunter2hunter2hunter2hunter2hunter2", "line 2"),
            ("[auth.secrets]\nhunter2 = 1", "auth.secrets"),
            ("http.threads = 'hunter2'", "http.threads"),
        ] {
            std::fs::write(&file, text).unwrap();
            let ended = nabta_in(&centre, centre.folder(), &["config", "check"], &[], "").await;
            assert!(ended.code == 2 && ended.said.contains(place) && ended.said.contains("Remedy"), "{text}: {}", ended.said);
            assert!(!ended.said.contains("hunter2"), "a secret was printed: {}", ended.said);
        }
    }

    async fn a_course_goes_out_and_comes_in(centre: Centre) {
        let (zip, folder) = (centre.folder().join("eie.zip"), centre.folder().join("eie"));
        let (zip, folder) = (zip.to_str().unwrap(), folder.to_str().unwrap());
        assert_eq!(nabta(&centre, &["content", "export", "impact-study", "--out", zip], &[], "").await.code, 0);
        assert_eq!(nabta(&centre, &["content", "export", "impact-study", "--out", folder], &[], "").await.code, 0);
        for path in [zip, folder] {
            let imported = nabta(&centre, &["content", "import", path, "--author", "sami@nabta.example"], &[], "").await;
            assert_eq!((imported.code, imported.said.trim()), (0, "EIE: unchanged."), "{path}");
        }
        let checked = nabta(&centre, &["content", "check", "demo"], &[], "").await;
        assert_eq!(checked.code, 0, "{}", checked.said);
        assert!(checked.said.contains("0 errors") && checked.said.contains("VerifyMark"), "{}", checked.said);
        let lesson = format!("{folder}/01-why/01-origin.fr.md");
        let text = std::fs::read_to_string(&lesson).unwrap();
        std::fs::write(&lesson, format!("{text}\nUn [lien](javascript:x) et une figure.\n\n![](figures/none.svg)\n")).unwrap();
        let checked = nabta(&centre, &["content", "check", folder], &[], "").await;
        assert_eq!(checked.code, 1, "{}", checked.said);
        for finding in ["BadLink", "FigureWithoutAlternative", "StaleTranslation", "MissingFigure"] {
            assert!(checked.said.contains(finding), "{finding}: {}", checked.said);
        }
        let before = centre.fingerprint().await;
        let refused = nabta(&centre, &["content", "import", folder, "--author", "sami@nabta.example"], &[], "").await;
        assert_eq!(refused.code, 3);
        assert!(refused.said.contains("TEXT_REFUSED") && refused.said.contains("01-origin.fr.md"), "{}", refused.said);
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn the_journal_is_verified_and_the_schema_told(centre: Centre) {
        let verified = nabta(&centre, &["journal", "verify"], &[], "").await;
        assert_eq!(verified.code, 0, "{}", verified.said);
        assert!(verified.said.contains("0 faults"), "{}", verified.said);
        let status = nabta(&centre, &["migrate", "status"], &[], "").await;
        assert!(status.said.lines().count() >= 6 && !status.said.contains("waits"), "{}", status.said);
        let schema = nabta(&centre, &["schema", "export"], &[], "").await;
        assert!(schema.said.contains("type Query"));
    }
}
