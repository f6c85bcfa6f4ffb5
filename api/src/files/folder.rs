//! Files in a folder of this machine, sent to and given out by the service itself, at addresses signed as an object store signs them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use nabta_domain::kernel::keyring::Keyring;
use nabta_domain::kernel::store::{ByteStream, Get, HALVES, Object, Put, SignedRequest, Store, StoreError, is_key};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use crate::config::Config;

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
        is_key(key).then(|| self.folder.join(key))
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

fn of_folder(error: &io::Error) -> StoreError {
    if error.kind() == io::ErrorKind::NotFound { StoreError::Missing } else { away(&format!("folder: {}", error.kind())) }
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
        // Under a name of its own until it is whole and on the disk: two writers of one key do not meet, and who gives up leaves nothing.
        let halves = self.folder.join(HALVES);
        let (file, half) = aside(move || within(&halves, || half(&halves))).await?;
        let mut file = tokio::fs::File::from_std(file);
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
        file.sync_all().await.map_err(|error| of_folder(&error))?;
        aside(move || {
            move_to(&half, &path)?;
            half.keep().map(drop).map_err(Into::into)
        })
        .await
    }

    async fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let (from, to, root) = (self.known(from)?, self.known(to)?, self.folder.clone());
        aside(move || {
            move_to(&from, &to)?;
            remove_empty(&root, &from);
            Ok(())
        })
        .await
    }

    async fn remove(&self, key: &str) -> Result<(), StoreError> {
        let (path, root) = (self.known(key)?, self.folder.clone());
        aside(move || {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => remove_empty(&root, &path),
            }
            Ok(())
        })
        .await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Object>, StoreError> {
        let (root, prefix, after) = (self.folder.clone(), prefix.to_owned(), after.map(str::to_owned));
        aside(move || {
            let mut page = Listing { prefix: &prefix, after: after.as_deref(), found: Vec::new() };
            page.walk(&root, "")?;
            Ok(page.found)
        })
        .await
    }
}

/// Does something with the disk where it keeps nobody else waiting.
async fn aside<T: Send + 'static>(act: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(act).await.map_err(|_| away("folder: cut off"))?;
    done.map_err(|error| of_folder(&error))
}

/// Does something in a folder that may not be there yet, and again if who removes the last thing from it takes it away in between.
fn within<T>(folder: &Path, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..3 {
        std::fs::create_dir_all(folder)?;
        match act() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => return done,
        }
    }
    act()
}

fn half(folder: &Path) -> io::Result<(std::fs::File, tempfile::TempPath)> {
    Ok(tempfile::Builder::new().prefix("half-").rand_bytes(16).tempfile_in(folder)?.into_parts())
}

fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    if !from.try_exists()? {
        return Err(io::ErrorKind::NotFound.into());
    }
    within(to.parent().unwrap_or(to), || std::fs::rename(from, to))
}

/// Folders go with the last thing in them; one in which somebody puts something stays.
fn remove_empty(root: &Path, path: &Path) {
    let above = path.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root));
    for folder in above {
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// A page of a list, in the order of the keys.
struct Listing<'a> {
    prefix: &'a str,
    after: Option<&'a str>,
    found: Vec<Object>,
}

impl Listing<'_> {
    /// Walks a folder, whose keys begin with `base`, until the page is full. What lies wholly before the page, or under other keys, is not
    /// opened.
    fn walk(&mut self, folder: &Path, base: &str) -> io::Result<()> {
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        let mut keys = Vec::new();
        for entry in entries {
            let entry = entry?;
            // A dot begins no key.
            if let Some(name) = entry.file_name().to_str().filter(|name| !name.starts_with('.')) {
                let end = if entry.file_type()?.is_dir() { "/" } else { "" };
                keys.push((format!("{base}{name}{end}"), entry.path()));
            }
        }
        keys.sort();
        for (key, path) in keys {
            if self.found.len() == LIST {
                return Ok(());
            }
            let is_later = self.after.is_none_or(|after| key.as_str() > after);
            if key.ends_with('/') {
                let may_hold = key.starts_with(self.prefix) || self.prefix.starts_with(&key);
                if may_hold && (is_later || self.after.is_some_and(|after| after.starts_with(&key))) {
                    self.walk(&path, &key)?;
                }
            } else if is_later && key.starts_with(self.prefix) {
                match path.metadata() {
                    // Removed since the folder was read.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    metadata => {
                        let metadata = metadata?;
                        self.found.push(Object { key, size: metadata.len(), modified_at: metadata.modified()?.into() });
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(root: &Path, prefix: &str, after: Option<&str>) -> Vec<String> {
        let mut page = Listing { prefix, after, found: Vec::new() };
        page.walk(root, "").unwrap();
        page.found.into_iter().map(|object| object.key).collect()
    }

    #[test]
    fn a_list_goes_through_all_keys_once_in_their_order() {
        let root = tempfile::tempdir().unwrap();
        // A hyphen comes before the stroke that ends a folder's name.
        let mut keys: Vec<String> = (0..1_500).map(|number| format!("a/{:02}/{number:04}", number % 7)).collect();
        keys.extend(["a-b/x", "a/00-1/y", "a/z", "b/1"].map(str::to_owned));
        for key in &keys {
            let path = root.path().join(key);
            within(path.parent().unwrap(), || std::fs::write(&path, key)).unwrap();
        }
        std::fs::write(root.path().join("a/.half"), "").unwrap();
        keys.sort();
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let some = page(root.path(), "", after.as_deref());
            let Some(last) = some.last() else { break };
            assert!(some.len() <= LIST);
            after = Some(last.clone());
            all.extend(some);
        }
        assert_eq!(all, keys);
        assert_eq!(page(root.path(), "a/00", None).len(), 216, "as a prefix, not as a folder");
        assert!(page(root.path(), "a/no-such/", None).is_empty());
    }

    #[test]
    fn folders_go_with_the_last_thing_in_them() {
        let root = tempfile::tempdir().unwrap();
        let (one, other) = (root.path().join("a/b/1"), root.path().join("a/2"));
        for path in [&one, &other] {
            within(path.parent().unwrap(), || std::fs::write(path, "x")).unwrap();
        }
        std::fs::remove_file(&one).unwrap();
        remove_empty(root.path(), &one);
        assert!(!root.path().join("a/b").exists() && other.exists());
        move_to(&other, &root.path().join("c/3")).unwrap();
        remove_empty(root.path(), &other);
        assert!(!root.path().join("a").exists() && root.path().exists());
        assert_eq!(move_to(&other, &one).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
