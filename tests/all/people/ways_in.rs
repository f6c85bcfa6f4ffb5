//! The worst that comes through the doors of signing in: what is too long, in Arabic, and what is another's.

use nabta_testkit::{Value, everywhere, json};

const PASSWORD: &str = "nabta-demo-2020";
const KEEP: &str = "mutation($input: PasskeyAddInput!) { passkeyAdd(input: $input) { userErrors { code } } }";
const ENTER: &str = "mutation($input: PasskeySignInInput!) { passkeySignIn(input: $input) { userErrors { code } } }";
const BEGIN: &str = "mutation($input: PasswordInput!) { passkeyBegin(input: $input) { challenge userErrors { code } } }";
const FORGET: &str = "mutation($input: PasskeyRemoveInput!) { passkeyRemove(input: $input) { userErrors { code } } }";
const SET_OUT: &str =
    "mutation($input: ProviderSignInBeginInput!) { providerSignInBegin(input: $input) { userErrors { code } } }";
const COME: &str = "mutation($input: ProviderSignInInput!) { providerSignIn(input: $input) { userErrors { code } } }";
const CONNECT_BEGIN: &str =
    "mutation($input: ProviderConnectBeginInput!) { providerConnectBegin(input: $input) { userErrors { code } } }";
const CONNECT: &str = "mutation($input: ProviderConnectInput!) { providerConnect(input: $input) { userErrors { code } } }";
const DISCONNECT: &str =
    "mutation($input: ProviderDisconnectInput!) { providerDisconnect(input: $input) { userErrors { code } } }";
const LOOK: &str = "mutation($input: LookBeginInput!) { lookBegin(input: $input) { userErrors { code } } }";
const END: &str = "mutation($input: LookEndInput!) { lookEnd(input: $input) { userErrors { code } } }";
const NOWHERE: &str = "0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";

everywhere! {
    async fn a_megabyte_of_arabic_is_refused_by_name_and_changes_nothing(centre: Centre) {
        let leila = centre.person("leila").await;
        let amel = centre.person("amel").await.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let asked = leila.ask(BEGIN, json!({ "input": { "password": PASSWORD } })).await.checked().text("passkeyBegin.challenge");
        let no = |kind: &str| format!("{kind}_{NOWHERE}");
        // A hundred thousand letters pass the door; a megabyte does not.
        let worst = |length: usize| -> Vec<(&str, Value, &str)> {
            let long = "\u{0634}".repeat(length);
            vec![
                (KEEP, json!({ "challenge": asked, "name": long, "credential": {} }), "TOO_LONG"),
                (KEEP, json!({ "challenge": asked, "name": "x", "credential": { "id": long } }), "PASSKEY_REFUSED"),
                (KEEP, json!({ "challenge": long, "name": "x", "credential": {} }), "INVALID_ID"),
                (ENTER, json!({ "challenge": no("challenge"), "credential": { "id": long } }), "PASSKEY_REFUSED"),
                (BEGIN, json!({ "password": long }), "PASSWORD_WRONG"),
                (FORGET, json!({ "passkey": long, "password": PASSWORD }), "INVALID_ID"),
                (SET_OUT, json!({ "provider": long }), "UNKNOWN_REFERENCE"),
                (COME, json!({ "ticket": long, "state": "x", "code": "x" }), "PROVIDER_REFUSED"),
                (COME, json!({ "ticket": "x", "state": "x", "code": long, "issuer": "x", "secondFactorCode": "x" }), "PROVIDER_REFUSED"),
                (CONNECT_BEGIN, json!({ "provider": long, "password": PASSWORD }), "UNKNOWN_REFERENCE"),
                (CONNECT, json!({ "ticket": "x", "state": long, "code": "x" }), "PROVIDER_REFUSED"),
                (DISCONNECT, json!({ "connection": no("connection"), "password": PASSWORD }), "NOT_FOUND"),
                (LOOK, json!({ "account": amel, "reason": long }), "TOO_LONG"),
                (END, json!({ "look": no("look") }), "NOT_FOUND"),
            ]
        };
        let before = centre.fingerprint().await;
        for (document, input, code) in worst(100_000) {
            let answer = leila.ask(document, json!({ "input": input })).await;
            assert_eq!(answer.code().as_deref(), Some(code), "{document}: {}", answer.body);
        }
        for (document, input, _) in worst(500_000).into_iter().filter(|(_, input, _)| input.to_string().len() > 1_000_000) {
            leila.ask(document, json!({ "input": input })).await.refused_with("TOO_COMPLEX");
        }
        assert_eq!(centre.fingerprint().await, before);
    }
}
