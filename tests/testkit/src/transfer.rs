//! Files over HTTP, straight to and from where they lie, as a browser sends and fetches them.

use serde_json::{Value, json};

use crate::centre::Centre;
use crate::person::Person;

/// What was fetched.
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Fetched {
    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Puts bytes at an address; the status, or 0 if there was no answer.
pub async fn put(address: &str, headers: &[(&str, &str)], bytes: Vec<u8>) -> u16 {
    let mut request = reqwest::Client::new().put(address).body(bytes);
    // The length is what the body has: a client that says another one sends something that is no request.
    for (name, value) in headers.iter().filter(|(name, _)| *name != "content-length") {
        request = request.header(*name, *value);
    }
    request.send().await.map_or(0, |answer| answer.status().as_u16())
}

/// Fetches an address, or a range of it.
pub async fn fetch(address: &str, range: Option<&str>) -> Fetched {
    let mut request = reqwest::Client::new().get(address);
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let Ok(answer) = request.send().await else { return Fetched { status: 0, headers: Vec::new(), bytes: Vec::new() } };
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let (status, headers) = (answer.status().as_u16(), headers.collect());
    Fetched { status, headers, bytes: answer.bytes().await.unwrap_or_default().to_vec() }
}

const BEGIN: &str = "mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id missingParts { number offset size address headers { name value } } } userErrors { code path message } } }";
const COMPLETE: &str = "mutation($id: ID!) { uploadComplete(input: { upload: $id }) { upload { state } userErrors { code } } }";
const UPLOAD: &str = "query($id: ID!) { node(id: $id) { ... on Upload { state problem { code message } file { id name mediaType size address variants { width address } } } } }";

/// Sends a file as a page does, has the workers look at it, and answers what became of it.
pub async fn sent(centre: &Centre, person: &Person, name: &str, media_type: &str, purpose: &str, bytes: &[u8]) -> Value {
    let input = json!({ "name": name, "size": bytes.len(), "mediaType": media_type, "purpose": purpose });
    let begun = person.ask(BEGIN, json!({ "input": input })).await.checked();
    let id = begun.text("uploadBegin.upload.id");
    for part in begun.at("uploadBegin.upload.missingParts").as_array().unwrap() {
        let number = |name: &str| usize::try_from(part[name].as_u64().unwrap()).unwrap();
        let (offset, size) = (number("offset"), number("size"));
        let headers: Vec<_> = part["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| (header["name"].as_str().unwrap(), header["value"].as_str().unwrap()))
            .collect();
        let status = put(&centre.reach(part["address"].as_str().unwrap()), &headers, bytes[offset..offset + size].to_vec()).await;
        assert_eq!(status, 200, "{part}");
    }
    person.ask(COMPLETE, json!({ "id": id })).await.ok();
    centre.work().await;
    person.ask(UPLOAD, json!({ "id": id })).await.checked().at("node").clone()
}
