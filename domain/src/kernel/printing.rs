//! Printed documents: set a few at a time, on threads that serve nobody, and kept while they are asked for.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use moka::sync::Cache;
use nabta_documents::language::{Language, Text};
use nabta_documents::letterhead::Letterhead;
use nabta_documents::pdf::{self, PdfError};
use nabta_entities::values::{Locale, LocalizedText};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::aside;
use super::error::{Error, Result};

/// How many documents are set at once, whatever the load: each takes a processor.
const AT_ONCE: usize = 2;
/// How many bytes of documents are kept.
const MOST_KEPT: u64 = 16 * 1024 * 1024;
/// How long one is kept that nobody asks for.
const KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// Prints for the whole instance, under its letterhead.
pub struct Printing {
    letterhead: Arc<Letterhead>,
    /// What every document depends on beside its data: letterhead, templates, fonts. Drawn when it is first asked for: fonts are large,
    /// and most commands print nothing.
    ground: OnceLock<Vec<u8>>,
    turns: Arc<Semaphore>,
    kept: Cache<String, Arc<Vec<u8>>>,
}

impl Printing {
    /// Under a letterhead.
    #[must_use]
    pub fn new(letterhead: Letterhead) -> Self {
        Self {
            letterhead: Arc::new(letterhead),
            ground: OnceLock::new(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            kept: Cache::builder()
                .weigher(|_, bytes: &Arc<Vec<u8>>| u32::try_from(bytes.len()).unwrap_or(u32::MAX))
                .max_capacity(MOST_KEPT)
                .time_to_idle(KEPT_FOR)
                .build(),
        }
    }

    /// Who documents come from.
    #[must_use]
    pub fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// What tells a document from every other: the same data under the same letterhead give the same bytes.
    #[must_use]
    pub fn digest(&self, data: &impl Serialize) -> String {
        let mut digest = Sha256::new();
        digest.update(self.ground());
        digest.update(serde_json::to_vec(data).unwrap_or_default());
        hex::encode(digest.finalize())
    }

    fn ground(&self) -> &[u8] {
        self.ground.get_or_init(|| {
            let mut digest = Sha256::new();
            digest.update(serde_json::to_vec(self.letterhead.as_ref()).unwrap_or_default());
            pdf::sources().for_each(|source| digest.update(source));
            digest.finalize().to_vec()
        })
    }

    /// A document that is for one reader, and is not kept.
    pub async fn set(&self, set: impl FnOnce(&Letterhead) -> Result<Vec<u8>, PdfError> + Send + 'static) -> Result<Vec<u8>> {
        self.set_in(self.turn().await?, set).await
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::Unavailable)
    }

    async fn set_in(
        &self,
        turn: OwnedSemaphorePermit,
        set: impl FnOnce(&Letterhead) -> Result<Vec<u8>, PdfError> + Send + 'static,
    ) -> Result<Vec<u8>> {
        let letterhead = Arc::clone(&self.letterhead);
        let setting = move || {
            // The turn ends with the setting, which goes on where nobody waits for it any more.
            let _turn = turn;
            set(&letterhead)
        };
        aside(setting).await?.map_err(|PdfError(why)| Error::internal(format!("printing: {why}")))
    }

    /// The document with this digest, which is set now if it isn't kept.
    pub async fn print(
        &self,
        digest: &str,
        set: impl FnOnce(&Letterhead) -> Result<Vec<u8>, PdfError> + Send + 'static,
    ) -> Result<Arc<Vec<u8>>> {
        if let Some(kept) = self.kept.get(digest) {
            return Ok(kept);
        }
        let turn = self.turn().await?;
        // Somebody who asked for the same may have had a turn meanwhile.
        if let Some(kept) = self.kept.get(digest) {
            return Ok(kept);
        }
        let pdf = Arc::new(self.set_in(turn, set).await?);
        self.kept.insert(digest.to_owned(), Arc::clone(&pdf));
        Ok(pdf)
    }
}

/// The language of a document for a reader.
#[must_use]
pub const fn language(locale: Locale) -> Language {
    match locale {
        Locale::Ar => Language::Ar,
        Locale::Fr => Language::Fr,
        Locale::En => Language::En,
    }
}

/// A text as a document shows it: in the language asked for, else in French, else in any.
#[must_use]
pub fn text(written: &LocalizedText, asked: Locale) -> Option<Text> {
    written.resolve(asked).map(|(locale, text)| Text::new(text, language(locale)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn letterhead(name: &str) -> Letterhead {
        Letterhead { names: vec![(Language::Fr, name.to_owned())], ..Letterhead::default() }
    }

    #[tokio::test]
    async fn what_many_ask_for_at_once_is_set_once_and_no_more_than_two_are_set_at_a_time() {
        static SET: AtomicUsize = AtomicUsize::new(0);
        static NOW: AtomicUsize = AtomicUsize::new(0);
        let printing = Printing::new(letterhead("Centre"));
        let print = async |digest: &'static str| {
            let set = move |_: &Letterhead| {
                SET.fetch_add(1, Ordering::SeqCst);
                assert!(NOW.fetch_add(1, Ordering::SeqCst) < AT_ONCE);
                std::thread::sleep(Duration::from_millis(20));
                NOW.fetch_sub(1, Ordering::SeqCst);
                Ok(digest.as_bytes().to_vec())
            };
            printing.print(digest, set).await.ok().map(|bytes| bytes.to_vec())
        };
        let asked = futures::future::join_all((0..40).map(|index| print(["a", "b", "c", "d"][index % 4]))).await;
        assert!(
            asked
                .iter()
                .enumerate()
                .all(|(index, bytes)| bytes.as_deref() == Some([b"a", b"b", b"c", b"d"][index % 4].as_slice()))
        );
        // Two that stand in two turns at once may both set the same; nobody after them does.
        assert!((4..=8).contains(&SET.load(Ordering::SeqCst)), "{SET:?}");
    }

    #[tokio::test]
    async fn what_cannot_be_set_is_an_error_and_takes_no_turn_for_good() {
        let printing = Printing::new(letterhead("Centre"));
        for _ in 0..5 {
            let failed = printing.print("x", |_| Err(PdfError("no such font".into()))).await;
            assert!(matches!(failed, Err(Error::Internal(_))));
        }
        assert_eq!(printing.print("x", |_| Ok(vec![1])).await.ok().map(|bytes| bytes.to_vec()), Some(vec![1]));
    }

    #[test]
    fn another_letterhead_is_another_document() {
        let digest = |name: &str, data: &str| Printing::new(letterhead(name)).digest(&data);
        assert_eq!(digest("Centre", "a"), digest("Centre", "a"));
        assert_ne!(digest("Centre", "a"), digest("Centre", "b"));
        assert_ne!(digest("Centre", "a"), digest("Autre", "a"));
    }
}
