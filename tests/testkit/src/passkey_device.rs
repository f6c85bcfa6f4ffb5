//! A device that keeps passkeys, as a phone does: it makes keys, signs, and looks who holds it.

use passkey_authenticator::{
    Authenticator, CredentialStore, DiscoverabilitySupport, StoreInfo, UiHint, UserCheck, UserValidationMethod,
};
use passkey_client::{Client, DefaultClientData};
use passkey_crypto::AvailableBackend;
use passkey_types::Passkey;
use passkey_types::ctap2::make_credential::{Options, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity};
use passkey_types::ctap2::{Aaguid, Ctap2Error, StatusCode};
use passkey_types::webauthn::{CredentialCreationOptions, CredentialRequestOptions, PublicKeyCredentialDescriptor};
use reqwest::Url;
use serde_json::Value;

/// The keys on the device.
#[derive(Clone, Default)]
struct Keys(Vec<Passkey>);

#[async_trait::async_trait]
impl CredentialStore for Keys {
    type PasskeyItem = Passkey;

    async fn find_credentials(
        &self,
        ids: Option<&[PublicKeyCredentialDescriptor]>,
        site: &str,
        _owner: Option<&[u8]>,
    ) -> Result<Vec<Passkey>, StatusCode> {
        let named = |key: &Passkey| ids.is_none_or(|ids| ids.iter().any(|id| id.id == key.credential_id));
        let found: Vec<_> = self.0.iter().filter(|key| key.rp_id == site && named(key)).cloned().collect();
        if found.is_empty() { Err(Ctap2Error::NoCredentials.into()) } else { Ok(found) }
    }

    async fn save_credential(
        &mut self,
        key: Passkey,
        _owner: PublicKeyCredentialUserEntity,
        _site: PublicKeyCredentialRpEntity,
        _options: Options,
    ) -> Result<(), StatusCode> {
        self.0.push(key);
        Ok(())
    }

    async fn update_credential(&mut self, key: &Passkey) -> Result<(), StatusCode> {
        self.0.retain(|kept| kept.credential_id != key.credential_id);
        self.0.push(key.clone());
        Ok(())
    }

    async fn get_info(&self) -> StoreInfo {
        StoreInfo { discoverability: DiscoverabilitySupport::Full }
    }
}

/// Whoever holds the device: there, and known to it.
struct Holder;

#[async_trait::async_trait]
impl UserValidationMethod for Holder {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _hint: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence, verification })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// The device, and the site whose page it is asked by.
pub struct PasskeyDevice {
    client: Client<Keys, Holder, AvailableBackend, public_suffix::PublicSuffixList, ()>,
    /// Where the page is that asks.
    pub page: String,
}

impl PasskeyDevice {
    /// A new one, without keys, at the page of a centre that is reached as tests' centres are.
    #[must_use]
    pub fn new() -> Self {
        let mut authenticator = Authenticator::new(Aaguid::new_empty(), Keys::default(), Holder, AvailableBackend);
        authenticator.set_make_credentials_with_signature_counter(true);
        let client = Client::new(authenticator).allows_insecure_localhost(true);
        Self { client, page: "http://localhost:8080".to_owned() }
    }

    /// A copy of its keys on another device, as a thief makes it.
    #[must_use]
    pub fn copied(&self) -> Self {
        let mut copy = Self::new();
        *copy.client.authenticator_mut().store_mut() = self.client.authenticator().store().clone();
        copy
    }

    /// Makes a key, as `navigator.credentials.create` does.
    pub async fn create(&mut self, options: &Value) -> Value {
        let request = CredentialCreationOptions { public_key: serde_json::from_value(options.clone()).unwrap() };
        let page = Url::parse(&self.page).unwrap();
        serde_json::to_value(self.client.register(&page, request, DefaultClientData).await.unwrap()).unwrap()
    }

    /// Signs, as `navigator.credentials.get` does.
    pub async fn get(&mut self, options: &Value) -> Value {
        let request = CredentialRequestOptions { public_key: serde_json::from_value(options.clone()).unwrap() };
        let page = Url::parse(&self.page).unwrap();
        serde_json::to_value(self.client.authenticate(&page, request, DefaultClientData).await.unwrap()).unwrap()
    }
}

impl Default for PasskeyDevice {
    fn default() -> Self {
        Self::new()
    }
}
