//! One HTTP connection that is kept open; as little of a client as there can be, so that it measures the service.

use std::time::Instant;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use nabta_testkit::Value;
use serde_json::json;
use tokio::net::TcpStream;

/// What is sent again and again.
#[derive(Clone)]
pub struct Sent {
    method: Method,
    path: String,
    body: Bytes,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

impl Sent {
    /// A question in GraphQL.
    pub fn question(query: &str, variables: &Value) -> Self {
        let body = json!({ "query": query, "variables": variables }).to_string();
        Self { method: Method::POST, path: "/graphql".into(), body: body.into(), token: None, headers: Vec::new() }
    }

    /// A plain address.
    pub fn get(path: &str) -> Self {
        Self { method: Method::GET, path: path.into(), body: Bytes::new(), token: None, headers: Vec::new() }
    }

    /// Bytes for an address, with headers of their own.
    pub fn put(path: &str, body: Vec<u8>, headers: Vec<(String, String)>) -> Self {
        Self { method: Method::PUT, path: path.into(), body: body.into(), token: None, headers }
    }

    /// The same bytes to another address.
    pub fn to(&self, path: &str) -> Self {
        Self { path: path.into(), ..self.clone() }
    }

    /// The same by somebody who is signed in.
    pub fn by(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }
}

/// An answer.
pub struct Received {
    /// The status.
    pub status: u16,
    /// The bytes.
    pub body: Bytes,
}

impl Received {
    /// Whether it is what was asked for: also a GraphQL answer with errors has status 200.
    pub fn is_good(&self) -> bool {
        self.status == 200 && !self.body.windows(10).any(|window| window == b"\"errors\":[")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// An open connection.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    /// Opens one to `host:port`.
    pub async fn open(host: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
        tokio::spawn(connection);
        Ok(Self { sender, host: host.to_owned() })
    }

    /// Sends and reads the whole answer.
    pub async fn send(&mut self, sent: &Sent) -> std::io::Result<Received> {
        let mut request = Request::builder().method(&sent.method).uri(&sent.path).header(HOST, &self.host);
        request = request.header(ACCEPT_LANGUAGE, "fr");
        if sent.method != Method::PUT {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        for (name, value) in &sent.headers {
            request = request.header(name, value);
        }
        if let Some(token) = &sent.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Full::new(sent.body.clone())).map_err(std::io::Error::other)?;
        self.sender.ready().await.map_err(std::io::Error::other)?;
        let answer = self.sender.send_request(request).await.map_err(std::io::Error::other)?;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.map_err(std::io::Error::other)?.to_bytes();
        Ok(Received { status, body })
    }

    /// Sends what must go well, and how long it took in milliseconds.
    pub async fn timed(&mut self, sent: &Sent) -> f64 {
        let began = Instant::now();
        let answer = self.send(sent).await.expect("the service answers");
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        assert!(answer.is_good(), "{} {}", answer.status, String::from_utf8_lossy(&answer.body));
        took
    }

    /// Sends it some times.
    pub async fn repeated(&mut self, sent: &Sent, times: usize) -> Vec<f64> {
        let mut took = Vec::with_capacity(times);
        for _ in 0..times {
            took.push(self.timed(sent).await);
        }
        took
    }
}
