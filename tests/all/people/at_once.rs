//! The worst that comes through the door of accounts: the same request fifty times at once, a megabyte of Arabic, what is another's.

use std::collections::BTreeMap;

use nabta_testkit::{Person, Value, everywhere, json};
use totp_rs::Totp;

use super::registration::secret;

const PASSWORD: &str = "quatre mots sans lien 7";
const DEMO: &str = "nabta-demo-2020";
const CONFIRM: &str = "mutation($secret: String!) { registrationConfirm(input: { secret: $secret }) { userErrors { code } } }";
const WISH: &str = "mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }";
const RESET_WISH: &str = "mutation($email: String!) { passwordResetRequest(input: { email: $email }) { userErrors { code } } }";
const RESET: &str = "mutation($input: PasswordResetInput!) { passwordReset(input: $input) { userErrors { code } } }";
const CHANGE: &str = "mutation($input: PasswordChangeInput!) { passwordChange(input: $input) { userErrors { code } } }";
const BEGIN: &str =
    "mutation($password: String!) { secondFactorBegin(input: { password: $password }) { address userErrors { code } } }";
const FACTOR: &str =
    "mutation($code: String!) { secondFactorConfirm(input: { code: $code }) { recoveryCodes userErrors { code } } }";
const INVITE: &str =
    "mutation($input: InvitationSendInput!) { invitationSend(input: $input) { invitation { id } userErrors { code } } }";
const ACCEPT: &str = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { code } } }";
const DISABLE: &str = "mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }";
const ENABLE: &str = "mutation($id: ID!) { accountEnable(input: { account: $id }) { userErrors { code } } }";

/// How often each code came, and how often none.
pub(crate) async fn at_once(person: &Person, times: usize, document: &'static str, variables: &Value) -> BTreeMap<String, usize> {
    let asked: Vec<_> = (0..times)
        .map(|_| {
            let (person, variables) = (person.clone(), variables.clone());
            tokio::spawn(async move { person.ask(document, variables).await.code().unwrap_or_else(|| "DONE".into()) })
        })
        .collect();
    let mut codes = BTreeMap::new();
    for one in asked {
        *codes.entry(one.await.unwrap()).or_default() += 1;
    }
    codes
}

/// One was done, and all others were told the same.
pub(crate) fn one_of(codes: &BTreeMap<String, usize>, times: usize, others: &str) {
    assert_eq!(codes, &BTreeMap::from([("DONE".to_owned(), 1), (others.to_owned(), times - 1)]));
}

fn wish(email: &str) -> Value {
    json!({ "input": { "names": { "fr": "Meriem" }, "email": email, "password": PASSWORD, "locale": "FR" } })
}

