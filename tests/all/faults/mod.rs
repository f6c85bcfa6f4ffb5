//! Faults, on the real binary: killed while it writes, stopped while it serves, its database away.

mod process;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use nabta_testkit::{Person, Value, json};
use process::Process;

const DEFINE: &str = "mutation($code: String!) { glossaryTermDefine(input: { code: $code, terms: { fr: \"mot\" }, definitions: { fr: \"sens\" } }) { term { id } userErrors { code } } }";

async fn define(person: &Person, code: &str) -> Option<Value> {
    let answer = person.ask(DEFINE, json!({ "code": code })).await;
    (answer.status == 200 && answer.code().is_none()).then_some(answer.body)
}

/// How often a fault is tried: in every run, and by `make soak`.
fn rounds(usual: u32, soaked: u32) -> u32 {
    if std::env::var_os("NABTA_SOAK").is_some() { soaked } else { usual }
}

/// R5: killed in the middle of writes. What was acknowledged is there, nothing is half there, the chain holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_writes_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::prepared(folder.path(), None).await;
    let mut acknowledged = Vec::new();
    for round in 0..rounds(4, 200) {
        let trainer = process.person("sami").await;
        let (mut writes, answers) = (Vec::new(), Arc::new(AtomicU32::new(0)));
        for number in 0..50 {
            let (trainer, code, answers) = (trainer.clone(), format!("kill-{round}-{number}"), Arc::clone(&answers));
            writes.push(tokio::spawn(async move {
                let written = define(&trainer, &code).await.map(|_| code);
                answers.fetch_add(1, Ordering::Relaxed);
                written
            }));
        }
        // In the middle: some have been answered, some are being written, some wait.
        while answers.load(Ordering::Relaxed) < 5 + round % 4 * 10 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        process.kill().await;
        for write in writes {
            acknowledged.extend(write.await.ok().flatten());
        }
        let began = std::time::Instant::now();
        process.start().await;
        assert!(began.elapsed().as_millis() < 2_000, "ready again after {:?}", began.elapsed());
    }
    assert!(!acknowledged.is_empty(), "no write was acknowledged before a kill");
    let visitor = process.visitor();
    for code in &acknowledged {
        visitor.ask("query($code: String!) { glossaryTerm(code: $code) { id } }", json!({ "code": code })).await.ok();
    }
    process.terminate().await;
    assert!(process.command(&["journal", "verify"]).await.success(), "the journal's chain holds");
    let database = sea_orm::Database::connect(format!("sqlite://{}", folder.path().join("nabta.db").display())).await.unwrap();
    let sql = "SELECT (SELECT count(*) FROM glossary_term) - (SELECT count(*) FROM journal_entry WHERE action = 'glossary.define') AS number";
    let row =
        sea_orm::ConnectionTrait::query_one_raw(&database, sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql))
            .await
            .unwrap()
            .unwrap();
    assert_eq!(row.try_get::<i64>("", "number").unwrap(), 0, "each term with its entry, each entry with its term");
}

/// R13: told to stop while it serves. No request that had begun fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_while_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::prepared(folder.path(), None).await;
    let trainer = process.person("sami").await;
    let mut requests = Vec::new();
    for number in 0..20 {
        let (trainer, code) = (trainer.clone(), format!("stop-{number}"));
        requests.push(tokio::spawn(async move { define(&trainer, &code).await.is_some() }));
    }
    // All have been sent and are waiting their turn to write.
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    let began = std::time::Instant::now();
    process.terminate().await;
    assert!(began.elapsed().as_secs() <= 30, "out after {:?}", began.elapsed());
    let mut answered = 0;
    for request in requests {
        answered += usize::from(request.await.unwrap());
    }
    assert_eq!(answered, 20);
}

/// R8: PostgreSQL is restarted. Errors are UNAVAILABLE, and service comes back by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_restarted() {
    let cluster = tempfile::tempdir().unwrap();
    let url = process::own_postgres("start", cluster.path(), Some("0")).await;
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::prepared(folder.path(), Some(url.trim())).await;
    let trainer = process.person("sami").await;
    for round in 0..rounds(3, 10) {
        define(&trainer, &format!("before-{round}")).await.expect("it works before");
        process::own_postgres("stop", cluster.path(), Some("immediate")).await;
        let away = trainer.ask(DEFINE, json!({ "code": format!("away-{round}") })).await;
        assert_eq!(away.code().as_deref(), Some("UNAVAILABLE"), "{}", away.body);
        assert_eq!(process.visitor().get("/health/ready", &[]).await.status, 503);
        process::own_postgres("restart", cluster.path(), None).await;
        let began = std::time::Instant::now();
        while define(&trainer, &format!("after-{round}")).await.is_none() {
            assert!(began.elapsed().as_secs() < 8, "no service {:?} after the database came back", began.elapsed());
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
    process.terminate().await;
    process::own_postgres("remove", cluster.path(), None).await;
}
