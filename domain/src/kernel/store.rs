//! Where files lie: a folder of this machine, or an object store. Both know only keys and bytes; who may see what is decided before.

use std::collections::HashSet;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use uuid::Uuid;

use super::context::Ctx;
use super::error::{Error, Result};
use super::vault::{PersonKey, Place};

/// Bytes as they come.
pub type ByteStream = BoxStream<'static, Result<Bytes, StoreError>>;

/// Bytes that are there already.
#[must_use]
pub fn in_one_piece(bytes: impl Into<Bytes>) -> ByteStream {
    let bytes = bytes.into();
    stream::once(async move { Ok(bytes) }).boxed()
}

/// Waits for all bytes: for what is small.
pub async fn gather(stream: ByteStream) -> Result<Vec<u8>, StoreError> {
    let gathered = stream.try_fold(Vec::new(), |mut all, some| async move {
        all.extend_from_slice(&some);
        Ok(all)
    });
    gathered.await
}

/// Why the store didn't do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// It has nothing under this key.
    Missing,
    /// What came has another size than was said.
    Size,
    /// It is away, slow or full. A word on why.
    Away(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::NotFound,
            StoreError::Size => Self::Unavailable,
            StoreError::Away(why) => {
                tracing::warn!(%why, "the store of files is away");
                Self::Unavailable
            }
        }
    }
}

/// A request that whoever holds it may make, once or often, until its time is over.
#[derive(Clone, Debug)]
pub struct SignedRequest {
    /// Where to, with the signature.
    pub address: String,
    /// Headers that must be as they are here.
    pub headers: Vec<(&'static str, String)>,
}

/// What is to be put under a key.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    /// The key.
    pub key: &'a str,
    /// Exactly so many bytes.
    pub size: u64,
    /// Of this type.
    pub media_type: &'a str,
}

/// How what is under a key is given out.
#[derive(Clone, Copy, Debug)]
pub struct Get<'a> {
    /// The key.
    pub key: &'a str,
    /// As this type.
    pub media_type: &'a str,
    /// Under this name.
    pub name: &'a str,
    /// Shown where it is, or else saved.
    pub is_inline: bool,
}

impl Get<'_> {
    /// The header that tells a browser what to do with it (RFC 6266): the name in ASCII for old programs, and as it is.
    #[must_use]
    pub fn disposition(&self) -> String {
        let how = if self.is_inline { "inline" } else { "attachment" };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
        let plain: String = self.name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let encoded: String = self
            .name
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
        format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
    }
}

/// Something that lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// How many bytes.
    pub size: u64,
    /// When it was put there.
    pub modified_at: DateTime<Utc>,
}

/// Whether this can be a key: parts of letters, digits and hyphens, so that it is a path below a folder and leads nowhere else.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    text.split('/').all(is_part)
}

/// Where a folder keeps what is not whole yet, under names that nobody else has. No key of anything else begins like this.
pub const HALVES: &str = "halves/";

/// Where files lie.
#[async_trait]
pub trait Store: Send + Sync {
    /// Lets somebody put something there, straight, until an instant.
    async fn sign_put(&self, put: Put<'_>, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<SignedRequest, StoreError>;
    /// Lets somebody get something from there, straight, until an instant.
    async fn sign_get(&self, get: Get<'_>, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<String, StoreError>;
    /// Gives what lies under a key.
    async fn read(&self, key: &str) -> Result<ByteStream, StoreError>;
    /// Puts something under a key, whole or not at all.
    async fn write(&self, put: Put<'_>, bytes: ByteStream) -> Result<(), StoreError>;
    /// Moves what lies under one key to another one.
    async fn rename(&self, from: &str, to: &str) -> Result<(), StoreError>;
    /// Removes what lies under a key; nothing happens if there is nothing.
    async fn remove(&self, key: &str) -> Result<(), StoreError>;
    /// What lies under keys that begin like this, in the order of the keys, at most a thousand after one.
    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Object>, StoreError>;
}

/// All that lies under keys that begin like this, however many pages that is.
pub async fn all(store: &dyn Store, prefix: &str) -> Result<Vec<Object>, StoreError> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map(|last: &Object| last.key.clone());
        let page = store.list(prefix, after.as_deref()).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// Puts bytes under a key of the store, sealed under a person's key.
pub async fn write_sealed(ctx: &Ctx, key: &PersonKey, place: Place, name: &str, bytes: &[u8]) -> Result<()> {
    let sealed = key.seal_bytes(ctx.services.entropy.as_ref(), place, bytes);
    let put = Put { key: name, size: sealed.len() as u64, media_type: "application/octet-stream" };
    Ok(ctx.services.files.store.write(put, in_one_piece(sealed)).await?)
}

/// What was put there so.
pub async fn read_sealed(ctx: &Ctx, key: &PersonKey, place: Place, name: &str) -> Result<Vec<u8>> {
    let sealed = gather(ctx.services.files.store.read(name).await?).await?;
    key.open_bytes(place, &sealed)
}

/// Removes those of what lies under a prefix whose keys go on with the id of something that is not known. What lies there was listed before it
/// was asked what is known: what came since is neither.
pub async fn remove_unknown(
    store: &dyn Store,
    prefix: &str,
    lying: Vec<Object>,
    known: &HashSet<Uuid>,
) -> Result<(), StoreError> {
    for object in lying {
        let id = object.key.strip_prefix(prefix).and_then(|name| Uuid::try_parse(name.get(..36)?).ok());
        if id.is_none_or(|id| !known.contains(&id)) {
            store.remove(&object.key).await?;
        }
    }
    Ok(())
}

/// What looks for malware.
#[async_trait]
pub trait Scanner: Send + Sync {
    /// The name of what was found, or nothing.
    async fn scan(&self, bytes: ByteStream) -> Result<Option<String>, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_its_header() {
        let get = |name| Get { key: "k", media_type: "text/plain", name, is_inline: false }.disposition();
        assert_eq!(get("a b.txt"), "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt");
        assert_eq!(get("دليل.pdf"), "attachment; filename=\"____.pdf\"; filename*=UTF-8''%D8%AF%D9%84%D9%8A%D9%84.pdf");
        for nasty in ["a\"; filename=x.exe", "a\r\nSet-Cookie: x=1", "a\\b"] {
            let header = get(nasty);
            assert!(!header.contains(['\r', '\n', '\\']) && header.matches('"').count() == 2, "{header}");
        }
    }
}
