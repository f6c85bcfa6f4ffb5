//! R7, and what R6 stands on: a disk without room. SQLite is told that its file may not grow, which is what it finds on a full disk.

use nabta_testkit::{Centre, Kind, json, run_with};
use sea_orm::{ConnectionTrait, Statement};

const TERM: &str = "mutation($input: GlossaryTermDefineInput!) { glossaryTermDefine(input: $input) { userErrors { code } } }";

#[test]
fn a_full_disk_refuses_what_writes_and_reading_goes_on() {
    run_with(Kind::Sqlite, "", async |centre: Centre| {
        let sami = centre.person("sami").await;
        let term = |number: usize| json!({ "input": { "code": format!("full-{number}"), "terms": { "fr": "mot" }, "definitions": { "fr": "sens ".repeat(300) } } });
        let writer = centre.instance.services.database.for_migration();
        let ask = async |sql: &str, column: &str| -> i64 {
            let row = writer.query_one_raw(Statement::from_string(writer.get_database_backend(), sql)).await.unwrap().unwrap();
            row.try_get("", column).unwrap()
        };
        assert_eq!(ask("PRAGMA synchronous", "synchronous").await, 2, "what was acknowledged is on the disk (R6)");
        let pages = ask("PRAGMA page_count", "page_count").await;
        ask(&format!("PRAGMA max_page_count = {pages}"), "max_page_count").await;
        let mut written = 0;
        let refused = loop {
            let answer = sami.ask(TERM, term(written)).await;
            if answer.code().is_some() {
                break answer;
            }
            written += 1;
            assert!(written < 500, "the disk does not fill");
        };
        refused.refused_with("UNAVAILABLE");
        let before = centre.fingerprint().await;
        for number in 0..5 {
            sami.ask(TERM, term(written + number)).await.refused_with("UNAVAILABLE");
        }
        assert_eq!(centre.fingerprint().await, before, "nothing is half there");
        centre.visitor().ask("{ courses(first: 3) { nodes { slug } } }", json!({})).await.ok();
        sami.ask("{ viewer { email } }", json!({})).await.ok();
        // Room again: it goes on by itself.
        ask("PRAGMA max_page_count = 1073741823", "max_page_count").await;
        sami.ask(TERM, term(written)).await.ok();
        let terms = "SELECT (SELECT count(*) FROM glossary_term WHERE code LIKE 'full-%') AS number";
        assert_eq!(centre.number(terms).await, i64::try_from(written).unwrap() + 1);
    });
}
