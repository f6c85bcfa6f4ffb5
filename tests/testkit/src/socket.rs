//! A page's socket to the service, as `graphql-transport-ws` has it.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Person;

/// How long a test waits for a message.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What comes over a socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message.
    Said(Value),
    /// The end, with its code.
    Closed(u16),
    /// The end without a word.
    Gone,
}

impl Socket {
    /// Opens one at a service; the status of the answer where that is refused.
    pub async fn open(address: &str, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let address = format!("{}/graphql/subscriptions", address.replacen("http", "ws", 1));
        let mut request = address.into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens one, and says whose it is.
    pub async fn of(address: &str, person: &Person) -> Self {
        let mut socket = Self::open(address, &[]).await.unwrap();
        assert_eq!(socket.introduce(person.token.as_deref().unwrap()).await, Heard::Said(json!({ "type": "connection_ack" })));
        socket
    }

    /// Says whose it is.
    pub async fn introduce(&mut self, token: &str) -> Heard {
        self.say(
            &json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}"), "language": "fr" } }),
        )
        .await;
        self.hear().await
    }

    /// Says something.
    pub async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// Sends whatever it is; a socket that has been closed takes nothing.
    pub async fn send(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// Asks to follow something, under a name.
    pub async fn ask(&mut self, name: &str, query: &str, variables: Value) {
        self.say(&json!({ "id": name, "type": "subscribe", "payload": { "query": query, "variables": variables } })).await;
    }

    /// The next that comes.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match tokio::time::timeout(PATIENCE, self.0.next()).await.expect("nothing comes") {
                Some(Ok(Message::Text(text))) => return Heard::Said(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return frame.map_or(Heard::Gone, |frame| Heard::Closed(frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Gone,
            }
        }
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        match self.hear().await {
            Heard::Said(message) => message,
            other => panic!("{other:?}"),
        }
    }
}

pub use tokio_tungstenite::tungstenite::Message as Frame;
