//! Secrets that were renewed, keys that a token points to, hashes of yesterday.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use ed25519_dalek::{Signer, SigningKey};
use nabta_domain::kernel::keyring::Keys;
use nabta_testkit::{Centre, Kind, Person, Value, everywhere, json, run_with};

const VIEWER: &str = "{ viewer { id } }";
/// A password's hash made with less memory and more passes than today's.
const OLD_HASH: &str = "$argon2id$v=19$m=4096,t=3,p=1$c2FsdCBvZiB0aGUgdGVzdA$9qr+RA7kcddLFM+JtEXZ4CSyTyoIjnepSNJQUNa4304";
const TODAY: &str = "SELECT count(*) AS number FROM account WHERE person_id = (SELECT id FROM person WHERE names->>'fr' = 'Sami Trabelsi') AND password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";

/// The header and the claims of a token.
fn read(token: &str) -> (Value, Value) {
    let parts: Vec<Value> =
        token.split('.').take(2).map(|part| serde_json::from_slice(&B64.decode(part).unwrap()).unwrap()).collect();
    (parts[0].clone(), parts[1].clone())
}

/// A token that says this, signed by whoever signs.
fn signed(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let message = format!("{}.{}", B64.encode(header.to_string()), B64.encode(claims.to_string()));
    let signature = B64.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

async fn status(person: &Person, token: &str) -> u16 {
    person.clone().with_token(token).ask(VIEWER, json!({})).await.status
}

fn a_secret_that_was_renewed(kind: Kind) {
    let secrets = "auth.secrets = ['the new secret of the test, which signs', 'nabta-demo-secret-known-to-everybody']";
    run_with(kind, secrets, async |centre: Centre| {
        let sami = centre.person("sami").await;
        let (header, claims) = read(sami.token.as_ref().unwrap());
        let keys = centre.instance.services.keyring.all();
        assert_eq!(header["kid"], keys[0].id, "the newest signs");
        let by = |named: &str, keys: &Keys| {
            let mut header = header.clone();
            header["kid"] = json!(named);
            signed(&header, &claims, |message| keys.sign(message))
        };
        let visitor = centre.visitor();
        assert_eq!(status(&visitor, &by(&keys[1].id, &keys[1])).await, 200, "what the old one signed is good");
        assert_eq!(status(&visitor, &by(&keys[0].id, &keys[1])).await, 401);
        assert_eq!(status(&visitor, &by(&keys[1].id, &keys[0])).await, 401);
        let stranger = nabta_domain::kernel::keyring::Keyring::new(&["a secret of nobody, of more than 32 bytes".into()]);
        assert_eq!(status(&visitor, &by(&stranger.current().id, stranger.current())).await, 401);
        let shown = visitor.get("/.well-known/jwks.json", &[]).await.body;
        let shown: Vec<_> = shown["keys"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect();
        assert_eq!(shown, [json!(keys[0].id), json!(keys[1].id)]);
        // A refresh token of before the renewal goes on, as one of the new secret.
        let (name, refresh) = sami.cookie.as_ref().unwrap().split_once('=').unwrap();
        let id = refresh.split('.').next().unwrap();
        let secret = B64.encode(keys[1].refresh_secret(id.parse().unwrap()));
        let mut old = sami.clone();
        old.cookie = Some(format!("{name}={id}.{}.{secret}", keys[1].id));
        old.refresh().await.ok();
        assert!(old.cookie.unwrap().contains(&keys[0].id));
    });
}

#[test]
fn a_secret_that_was_renewed_on_sqlite() {
    a_secret_that_was_renewed(Kind::Sqlite);
}

#[test]
fn a_secret_that_was_renewed_on_postgresql() {
    a_secret_that_was_renewed(Kind::Postgres);
}

everywhere! {
    async fn nobody_is_believed_because_a_token_says_where_its_key_is(centre: Centre) {
        let good = centre.person("sami").await.token.unwrap();
        let (header, claims) = read(&good);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/keys.json", listener.local_addr().unwrap());
        let own = SigningKey::from_bytes(&[7; 32]);
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": B64.encode(own.verifying_key().as_bytes()) });
        let before = centre.fingerprint().await;
        for (name, value) in [("jku", json!(address)), ("x5u", json!(address)), ("jwk", jwk), ("crit", json!(["jku"])), ("x5c", json!([B64.encode("x")]))] {
            let mut header = header.clone();
            header[name] = value;
            let token = signed(&header, &claims, |message| own.sign(message).to_bytes().to_vec());
            for _ in 0..2 {
                let answer = centre.visitor().with_token(&token).ask("mutation { signOutEverywhere { userErrors { code } } }", json!({})).await;
                assert_eq!(answer.status, 401, "{name}: {}", answer.body);
                answer.refused_with("UNAUTHENTICATED");
            }
        }
        let asked = tokio::time::timeout(std::time::Duration::from_millis(200), listener.accept()).await;
        assert!(asked.is_err(), "no key is fetched from where a token says");
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(status(&centre.visitor(), &good).await, 200);
    }

    async fn a_token_of_five_megabytes_is_never_read(centre: Centre) {
        let good = centre.person("sami").await.token.unwrap();
        let (header, mut claims) = read(&good);
        let before = centre.fingerprint().await;
        claims["ballast"] = json!("x".repeat(5 * 1024 * 1024));
        let signed = signed(&header, &claims, |message| centre.instance.services.keyring.current().sign(message));
        for token in [signed, "a".repeat(5 * 1024 * 1024), format!("{good}{}", ".".repeat(5 * 1024 * 1024))] {
            let answer = centre.visitor().with_token(&token).ask("mutation { signOutEverywhere { userErrors { code } } }", json!({})).await;
            // 0: the connection was cut while the token was still coming in.
            assert!([0, 401, 413, 431].contains(&answer.status), "{}: {}", answer.status, answer.body);
        }
        // One that is let through to whoever reads tokens is refused there.
        claims["ballast"] = json!("x".repeat(3_000));
        let longer = self::signed(&header, &claims, |message| centre.instance.services.keyring.current().sign(message));
        assert_eq!(status(&centre.visitor(), &longer).await, 401);
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(status(&centre.visitor(), &good).await, 200, "and the service goes on");
    }

    async fn a_hash_of_yesterday_is_made_anew_when_its_password_comes(centre: Centre) {
        centre.tamper(&format!("UPDATE account SET password_hash = '{OLD_HASH}' WHERE person_id = (SELECT id FROM person WHERE names->>'fr' = 'Sami Trabelsi')")).await.unwrap();
        centre.visitor().sign_in("sami@nabta.example", "not the password").await.refused_with("SIGN_IN_REFUSED");
        assert_eq!(centre.number(TODAY).await, 0, "a wrong password makes nothing anew");
        centre.visitor().sign_in("sami@nabta.example", "nabta-demo-2020").await.ok();
        assert_eq!(centre.number(TODAY).await, 1);
        centre.visitor().sign_in("sami@nabta.example", "nabta-demo-2020").await.ok();
        centre.visitor().sign_in("sami@nabta.example", "not the password").await.refused_with("SIGN_IN_REFUSED");
        assert_eq!(centre.number("SELECT count(DISTINCT password_hash) AS number FROM account").await, centre.number("SELECT count(*) AS number FROM account").await, "no two share a salt");
    }
}
