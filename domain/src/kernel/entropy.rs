//! The one source of randomness and of ids.

use chrono::{DateTime, Utc};
use nabta_entities::ids::TypedId;
use uuid::Uuid;

/// Fills bytes that nobody can guess. The only source, so that a test can repeat a run.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the source that everything else asks")]
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness no secret is safe: stopping is the only honest answer.
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// A new UUIDv7: ordered by time, with 74 random bits.
pub fn new_uuid(entropy: &dyn Entropy, now: DateTime<Utc>) -> Uuid {
    let mut random = [0_u8; 10];
    entropy.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.timestamp_millis()).unwrap_or(0), &random).into_uuid()
}

/// A new typed id.
pub fn new_id<I: TypedId>(entropy: &dyn Entropy, now: DateTime<Utc>) -> I {
    I::from_uuid(new_uuid(entropy, now))
}
