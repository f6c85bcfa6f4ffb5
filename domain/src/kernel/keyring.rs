//! Keys, all drawn from one secret of the operator, so that several instances agree without sharing files.
//!
//! A new secret goes first in the list and the old ones stay behind it: what was signed with them is still accepted, and nothing
//! new is signed with them.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use moka::sync::Cache;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The secret that the demo runs with. Production refuses it.
pub const DEMO_SECRET: &str = "nabta-demo-secret-known-to-everybody";

/// The least length of a secret, in bytes.
pub const MIN_SECRET_LENGTH: usize = 32;

/// The keys of one secret.
pub struct Keys {
    /// Names the signing key to whoever verifies (first 16 hexadecimal digits of the public key's SHA-256).
    pub id: String,
    signing: SigningKey,
    /// Names the key of certificates, in the same way.
    pub certificate_id: String,
    certificate: SigningKey,
    refresh: [u8; 32],
    seal: [u8; 32],
    digest: [u8; 32],
}

/// Of so many signed texts it is remembered that their signature is good.
const REMEMBERED: u64 = 4_096;

/// The keys in use, newest first.
pub struct Keyring {
    keys: Vec<Keys>,
    /// Public parts of keys whose secrets are gone, with their ids: by them what they signed stays verifiable.
    former: Vec<(String, VerifyingKey)>,
    /// Digests of whole texts, signature and all, that were verified. The same text comes with each request of a person, and a
    /// signature by a key that does not change stays good.
    verified: Cache<[u8; 32], ()>,
}

impl Keyring {
    /// Draws all keys. The first secret signs.
    #[must_use]
    pub fn new(secrets: &[SecretString]) -> Self {
        let keys = secrets.iter().map(Keys::derive).collect();
        Self { keys, former: Vec::new(), verified: Cache::new(REMEMBERED) }
    }

    /// The same with keys whose secrets are gone.
    #[must_use]
    pub fn with_former(mut self, former: &[[u8; 32]]) -> Self {
        let keys = former.iter().filter_map(|key| VerifyingKey::from_bytes(key).ok());
        self.former = keys.map(|key| (id_of(&key), key)).collect();
        self
    }

    /// The public part of the key with this id, also of one whose secret is gone.
    #[must_use]
    pub fn verifier(&self, id: &str) -> Option<VerifyingKey> {
        let former = || self.former.iter().find(|(known, _)| known == id).map(|(_, key)| *key);
        self.find(id).map(Keys::public).or_else(former)
    }

    /// The public parts of the keys of certificates, with their ids, newest first; then all whose secrets are gone.
    pub fn certificate_verifiers(&self) -> impl Iterator<Item = (&str, VerifyingKey)> {
        let kept = self.keys.iter().map(|keys| (keys.certificate_id.as_str(), keys.certificate_public()));
        kept.chain(self.former.iter().map(|(id, key)| (id.as_str(), *key)))
    }

    /// Whether this very text was verified before by one of these keys.
    #[must_use]
    pub fn has_verified(&self, text: &str) -> bool {
        self.verified.contains_key(&<[u8; 32]>::from(Sha256::digest(text.as_bytes())))
    }

    /// Remembers that this text, signature and all, was verified by one of these keys.
    pub fn remember_verified(&self, text: &str) {
        self.verified.insert(Sha256::digest(text.as_bytes()).into(), ());
    }

    /// The keys that sign.
    ///
    /// # Panics
    /// When it was made from no secret, which the configuration refuses.
    #[must_use]
    pub fn current(&self) -> &Keys {
        self.keys.first().expect("the configuration asks for a secret")
    }

    /// All keys whose signatures are accepted.
    #[must_use]
    pub fn all(&self) -> &[Keys] {
        &self.keys
    }

    /// The keys with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Keys> {
        self.keys.iter().find(|keys| keys.id == id)
    }
}

fn der(key: &SigningKey) -> Vec<u8> {
    const HEADER: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&HEADER[..], &key.to_bytes()].concat()
}

/// The id of a key: the beginning of the digest of its public part.
fn id_of(key: &VerifyingKey) -> String {
    hex::encode(&Sha256::digest(key.as_bytes())[..8])
}

impl Keys {
    fn derive(secret: &SecretString) -> Self {
        let source = Hkdf::<Sha256>::new(Some(b"nabta"), secret.expose_secret().as_bytes());
        let draw = |purpose: &[u8]| {
            let mut key = [0_u8; 32];
            source.expand(purpose, &mut key).expect("32 bytes is a length that HKDF gives");
            key
        };
        let signing = SigningKey::from_bytes(&draw(b"sign"));
        let id = id_of(&signing.verifying_key());
        // A key of its own: what is signed as a certificate can never be taken for a sign-in.
        let certificate = SigningKey::from_bytes(&draw(b"certificate"));
        let certificate_id = id_of(&certificate.verifying_key());
        Self { id, signing, certificate_id, certificate, refresh: draw(b"refresh"), seal: draw(b"seal"), digest: draw(b"digest") }
    }

    /// The key that seals fields.
    pub(super) const fn seal(&self) -> &[u8; 32] {
        &self.seal
    }

    /// The key of the digests by which fields are found.
    pub(super) const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The public half of the signing key.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    /// Signs with Ed25519.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_bytes().to_vec()
    }

    /// The public half of the key of certificates.
    #[must_use]
    pub fn certificate_public(&self) -> VerifyingKey {
        self.certificate.verifying_key()
    }

    /// Signs a certificate with Ed25519.
    #[must_use]
    pub fn sign_certificate(&self, message: &[u8]) -> Vec<u8> {
        self.certificate.sign(message).to_bytes().to_vec()
    }

    /// The signing key as PKCS #8 DER, as jsonwebtoken takes it (RFC 8410, section 7).
    #[must_use]
    pub fn signing_der(&self) -> Vec<u8> {
        der(&self.signing)
    }

    /// The key of certificates in the same form.
    #[must_use]
    pub fn certificate_der(&self) -> Vec<u8> {
        der(&self.certificate)
    }

    /// The secret half of a refresh token, computed from its id, so that the database holds nothing that signs in.
    #[must_use]
    pub fn refresh_secret(&self, token: uuid::Uuid) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.refresh).expect("HMAC takes keys of any length");
        mac.update(token.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_secret_gives_the_same_keys_and_another_gives_others() {
        let ring = Keyring::new(&["a".repeat(32).into(), "b".repeat(32).into()]);
        let again = Keyring::new(&["a".repeat(32).into()]);
        assert_eq!(ring.current().id, again.current().id);
        assert_ne!(ring.all()[0].id, ring.all()[1].id);
        let id = uuid::Uuid::nil();
        assert_ne!(ring.all()[0].refresh_secret(id), ring.all()[1].refresh_secret(id));
    }
}
