//! Access tokens that are not ours, or not good (S7): each is 401, and nothing happens.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use nabta_testkit::{Value, everywhere, json};

fn part(value: &Value) -> String {
    B64.encode(value.to_string())
}

everywhere! {
    async fn forty_bad_tokens_are_refused(centre: Centre) {
        let sami = centre.person("sami").await;
        let good = sami.token.clone().unwrap();
        let parts: Vec<&str> = good.split('.').collect();
        let header: Value = serde_json::from_slice(&B64.decode(parts[0]).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&B64.decode(parts[1]).unwrap()).unwrap();
        let keys = centre.instance.services.keyring.current();
        let signed = |header: &Value, claims: &Value| {
            let message = format!("{}.{}", part(header), part(claims));
            let signature = B64.encode(keys.sign(message.as_bytes()));
            format!("{message}.{signature}")
        };
        let with = |value: &Value, key: &str, new: Value| {
            let mut value = value.clone();
            if new.is_null() { value.as_object_mut().unwrap().remove(key); } else { value[key] = new; }
            value
        };
        assert_eq!(sami.clone().with_token(&signed(&header, &claims)).ask("{ viewer { id } }", json!({})).await.status, 200, "the signer itself works");
        let mut bad: Vec<(String, String)> = Vec::new();
        let now = claims["iat"].as_i64().unwrap();
        for (key, value) in [
            ("alg", json!("none")), ("alg", json!("HS256")), ("alg", json!("RS256")), ("alg", json!("ES256")), ("alg", json!("eddsa")), ("alg", json!(null)),
            ("typ", json!("JWT")), ("typ", json!("refresh+jwt")), ("typ", json!(null)), ("kid", json!("../../etc/passwd")), ("kid", json!("")),
            ("kid", json!("0000000000000000")), ("kid", json!(null)), ("kid", json!(7)),
        ] {
            bad.push((format!("header {key}={value}"), signed(&with(&header, key, value), &claims)));
        }
        for (key, value) in [
            ("aud", json!("other")), ("aud", json!(null)), ("aud", json!(1)), ("iss", json!("other")), ("iss", json!(null)), ("iss", json!(["nabta", 1])),
            ("exp", json!(now - 1)), ("exp", json!(null)), ("exp", json!("9999999999")), ("exp", json!(now as f64 + 60.5)), ("exp", json!(-1)),
            ("exp", json!(9_223_372_036_854_775_808_u64)), ("exp", json!(now + 1_000_000)), ("nbf", json!(now + 3_600)), ("nbf", json!("0")), ("nbf", json!(null)),
            ("sub", json!("account_00000000-0000-7000-8000-000000000000")), ("sub", json!("nobody")), ("sub", json!(null)), ("sub", json!({})),
            ("sid", json!("signin_00000000-0000-7000-8000-000000000000")), ("sid", json!(null)), ("rid", json!("refresh_00000000-0000-7000-8000-000000000000")),
            ("rid", json!(null)),
        ] {
            bad.push((format!("claim {key}={value}"), signed(&header, &with(&claims, key, value))));
        }
        bad.push(("a changed signature".into(), format!("{}.{}.{}", parts[0], parts[1], B64.encode([0_u8; 64]))));
        bad.push(("no signature".into(), format!("{}.{}.", parts[0], parts[1])));
        bad.push(("two parts".into(), format!("{}.{}", parts[0], parts[1])));
        bad.push(("claims changed after signing".into(), format!("{}.{}.{}", parts[0], part(&with(&claims, "sub", json!("account_x"))), parts[2])));
        bad.push(("the refresh token".into(), sami.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned()));
        bad.push(("nothing".into(), String::new()));
        bad.push(("a word".into(), "token".into()));
        bad.push(("long".into(), "a".repeat(8_000)));
        assert!(bad.len() >= 40, "{}", bad.len());
        // The server remembers which texts it verified: the good one by now, and no bad one, however often it comes.
        assert_eq!(sami.ask("{ viewer { id } }", json!({})).await.status, 200);
        let before = centre.fingerprint().await;
        for (what, token) in bad {
            for _ in 0..2 {
                let answer = centre.visitor().with_token(&token).ask("mutation { signOutEverywhere { userErrors { code } } }", json!({})).await;
                assert_eq!(answer.status, 401, "{what}: {}", answer.body);
                answer.refused_with("UNAUTHENTICATED");
            }
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn the_public_keys_verify_a_token(centre: Centre) {
        use ed25519_dalek::{Signature, Verifier, VerifyingKey};
        let token = centre.person("sami").await.token.unwrap();
        let (message, signature) = token.rsplit_once('.').unwrap();
        let keys = centre.visitor().get("/.well-known/jwks.json", &[]).await.body;
        let x = B64.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
        let key = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
        let signature = Signature::from_slice(&B64.decode(signature).unwrap()).unwrap();
        assert!(key.verify(message.as_bytes(), &signature).is_ok());
        assert!(keys["keys"][0].get("d").is_none(), "no private part");
    }
}
