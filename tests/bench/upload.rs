//! An upload in parts to signed addresses of the service's own store ÷ the same bytes put to a handler that only writes them to a file.

use std::time::Instant;

use actix_web::{HttpResponse, web};
use futures::StreamExt;
use nabta_testkit::{Kind, Value, empty};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;

use crate::client::{Client, Sent};
use crate::pairs::{Summary, compare};
use crate::process::{Cores, Home, token};
use crate::report::Line;
use crate::stores::{KINDS, Name};

/// Where the reference takes bytes.
pub const REFERENCE: &str = "/bench/put";
const PAIRS: usize = 30;
const SIZE: usize = 16 * 1024 * 1024;
/// A part, as the service asks for them.
const PART: usize = 4 * 1024 * 1024;

const BEGIN: &str = "mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id missingParts { address headers { name value } } } userErrors { code } } }";
const CANCEL: &str = "mutation($id: ID!) { uploadCancel(input: { upload: $id }) { userErrors { code } } }";

/// Takes bytes and writes them to the disk itself: what every upload has to do.
pub async fn reference(mut payload: web::Payload) -> HttpResponse {
    let file = tempfile::NamedTempFile::new().expect("there is room for files");
    let mut open = tokio::fs::File::create(file.path()).await.expect("a file");
    while let Some(some) = payload.next().await {
        open.write_all(&some.expect("bytes come")).await.expect("there is room for files");
    }
    open.sync_all().await.expect("they reach the disk");
    HttpResponse::Ok().finish()
}

struct Uploader {
    client: Mutex<Client>,
    token: String,
    part: Vec<u8>,
}

impl Uploader {
    async fn ask(&self, query: &str, variables: &Value) -> Value {
        let answer = self.client.lock().await.send(&Sent::question(query, variables).by(&self.token)).await.expect("an answer");
        assert!(answer.is_good(), "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    async fn put(&self, sent: &Sent) {
        let answer = self.client.lock().await.send(sent).await.expect("an answer");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    }

    /// The milliseconds of an upload's parts, signed and begun before, given up afterwards.
    async fn signed(&self) -> Vec<f64> {
        let new = json!({ "input": { "name": "v.mp4", "size": SIZE, "mediaType": "video/mp4", "purpose": "MEDIA" } });
        let begun = self.ask(BEGIN, &new).await;
        let upload = begun.pointer("/data/uploadBegin/upload").expect("it begins");
        let parts: Vec<Sent> = upload["missingParts"]
            .as_array()
            .expect("parts")
            .iter()
            .map(|part| {
                let address = part["address"].as_str().expect("an address");
                let path = address.find("/store/").map_or(address, |at| &address[at..]);
                let headers = part["headers"].as_array().expect("headers");
                let headers = headers.iter().map(|one| {
                    (one["name"].as_str().unwrap_or_default().to_owned(), one["value"].as_str().unwrap_or_default().to_owned())
                });
                Sent::put(path, self.part.clone(), headers.collect())
            })
            .collect();
        assert_eq!(parts.len(), SIZE / PART);
        let began = Instant::now();
        for part in &parts {
            self.put(part).await;
        }
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        self.ask(CANCEL, &json!({ "id": upload["id"] })).await;
        vec![took]
    }

    async fn bare(&self) -> Vec<f64> {
        let part = Sent::put(REFERENCE, self.part.clone(), vec![("content-type".into(), "video/mp4".into())]);
        let began = Instant::now();
        for _ in 0..SIZE / PART {
            self.put(&part).await;
        }
        vec![began.elapsed().as_secs_f64() * 1_000.0]
    }
}

async fn measure(kind: Kind) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("there is room for files");
    let url = empty(kind, folder.path()).await;
    let home = Home::with_demo(Some(&url)).await;
    let own = std::env::current_exe().expect("this program has a place");
    let place = home.folder().display().to_string();
    let (process, ..) = home.start(&own, &["reference-server", "--data-dir", &place], Cores::One).await;
    let mut client = process.client().await;
    let token = token(&mut client, "sami").await;
    let uploader = Uploader { client: Mutex::new(client), token, part: (0..PART).map(|at| (at % 251) as u8).collect() };
    let compared = compare(PAIRS, Summary::Median, async || uploader.signed().await, async || uploader.bare().await).await;
    let (ours, bare) = compared.times(Summary::Median);
    process.kill().await;
    let speed = |milliseconds: f64| SIZE as f64 / 1e6 / (milliseconds / 1_000.0);
    vec![
        Line::ratio(
            "upload",
            "16 MiB in signed parts to the service's own folder ÷ a bare PUT",
            Name(kind),
            &compared,
            Summary::Median,
        ),
        Line::new("upload", "MB a second, in signed parts; bare", Name(kind), format!("{:.0}; {:.0}", speed(ours), speed(bare))),
    ]
}

/// Measures it on both databases.
pub async fn run() -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(measure(kind).await);
    }
    lines
}
