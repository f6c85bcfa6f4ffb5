//! Passwords, kept as argon2id with the parameters of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane.

use std::num::NonZero;
use std::sync::LazyLock;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use super::actions::codes;
use crate::kernel::entropy::Entropy;
use crate::kernel::error::{Error, Refusal, Result};

/// The least length of a password, in characters (NIST SP 800-63B-4 asks for 8 beside a second factor, 15 alone; OWASP for 12).
pub const LEAST_LENGTH: usize = 12;
/// The greatest length; beyond it only a denial of service is being tried.
pub const GREATEST_LENGTH: usize = 256;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Each hash takes 19 MiB and a core for as long: so many at once and no more, whatever the load, and one core stays for the others.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    Semaphore::new((cores - 1).clamp(1, 2))
});

/// Blocks of a kilobyte: 33 MiB.
const ROOM: usize = 33 * 1024;

/// What an unknown address's password is checked against, so that the answer takes the same time.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hashed(b"nobody has this password", b"nabta-nobody-000").map(|hash| hash.to_string()).unwrap_or_default());

fn hasher(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The memory of one hash. glibc gives a piece of up to 32 MiB from memory that it then keeps for the thread that hashed, and many
/// threads hash in turn: hundreds of megabytes stay. A greater piece is the system's and goes back to it at once; what of it is never
/// touched costs nothing.
fn memory(blocks: usize) -> Vec<Block> {
    let mut memory = Vec::with_capacity(blocks.max(ROOM));
    memory.resize(blocks, Block::new());
    memory
}

fn hashed(password: &[u8], salt: &[u8]) -> Result<PasswordHash, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)?;
    let mut output = [0_u8; Params::DEFAULT_OUTPUT_LEN];
    hasher(params.clone()).hash_password_into_with_memory(password, salt, &mut output, memory(params.block_count()))?;
    Ok(PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(&output)?),
    })
}

/// Whether a password has this hash, whatever parameters it was made with; only argon2id is known.
fn fits(password: &[u8], hash: &str) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    if hash.algorithm != Algorithm::Argon2id.ident() || hash.version != Some(Version::V0x13.into()) {
        return None;
    }
    let (salt, expected) = (hash.salt?, hash.hash?);
    let params = Params::try_from(&hash).ok()?;
    let mut output = vec![0_u8; expected.len()];
    hasher(params.clone()).hash_password_into_with_memory(password, &salt, &mut output, memory(params.block_count())).ok()?;
    Some(output.ct_eq(expected.as_bytes()).into())
}

/// How many guesses a password must withstand: a hundred million, which fifty tries an hour do not reach in two hundred years.
const GUESSES: u64 = 100_000_000;

/// Whether it may be a password: long enough, and none of those that are tried first (lists of passwords that were lost elsewhere, names,
/// runs on the keyboard, the account's own address). No rules on kinds of characters: they make passwords worse (NIST SP 800-63B).
pub fn check(password: &SecretString, path: &str, about: &[&str]) -> Result<(), Refusal> {
    check_form(password, path)?;
    let parts: Vec<&str> = about.iter().flat_map(|text| text.split(['@', '.', ' '])).chain(about.iter().copied()).collect();
    // Beyond so many characters nothing is common, and the estimate takes its time.
    let start: String = password.expose_secret().chars().take(64).collect();
    if zxcvbn::zxcvbn(&start, &parts).guesses() < GUESSES {
        return Err(Refusal::at(codes::PASSWORD_COMMON, path));
    }
    Ok(())
}

fn check_form(password: &SecretString, path: &str) -> Result<(), Refusal> {
    let length = password.expose_secret().chars().count();
    if length < LEAST_LENGTH {
        return Err(Refusal::at(codes::PASSWORD_TOO_SHORT, path).with("least", LEAST_LENGTH));
    }
    if length > GREATEST_LENGTH {
        return Err(Refusal::at(crate::kernel::error::codes::TOO_LONG, path)
            .with("length", length)
            .with("longest", GREATEST_LENGTH));
    }
    Ok(())
}

/// Hashes a password, with a new salt, in PHC form.
pub async fn hash(password: SecretString, entropy: &dyn Entropy) -> Result<String> {
    let mut salt = [0_u8; 16];
    entropy.fill(&mut salt);
    in_turn(move || {
        let hash = hashed(password.expose_secret().as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::internal(format!("argon2: {error}")))
    })
    .await?
}

/// Whether the password is the one of this hash; an account that isn't there takes as long and is never right.
pub async fn verify(password: SecretString, hash: Option<String>) -> Result<bool> {
    in_turn(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.clone());
        let text = password.expose_secret();
        text.len() <= GREATEST_LENGTH * 4 && fits(text.as_bytes(), &hash).unwrap_or(false) && known
    })
    .await
}

/// Whether a hash was made with other parameters than today's, and should be made anew when the password is next seen.
#[must_use]
pub fn is_outdated(hash: &str) -> bool {
    !hash.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$"))
}

async fn in_turn<T: Send + 'static>(hashing: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| Error::Unavailable)?;
    crate::kernel::aside(hashing).await
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;
    use crate::kernel::entropy::SystemEntropy;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_right() {
        let hash = hash("correct horse battery".into(), &SystemEntropy).await.unwrap();
        assert!(!is_outdated(&hash));
        // What the library itself makes and reads.
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4096, 3, 1, None).unwrap());
        assert!(library.verify_password(b"correct horse battery", hash.as_str()).is_ok());
        let other = library.hash_password_with_salt(b"correct horse battery", b"salt of the test").unwrap().to_string();
        assert!(is_outdated(&other));
        assert!(verify("correct horse battery".into(), Some(other.clone())).await.unwrap());
        assert!(!verify("incorrect horse battery".into(), Some(other)).await.unwrap());
        assert!(
            !verify("correct horse battery".into(), Some("$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".into()))
                .await
                .unwrap()
        );
        assert!(verify("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        assert!(!verify("incorrect horse battery".into(), Some(hash)).await.unwrap());
        assert!(!verify("nobody has this password".into(), None).await.unwrap());
        assert!(is_outdated("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
    }
}
