//! Faults, on the real binary: killed while it writes, stopped while it serves, its database away.

mod balancer;
mod clock;
mod disk;
mod replica;
mod workers;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::process::{Process, own_postgres};
use nabta_testkit::{Person, Value, json};
use sea_orm::ConnectionTrait;

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
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        process.kill().await;
        for write in writes {
            acknowledged.extend(write.await.ok().flatten());
        }
        let began = Instant::now();
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
    let sql = "SELECT (SELECT count(*) FROM glossary_term) - (SELECT count(*) FROM journal_entry WHERE action = 'glossary.define') AS number";
    let url = format!("sqlite://{}", folder.path().join("nabta.db").display());
    assert_eq!(number(&url, sql).await, 0, "each term with its entry, each entry with its term");
}

/// R13: told to stop under 200 requests a second, as a balancer sends them: it asks each tenth of a second whether the instance is
/// ready. No request that had begun fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::prepared(folder.path(), None).await;
    let (trainer, visitor) = (process.person("sami").await, process.visitor());
    let is_ready = Arc::new(AtomicBool::new(true));
    let balancer = tokio::spawn({
        let (visitor, is_ready) = (visitor.clone(), Arc::clone(&is_ready));
        async move {
            while visitor.get("/health/ready", &[]).await.status == 200 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            is_ready.store(false, Ordering::Relaxed);
        }
    });
    let load = tokio::spawn(async move {
        let mut requests = Vec::new();
        let mut tick = tokio::time::interval(Duration::from_millis(5));
        while is_ready.load(Ordering::Relaxed) {
            tick.tick().await;
            let (trainer, visitor, number) = (trainer.clone(), visitor.clone(), requests.len());
            // One in twenty writes: SQLite has one writer, and a debug build's is slow.
            requests.push(tokio::spawn(async move {
                let answer = if number % 20 == 0 {
                    trainer.ask(DEFINE, json!({ "code": format!("stop-{number}") })).await
                } else {
                    visitor.ask("{ themes(first: 5) { nodes { code } } }", json!({})).await
                };
                assert_eq!((answer.status, answer.code()), (200, None), "request {number}: {}", answer.body);
            }));
        }
        requests
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    let began = Instant::now();
    process.terminate().await;
    assert!(began.elapsed().as_secs() <= 30, "out after {:?}", began.elapsed());
    balancer.await.unwrap();
    let requests = load.await.unwrap();
    assert!(requests.len() > 200, "{} requests", requests.len());
    for request in requests {
        request.await.unwrap();
    }
}

/// R8: PostgreSQL is restarted while writes come in. Errors are UNAVAILABLE, what was acknowledged is there, no effect is there twice,
/// and service comes back by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_restarted_under_load() {
    let cluster = tempfile::tempdir().unwrap();
    let url = own_postgres("start", cluster.path(), Some("0")).await;
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::prepared(folder.path(), Some(url.trim())).await;
    let trainer = process.person("sami").await;
    for round in 0..rounds(3, 10) {
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..6)
            .map(|writer| {
                let (trainer, stop) = (trainer.clone(), Arc::clone(&stop));
                tokio::spawn(async move {
                    let mut acknowledged = Vec::new();
                    for number in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let code = format!("restart-{round}-{writer}-{number}");
                        let answer = trainer.ask(DEFINE, json!({ "code": code })).await;
                        match answer.code().as_deref() {
                            None => acknowledged.push(code),
                            Some("UNAVAILABLE") => tokio::time::sleep(Duration::from_millis(50)).await,
                            Some(_) => panic!("{}", answer.body),
                        }
                    }
                    acknowledged
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(300)).await;
        own_postgres("stop", cluster.path(), Some("immediate")).await;
        let away = trainer.ask(DEFINE, json!({ "code": format!("away-{round}") })).await;
        assert_eq!(away.code().as_deref(), Some("UNAVAILABLE"), "{}", away.body);
        assert_eq!(process.visitor().get("/health/ready", &[]).await.status, 503);
        own_postgres("restart", cluster.path(), None).await;
        let began = Instant::now();
        while define(&trainer, &format!("after-{round}")).await.is_none() {
            assert!(began.elapsed().as_secs() < 5, "no service {:?} after the database came back", began.elapsed());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        stop.store(true, Ordering::Relaxed);
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        assert!(!acknowledged.is_empty());
        for code in acknowledged {
            process
                .visitor()
                .ask("query($code: String!) { glossaryTerm(code: $code) { id } }", json!({ "code": code }))
                .await
                .ok();
        }
    }
    let sql = "SELECT (SELECT count(*) FROM glossary_term) - (SELECT count(*) FROM journal_entry WHERE action = 'glossary.define') AS number";
    assert_eq!(number(url.trim(), sql).await, 0, "each term once, with its entry");
    process.terminate().await;
    assert!(process.command(&["journal", "verify"]).await.success(), "the journal's chain holds");
    own_postgres("remove", cluster.path(), None).await;
}

/// The number that a question in SQL gives.
async fn number(url: &str, sql: &str) -> i64 {
    let database = sea_orm::Database::connect(url).await.unwrap();
    let statement = sea_orm::Statement::from_string(database.get_database_backend(), sql);
    database.query_one_raw(statement).await.unwrap().unwrap().try_get("", "number").unwrap()
}