everywhere! {
    async fn a_letter_opens_one_account_however_many_press_it(centre: Centre) {
        let stranger = centre.visitor();
        stranger.ask(WISH, wish("meriem@example.tn")).await.ok();
        centre.work().await;
        let first = secret(&centre, "meriem@example.tn");
        stranger.ask(WISH, wish("meriem@example.tn")).await.ok();
        centre.work().await;
        let second = secret(&centre, "meriem@example.tn");
        assert_ne!(first, second);
        let pressed = json!({ "secret": first });
        one_of(&at_once(&stranger, 50, CONFIRM, &pressed).await, 50, "LINK_REFUSED");
        stranger.ask(CONFIRM, json!({ "secret": second })).await.refused_with("LINK_REFUSED");
        assert_eq!(centre.number("SELECT count(*) AS number FROM registration WHERE used_at IS NOT NULL").await, 1);
    }

    async fn a_password_is_set_once_by_one_letter(centre: Centre) {
        let stranger = centre.visitor();
        stranger.ask(RESET_WISH, json!({ "email": "sami@nabta.example" })).await.ok();
        centre.work().await;
        let input = json!({ "input": { "secret": secret(&centre, "sami@nabta.example"), "password": PASSWORD } });
        one_of(&at_once(&stranger, 20, RESET, &input).await, 20, "LINK_REFUSED");
        centre.work().await;
        let told = centre.letters("sami@nabta.example").len();
        assert_eq!(told, 2, "the link, and that the password was changed");
    }

    async fn an_invitation_sent_again_is_one_letter(centre: Centre) {
        let leila = centre.person("leila").await;
        let mut input = json!({ "input": { "email": "one@example.tn", "locale": "AR", "role": "COACH", "idempotencyKey": "a" } });
        let codes = at_once(&leila, 50, INVITE, &input).await;
        assert_eq!(codes, BTreeMap::from([("DONE".to_owned(), 50)]));
        centre.work().await;
        assert_eq!(centre.letters("one@example.tn").len(), 1);
        input["input"]["role"] = json!("ADMINISTRATOR");
        let before = centre.fingerprint().await;
        leila.ask(INVITE, input).await.refused_with("IDEMPOTENCY_MISMATCH");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn an_account_is_disabled_and_enabled_once(centre: Centre) {
        let leila = centre.person("leila").await;
        let id = centre.person("amina").await.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        for document in [DISABLE, ENABLE] {
            one_of(&at_once(&leila, 50, document, &json!({ "id": id })).await, 50, "WRONG_STATE");
        }
        assert_eq!(centre.number("SELECT count(*) AS number FROM account WHERE state = 'disabled'").await, 0);
    }

    async fn codes_on_paper_that_were_shown_are_good(centre: Centre) {
        use nabta_domain::kernel::clock::Clock;
        let sami = centre.person("sami").await;
        let offer = sami.ask(BEGIN, json!({ "password": DEMO })).await.checked();
        let app = Totp::from_url(offer.text("secondFactorBegin.address")).unwrap();
        let code = app.generate(u64::try_from(centre.clock.now().timestamp()).unwrap()).to_string();
        // As many as may try at once.
        let asked: Vec<_> = (0..5)
            .map(|_| {
                let (sami, code) = (sami.clone(), code.clone());
                tokio::spawn(async move { sami.ask(FACTOR, json!({ "code": code })).await })
            })
            .collect();
        let mut shown = Vec::new();
        for one in asked {
            let answer = one.await.unwrap();
            match answer.code().as_deref() {
                None => shown.push(answer.text("secondFactorConfirm.recoveryCodes.0")),
                refused => assert_eq!(refused, Some("WRONG_STATE"), "{}", answer.body),
            }
        }
        assert_eq!(shown.len(), 1);
        centre.visitor().sign_in_with("sami@nabta.example", DEMO, &shown[0]).await.ok();
    }

    async fn a_megabyte_of_arabic_is_refused_by_name(centre: Centre) {
        let (stranger, leila) = (centre.visitor(), centre.person("leila").await);
        // 108 kB, twice of which the limit of a body lets through; beyond it nothing is looked at.
        let long = "نبتة ".repeat(12_000);
        let mut names = wish("meriem@example.tn");
        names["input"]["names"] = json!({ "ar": long });
        let invite = |email: &str, key: &str| json!({ "input": { "email": email, "locale": "AR", "role": "COACH", "idempotencyKey": key } });
        let cases: [(&Person, &str, Value, &str); 12] = [
            (&stranger, WISH, names, "TOO_LONG"),
            (&stranger, WISH, wish(&long), "TOO_LONG"),
            (&stranger, CONFIRM, json!({ "secret": long }), "LINK_REFUSED"),
            (&stranger, RESET_WISH, json!({ "email": long }), "TOO_LONG"),
            (&stranger, RESET, json!({ "input": { "secret": long, "password": long } }), "LINK_REFUSED"),
            (&stranger, ACCEPT, json!({ "input": { "secret": long } }), "LINK_REFUSED"),
            (&leila, CHANGE, json!({ "input": { "current": long, "password": long } }), "TOO_LONG"),
            (&leila, CHANGE, json!({ "input": { "current": long, "password": PASSWORD } }), "PASSWORD_WRONG"),
            (&leila, BEGIN, json!({ "password": long }), "PASSWORD_WRONG"),
            (&leila, FACTOR, json!({ "code": long }), "SECOND_FACTOR_REFUSED"),
            (&leila, INVITE, invite("one@example.tn", &long), "TOO_LONG"),
            (&leila, ENABLE, json!({ "id": long }), "INVALID_ID"),
        ];
        leila.ask("{ viewer { id } }", json!({})).await.ok();
        let before = centre.fingerprint().await;
        for (person, document, variables, code) in cases {
            let megabyte = variables.to_string().replace(&long, &long.repeat(10));
            person.ask(document, serde_json::from_str(&megabyte).unwrap()).await.refused_with("TOO_COMPLEX");
            person.ask(document, variables).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(centre.work().await, 0, "no letter");
    }
}
