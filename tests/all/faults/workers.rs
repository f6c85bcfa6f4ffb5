//! R11: workers are killed while they work. Each letter is written once, and in a minute at the latest what they held is done by others.

use std::time::{Duration, Instant};

use nabta_testkit::{Kind, empty, json};

use super::{number, rounds};
use crate::process::Process;

const SEND: &str =
    "mutation($input: InvitationSendInput!) { invitationSend(input: $input) { invitation { id } userErrors { code } } }";

async fn workers_are_killed(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let url = empty(kind, folder.path()).await;
    let mut process = Process::prepared(folder.path(), Some(&url)).await;
    let leila = process.person("leila").await;
    let mut workers = [process.worker(), process.worker()];
    let rounds = rounds(4, 100);
    for round in 0..rounds {
        for guest in ["one", "other"] {
            let input = json!({ "input": { "email": format!("{guest}-{round}@example.tn"), "locale": "AR", "role": "COACH" } });
            leila.ask(SEND, input).await.ok();
        }
        // At another moment each time: while it claims, writes, carries, or says that it has.
        tokio::time::sleep(Duration::from_millis(u64::from(round * 7 % 40))).await;
        let victim = &mut workers[usize::from(round % 2 == 1)];
        victim.kill().await.unwrap();
        *victim = process.worker();
    }
    let sent = i64::from(rounds * 2);
    let began = Instant::now();
    while number(&url, "SELECT count(*) AS number FROM mail WHERE state = 'sent'").await < sent {
        assert!(began.elapsed().as_secs() < 75, "letters that a dead worker held were not carried");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert_eq!(number(&url, "SELECT count(*) AS number FROM mail").await, sent, "one letter for each invitation, and no more");
    let answered = "SELECT count(*) AS number FROM journal_entry WHERE action = 'invitation.answer'";
    assert_eq!(number(&url, answered).await, sent);
    let letters = std::fs::read_dir(folder.path().join("mail")).unwrap().filter_map(Result::ok);
    let letters = letters.filter(|file| file.path().extension().is_some_and(|kind| kind == "eml")).count();
    assert_eq!(i64::try_from(letters).unwrap(), sent, "a second copy has the name of the first");
    for worker in &mut workers {
        worker.kill().await.unwrap();
    }
    process.terminate().await;
    assert!(process.command(&["journal", "verify"]).await.success(), "the journal's chain holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_are_killed_on_sqlite() {
    workers_are_killed(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_are_killed_on_postgresql() {
    workers_are_killed(Kind::Postgres).await;
}
