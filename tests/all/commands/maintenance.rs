//! `nabta maintenance`: all instances have everybody only read, say so in the reader's language, and begin no job.

use std::process::Stdio;
use std::time::{Duration, Instant};

use nabta_testkit::{Answer, Centre, everywhere, json};
use tokio::process::Command;

use super::{binary, nabta};

const TERM: &str = "mutation { glossaryTermDefine(input: { code: \"mine\", terms: { fr: \"mot\" }, definitions: { fr: \"sens\" } }) { userErrors { code } } }";
const INVITE: &str =
    "mutation { invitationSend(input: { email: \"one@example.tn\", locale: AR, role: COACH }) { userErrors { code } } }";
const READ: &str = "{ viewer { id } themes { nodes { code } } }";

/// An instance knows after a second.
async fn until_known() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

fn refused(answer: &Answer) -> (u16, String, Option<String>) {
    let error = &answer.body["errors"][0];
    assert_eq!(
        (&error["extensions"]["code"], &error["extensions"]["reason"]),
        (&json!("UNAVAILABLE"), &json!("MAINTENANCE")),
        "{}",
        answer.body
    );
    assert_eq!(error["extensions"]["retryAfterSeconds"], 90);
    (answer.status, error["message"].as_str().unwrap().to_owned(), answer.header("retry-after").map(str::to_owned))
}

async fn waiting_jobs(centre: &Centre) -> i64 {
    centre.number("SELECT count(*) AS number FROM job WHERE state = 'waiting' AND kind <> 'platform.tidy'").await
}

everywhere! {
    async fn everybody_only_reads_until_the_operator_is_done(centre: Centre) {
        let (sami, leila) = (centre.person("sami").await, centre.person("leila").await);
        leila.ask(INVITE, json!({})).await.ok();
        let jobs = waiting_jobs(&centre).await;
        assert!(jobs > 0);
        let on = ["maintenance", "on", "--message-ar", "نعود عند الظهر", "--retry-after", "90"];
        let began = nabta(&centre, &on, &[], "").await;
        assert_eq!(began.code, 0, "{}", began.said);
        until_known().await;

        let before = centre.fingerprint().await;
        let mut messages = Vec::new();
        for language in ["ar", "fr", "en"] {
            let (status, message, after) = refused(&sami.clone().reading(language).ask(TERM, json!({})).await);
            assert_eq!((status, after.as_deref()), (503, Some("90")));
            messages.push(message);
        }
        assert_eq!(messages[0], "نعود عند الظهر");
        assert!(messages[1].contains("Maintenance en cours") && messages[2].contains("There is maintenance"), "{messages:?}");
        assert_eq!(refused(&centre.visitor().sign_in("amel@nabta.example", "nabta-demo-2020").await).0, 503);
        assert_eq!(refused(&sami.send_to("/courses/archive", "application/zip", "PK").await).0, 503);
        assert_eq!(centre.visitor().send_to("/courses/archive", "application/zip", "PK").await.status, 401, "who may not is told so as ever");
        sami.ask(READ, json!({})).await.ok();
        assert_eq!(centre.fingerprint().await, before, "nothing is written");
        assert_eq!(centre.visitor().get("/health/live", &[]).await.status, 200);
        let ready = centre.visitor().get("/health/ready", &[]).await;
        assert_eq!((ready.status, &ready.body["maintenance"]), (200, &json!(true)), "reading goes on here");

        let mut worker = Command::new(binary())
            .arg("work")
            .current_dir(centre.folder())
            .env("NABTA_DATA_DIR", centre.folder())
            .env("DATABASE_URL", &centre.database_url)
            .env("NABTA_LOG__FILTER", "error")
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(waiting_jobs(&centre).await, jobs, "no job is begun");
        let role = ["account", "role", "--email", "amel@nabta.example", "--role", "coach"];
        assert_eq!(nabta(&centre, &role, &[], "").await.code, 0, "commands work");
        assert!(nabta(&centre, &["maintenance", "status"], &[], "").await.said.contains("only reads since"));
        assert!(nabta(&centre, &["doctor"], &[], "").await.said.contains("warning  maintenance"));

        assert_eq!(nabta(&centre, &["maintenance", "off"], &[], "").await.code, 0);
        until_known().await;
        sami.ask(TERM, json!({})).await.ok();
        let began = Instant::now();
        while waiting_jobs(&centre).await > 0 {
            assert!(began.elapsed().as_secs() < 10, "jobs are begun again");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        worker.kill().await.unwrap();
        assert_eq!(centre.visitor().get("/health/ready", &[]).await.body["maintenance"], json!(false));
        assert!(nabta(&centre, &["maintenance", "off"], &[], "").await.said.contains("no maintenance"));
        for action in ["maintenance.begin", "maintenance.end"] {
            let told = format!("SELECT count(*) AS number FROM journal_entry WHERE action = '{action}'");
            assert_eq!(centre.number(&told).await, 1, "{action}");
        }
    }

    async fn what_people_are_told_is_clean_and_can_be_said_anew(centre: Centre) {
        let on = async |arguments: &[&str]| nabta(&centre, &[&["maintenance", "on"], arguments].concat(), &[], "").await;
        let state = async || centre.number("SELECT count(*) AS number FROM maintenance").await;
        for (arguments, code) in [
            (vec!["--message-fr", "a\u{202e}b"], "FORBIDDEN_CHARACTER messages.fr"),
            (vec!["--message-en", &"x".repeat(501)], "TOO_LONG messages.en"),
            (vec!["--retry-after", "0"], "OUT_OF_RANGE retryAfter"),
        ] {
            let refused = on(&arguments).await;
            assert!(refused.code == 3 && refused.said.contains(code), "{code}: {}", refused.said);
            assert_eq!(state().await, 0);
        }
        assert_eq!(on(&[]).await.code, 0);
        assert_eq!(on(&["--message-fr", "Retour à midi"]).await.code, 0);
        assert_eq!(state().await, 1);
        let told = centre.visitor().ask("mutation { signOut { userErrors { code } } }", json!({})).await;
        assert_eq!(told.body["errors"][0]["message"], "Retour à midi");
    }
}
