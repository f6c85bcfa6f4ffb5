//! Secrets that are given out once, in letters and addresses: random, and in the database only as a digest.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::context::Ctx;

/// A new secret of 256 bits, and its digest.
pub(crate) fn new(ctx: &Ctx) -> (String, Vec<u8>) {
    let mut bytes = [0_u8; 32];
    ctx.services.entropy.fill(&mut bytes);
    let secret = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let digest = digest(&secret);
    (secret, digest)
}

/// The digest under which a secret is found. It has so many bits that nobody can try them, so it needs no slow hash.
pub(crate) fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
