//! Keys, and how people sign in.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// Keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// The secrets from which all keys are drawn, newest first; a list, or a text with commas between.
    #[serde(deserialize_with = "several")]
    pub secrets: Vec<SecretString>,
    /// Public parts of keys whose secrets were removed, in hexadecimal digits: `nabta keys reseal` names them. A list, or a text with commas
    /// between.
    #[serde(deserialize_with = "several")]
    pub former_keys: Vec<String>,
    /// How many wrong passwords are taken in a quarter of an hour for one account.
    pub tries_per_account: u64,
    /// How many wrong passwords are taken in an hour from one address of the network.
    pub tries_per_origin: u64,
    /// Whether who holds a role other than learner has no rights without a second factor.
    pub staff_need_second_factor: bool,
    /// Other places that people may sign in through.
    pub providers: Vec<ProviderConfig>,
}

/// A provider of sign-ins (OpenID Connect).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
    /// A short name, which stays: lower-case letters, digits and hyphens.
    pub key: String,
    /// What people know it as.
    pub name: String,
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// What it calls Nabta.
    pub client_id: String,
    /// By what it knows Nabta; nothing where it asks for none.
    pub client_secret: Option<SecretString>,
    /// A file with a certificate (PEM) of an authority of one's own.
    pub authority: Option<PathBuf>,
}

/// A list, or, as an environment has it, a text with commas between.
fn several<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(String),
        Several(Vec<String>),
    }
    let written = match Written::deserialize(deserializer)? {
        Written::One(text) => text.split(',').map(|one| one.trim().to_owned()).collect(),
        Written::Several(several) => several,
    };
    Ok(written.into_iter().filter(|one| !one.is_empty()).map(Into::into).collect())
}
