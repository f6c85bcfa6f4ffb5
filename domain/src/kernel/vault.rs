//! Sensitive fields at rest: sealed under a key of the operator's secret or of a person, and found by a keyed digest.
//!
//! A sealed field names the key that it was sealed with, so that a new secret takes over at once and old fields stay readable until they
//! are sealed anew. Its place (table, column, row) is part of what is authenticated: a field copied to another row does not open.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::entropy::Entropy;
use super::error::{Error, Result};
use super::keyring::{Keyring, Keys};

/// The first byte of a field sealed under the operator's secret; the key's id and the nonce follow.
const BY_SECRET: u8 = 1;
/// The first byte of a field sealed under a person's key; the nonce follows.
const BY_PERSON: u8 = 2;
const ID: usize = 8;
const NONCE: usize = 24;

/// Where a field stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Table and column, `account.email`.
    pub column: &'static str,
    /// The row.
    pub row: Uuid,
}

impl Place {
    fn bytes(self) -> Vec<u8> {
        [self.column.as_bytes(), self.row.as_bytes()].concat()
    }
}

impl Keyring {
    /// Seals a field under the newest secret.
    #[must_use]
    pub fn seal(&self, entropy: &dyn Entropy, place: Place, plain: &[u8]) -> Vec<u8> {
        let keys = self.current();
        let mut sealed = [&[BY_SECRET][..], &id_of(keys)].concat();
        sealed.extend(encrypt(keys.seal(), entropy, place, plain));
        sealed
    }

    /// Opens a field that was sealed under one of the secrets.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let (head, rest) = sealed.split_at_checked(1 + ID).ok_or_else(unreadable)?;
        let keys = self.all().iter().find(|keys| head[0] == BY_SECRET && head[1..] == id_of(keys)).ok_or_else(unreadable)?;
        decrypt(keys.seal(), place, rest)
    }

    /// Whether a field is sealed under the newest secret; if not, it is to be sealed anew.
    #[must_use]
    pub fn is_sealed_newly(&self, sealed: &[u8]) -> bool {
        sealed.len() > ID && sealed[0] == BY_SECRET && sealed[1..=ID] == id_of(self.current())
    }

    /// The digest by which a value is found, in hexadecimal digits: nobody without the secret can make one.
    #[must_use]
    pub fn digest(&self, column: &'static str, value: &str) -> String {
        digest_of(self.current(), column, value)
    }

    /// The digests that a value can have, the newest first: rows of before a change of the secret have an older one.
    #[must_use]
    pub fn digests(&self, column: &'static str, value: &str) -> Vec<String> {
        self.all().iter().map(|keys| digest_of(keys, column, value)).collect()
    }

    /// Whether this is one of them; how long that takes says nothing of how much is right.
    #[must_use]
    pub fn is_digest(&self, column: &'static str, value: &str, given: &str) -> bool {
        self.digests(column, value).iter().any(|right| right.as_bytes().ct_eq(given.as_bytes()).into())
    }
}

/// The key of one person. While it is there, what is known of them can be read; without it, nobody can, in backups too.
pub struct PersonKey([u8; 32]);

impl PersonKey {
    /// A new one.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut key = [0; 32];
        entropy.fill(&mut key);
        Self(key)
    }

    /// As the database keeps it.
    #[must_use]
    pub fn wrap(&self, keyring: &Keyring, entropy: &dyn Entropy, person: Uuid) -> Vec<u8> {
        keyring.seal(entropy, Place { column: "person_key.sealed", row: person }, &self.0)
    }

    /// From what the database keeps.
    pub fn unwrap(keyring: &Keyring, person: Uuid, wrapped: &[u8]) -> Result<Self> {
        let key = keyring.open(Place { column: "person_key.sealed", row: person }, wrapped)?;
        key.try_into().map(Self).map_err(|_| unreadable())
    }

    /// Seals a field of the person.
    #[must_use]
    pub fn seal(&self, entropy: &dyn Entropy, place: Place, plain: &str) -> Vec<u8> {
        self.seal_bytes(entropy, place, plain.as_bytes())
    }

    /// Seals what is no text: a document about the person.
    #[must_use]
    pub fn seal_bytes(&self, entropy: &dyn Entropy, place: Place, plain: &[u8]) -> Vec<u8> {
        let mut sealed = vec![BY_PERSON];
        sealed.extend(encrypt(&self.0, entropy, place, plain));
        sealed
    }

    /// Opens a field of the person.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<String> {
        String::from_utf8(self.open_bytes(place, sealed)?).map_err(|_| unreadable())
    }

    /// Opens what is no text.
    pub fn open_bytes(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        decrypt(&self.0, place, sealed.strip_prefix(&[BY_PERSON]).ok_or_else(unreadable)?)
    }
}

