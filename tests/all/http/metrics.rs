//! `/metrics`: what is counted, at an address of its own, and nothing that a client wrote.

use nabta_testkit::{Centre, Kind, Person, json, run_with};

const BIND: &str = "http.metrics_bind = '127.0.0.1:0'";

/// The value of a series.
fn value(text: &str, series: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

async fn scraped(centre: &Centre) -> String {
    let operator = Person::visitor(centre.metrics.as_ref().unwrap());
    let answer = operator.get("/metrics", &[]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain"), "{:?}", answer.headers);
    answer.body.as_str().unwrap().to_owned()
}

async fn counts(centre: Centre) {
    let visitor = centre.visitor();
    assert_eq!(visitor.get("/metrics", &[]).await.status, 404, "not at the public address");
    let named = json!({ "query": "query Amel_98123456 { themes { nodes { code } } }", "operationName": "Amel_98123456" });
    for _ in 0..3 {
        visitor.post("application/json", named.to_string(), &[]).await.ok();
    }
    let before = centre.instance.services.database.statements();
    visitor.ask("{ courses(first: 10) { nodes { code theme { code } author { name { text } } } } }", json!({})).await.ok();
    let statements = centre.instance.services.database.statements() - before;
    assert!(statements >= 3, "loaders ask as well: {statements}");
    visitor.ask("{ course(slug: \"amel@nabta.example\") { id } }", json!({})).await.refused_with("NOT_FOUND");
    for number in 0..40 {
        visitor.ask(&format!("{{ made_up_{number} {{ id }} }}"), json!({})).await.refused_with("BAD_INPUT");
    }
    visitor.ask("{", json!({})).await.refused_with("BAD_INPUT");
    centre.visitor().with_token("nonsense").ask("{ viewer { id } }", json!({})).await.refused_with("UNAUTHENTICATED");
    let invite =
        "mutation { invitationSend(input: { email: \"one@example.tn\", locale: AR, role: COACH }) { userErrors { code } } }";
    centre.person("leila").await.ask(invite, json!({})).await.ok();

    let text = scraped(&centre).await;
    let count = |series: &str| value(&text, series).unwrap_or_else(|| panic!("{series} is not there: {text}"));
    assert_eq!(count("nabta_requests_total{operation=\"themes\",status=\"200\"}"), 3.0);
    assert_eq!(count("nabta_request_seconds_count{operation=\"themes\"}"), 3.0);
    assert_eq!(count("nabta_request_seconds_bucket{operation=\"themes\",le=\"+Inf\"}"), 3.0);
    assert_eq!(count("nabta_request_sql_statements_sum{operation=\"courses\"}"), f64::from(u32::try_from(statements).unwrap()));
    assert!(count("nabta_request_sql_seconds_sum{operation=\"courses\"}") > 0.0);
    assert_eq!(count("nabta_request_errors_total{operation=\"course\",code=\"NOT_FOUND\"}"), 1.0);
    assert_eq!(
        count("nabta_request_errors_total{operation=\"unknown\",code=\"BAD_INPUT\"}"),
        41.0,
        "what is not there has one name"
    );
    assert_eq!(count("nabta_request_errors_total{operation=\"viewer\",code=\"UNAUTHENTICATED\"}"), 1.0);
    assert_eq!(count("nabta_requests_total{operation=\"viewer\",status=\"401\"}"), 1.0);
    for word in ["Amel", "amel", "98123456", "made_up", "example.tn", "leila", "impact-study"] {
        assert!(!text.contains(word), "{word} is in what is counted: {text}");
    }
    assert_eq!(count("nabta_database_up"), 1.0);
    assert_eq!(count("nabta_jobs{kind=\"mail.send\",state=\"failed\"}"), 0.0);
    let waiting: f64 = text
        .lines()
        .filter(|line| line.starts_with("nabta_jobs{") && line.contains("waiting"))
        .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
        .sum();
    assert!(waiting >= 1.0, "{text}");
    let pool = if centre.kind == Kind::Sqlite { "read" } else { "all" };
    let connections = |state: &str| count(&format!("nabta_pool_connections{{pool=\"{pool}\",state=\"{state}\"}}"));
    assert!(connections("idle") + connections("used") >= 1.0);
    assert!(count("process_resident_memory_bytes") > 1_000_000.0);
    assert!(count("nabta_journal_unsealed") >= 1.0);
    assert_eq!(count("nabta_maintenance"), 0.0);

    centre.tamper("UPDATE job SET state = 'failed', ended_at = due_at WHERE state = 'waiting'").await.unwrap();
    let text = scraped(&centre).await;
    let set_aside = text.lines().any(|line| line.starts_with("nabta_jobs{") && line.contains("failed") && !line.ends_with(" 0"));
    assert!(set_aside, "{text}");
    centre.work().await;
    let again = scraped(&centre).await;
    assert!(
        again.lines().filter(|line| line.starts_with("nabta_jobs{") && line.contains("waiting")).all(|line| line.ends_with(" 0")),
        "what is over is counted as none: {again}"
    );
}

#[test]
fn what_is_counted_is_told_at_an_address_of_its_own_on_sqlite() {
    run_with(Kind::Sqlite, BIND, counts);
}

#[test]
fn what_is_counted_is_told_at_an_address_of_its_own_on_postgresql() {
    run_with(Kind::Postgres, BIND, counts);
}

#[test]
fn unless_an_address_is_named_nothing_is_told() {
    nabta_testkit::run(Kind::Sqlite, async |centre: Centre| assert!(centre.metrics.is_none()));
}
