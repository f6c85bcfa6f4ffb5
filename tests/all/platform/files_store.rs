//! The object store: everything that the folder does, and what happens while it is away, slow, or lies (R9).

use chrono::TimeDelta;
use nabta_testkit::{Centre, Value, fetch, json, put, sent, with_object_store};

use super::files::{a_large_file_is_sent_in_parts_taken_up_again_and_read_in_ranges, again, jpeg, mp4, tidy};

const BEGIN: &str = "mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id missingParts { address headers { name value } } } userErrors { code } } }";
const COMPLETE: &str = "mutation($id: ID!) { uploadComplete(input: { upload: $id }) { upload { state } userErrors { code } } }";
const STATE: &str = "query($id: ID!) { node(id: $id) { ... on Upload { state problem { code } } } }";

async fn begin(centre: &Centre, bytes: &[u8]) -> (String, String, Vec<(String, String)>) {
    let amel = centre.person("amel").await;
    let input = json!({ "input": { "name": "v.mp4", "size": bytes.len(), "mediaType": "video/mp4", "purpose": "MEDIA" } });
    let begun = amel.ask(BEGIN, input).await.checked();
    let part = begun.at("uploadBegin.upload.missingParts.0");
    let header = |header: &Value| (header["name"].as_str().unwrap().to_owned(), header["value"].as_str().unwrap().to_owned());
    let headers = part["headers"].as_array().unwrap().iter().map(header).collect();
    (begun.text("uploadBegin.upload.id"), part["address"].as_str().unwrap().to_owned(), headers)
}