fn id_of(keys: &Keys) -> [u8; ID] {
    let mut id = [0; ID];
    // The id is 16 hexadecimal digits: 8 bytes.
    let _ = hex::decode_to_slice(&keys.id, &mut id);
    id
}

fn digest_of(keys: &Keys, column: &str, value: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(keys.digest()).expect("HMAC takes keys of any length");
    mac.update(column.as_bytes());
    mac.update(&[0]);
    mac.update(value.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn encrypt(key: &[u8; 32], entropy: &dyn Entropy, place: Place, plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload { msg: plain, aad: &place.bytes() };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("a field is shorter than the cipher's 256 GB");
    [&nonce[..], &sealed].concat()
}

fn decrypt(key: &[u8; 32], place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(unreadable)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &place.bytes() }).map_err(|_| unreadable())
}

fn unreadable() -> Error {
    Error::internal("a sealed field does not open: its key is not among auth.secrets, or it was changed")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::entropy::SystemEntropy;

    const PLACE: Place = Place { column: "account.email", row: Uuid::nil() };

    fn ring(secrets: &[&str]) -> Keyring {
        Keyring::new(&secrets.iter().map(|secret| secret.repeat(32).into()).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_where_it_stands_and_nowhere_else(plain in ".{0,200}", flip in 0_usize..40) {
            let ring = ring(&["a"]);
            let mut sealed = ring.seal(&SystemEntropy, PLACE, plain.as_bytes());
            prop_assert_eq!(ring.open(PLACE, &sealed).ok(), Some(plain.clone().into_bytes()));
            for elsewhere in [Place { row: Uuid::from_u128(1), ..PLACE }, Place { column: "person.phone", ..PLACE }] {
                prop_assert!(ring.open(elsewhere, &sealed).is_err());
            }
            let at = flip % sealed.len();
            sealed[at] ^= 1;
            prop_assert!(ring.open(PLACE, &sealed).is_err());
        }
    }

    #[test]
    fn a_new_secret_takes_over_and_the_old_one_still_opens() {
        let (old, both, new) = (ring(&["a"]), ring(&["b", "a"]), ring(&["b"]));
        let sealed = old.seal(&SystemEntropy, PLACE, b"amel@nabta.example");
        assert!(both.open(PLACE, &sealed).is_ok() && new.open(PLACE, &sealed).is_err());
        assert!(old.is_sealed_newly(&sealed) && !both.is_sealed_newly(&sealed));
        let digest = old.digest("account.email", "amel@nabta.example");
        assert_eq!(both.digests("account.email", "amel@nabta.example")[1], digest);
        assert_ne!(both.digest("account.email", "amel@nabta.example"), digest);
        assert_ne!(old.digest("person.email", "amel@nabta.example"), digest, "columns do not tell of each other");
    }

    #[test]
    fn without_the_persons_key_nothing_is_left() {
        let ring = ring(&["a"]);
        let person = Uuid::from_u128(7);
        let key = PersonKey::new(&SystemEntropy);
        let sealed = key.seal(&SystemEntropy, PLACE, "98 123 456");
        let again = PersonKey::unwrap(&ring, person, &key.wrap(&ring, &SystemEntropy, person)).ok().unwrap();
        assert_eq!(again.open(PLACE, &sealed).ok().as_deref(), Some("98 123 456"));
        assert!(PersonKey::unwrap(&ring, Uuid::from_u128(8), &key.wrap(&ring, &SystemEntropy, person)).is_err());
        assert!(PersonKey::new(&SystemEntropy).open(PLACE, &sealed).is_err());
        assert!(ring.open(PLACE, &sealed).is_err(), "the operator's secret alone does not open it");
    }
}
