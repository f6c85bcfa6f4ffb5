//! ClamAV's daemon, asked over a socket. The crate speaks its protocol (INSTREAM); how much is sent is bounded by what is taken at all.

use std::time::Duration;

use async_trait::async_trait;
use clamav_client::tokio::{Socket, Tcp, scan_stream};
use futures::StreamExt;
use nabta_domain::kernel::store::{ByteStream, Scanner, StoreError};

/// The longest that a file may take.
const LIMIT: Duration = Duration::from_secs(300);

/// The daemon.
pub(super) struct Clamd {
    address: String,
}

impl Clamd {
    pub(super) fn new(address: &str) -> Self {
        Self { address: address.to_owned() }
    }
}

#[async_trait]
impl Scanner for Clamd {
    async fn scan(&self, bytes: ByteStream) -> Result<Option<String>, StoreError> {
        let bytes = bytes.map(|some| some.map_err(|error| std::io::Error::other(format!("{error:?}"))));
        let answered = async {
            if self.address.starts_with('/') {
                scan_stream(bytes, Socket { socket_path: &self.address }, None).await
            } else {
                scan_stream(bytes, Tcp { host_address: &self.address }, None).await
            }
        };
        let answered = tokio::time::timeout(LIMIT, answered).await.map_err(|_| StoreError::Away("clamd: TIMEOUT".into()))?;
        // Without an answer nothing is taken: the file waits until the daemon is back.
        let answered = answered.map_err(|error| StoreError::Away(format!("clamd: {}", error.kind())))?;
        let answer = String::from_utf8_lossy(&answered);
        let answer = answer.trim_end_matches('\0').trim_start_matches("stream: ").trim();
        match answer.strip_suffix(" FOUND") {
            Some(found) => Ok(Some(found.to_owned())),
            None if answer == "OK" => Ok(None),
            None => Err(StoreError::Away("clamd: no answer that is known".into())),
        }
    }
}
