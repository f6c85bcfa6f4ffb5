//! HTTP itself: what may come in by which way, headers, health, caches.

mod answers;
mod metrics;
mod modes;
mod origins;
mod subscriptions;

use nabta_testkit::{everywhere, hostile, json};
use sha2::{Digest, Sha256};

const QUERY: &str = "{ themes { nodes { code } } }";
const MUTATION: &str = "mutation { signOutEverywhere { userErrors { code } } }";

fn stored(query: &str) -> String {
    let digest = hex::encode(Sha256::digest(query.as_bytes()));
    json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } }).to_string()
}

fn address(query: &str) -> String {
    let encoded: String = stored(query).bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/graphql?extensions={encoded}")
}

everywhere! {
    async fn only_json_by_post_and_stored_queries_by_get(centre: Centre) {
        let sami = centre.person("sami").await;
        let before = centre.fingerprint().await;
        let body = json!({ "query": MUTATION }).to_string();
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", ""] {
            assert_eq!(sami.post(kind, body.clone(), &[]).await.status, 415, "{kind:?}");
        }
        assert_eq!(sami.get("/graphql?query=%7Bviewer%7Bid%7D%7D", &[]).await.status, 405);
        assert_eq!(sami.get("/graphql", &[]).await.status, 405);
        let text = json!({ "query": MUTATION, "extensions": serde_json::from_str::<serde_json::Value>(&stored("{ other }")).unwrap() });
        sami.post("application/json", text.to_string(), &[]).await.refused_with("BAD_INPUT");
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            assert_eq!(sami.post("application/json", body.clone(), &[("origin", origin)]).await.status, 403, "{origin}");
        }
        assert_eq!(centre.fingerprint().await, before);
        let text = json!({ "query": MUTATION, "extensions": serde_json::from_str::<serde_json::Value>(&stored(MUTATION)).unwrap() });
        let other = centre.visitor();
        let _ = other.post("application/json", text.to_string(), &[]).await;
        assert_eq!(sami.get(&address(MUTATION), &[]).await.status, 405, "a stored mutation does not run by GET");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_stored_query_is_cached_by_its_etag(centre: Centre) {
        let visitor = centre.visitor();
        visitor.get(&address(QUERY), &[]).await.refused_with("PERSISTED_QUERY_NOT_FOUND");
        let text = json!({ "query": QUERY, "extensions": serde_json::from_str::<serde_json::Value>(&stored(QUERY)).unwrap() });
        visitor.post("application/json", text.to_string(), &[]).await.ok();
        let first = visitor.get(&address(QUERY), &[]).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.status, 200);
        let again = visitor.get(&address(QUERY), &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.as_str()), (304, Some("")));
        let signed_in = centre.person("sami").await.get(&address(QUERY), &[]).await;
        assert!(signed_in.header("etag").is_none(), "what belongs to somebody is kept by no cache");
        assert_eq!(signed_in.header("cache-control"), Some("no-store"));
    }

    async fn fields_come_in_the_order_of_the_question(centre: Centre) {
        let keys = ["author", "chapterCount", "code", "theme", "slug", "offers"];
        let row = "author { name { text } } chapterCount code theme { code } slug offers { dates { startsOn } }";
        let query = format!("{{ courses(first: 3) {{ nodes {{ {row} }} }} }}");
        let visitor = centre.visitor();
        let text = json!({ "query": query, "extensions": serde_json::from_str::<serde_json::Value>(&stored(&query)).unwrap() });
        visitor.post("application/json", text.to_string(), &[]).await.ok();
        let (_, first) = visitor.download(&address(&query)).await;
        let text = String::from_utf8(first.clone()).unwrap();
        let places: Vec<_> = keys.iter().map(|key| text.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
        assert_eq!(visitor.download(&address(&query)).await.1, first, "and each time the same, byte by byte");
    }

    async fn limits_refuse_in_words_and_quickly(centre: Centre) {
        let visitor = centre.visitor();
        for (what, document) in hostile::too_complex() {
            let began = std::time::Instant::now();
            let answer = visitor.ask(&document, json!({})).await;
            answer.refused_with("TOO_COMPLEX");
            // In an optimised build it is under 10 ms (docs/benchmarks.md); here other tests run beside it.
            assert!(began.elapsed().as_millis() < 250, "{what} took {:?}", began.elapsed());
        }
        visitor.ask("{ courses(first: 101) { nodes { id } } }", json!({})).await.refused_with("BAD_INPUT");
        assert_eq!(visitor.post("application/json", format!("[{}]", json!({ "query": QUERY })), &[]).await.status, 400, "no lists of requests");
        assert_eq!(visitor.post("application/json", "x".repeat(1024 * 1024), &[]).await.status, 413);
        assert_eq!(visitor.post("application/json", "{", &[]).await.status, 400);
        visitor.ask(QUERY, json!({})).await.ok();
    }

    async fn a_request_has_its_number_and_an_instance_says_whether_it_is_fit(centre: Centre) {
        let visitor = centre.visitor();
        assert!(visitor.ask(QUERY, json!({})).await.header("x-request-id").is_some());
        let ready = visitor.get("/health/ready", &[]).await;
        assert_eq!((ready.status, &ready.body["ready"]), (200, &json!(true)));
        centre.clock.advance(chrono::TimeDelta::seconds(3));
        assert_eq!(visitor.get("/health/ready", &[]).await.status, 503, "a clock that is off makes an instance unfit");
    }

    async fn every_answer_has_its_number_and_speaks_the_readers_language(centre: Centre) {
        let mut said = Vec::new();
        for language in ["ar", "fr", "en"] {
            let visitor = centre.visitor().reading(language);
            for answer in [
                visitor.post("text/plain", "x", &[]).await,
                visitor.post("application/json", "{", &[]).await,
                visitor.post("application/json", "x".repeat(1024 * 1024), &[]).await,
                visitor.get("/graphql", &[]).await,
                visitor.get("/figures/none.svg", &[]).await,
                visitor.send_to("/courses/archive", "application/zip", "PK").await,
                visitor.post("application/json", "{}", &[("origin", "https://evil.example")]).await,
            ] {
                let number = answer.header("x-request-id").unwrap();
                assert_eq!(answer.body["errors"][0]["extensions"]["requestId"], number, "{}", answer.body);
                said.push((answer.status, answer.body["errors"][0]["message"].as_str().unwrap().to_owned()));
            }
            assert!(visitor.get("/health/live", &[]).await.header("x-request-id").is_some());
        }
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "each said in words of its own in each language");
    }

    async fn figures_are_drawings_and_nothing_else(centre: Centre) {
        let visitor = centre.visitor();
        let query = "{ course(slug: \"impact-study\") { chapters { lessons { text(locale: AR) { blocks { ... on FigureBlock { address } } } } } } }";
        let course = visitor.ask(query, json!({})).await.checked();
        let blocks = course.at("course.chapters.0.lessons.0.text.blocks").as_array().unwrap();
        let address = blocks.iter().find_map(|block| block["address"].as_str()).unwrap();
        let figure = visitor.get(address, &[]).await;
        assert_eq!((figure.status, figure.header("content-type")), (200, Some("image/svg+xml")));
        assert!(figure.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(figure.body.as_str().unwrap().contains("<svg"));
        let again = visitor.get(address, &[("if-none-match", figure.header("etag").unwrap())]).await;
        assert_eq!((again.status, again.body.as_str()), (304, Some("")));
        for name in ["../../etc/passwd", "x.svg", "0.svg", "%2e%2e%2fx.svg"] {
            assert_eq!(visitor.get(&format!("/figures/{name}"), &[]).await.status, 404);
        }
    }
}
