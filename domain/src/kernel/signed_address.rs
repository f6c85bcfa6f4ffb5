//! Addresses of the service that are good for a quarter of an hour, for whoever has them: what a browser fetches by itself carries no token.

use chrono::TimeDelta;
use serde::Deserialize;

use super::{Ctx, Error, Result};

/// How long an address is good.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// What the digests of addresses are drawn for.
const COLUMN: &str = "signed_address";

/// What makes an address good.
#[derive(Debug, Deserialize)]
pub struct Signature {
    /// Until when, in seconds since 1970.
    until: i64,
    signature: String,
}

fn signed(path: &str, until: i64) -> String {
    format!("{path}:{until}")
}

/// A path of the service, signed.
#[must_use]
pub fn sign(ctx: &Ctx, path: &str) -> String {
    let until = (ctx.now() + LIFETIME).timestamp();
    let signature = ctx.services.keyring.digest(COLUMN, &signed(path, until));
    format!("{path}?until={until}&signature={signature}")
}

impl Signature {
    /// Refuses what was not signed for this path, and what was and whose time is over.
    pub fn check(&self, ctx: &Ctx, path: &str) -> Result<()> {
        let is_signed = ctx.services.keyring.is_digest(COLUMN, &signed(path, self.until), &self.signature);
        if is_signed && ctx.now().timestamp() < self.until { Ok(()) } else { Err(Error::Forbidden) }
    }
}
