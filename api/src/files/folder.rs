//! Files in a folder of this machine, sent to and given out by the service itself, at addresses signed as an object store signs them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use nabta_domain::kernel::keyring::Keyring;
use nabta_domain::kernel::store::{ByteStream, Get, Object, Put, SignedRequest, Store, StoreError};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use crate::config::Config;

/// How many files this process has begun to write.
static HALVES: AtomicU64 = AtomicU64::new(0);
/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;
/// The most objects of one list.
const LIST: usize = 1_000;

/// Files in a folder.
#[derive(Clone)]
pub struct Folder {
    folder: PathBuf,
    address: String,
    keyring: Arc<Keyring>,
}

/// What stands in a signed address. All of it is signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// `PUT` or `GET`.
    method: String,
    /// Until when, in seconds since 1970.
    until: i64,
    /// The type.
    pub media_type: String,
    /// How many bytes are put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// How it is given out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// The signature.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    signature: String,
}

impl Folder {
    pub(super) fn new(config: &Config, keyring: Arc<Keyring>) -> Self {
        let address = config.http.public_address.trim_end_matches('/').to_owned();
        Self { folder: config.data_dir.join("files"), address, keyring }
    }

    /// The same, for who answers signed requests.
    #[must_use]
    pub fn of(config: &Config, keyring: &Arc<Keyring>) -> Self {
        Self::new(config, Arc::clone(keyring))
    }

    fn signed(&self, key: &str, mut address: Address) -> Result<String, StoreError> {
        address.signature = self.keyring.digest("store.address", &text(key, &address)?);
        let mut url = Url::parse(&format!("{}/store/{key}", self.address)).map_err(|_| away("ADDRESS"))?;
        let fields = serde_json::to_value(&address).map_err(|_| away("ADDRESS"))?;
        for (name, value) in fields.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            url.query_pairs_mut().append_pair(name, &value);
        }
        Ok(url.into())
    }

    /// Whether an address was signed by one of the keys, for this method, and its time is not over.
    #[must_use]
    pub fn allows(&self, key: &str, method: &str, address: &Address, now: DateTime<Utc>) -> bool {
        let unsigned = Address { signature: String::new(), ..address.clone() };
        let Ok(text) = text(key, &unsigned) else { return false };
        let is_ours = self.keyring.is_digest("store.address", &text, &address.signature);
        is_ours && address.method == method && now.timestamp() < address.until
    }

    /// The file of a key; nothing for a key that leads elsewhere.
    #[must_use]
    pub fn path(&self, key: &str) -> Option<PathBuf> {
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        key.split('/').all(is_part).then(|| self.folder.join(key))
    }

    fn known(&self, key: &str) -> Result<PathBuf, StoreError> {
        self.path(key).ok_or(StoreError::Missing)
    }
}

fn text(key: &str, address: &Address) -> Result<String, StoreError> {
    Ok(format!("{key}\n{}", serde_json::to_string(address).map_err(|_| away("ADDRESS"))?))
}

fn away(why: &str) -> StoreError {
    StoreError::Away(why.to_owned())
}

fn of_folder(error: &std::io::Error) -> StoreError {
    if error.kind() == std::io::ErrorKind::NotFound { StoreError::Missing } else { away(&format!("folder: {}", error.kind())) }
}

#[async_trait]
impl Store for Folder {
    async fn sign_put(&self, put: Put<'_>, until: DateTime<Utc>, _: DateTime<Utc>) -> Result<SignedRequest, StoreError> {
        let address = Address {
            method: "PUT".into(),
            until: until.timestamp(),
            media_type: put.media_type.into(),
            size: Some(put.size),
            disposition: None,
            signature: String::new(),
        };
        Ok(SignedRequest {
            address: self.signed(put.key, address)?,
            headers: vec![("content-length", put.size.to_string()), ("content-type", put.media_type.to_owned())],
        })
    }

    async fn sign_get(&self, get: Get<'_>, until: DateTime<Utc>, _: DateTime<Utc>) -> Result<String, StoreError> {
        let address = Address {
            method: "GET".into(),
            until: until.timestamp(),
            media_type: get.media_type.into(),
            size: None,
            disposition: Some(get.disposition()),
            signature: String::new(),
        };
        self.signed(get.key, address)
    }

