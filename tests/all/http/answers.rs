//! What goes with answers of every address: compression, headers.

use nabta_testkit::{Centre, everywhere, json};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};

const LONG: &str = "{ courses(first: 50) { nodes { title { text } summary { text } } } }";

/// The encoding of an answer and its bytes as they come over the wire.
async fn encoded(centre: &Centre, asked: Option<&str>) -> (Option<String>, Vec<u8>) {
    // A client that does not undo the encoding by itself.
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    let mut request = client.post(format!("{}/graphql", centre.address)).header(CONTENT_TYPE, "application/json");
    if let Some(asked) = asked {
        request = request.header(ACCEPT_ENCODING, asked);
    }
    let response = request.body(json!({ "query": LONG }).to_string()).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let encoding = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
    (encoding, response.bytes().await.unwrap().to_vec())
}

everywhere! {
    async fn answers_are_compressed_when_asked(centre: Centre) {
        let (encoding, plain) = encoded(&centre, None).await;
        assert_eq!(encoding, None);
        assert!(plain.starts_with(b"{\"data\"") && plain.len() > 2_000, "{}", plain.len());
        for (asked, expected) in [("gzip", "gzip"), ("br", "br"), ("gzip;q=0.5, br", "br"), ("br;q=0, gzip", "gzip")] {
            let (encoding, bytes) = encoded(&centre, Some(asked)).await;
            assert_eq!(encoding.as_deref(), Some(expected), "{asked}");
            assert!(bytes.len() * 3 < plain.len() * 2, "{asked}: {} of {}", bytes.len(), plain.len());
            assert!(expected == "br" || bytes.starts_with(&[0x1f, 0x8b]), "what says gzip is gzip");
        }
        let (encoding, bytes) = encoded(&centre, Some("zstd, identity")).await;
        assert_eq!((encoding, bytes), (None, plain), "what is not spoken is not pretended");
    }

    async fn every_address_carries_the_security_headers(centre: Centre) {
        let (visitor, sami) = (centre.visitor(), centre.person("sami").await);
        let course = sami.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let figures = "{ course(slug: \"impact-study\") { chapters { lessons { text { blocks { ... on FigureBlock { address } } } } } } }";
        let found = visitor.ask(figures, json!({})).await.body.to_string();
        let figure = &found[found.find("/figures/").unwrap()..][..77];
        let answers = [
            ("a question", 200, visitor.ask(LONG, json!({})).await),
            ("an error of a question", 400, visitor.post("application/json", "{", &[]).await),
            ("another type", 415, visitor.post("text/plain", "{}", &[]).await),
            ("too long", 413, visitor.post("application/json", "x".repeat(1024 * 1024), &[]).await),
            ("a question in the address", 405, visitor.get("/graphql?query=x", &[]).await),
            ("a page from elsewhere", 403, visitor.preflight("/graphql", "https://evil.example").await),
            ("a page of our own", 204, visitor.preflight("/graphql", &centre.address).await),
            ("a bad token", 401, visitor.clone().with_token("x").ask(LONG, json!({})).await),
            ("a course", 200, sami.download(&format!("/courses/{course}/archive")).await.0),
            ("a course for nobody", 401, visitor.get(&format!("/courses/{course}/archive"), &[]).await),
            ("no course", 404, sami.get("/courses/x/archive", &[]).await),
            ("no archive", 422, sami.send_to("/courses/archive", "application/zip", "x").await),
            ("a figure", 200, visitor.get(figure, &[]).await),
            ("no figure", 404, visitor.get("/figures/x.svg", &[]).await),
            ("the keys", 200, visitor.get("/.well-known/jwks.json", &[]).await),
            ("health", 200, visitor.get("/health/live", &[]).await),
            ("readiness", 200, visitor.get("/health/ready", &[]).await),
            ("the playground", 200, visitor.get("/playground", &[]).await),
            ("its script", 200, visitor.get("/playground/start.js", &[]).await),
            ("nowhere", 404, visitor.get("/nowhere", &[]).await),
        ];
        for (what, status, answer) in answers {
            assert_eq!(answer.status, status, "{what}: {}", answer.body);
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "no-referrer"),
                ("strict-transport-security", "max-age=31536000"),
                ("cross-origin-opener-policy", "same-origin"),
                ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{what}: {name}");
            }
            let policy = answer.header("content-security-policy").unwrap();
            // The playground runs its own scripts, everything else nothing.
            let own = if what == "the playground" { "default-src 'self'" } else { "default-src 'none'" };
            assert!(policy.starts_with(own) && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
            let is_public = ["a figure", "the keys"].contains(&what);
            assert_eq!(answer.header("cache-control").unwrap().starts_with("public"), is_public, "{what}");
        }
    }
}
