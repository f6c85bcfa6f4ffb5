//! A browser that signed in before. Whoever tries passwords from elsewhere uses up the tries of strangers, not those of a browser that is
//! known (OWASP's "device cookies").

use nabta_entities::ids::AccountId;

use crate::kernel::Ctx;

/// The column of the digest.
const COLUMN: &str = "device";

/// A browser that is known to have signed in as this account.
pub(super) struct Device(String);

impl Device {
    /// A new one.
    pub(super) fn new(ctx: &Ctx, account: AccountId) -> Self {
        let mut nonce = [0_u8; 16];
        ctx.services.entropy.fill(&mut nonce);
        let word = format!("{}.{}", account.0.simple(), hex::encode(nonce));
        let seal = ctx.services.keyring.digest(COLUMN, &word);
        Self(format!("{word}.{seal}"))
    }

    /// The one behind a cookie, if we made it for this account.
    pub(super) fn read(ctx: &Ctx, cookie: &str, account: AccountId) -> Option<Self> {
        let (word, seal) = cookie.rsplit_once('.').filter(|_| cookie.len() < 300)?;
        let is_ours = ctx.services.keyring.is_digest(COLUMN, word, seal);
        (is_ours && word.starts_with(&format!("{}.", account.0.simple()))).then(|| Self(cookie.to_owned()))
    }

    /// As the cookie holds it, and as its tries are counted.
    pub(super) fn cookie(&self) -> &str {
        &self.0
    }
}
