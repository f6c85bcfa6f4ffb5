//! Files in an object store that speaks as S3 does. Browsers send and fetch them there, straight, at signed addresses.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use nabta_domain::kernel::store::{ByteStream, Get, Object, Put, SignedRequest, Store, StoreError};
use s3::creds::Credentials;
use s3::error::S3Error;
use s3::{Bucket, Region};
use secrecy::ExposeSecret;

use crate::config::FilesConfig;

/// How many bytes are asked for at once: a request has its time for so many, however large the object is.
const RANGE: u64 = 8 * 1024 * 1024;
/// So many times the time of a request has one in which the store copies a whole object.
const COPYING: u32 = 20;

/// A bucket.
pub(super) struct ObjectStore {
    bucket: Box<Bucket>,
    /// The same, with more time.
    patient: Box<Bucket>,
}

impl ObjectStore {
    pub(super) fn new(config: &FilesConfig) -> anyhow::Result<Self> {
        let region = Region::Custom { region: config.region.clone(), endpoint: config.endpoint.trim_end_matches('/').to_owned() };
        let secret = config.secret_key.as_ref().map(|secret| secret.expose_secret().to_owned());
        let credentials = Credentials::new(Some(&config.access_key), secret.as_deref(), None, None, None);
        let credentials = credentials.context("files.access_key: no key to the object store")?;
        let bucket = Bucket::new(&config.bucket, region, credentials).context("files.bucket: no bucket")?.with_path_style();
        let within = |time: Duration| bucket.with_request_timeout(time).context("files.timeout_seconds");
        let time = Duration::from_secs(config.timeout_seconds);
        Ok(Self { bucket: within(time)?, patient: within(time * COPYING)? })
    }
}

fn of_store(error: S3Error) -> StoreError {
    match error {
        S3Error::HttpFailWithBody(404, _) => StoreError::Missing,
        // The body of an answer may name keys: its status says enough.
        S3Error::HttpFailWithBody(status, _) => StoreError::Away(format!("object store: HTTP {status}")),
        S3Error::Reqwest(error) if error.is_timeout() => StoreError::Away("object store: TIMEOUT".into()),
        S3Error::Reqwest(_) => StoreError::Away("object store: CONNECTION".into()),
        _ => StoreError::Away("object store: no answer that is known".into()),
    }
}

/// Bytes of an object from one of them on, and whether they are its last.
async fn piece(bucket: &Bucket, key: &str, start: u64) -> Result<(Bytes, bool), StoreError> {
    let answer = match bucket.get_object_range(key, start, Some(start + RANGE - 1)).await {
        // Nothing lies from there on.
        Err(S3Error::HttpFailWithBody(416, _)) => return Ok((Bytes::new(), true)),
        other => other.map_err(of_store)?,
    };
    // A store that knows no ranges gives the whole, which is only good from the beginning.
    let is_whole = answer.status_code() == 200;
    if is_whole && start > 0 {
        return Err(StoreError::Away("object store: RANGE".into()));
    }
    let bytes = answer.into_bytes();
    let is_last = is_whole || (bytes.len() as u64) < RANGE;
    Ok((bytes, is_last))
}

fn seconds(until: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    u32::try_from((until - now).num_seconds().max(1)).unwrap_or(u32::MAX)
}

#[async_trait]
impl Store for ObjectStore {
    async fn sign_put(&self, put: Put<'_>, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<SignedRequest, StoreError> {
        let headers = vec![("content-length", put.size.to_string()), ("content-type", put.media_type.to_owned())];
        let mut signed = http::HeaderMap::new();
        for (name, value) in &headers {
            let value = value.parse().map_err(|_| StoreError::Away("object store: HEADER".into()))?;
            signed.insert(*name, value);
        }
        let address = self.bucket.presign_put(put.key, seconds(until, now), Some(signed), None).await.map_err(of_store)?;
        Ok(SignedRequest { address, headers })
    }

    async fn sign_get(&self, get: Get<'_>, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<String, StoreError> {
        let queries = HashMap::from([
            ("response-content-type".to_owned(), get.media_type.to_owned()),
            ("response-content-disposition".to_owned(), get.disposition()),
        ]);
        self.bucket.presign_get(get.key, seconds(until, now), Some(queries)).await.map_err(of_store)
    }

    async fn read(&self, key: &str) -> Result<ByteStream, StoreError> {
        let (first, is_last) = piece(&self.bucket, key, 0).await?;
        let next = (!is_last).then_some(first.len() as u64);
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        let rest = stream::try_unfold((bucket, key, next), |(bucket, key, next)| async move {
            let Some(start) = next else { return Ok(None) };
            let (bytes, is_last) = piece(&bucket, &key, start).await?;
            let next = (!is_last).then_some(start + bytes.len() as u64);
            Ok(Some((bytes, (bucket, key, next))))
        });
        Ok(stream::once(async move { Ok(first) }).chain(rest).boxed())
    }

    async fn write(&self, put: Put<'_>, bytes: ByteStream) -> Result<(), StoreError> {
        let bytes = bytes.map_err(|error| std::io::Error::other(format!("{error:?}")));
        let mut reader = tokio_util::io::StreamReader::new(Box::pin(bytes));
        let written = self.bucket.put_object_stream_with_content_type(&mut reader, put.key, put.media_type).await;
        let written = written.map_err(of_store)?;
        if written.uploaded_bytes() as u64 == put.size {
            return Ok(());
        }
        self.remove(put.key).await?;
        Err(StoreError::Size)
    }

    async fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        self.patient.copy_object_internal(from, to).await.map_err(of_store)?;
        self.remove(from).await
    }

    async fn remove(&self, key: &str) -> Result<(), StoreError> {
        match self.bucket.delete_object(key).await.map_err(of_store) {
            Ok(_) | Err(StoreError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Object>, StoreError> {
        let page = self.bucket.list_page(prefix.to_owned(), None, None, after.map(str::to_owned), Some(1_000)).await;
        let (page, _) = page.map_err(of_store)?;
        let object = |found: s3::serde_types::Object| Object {
            modified_at: DateTime::parse_from_rfc3339(&found.last_modified).map_or(DateTime::<Utc>::MAX_UTC, Into::into),
            key: found.key,
            size: found.size,
        };
        Ok(page.contents.into_iter().map(object).collect())
    }
}
