//! What the square code of a certificate proves without a network: its facts, signed (COSE, RFC 9052; claims as of CWT, RFC 8392). A phone
//! with the centre's public keys checks it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use coset::cbor::Value;
use coset::cwt::{ClaimName, ClaimsSet, ClaimsSetBuilder};
use coset::{CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable, iana};
use ed25519_dalek::{Signature, Verifier, VerifyingKey};

use crate::kernel::keyring::Keyring;
use crate::kernel::{Error, Result};

/// Claims of our own, in the range that is kept for private use.
const NUMBER: i64 = -70_001;
const NAME: i64 = -70_002;
const TITLE: i64 = -70_003;
const ISSUED_ON: i64 = -70_004;
/// The longest that is looked at.
const LONGEST: usize = 2_000;

/// What is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who issued it: the address of the centre's platform.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// For what.
    pub title: String,
    /// The day on which it was issued, `2026-12-01`.
    pub issued_on: String,
}

/// The claims, signed by the newest key, as text.
pub fn seal(keyring: &Keyring, claims: &Claims) -> Result<String> {
    let keys = keyring.current();
    let set = ClaimsSetBuilder::new()
        .issuer(claims.issuer.clone())
        .private_claim(NUMBER, Value::Text(claims.number.clone()))
        .private_claim(NAME, Value::Text(claims.name.clone()))
        .private_claim(TITLE, Value::Text(claims.title.clone()))
        .private_claim(ISSUED_ON, Value::Text(claims.issued_on.clone()))
        .build();
    let bad = |_| Error::internal("a seal that is no CBOR");
    let protected =
        HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).key_id(keys.certificate_id.as_bytes().to_vec()).build();
    let signed = CoseSign1Builder::new()
        .protected(protected)
        .payload(set.to_vec().map_err(bad)?)
        .create_signature(&[], |message| keys.sign_certificate(message))
        .build();
    // Tagged, so that it says by itself what it is.
    Ok(BASE64_URL_SAFE_NO_PAD.encode(signed.to_tagged_vec().map_err(bad)?))
}

/// The claims of a seal that one of these keys made; nothing of any other.
#[must_use]
pub fn open(verifier: impl Fn(&str) -> Option<VerifyingKey>, seal: &str) -> Option<Claims> {
    if seal.len() > LONGEST {
        return None;
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(seal).ok()?;
    let signed = CoseSign1::from_tagged_slice(&bytes).ok()?;
    let header = &signed.protected.header;
    if header.alg != Some(coset::RegisteredLabelWithPrivate::Assigned(iana::Algorithm::EdDSA)) {
        return None;
    }
    let key = verifier(std::str::from_utf8(&header.key_id).ok()?)?;
    let verify = |signature: &[u8], message: &[u8]| -> Result<(), ed25519_dalek::SignatureError> {
        key.verify(message, &Signature::from_slice(signature)?)
    };
    signed.verify_signature(&[], verify).ok()?;
    let set = ClaimsSet::from_slice(signed.payload.as_deref()?).ok()?;
    let text = |claim: i64| {
        let found = set.rest.iter().find(|(name, _)| *name == ClaimName::PrivateUse(claim));
        found.and_then(|(_, value)| value.as_text()).map(str::to_owned)
    };
    Some(Claims {
        issuer: set.issuer.clone()?,
        number: text(NUMBER)?,
        name: text(NAME)?,
        title: text(TITLE)?,
        issued_on: text(ISSUED_ON)?,
    })
}

/// The public keys of certificates, also of those that sign no longer (RFC 8037).
#[must_use]
pub fn jwks(keyring: &Keyring) -> serde_json::Value {
    let keys = keyring.certificate_verifiers().map(|(id, key)| public(id, &key));
    serde_json::json!({ "keys": keys.collect::<Vec<_>>() })
}

/// One of them.
#[must_use]
pub fn jwk(keyring: &Keyring, id: &str) -> Option<serde_json::Value> {
    keyring.certificate_verifiers().find(|(known, _)| *known == id).map(|(id, key)| public(id, &key))
}

fn public(id: &str, key: &VerifyingKey) -> serde_json::Value {
    let x = BASE64_URL_SAFE_NO_PAD.encode(key.as_bytes());
    serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": id, "x": x })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ring(secrets: &[&str]) -> Keyring {
        Keyring::new(&secrets.iter().map(|secret| secret.repeat(32).into()).collect::<Vec<_>>())
    }

    fn claims() -> Claims {
        Claims {
            issuer: "https://nabta.example".into(),
            number: "2026-0042".into(),
            name: "أمل الساسي".into(),
            title: "Formation en ligne".into(),
            issued_on: "2026-12-01".into(),
        }
    }

    fn opened(ring: &Keyring, seal: &str) -> Option<Claims> {
        let of = |id: &str| ring.certificate_verifiers().find(|(known, _)| *known == id).map(|(_, key)| key);
        open(of, seal)
    }

    #[test]
    fn a_seal_is_opened_by_its_key_also_when_another_signs_and_when_its_secret_is_gone() {
        let first = ring(&["a"]);
        let sealed = seal(&first, &claims()).ok().unwrap();
        assert!(sealed.len() < 500, "{}", sealed.len());
        assert_eq!(opened(&first, &sealed), Some(claims()));
        assert_eq!(opened(&ring(&["b", "a"]), &sealed), Some(claims()));
        assert_eq!(opened(&ring(&["b"]), &sealed), None);
        let former = ring(&["b"]).with_former(&[first.current().certificate_public().to_bytes()]);
        assert_eq!(opened(&former, &sealed), Some(claims()));
        // A key of sign-ins is none of certificates.
        assert_ne!(first.current().id, first.current().certificate_id);
    }

    proptest! {
        #[test]
        fn one_changed_byte_opens_nothing(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let ring = ring(&["a"]);
            let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(seal(&ring, &claims()).ok().unwrap()).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(opened(&ring, &BASE64_URL_SAFE_NO_PAD.encode(bytes)), None);
        }

        #[test]
        fn no_text_makes_it_stop(text in "[A-Za-z0-9_-]{0,300}") {
            prop_assert_eq!(opened(&ring(&["a"]), &text), None);
        }
    }
}
