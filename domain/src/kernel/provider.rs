//! Other places that know who somebody is, and that the operator trusts (OpenID Connect).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What is asked of a provider, and has to be known again when the answer comes. All of it is secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Comes back beside the answer: it is an answer to this question.
    pub state: String,
    /// Comes back inside of what the provider signs.
    pub nonce: String,
    /// Whose digest the provider was given (PKCE): who took the answer on its way can do nothing with it.
    pub verifier: String,
}

/// Whom a provider knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// The provider's own name for them, which never becomes somebody else's.
    pub subject: String,
    /// Their address for mail.
    pub email: Option<String>,
    /// Whether the provider has seen that the address is theirs.
    pub is_email_verified: bool,
    /// Their name.
    pub name: Option<String>,
}

/// Why there is no identity. Both say a word on why, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKnown {
    /// The provider does not answer, or not as the protocol says.
    Unreachable(String),
    /// What came is not right: a code that was used, another nonce, issuer or key.
    Refused(String),
}

/// A provider.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The operator's short name for it.
    fn key(&self) -> &str;

    /// What people know it as.
    fn name(&self) -> &str;

    /// How it names itself to the world.
    fn issuer(&self) -> &str;

    /// Where a browser goes to be asked.
    async fn address(&self, question: &Question) -> Result<String, NotKnown>;

    /// Who the one is whom the browser came back with.
    async fn identify(&self, code: &str, question: &Question) -> Result<Identity, NotKnown>;
}
