//! Somebody who uses the service over HTTP.

use reqwest::Client;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::passkey_device::PasskeyDevice;
use crate::sign_in_provider::Back;

/// Somebody at a browser: with a token or without, reading one of the three languages.
#[derive(Clone)]
pub struct Person {
    client: Client,
    address: String,
    /// The access token.
    pub token: Option<String>,
    /// The refresh token, as its cookie holds it.
    pub cookie: Option<String>,
    /// By what the browser is known that signed in before, as its cookie holds it.
    pub device: Option<String>,
    language: &'static str,
}

impl Person {
    /// Nobody in particular.
    #[must_use]
    pub fn visitor(address: &str) -> Self {
        Self { client: Client::new(), address: address.to_owned(), token: None, cookie: None, device: None, language: "fr" }
    }

    /// The same, reading another language.
    #[must_use]
    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// The same, with another access token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Signs in.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let answer = self
            .ask(
                "mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code message } } }",
                json!({ "input": { "email": email, "password": password } }),
            )
            .await;
        self.remember("signIn", &answer);
        answer
    }

    /// Renews the tokens by the cookie.
    pub async fn refresh(&mut self) -> Answer {
        self.token = None;
        let answer = self.ask("mutation { signInRefresh { accessToken userErrors { code } } }", json!({})).await;
        self.remember("signInRefresh", &answer);
        answer
    }

    /// Signs in with a code of a second factor.
    pub async fn sign_in_with(&mut self, email: &str, password: &str, code: &str) -> Answer {
        let answer = self
            .ask(
                "mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code message } } }",
                json!({ "input": { "email": email, "password": password, "code": code } }),
            )
            .await;
        self.remember("signIn", &answer);
        answer
    }

    /// Signs in with a key that a device keeps.
    pub async fn sign_in_by_passkey(&mut self, device: &mut PasskeyDevice) -> Answer {
        let begun =
            self.ask("mutation { passkeySignInBegin { challenge options userErrors { code } } }", json!({})).await.checked();
        let signed = device.get(begun.at("passkeySignInBegin.options")).await;
        self.answer_passkey(&begun.text("passkeySignInBegin.challenge"), &signed).await
    }

    /// Signs in with what a device signed.
    pub async fn answer_passkey(&mut self, challenge: &str, signed: &Value) -> Answer {
        let answer = self
            .ask(
                "mutation($input: PasskeySignInInput!) { passkeySignIn(input: $input) { accessToken userErrors { code message } } }",
                json!({ "input": { "challenge": challenge, "credential": signed } }),
            )
            .await;
        self.remember("passkeySignIn", &answer);
        answer
    }

    /// Signs in with what came back from a provider.
    pub async fn sign_in_by_provider(&mut self, ticket: &str, back: &Back, code: Option<&str>) -> Answer {
        let input = json!({
            "ticket": ticket, "state": back.state, "code": back.code, "issuer": back.issuer, "secondFactorCode": code,
        });
        let answer = self
            .ask(
                "mutation($input: ProviderSignInInput!) { providerSignIn(input: $input) { accessToken account { id } userErrors { code message } } }",
                json!({ "input": input }),
            )
            .await;
        self.remember("providerSignIn", &answer);
        answer
    }

    fn remember(&mut self, field: &str, answer: &Answer) {
        self.token = answer.at(&format!("{field}.accessToken")).as_str().map(str::to_owned);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().map(str::to_owned);
            if cookie.starts_with("nabta_device=") { self.device = pair } else { self.cookie = pair }
        }
    }

    /// Asks GraphQL.
    pub async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.post("application/json", json!({ "query": query, "variables": variables }).to_string(), &[]).await
    }

    /// Sends any bytes to GraphQL.
    pub async fn post(&self, kind: &str, body: impl Into<reqwest::Body>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.post(format!("{}/graphql", self.address)).header(CONTENT_TYPE, kind).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// Sends any bytes to an address of the service.
    pub async fn send_to(&self, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send(self.client.post(format!("{}{path}", self.address)).header(CONTENT_TYPE, kind).body(body)).await
    }

    /// Asks what a page from elsewhere may do at an address.
    pub async fn preflight(&self, path: &str, origin: &str) -> Answer {
        let request = self.client.request(reqwest::Method::OPTIONS, format!("{}{path}", self.address));
        self.send(request.header("origin", origin).header("access-control-request-method", "POST")).await
    }

    /// Gets a file from an address of the service: its bytes, if that is what was answered.
    pub async fn download(&self, path: &str) -> (Answer, Vec<u8>) {
        let request = self.with_headers(self.client.get(format!("{}{path}", self.address)));
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), headers(&response));
        (Answer { status, headers, body: Value::Null }, response.bytes().await.unwrap_or_default().to_vec())
    }

    /// Gets an address of the service.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.get(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    fn with_headers(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let mut request = request.header(ACCEPT_LANGUAGE, self.language);
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let cookies: Vec<&str> = [&self.cookie, &self.device].into_iter().flatten().map(String::as_str).collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        request
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        match self.with_headers(request).send().await {
            // The connection was cut: what a test of faults is about, and what any other test's `ok()` trips over.
            Err(error) => Answer { status: 0, headers: Vec::new(), body: Value::String(format!("no answer: {error:?}")) },
            Ok(response) => {
                let (status, headers) = (response.status().as_u16(), headers(&response));
                let bytes = response.bytes().await.unwrap_or_default();
                let body = serde_json::from_slice(&bytes)
                    .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
                Answer { status, headers, body }
            }
        }
    }
}

fn headers(response: &reqwest::Response) -> Vec<(String, String)> {
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