    async fn read(&self, key: &str) -> Result<ByteStream, StoreError> {
        let file = tokio::fs::File::open(self.known(key)?).await.map_err(|error| of_folder(&error))?;
        let chunks = stream::try_unfold(file, |mut file| async move {
            let mut chunk = vec![0; CHUNK];
            let length = file.read(&mut chunk).await.map_err(|error| of_folder(&error))?;
            chunk.truncate(length);
            Ok((length > 0).then(|| (Bytes::from(chunk), file)))
        });
        Ok(chunks.boxed())
    }

    async fn write(&self, put: Put<'_>, mut bytes: ByteStream) -> Result<(), StoreError> {
        let path = self.known(put.key)?;
        let parent = path.parent().ok_or(StoreError::Missing)?;
        tokio::fs::create_dir_all(parent).await.map_err(|error| of_folder(&error))?;
        // Under a name of its own until it is whole and on the disk; two writers of one key do not meet.
        let (file, half) = half(&path).await?;
        let written = async {
            let mut file = file;
            let mut counted = 0_u64;
            while let Some(some) = bytes.try_next().await? {
                counted += some.len() as u64;
                if counted > put.size {
                    return Err(StoreError::Size);
                }
                file.write_all(&some).await.map_err(|error| of_folder(&error))?;
            }
            if counted != put.size {
                return Err(StoreError::Size);
            }
            file.sync_all().await.map_err(|error| of_folder(&error))
        };
        let written = match written.await {
            Ok(()) => tokio::fs::rename(&half, &path).await.map_err(|error| of_folder(&error)),
            Err(error) => Err(error),
        };
        if written.is_err() {
            let _ = tokio::fs::remove_file(&half).await;
        }
        written
    }

    async fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let (from, to) = (self.known(from)?, self.known(to)?);
        let parent = to.parent().ok_or(StoreError::Missing)?;
        tokio::fs::create_dir_all(parent).await.map_err(|error| of_folder(&error))?;
        tokio::fs::rename(from, to).await.map_err(|error| of_folder(&error))
    }

    async fn remove(&self, key: &str) -> Result<(), StoreError> {
        match tokio::fs::remove_file(self.known(key)?).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(of_folder(&error)),
            _ => Ok(()),
        }
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Object>, StoreError> {
        let (root, prefix, after) = (self.folder.clone(), prefix.to_owned(), after.map(str::to_owned));
        let listed = tokio::task::spawn_blocking(move || list(&root, &prefix, after.as_deref())).await;
        listed.map_err(|_| away("LIST"))?.map_err(|error| of_folder(&error))
    }
}

/// A new file beside another one, for what is not whole yet.
async fn half(path: &Path) -> Result<(tokio::fs::File, PathBuf), StoreError> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let half = path.with_file_name(format!(".{name}.{}.{}", std::process::id(), HALVES.fetch_add(1, Ordering::Relaxed)));
    let file = tokio::fs::File::create_new(&half).await.map_err(|error| of_folder(&error))?;
    Ok((file, half))
}

fn list(root: &Path, prefix: &str, after: Option<&str>) -> std::io::Result<Vec<Object>> {
    let mut found = Vec::new();
    // Only the folder that the prefix names is walked, however many others there are.
    let start = prefix.rsplit_once('/').map_or_else(|| root.to_owned(), |(folder, _)| root.join(folder));
    let mut folders = vec![start];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let Some(key) = path.strip_prefix(root).ok().and_then(Path::to_str) else { continue };
            // What is not whole yet has no key.
            let is_half = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if !is_half && key.starts_with(prefix) && after.is_none_or(|after| key > after) {
                let modified_at = metadata.modified()?.into();
                found.push(Object { key: key.to_owned(), size: metadata.len(), modified_at });
            }
        }
    }
    found.sort_by(|one, other| one.key.cmp(&other.key));
    found.truncate(LIST);
    Ok(found)
}
