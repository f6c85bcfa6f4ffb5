//! Pages from elsewhere: those on the list may call, the others may not.

use nabta_testkit::{Centre, Kind, json, run_with};

const PAGE: &str = "https://pages.nabta.example";

fn with_list(test: impl AsyncFnOnce(Centre)) {
    run_with(Kind::Sqlite, &format!("http.allowed_origins = ['{PAGE}']"), test);
}

#[test]
fn a_page_on_the_list_may_call_and_is_told_so() {
    with_list(async |centre| {
        let visitor = centre.visitor();
        let question = json!({ "query": "{ themes(first: 1) { nodes { code } } }" }).to_string();
        let answer = visitor.post("application/json", question, &[("origin", PAGE)]).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
        assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
        assert!(answer.header("vary").unwrap().contains("origin"));
        answer.ok();
        for path in ["/graphql", "/courses/archive", "/courses/x/archive"] {
            let told = visitor.preflight(path, PAGE).await;
            assert_eq!((told.status, told.header("access-control-allow-origin")), (204, Some(PAGE)), "{path}");
            assert!(told.header("access-control-allow-headers").unwrap().contains("authorization"));
        }
    });
}

#[test]
fn a_page_that_only_looks_like_one_on_the_list_may_not() {
    with_list(async |centre| {
        let visitor = centre.visitor();
        for origin in [
            "https://pages.nabta.example.evil.example",
            "https://evil.example/https://pages.nabta.example",
            "http://pages.nabta.example",
            "https://pages.nabta.example:8443",
            "https://PAGES.nabta.example.",
            "null",
            "*",
        ] {
            for path in ["/graphql", "/courses/archive", "/courses/x/archive"] {
                let told = visitor.preflight(path, origin).await;
                assert_eq!((told.status, told.header("access-control-allow-origin")), (403, None), "{origin} at {path}");
            }
        }
    });
}
