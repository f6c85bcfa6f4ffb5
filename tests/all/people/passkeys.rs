//! Passkeys: a device's key signs in, for this site, for this question and for its owner alone.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use chrono::TimeDelta;
use nabta_testkit::{Answer, Centre, Kind, PasskeyDevice, Person, Value, everywhere, json, run_with, sent};

const PASSWORD: &str = "nabta-demo-2020";
const BEGIN: &str = "mutation($password: String!) { passkeyBegin(input: { password: $password }) { challenge options userErrors { code path } } }";
const ADD: &str =
    "mutation($input: PasskeyAddInput!) { passkeyAdd(input: $input) { passkey { id name } userErrors { code path message } } }";
const REMOVE: &str = "mutation($input: PasskeyRemoveInput!) { passkeyRemove(input: $input) { userErrors { code path } } }";
const ASK: &str = "mutation { passkeySignInBegin { challenge options userErrors { code } } }";
const LIST: &str = "{ passkeys { id name createdAt usedAt } }";

async fn begin(person: &Person) -> Answer {
    person.ask(BEGIN, json!({ "password": PASSWORD })).await.checked()
}

async fn keep(person: &Person, challenge: &str, name: &str, made: &Value) -> Answer {
    person.ask(ADD, json!({ "input": { "challenge": challenge, "name": name, "credential": made } })).await
}

/// A device with a key of somebody's account; its id.
async fn add(person: &Person) -> (PasskeyDevice, String) {
    let mut device = PasskeyDevice::new();
    let asked = begin(person).await;
    let made = device.create(asked.at("passkeyBegin.options")).await;
    let kept = keep(person, &asked.text("passkeyBegin.challenge"), "Téléphone", &made).await.checked();
    (device, kept.text("passkeyAdd.passkey.id"))
}

/// The same answer, with one text of it exchanged for another as far down as it says.
fn with(answer: &Value, path: &str, new: Value) -> Value {
    let mut changed = answer.clone();
    *changed.pointer_mut(path).unwrap() = new;
    changed
}

