//! Signing in through another place that knows who somebody is, of those that the operator trusts (OpenID Connect).
//!
//! An account is known by the provider's own name for its owner, never by an address alone: an address that is here already is connected
//! by whoever can sign in to it, and by nobody else.

mod own;
mod signing;
mod ticket;

pub(crate) use own::all_of;
pub use own::{Connection, connect, connect_begin, disconnect, list};
pub use signing::{sign_in, sign_in_begin};
pub use ticket::{Answer, Begun, RETENTION};

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::actions::codes;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::provider::{NotKnown, Provider};
use crate::kernel::{Ctx, Error, Refusal, Result};

/// A provider as people choose it.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The operator's short name for it.
    pub key: String,
    /// What people know it as.
    pub name: String,
}

/// The providers that one may sign in through, in the operator's order.
#[must_use]
pub fn offered(ctx: &Ctx) -> Vec<Offered> {
    let shown = |provider: &Arc<dyn Provider>| Offered { key: provider.key().to_owned(), name: provider.name().to_owned() };
    ctx.services.providers.iter().map(shown).collect()
}

fn named(ctx: &Ctx, key: &str) -> Result<Arc<dyn Provider>> {
    let found = ctx.services.providers.iter().find(|provider| provider.key() == key).cloned();
    found.ok_or_else(|| Refusal::at(UNKNOWN_REFERENCE, "provider").into())
}

/// The digest under which a provider's own name for somebody is found.
fn digest(subject: &str) -> Vec<u8> {
    Sha256::digest(subject.as_bytes()).to_vec()
}

/// One answer for all that is wrong with what a browser brought back.
fn refused() -> Error {
    Refusal::at(codes::PROVIDER_REFUSED, "code").into()
}

/// What a provider did not say, as whoever came is told it; why stands in the log.
fn not_known(ctx: &Ctx, provider: &dyn Provider, not_known: &NotKnown) -> Error {
    let key = provider.key();
    match not_known {
        NotKnown::Refused(why) => {
            tracing::info!(request = %ctx.request, provider = key, why, "what came back from a provider was refused");
            refused()
        }
        NotKnown::Unreachable(why) => {
            tracing::warn!(request = %ctx.request, provider = key, why, "a provider of sign-ins does not answer");
            Refusal::at(codes::PROVIDER_UNREACHABLE, "provider").into()
        }
    }
}
