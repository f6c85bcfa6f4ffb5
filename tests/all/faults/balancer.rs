//! R14: two instances on one PostgreSQL behind haproxy, by the configuration of `deploy/`. Each is stopped and started again, and meanwhile
//! the schema becomes that of a later version: no request fails, and no job is done twice.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use nabta_testkit::{Kind, Person, empty, json, repository};
use sea_orm::ConnectionTrait;
use tokio::process::{Child, Command};

use super::number;
use crate::process::{Process, free_port};

const TERM: &str = "mutation($input: GlossaryTermDefineInput!) { glossaryTermDefine(input: $input) { userErrors { code } } }";
const SEND: &str = "mutation($input: InvitationSendInput!) { invitationSend(input: $input) { userErrors { code } } }";
/// Who sends requests, all the time.
const CLIENTS: usize = 4;

/// What a later version adds, as it may: nothing that this one needs goes, and what is new may be left out.
const LATER: &str = "ALTER TABLE glossary_term ADD COLUMN of_later text; \
    CREATE TABLE thing_of_later (id uuid PRIMARY KEY); \
    INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_of_later', 0)";

fn haproxy(port: u16, one: &Process, two: &Process) -> Child {
    Command::new("haproxy")
        .args(["-db", "-f"])
        .arg(repository().join("deploy/haproxy.cfg"))
        .env("NABTA_BIND", format!("127.0.0.1:{port}"))
        .env("NABTA_ONE", one.host())
        .env("NABTA_TWO", two.host())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("haproxy: tests/scripts/tools.sh balancer installs it")
}

/// What clients did.
#[derive(Default)]
struct Load {
    stop: AtomicBool,
    answered: AtomicUsize,
    invited: AtomicUsize,
}

/// Reads, writes and invites in turn until it is told to stop. An answer that isn't the right one fails the test.
async fn client(load: Arc<Load>, who: Person, writer: Person, client: usize) {
    for round in 0.. {
        if load.stop.load(Ordering::Relaxed) {
            return;
        }
        // Somebody may invite so many in an hour, and no more.
        match round % 40 {
            0..20 => who.ask("{ viewer { id } courses(first: 5) { nodes { code theme { code } } } }", json!({})).await.checked(),
            20..39 => {
                let code = format!("client-{client}-{round}");
                let input = json!({ "code": code, "terms": { "fr": "mot" }, "definitions": { "fr": "sens" } });
                writer.ask(TERM, json!({ "input": input })).await.checked()
            }
            _ => {
                let email = format!("guest-{client}-{round}@example.tn");
                let sent = who.ask(SEND, json!({ "input": { "email": email, "locale": "AR", "role": "COACH" } })).await.checked();
                load.invited.fetch_add(1, Ordering::Relaxed);
                sent
            }
        };
        load.answered.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn requests(counted: &str) -> u64 {
    let lines = counted.lines().filter(|line| line.starts_with("nabta_requests_total{"));
    lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok()).sum()
}

fn letters(folder: &std::path::Path) -> usize {
    let files = std::fs::read_dir(folder.join("mail")).into_iter().flatten().filter_map(Result::ok);
    files.filter(|file| file.path().extension().is_some_and(|kind| kind == "eml")).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_are_changed_one_after_the_other_and_no_request_fails() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let url = empty(Kind::Postgres, folders[0].path()).await;
    let mut one = Process::prepared(folders[0].path(), Some(&url)).await;
    let mut two = Process::new(folders[1].path(), Some(&url));
    two.start().await;
    let port = free_port();
    let mut balancer = haproxy(port, &one, &two);
    let public = format!("http://127.0.0.1:{port}");
    for _ in 0..100 {
        if Person::visitor(&public).get("/health/ready", &[]).await.status == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    // Signed in at one, known at the other and behind both.
    let leila = one.person("leila").await;
    let sami = two.person("sami").await;
    let there = two.visitor().with_token(leila.token.as_deref().unwrap());
    there.ask("{ viewer { id } }", json!({})).await.ok();
    let behind = |person: &Person| Person::visitor(&public).with_token(person.token.as_deref().unwrap());
    let load = Arc::new(Load::default());
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(load.clone(), behind(&leila), behind(&sami), number));
    }
    let for_a_while = || tokio::time::sleep(Duration::from_secs(2));
    for_a_while().await;
    let counted = [requests(&one.counted().await), requests(&two.counted().await)];
    assert!(counted.iter().all(|count| *count > 10), "both have their share: {counted:?}");

    one.terminate().await;
    for_a_while().await;
    one.start().await;
    for_a_while().await;
    let database = sea_orm::Database::connect(&url).await.unwrap();
    database.execute_unprepared(LATER).await.unwrap();
    for_a_while().await;
    two.terminate().await;
    for_a_while().await;
    two.start().await;
    for_a_while().await;
    one.terminate().await;
    one.start().await;
    for_a_while().await;
    load.stop.store(true, Ordering::Relaxed);
    while let Some(ended) = clients.join_next().await {
        ended.expect("every request had its answer");
    }
    let counted = [requests(&one.counted().await), requests(&two.counted().await)];
    assert!(counted.iter().all(|count| *count > 10), "both have their share again: {counted:?}");
    assert!(load.answered.load(Ordering::Relaxed) > 200, "{:?}", load.answered);

    let invited = load.invited.load(Ordering::Relaxed);
    for _ in 0..120 {
        if number(&url, "SELECT count(*) AS number FROM mail WHERE state = 'sent'").await >= i64::try_from(invited).unwrap() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert_eq!(number(&url, "SELECT count(*) AS number FROM mail WHERE state = 'sent'").await, i64::try_from(invited).unwrap());
    assert_eq!(letters(folders[0].path()) + letters(folders[1].path()), invited, "each letter was carried once");
    assert!(letters(folders[0].path()) > 0 && letters(folders[1].path()) > 0, "both work");
    balancer.kill().await.unwrap();
    one.terminate().await;
    two.terminate().await;
    assert!(one.command(&["journal", "verify"]).await.success());
}