fn borrowed(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_large_file_goes_straight_to_the_store_and_comes_from_there() {
    with_object_store(async |centre, store| {
        a_large_file_is_sent_in_parts_taken_up_again_and_read_in_ranges(&centre).await;
        assert_eq!(store.objects().iter().filter(|path| path.to_string_lossy().contains("/content/")).count(), 1);
        let amel = centre.person("amel").await;
        let picture = sent(&centre, &amel, "p.jpg", "image/jpeg", "IMAGE", &jpeg(1_000, 500)).await;
        let fetched = fetch(picture["file"]["variants"][0]["address"].as_str().unwrap(), None).await;
        assert_eq!((fetched.status, fetched.header("content-type")), (200, Some("image/jpeg")));
        let refused = sent(&centre, &amel, "x.png", "image/png", "IMAGE", b"<svg onload='alert(1)'/>").await;
        assert_eq!(refused["problem"]["code"], "FILE_TYPE");
        assert!(!store.objects().iter().any(|path| path.to_string_lossy().contains("/incoming/") && path.is_file()));
    });
}

#[test]
fn a_signed_address_of_the_store_is_good_for_one_thing() {
    with_object_store(async |centre, _| {
        let bytes = mp4(5_000);
        let (_, address, headers) = begin(&centre, &bytes).await;
        let good = borrowed(&headers);
        assert_eq!(put(&address.replacen("00001", "00002", 1), &good, bytes.clone()).await, 403, "another key");
        assert_eq!(put(&address, &good, [bytes.as_slice(), b"x"].concat()).await, 403, "a byte more");
        assert_eq!(put(&address, &good, bytes[1..].to_vec()).await, 403, "a byte less");
        assert_eq!(put(&address, &[("content-type", "text/html")], bytes.clone()).await, 403, "another type");
        assert_eq!(
            put(&address.replacen("X-Amz-Expires=", "X-Amz-Expires=9", 1), &good, bytes.clone()).await,
            403,
            "a longer time"
        );
        assert_eq!(fetch(&address, None).await.status, 403, "another method");
        assert_eq!(put(&address, &good, bytes).await, 200);
    });
}

#[test]
fn while_the_store_is_away_the_rest_works_and_afterwards_all_goes_on() {
    with_object_store(async |centre, store| {
        let amel = centre.person("amel").await;
        let bytes = mp4(5_000);
        let (id, address, headers) = begin(&centre, &bytes).await;
        store.stop();
        assert_eq!(put(&address, &borrowed(&headers), bytes.clone()).await, 0);
        let before = centre.fingerprint().await;
        amel.ask(COMPLETE, json!({ "id": id })).await.refused_with("UNAVAILABLE");
        assert_eq!(centre.fingerprint().await, before);
        amel.ask("{ courses(first: 3) { nodes { id } } viewer { id } files(first: 3) { nodes { id address } } }", json!({}))
            .await
            .ok();
        store.again();
        assert_eq!(put(&address, &borrowed(&headers), bytes).await, 200);
        amel.ask(COMPLETE, json!({ "id": id })).await.ok();
        // It goes away again before the file is looked at: the job waits, and nothing is lost.
        store.stop();
        centre.work().await;
        assert_eq!(amel.ask(STATE, json!({ "id": id })).await.checked().text("node.state"), "RECEIVED");
        store.again();
        centre.clock.advance(TimeDelta::minutes(2));
        centre.work().await;
        assert_eq!(amel.ask(STATE, json!({ "id": id })).await.checked().text("node.state"), "STORED");
    });
}

#[test]
fn a_slow_store_holds_nobody_up() {
    with_object_store(async |centre, store| {
        let amel = centre.person("amel").await;
        let bytes = mp4(5_000);
        let (id, address, headers) = begin(&centre, &bytes).await;
        assert_eq!(put(&address, &borrowed(&headers), bytes).await, 200);
        store.slow_down(5_000);
        let began = std::time::Instant::now();
        let (slow, quick) = futures::join!(amel.ask(COMPLETE, json!({ "id": id })), async {
            amel.ask("{ courses(first: 3) { nodes { id } } }", json!({})).await.ok();
            began.elapsed()
        });
        slow.refused_with("UNAVAILABLE");
        assert!(quick < std::time::Duration::from_secs(2), "{quick:?}");
        store.slow_down(0);
        amel.ask(COMPLETE, json!({ "id": id })).await.ok();
    });
}

#[test]
fn a_store_that_lies_is_found_out() {
    with_object_store(async |centre, store| {
        let amel = centre.person("amel").await;
        // It loses a byte of what was put there, before anybody looks at it.
        let bytes = mp4(5_000);
        let (id, address, headers) = begin(&centre, &bytes).await;
        assert_eq!(put(&address, &borrowed(&headers), bytes.clone()).await, 200);
        amel.ask(COMPLETE, json!({ "id": id })).await.ok();
        let incoming = store.objects().into_iter().find(|path| path.to_string_lossy().contains("/incoming/")).unwrap();
        std::fs::write(&incoming, &bytes[1..]).unwrap();
        centre.work().await;
        let state = amel.ask(STATE, json!({ "id": id })).await.checked();
        assert_eq!((state.text("node.state"), state.text("node.problem.code")), ("REFUSED".into(), "FILE_DAMAGED".into()));
        // It gives out other bytes than it got, long afterwards.
        let kept = sent(&centre, &amel, "a.txt", "text/plain", "DOCUMENT", b"whole").await;
        let content = store.objects().into_iter().find(|path| path.to_string_lossy().contains("/content/")).unwrap();
        std::fs::write(&content, b"whale").unwrap();
        tidy(&centre, TimeDelta::days(1)).await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM content WHERE state = 'damaged'").await, 1);
        // Its files go with what no file holds any more.
        let amel = again(&centre, &amel).await;
        let remove = "mutation($id: ID!) { fileRemove(input: { file: $id }) { userErrors { code } } }";
        amel.ask(remove, json!({ "id": kept["file"]["id"] })).await.ok();
        tidy(&centre, TimeDelta::days(2)).await;
        assert!(!store.objects().iter().any(|path| path.to_string_lossy().contains("/content/")), "{:?}", store.objects());
    });
}
