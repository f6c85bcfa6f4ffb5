//! A copy of the database: visitors are answered from it while it keeps up, and from the database itself when it does not.

use std::path::Path;

use chrono::TimeDelta;
use nabta_domain::kernel::clock::Clock;
use nabta_testkit::{Centre, Kind, Settings, json};
use sea_orm::ConnectionTrait;

use crate::process::own_postgres;

const TERM: &str = "mutation($code: String!) { glossaryTermDefine(input: { code: $code, terms: { fr: \"mot\" }, definitions: { fr: \"sens\" } }) { userErrors { code } } }";
const FIND: &str = "query($code: String!) { glossaryTerm(code: $code) { id } }";

async fn knows(centre: &Centre, code: &str) -> bool {
    let answer = centre.visitor().ask(FIND, json!({ "code": code })).await;
    assert!(answer.code().is_none_or(|code| code == "NOT_FOUND"), "{}", answer.body);
    answer.at("glossaryTerm.id").is_string()
}

async fn run(url: &str, sql: &str) {
    let database = sea_orm::Database::connect(url).await.unwrap();
    database.execute_unprepared(sql).await.unwrap();
    database.close().await.unwrap();
}

/// Looks until the copy has come up, as the service does each second.
async fn caught_up(centre: &Centre) -> bool {
    for _ in 0..200 {
        centre.instance.look_at_replica().await;
        if centre
            .instance
            .services
            .replica
            .as_ref()
            .unwrap()
            .lag(centre.clock.now())
            .is_some_and(|lag| lag < TimeDelta::milliseconds(500))
        {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    false
}

async fn copied(primary: &Path, copy: &Path) -> String {
    own_postgres("follow", copy, primary.to_str()).await
}

#[test]
fn visitors_read_from_a_copy_while_it_keeps_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (original, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    runtime.block_on(async {
        let primary = own_postgres("start", original.path(), Some("0")).await;
        let follower = copied(original.path(), copy.path()).await;
        let filled = Centre::open(Kind::Postgres).await;
        // The demo, as the shared cluster has it, goes to a cluster of the test's own.
        let name = filled.database_url.rsplit('/').next().unwrap().to_owned();
        let pipe = format!(
            "psql -qX '{primary}' -c 'CREATE DATABASE {name}' && pg_dump '{}' | psql -qX -v ON_ERROR_STOP=1 '{}'",
            filled.database_url,
            primary.replace("/postgres", &format!("/{name}")).replace(&format!("//{name}"), "//postgres")
        );
        let done = tokio::process::Command::new("bash").args(["-euo", "pipefail", "-c", &pipe]).output().await.unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let of = |server: &str| format!("{}/{name}", server.trim_end_matches("/postgres"));
        let settings = format!(
            "database.url = '{}'\ndatabase.replica_url = '{}'\ndatabase.replica_lag_seconds = 60\n",
            of(&primary),
            of(&follower)
        );
        let centre = Centre::open_over(Settings(settings)).await;
        let sami = centre.person("sami").await;

        // Nobody has looked yet: the database itself answers.
        sami.ask(TERM, json!({ "code": "before" })).await.ok();
        assert!(knows(&centre, "before").await);
        assert!(caught_up(&centre).await);

        // While the copy does not go on, visitors read what it has; who wrote reads what they wrote.
        run(&follower, "SELECT pg_wal_replay_pause()").await;
        sami.ask(TERM, json!({ "code": "after" })).await.ok();
        assert!(!knows(&centre, "after").await, "a visitor is answered by the copy");
        assert!(sami.ask(FIND, json!({ "code": "after" })).await.checked().at("glossaryTerm.id").is_string());
        // It is behind for longer than it may be: the database itself answers.
        for _ in 0..3 {
            centre.clock.advance(TimeDelta::seconds(40));
            centre.instance.look_at_replica().await;
        }
        assert!(knows(&centre, "after").await);
        run(&follower, "SELECT pg_wal_replay_resume()").await;

        // Nobody looks any more: it is not believed for ever.
        let sami = centre.person("sami").await;
        sami.ask(TERM, json!({ "code": "later" })).await.ok();
        assert!(knows(&centre, "later").await);

        // What follows another database, however far that is, is no copy of this one.
        assert!(caught_up(&centre).await);
        run(&follower, "SELECT pg_wal_replay_pause()").await;
        run(&of(&primary), "UPDATE database_name SET name = reverse(name)").await;
        centre.instance.look_at_replica().await;
        assert!(centre.instance.services.replica.as_ref().unwrap().lag(centre.clock.now()).is_none());
        run(&follower, "SELECT pg_wal_replay_resume()").await;
        assert!(caught_up(&centre).await);

        // It is gone: nothing but a second is lost.
        own_postgres("stop", copy.path(), Some("immediate")).await;
        centre.instance.look_at_replica().await;
        assert!(knows(&centre, "later").await && knows(&centre, "before").await);
        let ready = centre.visitor().get("/health/ready", &[]).await;
        assert_eq!(ready.body["database"], true, "whether the copy is there is no question of being ready: {}", ready.body);
        own_postgres("remove", copy.path(), None).await;
        own_postgres("remove", original.path(), None).await;
    });
    runtime.shutdown_background();
}
