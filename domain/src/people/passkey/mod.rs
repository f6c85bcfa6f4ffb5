//! Passkeys (WebAuthn): keys that a person's own device keeps and gives out only to this site, by a finger, a face or a code of its own.
//!
//! Such a key is both factors at once. The device says whose it is, so that nobody has to type an address, and nobody learns which ones
//! are known.

mod challenge;
mod own;
mod signing;

pub use challenge::{Begun, RETENTION, ceremonies};
pub(crate) use own::all_of;
pub use own::{Passkey, add, begin, list, remove};
pub use signing::{sign_in, sign_in_begin};

use super::actions::codes;
use crate::kernel::{Ctx, Error, Refusal, Result};

/// What asks for passkeys here.
fn webauthn(ctx: &Ctx) -> Result<&webauthn_rs::Webauthn> {
    ctx.services.passkeys.as_ref().ok_or_else(|| Refusal::new(codes::PASSKEYS_OFF).into())
}

/// One answer for all that is wrong with what a browser sent: whoever tries learns nothing.
fn refused() -> Error {
    Refusal::at(codes::PASSKEY_REFUSED, "credential").into()
}
