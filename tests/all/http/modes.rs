//! What is otherwise in production, and what takes too long.

use nabta_domain::kernel::{Locale, LocalizedText};
use nabta_domain::people::account::{self, NewAccount};
use nabta_testkit::{Kind, Person, everywhere, json, run_with};
use sea_orm::{ConnectionTrait, TransactionTrait};

const PRODUCTION: &str = "environment = 'production'\nhttp.public_address = 'https://nabta.example'\n\
    auth.secrets = ['a secret of the test, longer than thirty-two bytes']\nmail.kind = 'smtp'";
const INTROSPECTION: [&str; 2] = ["{ __schema { types { name } } }", "{ __type(name: \"Query\") { fields { name } } }"];
const THEME: &str = "mutation($code: String!) { themeDefine(input: { code: $code, titles: { fr: \"Essai\" }, position: 99 }) { theme { id } userErrors { code } } }";

async fn tells_of_itself(person: &Person) -> Vec<bool> {
    let mut told = Vec::new();
    for question in INTROSPECTION {
        let body = person.ask(question, json!({})).await.body.to_string();
        told.push(body.contains("\"name\":"));
    }
    told
}

everywhere! {
    async fn a_developer_finds_a_playground_and_the_schema(centre: Centre) {
        let visitor = centre.visitor();
        let page = visitor.get("/playground", &[]).await;
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert!(page.body.as_str().unwrap().contains("/playground/start.js"));
        assert!(!page.body.as_str().unwrap().contains("https://"), "it loads nothing from elsewhere");
        assert_eq!(visitor.get("/playground/start.js", &[]).await.header("content-type"), Some("text/javascript; charset=utf-8"));
        for name in ["..%2f..%2fetc%2fpasswd", "other.js", "react.js"] {
            assert_eq!(visitor.get(&format!("/playground/{name}"), &[]).await.status, 404, "{name}");
        }
        assert_eq!(tells_of_itself(&visitor).await, [true, true]);
        let cookie = centre.visitor().sign_in("sami@nabta.example", "nabta-demo-2020").await;
        assert!(!cookie.header("set-cookie").unwrap().contains("Secure"), "the address is http");
    }
}

#[test]
fn letters_are_shown_on_a_desk_and_nowhere_else() {
    let elsewhere =
        "http.public_address = 'https://nabta.example'\nauth.secrets = ['a secret of the test, longer than thirty-two bytes']";
    run_with(Kind::Sqlite, elsewhere, async |centre| assert_eq!(centre.visitor().get("/mail", &[]).await.status, 404));
    run_with(Kind::Sqlite, "", async |centre| assert_eq!(centre.visitor().get("/mail", &[]).await.status, 200));
}

#[test]
fn production_has_no_playground_and_keeps_its_schema_to_itself() {
    run_with(Kind::Sqlite, PRODUCTION, async |centre| {
        let visitor = centre.visitor();
        for path in ["/playground", "/playground/start.js", "/playground/react.js", "/mail"] {
            let answer = visitor.get(path, &[]).await;
            assert_eq!(answer.status, 404, "{path}");
            answer.refused_with("NOT_FOUND");
        }
        // The demo's people are sealed under the demo's secret: nobody of them can sign in here.
        centre.visitor().sign_in("leila@nabta.example", "nabta-demo-2020").await.refused_with("SIGN_IN_REFUSED");
        let names = LocalizedText { fr: Some("Première".into()), ..LocalizedText::default() };
        let (email, password) = ("first@nabta.example", "quatre mots sans lien 7");
        let first = NewAccount { names, email: email.into(), password: password.into(), locale: Locale::Fr };
        account::create(&centre.instance.operator(), first, None).await.ok().unwrap();
        let mut first = centre.visitor();
        first.sign_in(email, password).await.ok();
        for person in [visitor.clone(), first] {
            assert_eq!(tells_of_itself(&person).await, [false, false]);
            let wrong = person.ask("{ cours { id } }", json!({})).await;
            assert!(!wrong.body.to_string().contains("courses"), "no suggestion: {}", wrong.body);
            wrong.refused_with("BAD_INPUT");
        }
        visitor.ask("{ themes(first: 1) { nodes { code } } }", json!({})).await.ok();
        let cookie = centre.visitor().sign_in(email, password).await;
        assert!(cookie.header("set-cookie").unwrap().contains("Secure"));
        let own = [("origin", centre.address.as_str())];
        let question = json!({ "query": "{ themes { nodes { code } } }" }).to_string();
        assert_eq!(visitor.post("application/json", question.clone(), &own).await.status, 403, "the port is not the address");
        visitor.post("application/json", question, &[("origin", "https://nabta.example")]).await.ok();
    });
}

fn a_write_that_waits_too_long_is_given_up(kind: Kind) {
    run_with(kind, "http.timeout_seconds = 1", async |centre| {
        let amina = centre.person("amina").await;
        // The first request after signing in writes as well.
        amina.ask("{ viewer { id } }", json!({})).await.ok();
        let before = centre.fingerprint().await;
        // Somebody else holds the database.
        let other = sea_orm::Database::connect(&centre.database_url).await.unwrap();
        let held = other.begin().await.unwrap();
        match kind {
            Kind::Sqlite => held.execute_unprepared("UPDATE theme SET position = position").await.unwrap(),
            Kind::Postgres => held.execute_unprepared("LOCK TABLE theme IN EXCLUSIVE MODE").await.unwrap(),
        };
        let began = std::time::Instant::now();
        let answer = amina.ask(THEME, json!({ "code": "late" })).await;
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.body["errors"][0]["extensions"]["requestId"].is_string());
        answer.refused_with("UNAVAILABLE");
        assert!((1..4).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
        amina.ask("{ courses(first: 1) { nodes { code } } }", json!({})).await.ok();
        held.rollback().await.unwrap();
        assert_eq!(centre.fingerprint().await, before, "nothing was done later");
        amina.ask(THEME, json!({ "code": "late" })).await.ok();
    });
}

#[test]
fn a_write_that_waits_too_long_is_given_up_on_sqlite() {
    a_write_that_waits_too_long_is_given_up(Kind::Sqlite);
}

#[test]
fn a_write_that_waits_too_long_is_given_up_on_postgresql() {
    a_write_that_waits_too_long_is_given_up(Kind::Postgres);
}

#[test]
fn a_question_that_waits_too_long_is_given_up_at_every_address() {
    run_with(Kind::Postgres, "http.timeout_seconds = 1", async |centre| {
        let sami = centre.person("sami").await;
        let course = sami.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let archive = format!("/courses/{course}/archive");
        let other = sea_orm::Database::connect(&centre.database_url).await.unwrap();
        let held = other.begin().await.unwrap();
        held.execute_unprepared("LOCK TABLE course IN ACCESS EXCLUSIVE MODE").await.unwrap();
        for answer in [sami.ask("{ courses { nodes { code } } }", json!({})).await, sami.get(&archive, &[]).await] {
            assert_eq!(answer.status, 503, "{}", answer.body);
            answer.refused_with("UNAVAILABLE");
        }
        assert_eq!(sami.get("/health/live", &[]).await.status, 200, "the process lives");
        held.rollback().await.unwrap();
        assert_eq!(sami.download(&archive).await.0.status, 200);
    });
}
