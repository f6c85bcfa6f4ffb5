//! Access tokens (JWT, EdDSA, RFC 9068) and refresh tokens.
//!
//! An access token says only which sign-in it belongs to; what its holder may do is read from the database. A refresh token is
//! `<id>.<key id>.<secret>`, its secret computed from the server's key and its id, so that the database keeps nothing that signs in
//! and a lost answer can be given again.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use nabta_entities::ids::{AccountId, RefreshTokenId, SignInId, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::keyring::Keyring;

/// How long an access token is good.
pub const ACCESS_LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How far the clocks of two instances that are ready may lie apart: a second each from the database's.
const LEEWAY_SECONDS: i64 = 2;
/// Who issues.
pub const ISSUER: &str = "nabta";
/// For whom.
pub const AUDIENCE: &str = "nabta-api";
/// The type in the header, which tells an access token from any other (RFC 9068, section 2.1).
const TYPE: &str = "at+jwt";
/// No token of ours is longer.
const LONGEST: usize = 2_000;

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The account.
    pub sub: String,
    /// The sign-in.
    pub sid: String,
    /// The refresh token that was issued with it.
    pub rid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// What a good access token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The account.
    pub account: AccountId,
    /// The sign-in.
    pub sign_in: SignInId,
    /// The refresh token that was issued with it.
    pub refresh: RefreshTokenId,
}

/// Issues an access token, with the instant at which it ends.
pub fn issue_access(keyring: &Keyring, access: Access, now: DateTime<Utc>) -> Result<(String, DateTime<Utc>)> {
    let expires_at = now + ACCESS_LIFETIME;
    let keys = keyring.current();
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: access.account.wire(),
        sid: access.sign_in.wire(),
        rid: access.refresh.wire(),
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: expires_at.timestamp(),
    };
    let header = Header { typ: Some(TYPE.into()), kid: Some(keys.id.clone()), ..Header::new(Algorithm::EdDSA) };
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&keys.signing_der()))
        .map_err(|error| Error::internal(format!("signing a token: {error}")))?;
    Ok((token, expires_at))
}

/// Reads an access token. Anything at all that is wrong with it is the same `Unauthenticated`.
pub fn read_access(keyring: &Keyring, token: &str, now: DateTime<Utc>) -> Result<Access> {
    check_access(keyring, token, now).ok_or(Error::Unauthenticated)
}

fn check_access(keyring: &Keyring, token: &str, now: DateTime<Utc>) -> Option<Access> {
    if token.len() > LONGEST {
        return None;
    }
    // Nothing in the text decides whether it is believed: only that this very text was verified before.
    let claims = if keyring.has_verified(token) {
        insecure_decode_claims::<Claims>(token).ok()?
    } else {
        let claims = verified(keyring, token)?;
        keyring.remember_verified(token);
        claims
    };
    let now = now.timestamp();
    // Another instance may have issued it, whose clock is ahead of ours by what readiness allows for both.
    if claims.nbf > now + LEEWAY_SECONDS
        || claims.exp <= now
        || claims.exp.checked_sub(claims.iat)? > ACCESS_LIFETIME.num_seconds()
    {
        return None;
    }
    Some(Access {
        account: AccountId::parse(&claims.sub)?,
        sign_in: SignInId::parse(&claims.sid)?,
        refresh: RefreshTokenId::parse(&claims.rid)?,
    })
}

/// What a token says that is of our kind, by us, for us, and signed with one of the keys.
fn verified(keyring: &Keyring, token: &str) -> Option<Claims> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
        return None;
    }
    let keys = keyring.find(header.kid.as_deref()?)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The times are compared with the context's clock, as whole numbers, each time that the token comes.
    validation.validate_exp = false;
    let key = DecodingKey::from_ed_der(keys.public().as_bytes());
    Some(jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims)
}

/// The public keys, as the JWKS address shows them (RFC 8037).
#[must_use]
pub fn jwks(keyring: &Keyring) -> Value {
    let keys: Vec<Value> = keyring
        .all()
        .iter()
        .map(|keys| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": keys.id,
                "x": BASE64_URL_SAFE_NO_PAD.encode(keys.public().as_bytes()),
            })
        })
        .collect();
    json!({ "keys": keys })
}

/// The refresh token with this id, by the newest key.
#[must_use]
pub fn write_refresh(keyring: &Keyring, id: RefreshTokenId) -> String {
    let keys = keyring.current();
    format!("{}.{}.{}", id.0.simple(), keys.id, BASE64_URL_SAFE_NO_PAD.encode(keys.refresh_secret(id.0)))
}

/// The id of a refresh token, if it is one of ours.
#[must_use]
pub fn read_refresh(keyring: &Keyring, token: &str) -> Option<RefreshTokenId> {
    if token.len() > LONGEST {
        return None;
    }
    let mut parts = token.split('.');
    let (id, key, secret) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let id = Uuid::try_parse(id).ok()?;
    let given = BASE64_URL_SAFE_NO_PAD.decode(secret).ok()?;
    let right = keyring.find(key)?.refresh_secret(id);
    bool::from(right.ct_eq(given.as_slice())).then_some(RefreshTokenId(id))
}
