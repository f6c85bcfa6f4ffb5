//! The same act on a file many times at once.

use std::collections::BTreeMap;

use nabta_testkit::{everywhere, json, put, sent};

use super::files::mp4;
use crate::people::at_once::{at_once, one_of};

const MANY: usize = 50;
const BEGIN: &str = "mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id missingParts { address headers { name value } } } userErrors { code } } }";
const COMPLETE: &str = "mutation($id: ID!) { uploadComplete(input: { upload: $id }) { userErrors { code } } }";
const CANCEL: &str = "mutation($id: ID!) { uploadCancel(input: { upload: $id }) { userErrors { code } } }";
const CAPTION: &str = "mutation($input: FileCaptionInput!) { fileCaption(input: $input) { userErrors { code } } }";
const REMOVE: &str = "mutation($id: ID!) { fileRemove(input: { file: $id }) { userErrors { code } } }";

everywhere! {
    async fn a_file_is_announced_and_handed_in_once(centre: Centre) {
        let amel = centre.person("amel").await;
        let bytes = mp4(5_000);
        let new = json!({ "input": { "name": "v.mp4", "size": bytes.len(), "mediaType": "video/mp4", "purpose": "MEDIA", "idempotencyKey": "v" } });
        assert_eq!(at_once(&amel, MANY, BEGIN, &new).await, BTreeMap::from([("DONE".to_owned(), MANY)]));
        assert_eq!(centre.number("SELECT count(*) AS number FROM upload").await, 1);
        let begun = amel.ask(BEGIN, new).await.checked();
        let id = begun.text("uploadBegin.upload.id");
        let address = centre.reach(&begun.text("uploadBegin.upload.missingParts.0.address"));
        // The same part by many at once, each whole or not at all.
        let sent_at_once = (0..8).map(|_| put(&address, &[("content-type", "application/octet-stream")], bytes.clone()));
        assert!(futures::future::join_all(sent_at_once).await.into_iter().all(|status| status == 200));
        one_of(&at_once(&amel, MANY, COMPLETE, &json!({ "id": id })).await, MANY, "WRONG_STATE");
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM file").await, 1);
        amel.ask(CANCEL, json!({ "id": id })).await.refused_with("WRONG_STATE");
    }

    async fn a_file_gets_captions_and_goes_once(centre: Centre) {
        let amel = centre.person("amel").await;
        let video = sent(&centre, &amel, "v.mp4", "video/mp4", "MEDIA", &mp4(500)).await;
        let captions = sent(&centre, &amel, "c.vtt", "text/vtt", "CAPTIONS", b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n").await;
        let caption = json!({ "input": { "file": video["file"]["id"], "locale": "AR", "captions": captions["file"]["id"] } });
        assert_eq!(at_once(&amel, MANY, CAPTION, &caption).await, BTreeMap::from([("DONE".to_owned(), MANY)]));
        assert_eq!(centre.number("SELECT count(*) AS number FROM file_caption").await, 1);
        one_of(&at_once(&amel, MANY, REMOVE, &json!({ "id": video["file"]["id"] })).await, MANY, "NOT_FOUND");
        assert_eq!(centre.number("SELECT count(*) AS number FROM file").await, 1);
    }

    async fn a_megabyte_of_arabic_is_refused_by_name(centre: Centre) {
        let amel = centre.person("amel").await;
        let long = "نبتة ".repeat(12_000);
        let begin = |field: &str| {
            let mut input = json!({ "input": { "name": "a.txt", "size": 5, "mediaType": "text/plain", "purpose": "DOCUMENT" } });
            input["input"][field] = json!(long);
            input
        };
        amel.ask("{ viewer { id } }", json!({})).await.ok();
        let before = centre.fingerprint().await;
        for (document, variables, code) in [
            (BEGIN, begin("mediaType"), "FILE_TYPE"),
            (BEGIN, begin("digest"), "BAD_FORMAT"),
            (BEGIN, begin("idempotencyKey"), "TOO_LONG"),
            (COMPLETE, json!({ "id": long }), "INVALID_ID"),
            (CANCEL, json!({ "id": long }), "INVALID_ID"),
            (REMOVE, json!({ "id": long }), "INVALID_ID"),
        ] {
            amel.ask(document, variables).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        // A name is made safe and short.
        let named = amel.ask("mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { name } userErrors { code } } }", begin("name")).await.checked();
        assert!(named.text("uploadBegin.upload.name").chars().count() <= 124);
        // What is put where no address leads is not even read.
        let status = put(&format!("{}/store/content/aa/bb", centre.address), &[("content-type", "text/plain")], long.into_bytes()).await;
        assert_eq!(status, 403);
    }
}
