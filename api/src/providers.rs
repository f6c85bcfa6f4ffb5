//! Signing in through a provider (OpenID Connect: authorization code with PKCE and a nonce), of those that the operator trusts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use async_trait::async_trait;
use futures::FutureExt;
use futures::future::BoxFuture;
use http_client::redirect::Policy;
use http_client::{Certificate, Client};
use nabta_domain::kernel::provider::{Identity, NotKnown, Provider, Question};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse,
};
use secrecy::ExposeSecret;
use tokio::sync::Mutex;

use crate::config::{Config, ProviderConfig};

/// The longest that one step of a provider may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that a provider may say at once.
const MOST_BYTES: usize = 1 << 20;
/// How long what a provider says of itself is believed.
const FRESH: Duration = Duration::from_secs(600);
/// How soon it is asked again, when its keys do not fit.
const PAUSE: Duration = Duration::from_secs(5);

/// What only who holds the private key can have signed. No algorithm here has a secret that we hold too.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Connected = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The providers of the configuration.
pub fn all(config: &Config) -> anyhow::Result<Vec<Arc<dyn Provider>>> {
    let back = format!("{}/sign-in/provider", config.http.public_address.trim_end_matches('/'));
    let open = |provider: &ProviderConfig| Ok(Arc::new(OpenId::new(provider, &back)?) as Arc<dyn Provider>);
    config.auth.providers.iter().map(open).collect()
}

/// What was last heard of a provider.
#[derive(Clone)]
struct Heard {
    at: Instant,
    metadata: CoreProviderMetadata,
}

struct OpenId {
    key: String,
    name: String,
    issuer: IssuerUrl,
    id: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    http: Wire,
    heard: Mutex<Option<Heard>>,
}

impl OpenId {
    fn new(config: &ProviderConfig, back: &str) -> anyhow::Result<Self> {
        Ok(Self {
            key: config.key.clone(),
            name: config.name.clone(),
            issuer: IssuerUrl::new(config.issuer.clone()).context("auth.providers: issuer")?,
            id: ClientId::new(config.client_id.clone()),
            secret: config.client_secret.as_ref().map(|secret| ClientSecret::new(secret.expose_secret().to_owned())),
            back: RedirectUrl::new(back.to_owned()).context("http.public_address")?,
            http: Wire::new(config)?,
            heard: Mutex::default(),
        })
    }

    /// What the provider says of itself; asked anew when it is older than told.
    async fn metadata(&self, oldest: Duration) -> Result<CoreProviderMetadata, NotKnown> {
        let mut heard = self.heard.lock().await;
        if let Some(known) = heard.as_ref().filter(|known| known.at.elapsed() < oldest) {
            return Ok(known.metadata.clone());
        }
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = metadata.map_err(unreachable)?;
        *heard = Some(Heard { at: Instant::now(), metadata: metadata.clone() });
        Ok(metadata)
    }

    fn client(&self, metadata: CoreProviderMetadata) -> Connected {
        CoreClient::from_provider_metadata(metadata, self.id.clone(), self.secret.clone()).set_redirect_uri(self.back.clone())
    }

    /// What the provider signed, once it is known to be right. A provider that changed its keys is asked for the new ones.
    async fn claims(&self, token: &CoreIdToken, nonce: &Nonce) -> Result<CoreIdTokenClaims, NotKnown> {
        let mut refused = None;
        for oldest in [FRESH, PAUSE] {
            let client = self.client(self.metadata(oldest).await?);
            match token.claims(&client.id_token_verifier().set_allowed_algs(ALGORITHMS), nonce) {
                Ok(claims) => return Ok(claims.clone()),
                Err(error) => refused = Some(error),
            }
        }
        Err(NotKnown::Refused(refused.map(|error| chain(&error)).unwrap_or_default()))
    }

    /// What the provider tells of somebody only when it is asked for it.
    async fn told(&self, client: &Connected, token: &AccessToken, claims: &CoreIdTokenClaims) -> Option<CoreUserInfoClaims> {
        let asked = client.user_info(token.clone(), Some(claims.subject().clone())).ok()?;
        asked.request_async(&self.http).await.ok()
    }
}

#[async_trait]
impl Provider for OpenId {
    fn key(&self) -> &str {
        &self.key
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    async fn address(&self, question: &Question) -> Result<String, NotKnown> {
        let client = self.client(self.metadata(FRESH).await?);
        let verifier = PkceCodeVerifier::new(question.verifier.clone());
        let (state, nonce) = (question.state.clone(), question.nonce.clone());
        let (address, ..) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.into())
    }

    async fn identify(&self, code: &str, question: &Question) -> Result<Identity, NotKnown> {
        let client = self.client(self.metadata(FRESH).await?);
        let exchanged = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(unreachable)?
            .set_pkce_verifier(PkceCodeVerifier::new(question.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::Request(error) => unreachable(error),
                other => NotKnown::Refused(chain(&other)),
            })?;
        let token = exchanged.id_token().ok_or_else(|| NotKnown::Refused("no id token".into()))?;
        let claims = self.claims(token, &Nonce::new(question.nonce.clone())).await?;
        let mut identity = Identity {
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
            is_email_verified: claims.email_verified() == Some(true),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        };
        if identity.email.is_none()
            && let Some(told) = self.told(&client, exchanged.access_token(), &claims).await
        {
            identity.email = told.email().map(|email| email.to_string());
            identity.is_email_verified = told.email_verified() == Some(true);
            identity.name = identity.name.or_else(|| told.name().and_then(|name| name.get(None)).map(|name| name.to_string()));
        }
        Ok(identity)
    }
}

/// What went wrong between us and a provider.
#[derive(Debug)]
enum Sending {
    Http(http_client::Error),
    TooMuch,
    Response,
}

impl std::fmt::Display for Sending {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // Without the address: a code may stand in it.
            Self::Http(error) if error.is_timeout() => to.write_str("no answer in time"),
            Self::Http(error) if error.is_connect() => to.write_str("no connection"),
            Self::Http(_) => to.write_str("the connection broke"),
            Self::TooMuch => to.write_str("more than a megabyte"),
            Self::Response => to.write_str("no response"),
        }
    }
}

impl std::error::Error for Sending {}

/// Carries what the library asks, within bounds.
struct Wire(Client);

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = Sending;
    type Future = BoxFuture<'c, Result<HttpResponse, Sending>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        self.send(request).boxed()
    }
}

impl Wire {
    /// Follows no redirect and no proxy: a provider that could send us anywhere could send us to what only we can reach.
    fn new(config: &ProviderConfig) -> anyhow::Result<Self> {
        let mut client = Client::builder().redirect(Policy::none()).timeout(PATIENCE).no_proxy();
        if let Some(path) = &config.authority {
            let pem = std::fs::read(path).with_context(|| format!("auth.providers: reading {}", path.display()))?;
            client = client.add_root_certificate(Certificate::from_pem(&pem).context("auth.providers: no certificate")?);
        }
        Ok(Self(client.build().context("auth.providers: no client")?))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Sending> {
        let request = http_client::Request::try_from(request).map_err(Sending::Http)?;
        let mut response = self.0.execute(request).await.map_err(Sending::Http)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Sending::Http)? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_BYTES {
                return Err(Sending::TooMuch);
            }
        }
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        answer.body(body).map_err(|_| Sending::Response)
    }
}

fn unreachable(error: impl std::error::Error) -> NotKnown {
    NotKnown::Unreachable(chain(&error))
}

/// An error and what is behind it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(behind) = next {
        said = format!("{said}: {behind}");
        next = behind.source();
    }
    said
}