everywhere! {
    async fn a_device_signs_in_without_address_password_or_code(centre: Centre) {
        let sami = centre.person("sami").await;
        sami.ask(BEGIN, json!({ "password": "not the password" })).await.refused_with("PASSWORD_WRONG");
        centre.visitor().ask(BEGIN, json!({ "password": PASSWORD })).await.refused_with("UNAUTHENTICATED");
        let asked = begin(&sami).await;
        let selection = asked.at("passkeyBegin.options.authenticatorSelection");
        assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("required"), &json!("required")));
        let (mut device, id) = add(&sami).await;
        let again = begin(&sami).await;
        assert_eq!(again.count("passkeyBegin.options.excludeCredentials"), 1, "the device is told that it has one");

        let mut stranger = centre.visitor();
        let question = stranger.ask(ASK, json!({})).await.checked();
        let allowed = question.at("passkeySignInBegin.options.allowCredentials");
        assert!(allowed.is_null() || allowed == &json!([]), "nobody learns whose keys there are: {}", question.body);
        centre.clock.advance(TimeDelta::minutes(1));
        stranger.sign_in_by_passkey(&mut device).await.ok();
        let viewer = stranger.ask("{ viewer { email } signIns { method isCurrent } }", json!({})).await.checked();
        assert_eq!(viewer.text("viewer.email"), "sami@nabta.example");
        let method = |current: bool| {
            let all = viewer.at("signIns").as_array().unwrap().clone();
            all.into_iter().find(|one| one["isCurrent"] == json!(current)).unwrap()["method"].clone()
        };
        assert_eq!((method(true), method(false)), (json!("PASSKEY"), json!("PASSWORD")));
        let listed = sami.ask(LIST, json!({})).await.checked();
        assert_eq!((listed.count("passkeys"), listed.text("passkeys.0.name")), (1, "Téléphone".to_owned()));
        assert!(listed.text("passkeys.0.usedAt") > listed.text("passkeys.0.createdAt"));

        // Who knows only the password cannot add one quietly, and nobody removes another's.
        centre.work().await;
        let letters = centre.letters("sami@nabta.example");
        assert!(letters.iter().any(|letter| letter.text.contains("account/security")), "{letters:?}");
        let amel = centre.person("amel").await;
        assert_eq!(amel.ask(LIST, json!({})).await.checked().count("passkeys"), 0);
        let gone = |password: &str| json!({ "input": { "passkey": id, "password": password } });
        amel.ask(REMOVE, gone(PASSWORD)).await.refused_with("NOT_FOUND");
        sami.ask(REMOVE, gone("not the password")).await.refused_with("PASSWORD_WRONG");
        centre.visitor().sign_in_by_passkey(&mut device).await.ok();
        sami.ask(REMOVE, gone(PASSWORD)).await.ok();
        sami.ask(REMOVE, gone(PASSWORD)).await.refused_with("NOT_FOUND");
        centre.visitor().sign_in_by_passkey(&mut device).await.refused_with("PASSKEY_REFUSED");
        centre.work().await;
        assert_eq!(centre.letters("sami@nabta.example").len(), letters.len() + 1);
    }

    async fn an_answer_is_taken_once_by_whom_it_was_asked_of(centre: Centre) {
        let (sami, amel) = (centre.person("sami").await, centre.person("amel").await);
        let mut device = PasskeyDevice::new();
        let asked = begin(&sami).await;
        let challenge = asked.text("passkeyBegin.challenge");
        let made = device.create(asked.at("passkeyBegin.options")).await;
        let before = centre.fingerprint().await;
        keep(&amel, &challenge, "mine", &made).await.refused_with("PASSKEY_REFUSED");
        keep(&centre.visitor(), &challenge, "mine", &made).await.refused_with("UNAUTHENTICATED");
        for name in ["", "  ", "a\0b", &"n".repeat(101)] {
            let refused = keep(&sami, &challenge, name, &made).await;
            assert_eq!(refused.at("passkeyAdd.userErrors.0.path.0"), &json!("name"), "{name:?}: {}", refused.body);
        }
        assert_eq!(centre.fingerprint().await, before, "and the question still stands");
        keep(&sami, &challenge, "mine", &made).await.ok();
        keep(&sami, &challenge, "mine", &made).await.refused_with("PASSKEY_REFUSED");
        // The same key is nobody else's: the device's answer is to one question alone.
        let other = begin(&amel).await;
        keep(&amel, &other.text("passkeyBegin.challenge"), "mine", &made).await.refused_with("PASSKEY_REFUSED");
        let late = begin(&sami).await;
        let late_made = PasskeyDevice::new().create(late.at("passkeyBegin.options")).await;

        let question = centre.visitor().ask(ASK, json!({})).await.checked();
        let challenge = question.text("passkeySignInBegin.challenge");
        let signed = device.get(question.at("passkeySignInBegin.options")).await;
        let tries = (0..4).map(|_| async { let mut visitor = centre.visitor(); visitor.answer_passkey(&challenge, &signed).await });
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.at("passkeySignIn.accessToken").is_string()).count(), 1);
        centre.visitor().answer_passkey(&challenge, &signed).await.refused_with("PASSKEY_REFUSED");
        let another = centre.visitor().ask(ASK, json!({})).await.checked();
        centre.visitor().answer_passkey(&another.text("passkeySignInBegin.challenge"), &signed).await.refused_with("PASSKEY_REFUSED");

        let waits = centre.visitor().ask(ASK, json!({})).await.checked();
        let waited = device.get(waits.at("passkeySignInBegin.options")).await;
        centre.clock.advance(TimeDelta::minutes(6));
        centre.visitor().answer_passkey(&waits.text("passkeySignInBegin.challenge"), &waited).await.refused_with("PASSKEY_REFUSED");
        keep(&sami, &late.text("passkeyBegin.challenge"), "late", &late_made).await.refused_with("PASSKEY_REFUSED");
    }

    async fn what_a_device_did_not_sign_like_this_signs_nobody_in(centre: Centre) {
        let (sami, amel) = (centre.person("sami").await, centre.person("amel").await);
        let (mut device, _) = add(&sami).await;
        let amel_id = amel.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let amel_id: uuid::Uuid = amel_id.split_once('_').unwrap().1.parse().unwrap();
        let before = centre.fingerprint().await;
        let question = async || centre.visitor().ask(ASK, json!({})).await.checked();

        // A page that looks like ours, elsewhere.
        let asked = question().await;
        device.page = "http://localhost:9999".into();
        let signed = device.get(asked.at("passkeySignInBegin.options")).await;
        device.page = "http://localhost:8080".into();
        centre.visitor().answer_passkey(&asked.text("passkeySignInBegin.challenge"), &signed).await.refused_with("PASSKEY_REFUSED");
        // A device that did not look who held it.
        let asked = question().await;
        let unverified = with(asked.at("passkeySignInBegin.options"), "/userVerification", json!("discouraged"));
        let signed = device.get(&unverified).await;
        centre.visitor().answer_passkey(&asked.text("passkeySignInBegin.challenge"), &signed).await.refused_with("PASSKEY_REFUSED");
        // Parts that were exchanged.
        let somebody_else = B64.encode(amel_id.as_bytes());
        let exchanges = [
            ("/response/userHandle", json!(somebody_else)),
            ("/response/userHandle", Value::Null),
            ("/response/userHandle", json!(B64.encode("x".repeat(200)))),
            ("/response/signature", json!(B64.encode([0_u8; 70]))),
            ("/response/signature", json!("")),
            ("/response/authenticatorData", json!(B64.encode([0_u8; 37]))),
            ("/response/clientDataJSON", json!(B64.encode(r#"{"type":"webauthn.get","challenge":"","origin":"http://localhost:8080"}"#))),
            ("/response/clientDataJSON", json!("\0")),
            ("/rawId", json!(B64.encode([7_u8; 16]))),
            ("/response", json!({})),
            ("/response", json!("<script>")),
        ];
        for (path, new) in exchanges {
            let asked = question().await;
            let signed = with(&device.get(asked.at("passkeySignInBegin.options")).await, path, new.clone());
            let refused = centre.visitor().answer_passkey(&asked.text("passkeySignInBegin.challenge"), &signed).await;
            assert_eq!(refused.user_error_codes(), ["PASSKEY_REFUSED"], "{path} {new}: {}", refused.body);
        }
        for whole in [json!([]), json!("x"), json!({ "id": 1 })] {
            let asked = question().await;
            centre.visitor().answer_passkey(&asked.text("passkeySignInBegin.challenge"), &whole).await.refused_with("PASSKEY_REFUSED");
        }
        let mut after = centre.fingerprint().await;
        after.insert("passkey_challenge".into(), before["passkey_challenge"]);
        assert_eq!(after, before);
        centre.visitor().sign_in_by_passkey(&mut device).await.ok();
    }

    async fn a_copied_key_is_noticed_and_a_disabled_account_stays_out(centre: Centre) {
        let (sami, leila) = (centre.person("sami").await, centre.person("leila").await);
        let (mut device, _) = add(&sami).await;
        let mut copy = device.copied();
        centre.visitor().sign_in_by_passkey(&mut device).await.ok();
        centre.visitor().sign_in_by_passkey(&mut device).await.ok();
        centre.visitor().sign_in_by_passkey(&mut copy).await.refused_with("PASSKEY_REFUSED");
        centre.visitor().sign_in_by_passkey(&mut device).await.ok();
        let id = sami.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": id })).await.ok();
        centre.visitor().sign_in_by_passkey(&mut device).await.refused_with("PASSKEY_REFUSED");
    }

    async fn an_account_has_twenty_at_most(centre: Centre) {
        let sami = centre.person("sami").await;
        for _ in 0..18 { add(&sami).await; }
        // Of six at once two find room.
        let mut made = Vec::new();
        for _ in 0..6 {
            let asked = begin(&sami).await;
            let made_one = PasskeyDevice::new().create(asked.at("passkeyBegin.options")).await;
            made.push((asked.text("passkeyBegin.challenge"), made_one));
        }
        let added = futures::future::join_all(made.iter().map(|(challenge, made)| keep(&sami, challenge, "one of six", made))).await;
        assert_eq!(added.iter().filter(|answer| answer.user_error_codes() == ["OUT_OF_RANGE"]).count(), 4);
        let asked = begin(&sami).await;
        let made = PasskeyDevice::new().create(asked.at("passkeyBegin.options")).await;
        keep(&sami, &asked.text("passkeyBegin.challenge"), "one more", &made).await.refused_with("OUT_OF_RANGE");
        assert_eq!(sami.ask(LIST, json!({})).await.checked().count("passkeys"), 20);
    }

    async fn the_record_tells_of_it_and_erasure_takes_it(centre: Centre) {
        let amel = centre.person("amel").await;
        let (mut device, _) = add(&amel).await;
        let mut again = centre.visitor();
        again.sign_in_by_passkey(&mut device).await.ok();
        sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", b"Amel").await;
        amel.ask("mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let path = amel.ask("{ dataExports { jsonPath } }", json!({})).await.checked().text("dataExports.0.jsonPath");
        let record = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let record: Value = serde_json::from_slice(&record.bytes).unwrap();
        let text = record.to_string();
        assert!(text.contains("Téléphone") && text.contains("passkey"), "{text}");
        amel.ask("mutation($password: String!) { erasureRequest(input: { password: $password }) { userErrors { code } } }", json!({ "password": PASSWORD })).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT COUNT(*) AS number FROM passkey").await, 0);
        centre.visitor().sign_in_by_passkey(&mut device).await.refused_with("PASSKEY_REFUSED");
    }
}

#[test]
fn a_passkey_is_both_factors_for_who_works_at_the_centre() {
    run_with(Kind::Sqlite, "auth.staff_need_second_factor = true", async |centre: Centre| {
        let amina = centre.person("amina").await;
        let theme =
            "mutation { themeDefine(input: { code: \"x\", titles: { fr: \"Essai\" }, position: 9 }) { userErrors { code } } }";
        amina.ask(theme, json!({})).await.refused_with("FORBIDDEN");
        let (mut device, _) = add(&amina).await;
        amina.ask(theme, json!({})).await.refused_with("FORBIDDEN");
        let mut amina = centre.visitor();
        amina.sign_in_by_passkey(&mut device).await.ok();
        amina.ask(theme, json!({})).await.ok();
    });
}

#[test]
fn there_are_none_at_a_bare_number_of_the_network() {
    run_with(Kind::Sqlite, "http.public_address = \"http://127.0.0.1:8080\"", async |centre: Centre| {
        centre.visitor().ask(ASK, json!({})).await.refused_with("PASSKEYS_OFF");
        let sami = centre.person("sami").await;
        sami.ask(BEGIN, json!({ "password": PASSWORD })).await.refused_with("PASSKEYS_OFF");
        assert_eq!(sami.ask(LIST, json!({})).await.checked().count("passkeys"), 0);
    });
}
