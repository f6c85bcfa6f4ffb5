//! A stranger comes to an account by mail, and nobody learns from it who has one (S20).

use chrono::TimeDelta;
use nabta_testkit::{Answer, Centre, Person, Value, everywhere, json};

const REQUEST: &str =
    "mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code path message } } }";
const CONFIRM: &str =
    "mutation($secret: String!) { registrationConfirm(input: { secret: $secret }) { userErrors { code path message } } }";
const PASSWORD: &str = "quatre mots sans lien 7";

fn wish(email: &str) -> Value {
    json!({ "input": { "names": { "ar": "مريم العبيدي", "fr": "Meriem Abidi" }, "email": email, "password": PASSWORD, "locale": "AR" } })
}

/// The secret in the newest letter to an address: what stands behind `#` in its link.
pub(super) fn secret(centre: &Centre, email: &str) -> String {
    let letters = centre.letters(email);
    let text = &letters.first().expect("a letter came").text;
    let link = text.lines().find(|line| line.contains('#')).expect("it has a link with a secret");
    link.split_once('#').unwrap().1.trim().to_owned()
}

async fn confirm(person: &Person, secret: &str) -> Answer {
    person.ask(CONFIRM, json!({ "secret": secret })).await
}

everywhere! {
    async fn a_stranger_opens_an_account_by_mail_in_arabic(centre: Centre) {
        let stranger = centre.visitor().reading("ar");
        stranger.ask(REQUEST, wish("Meriem@Example.tn")).await.ok();
        let email = "meriem@example.tn";
        let mut early = centre.visitor();
        early.sign_in(email, PASSWORD).await.refused_with("SIGN_IN_REFUSED");
        assert_eq!(centre.letters(email).len(), 0, "nothing is sent before the commit");
        assert!(centre.work().await >= 2, "the wish is answered, and the letter carried");
        let letters = centre.letters(email);
        assert_eq!((letters.len(), letters[0].locale.as_str()), (1, "ar"));
        assert!(letters[0].subject.contains("أكّد") && letters[0].text.contains("مريم العبيدي"), "{letters:?}");
        assert!(letters[0].text.contains("/ar/registration/confirm#"));
        let secret = secret(&centre, email);
        assert!(secret.len() >= 43, "256 bits: {secret}");
        confirm(&stranger, &secret).await.ok();
        let mut meriem = centre.visitor();
        meriem.sign_in(email, PASSWORD).await.ok();
        let viewer = meriem.ask("{ viewer { email locale isActive name(locale: AR) { text } roles { role } } }", json!({})).await.checked();
        assert_eq!(viewer.at("viewer"), &json!({ "email": email, "locale": "AR", "isActive": true, "name": { "text": "مريم العبيدي" }, "roles": [] }));
        let before = centre.fingerprint().await;
        confirm(&stranger, &secret).await.refused_with("LINK_REFUSED");
        assert_eq!(centre.fingerprint().await, before, "a letter opens one account");
    }

    async fn a_developer_reads_the_letters_on_a_page_that_runs_nothing(centre: Centre) {
        let visitor = centre.visitor();
        let mut input = wish("page@example.tn");
        input["input"]["names"] = json!({ "ar": "<script>alert(1)</script> مريم" });
        visitor.ask(REQUEST, input).await.ok();
        centre.work().await;
        let page = visitor.get("/mail", &[]).await;
        let html = page.body.as_str().unwrap();
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && html.contains("page@example.tn"), "{html}");
        assert!(html.contains("href=\"http://localhost:8080/ar/registration/confirm#"), "{html}");
        assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    }

    async fn whoever_asks_learns_nothing_about_an_address(centre: Centre) {
        let stranger = centre.visitor();
        let mut told = Vec::new();
        for email in ["amel@nabta.example", "nobody-knows@example.tn"] {
            let before = centre.instance.services.database.statements();
            let answer = stranger.ask(REQUEST, wish(email)).await;
            told.push((answer.status, answer.body.to_string(), centre.instance.services.database.statements() - before));
        }
        assert_eq!(told[0], told[1], "the same words, for the same work");
        centre.work().await;
        let (known, unknown) = (centre.letters("amel@nabta.example"), centre.letters("nobody-knows@example.tn"));
        assert_eq!((known.len(), unknown.len()), (1, 1));
        assert!(known[0].subject.contains("لديك حساب") && known[0].text.contains("أمل بوزيد"), "in the owner's name, not in the stranger's");
        assert!(!known[0].text.contains('#') && !known[0].text.contains("مريم"), "and without a secret: {}", known[0].text);
        assert!(unknown[0].text.contains('#'));
    }

    async fn an_address_belongs_to_who_reads_its_letters(centre: Centre) {
        let (one, other) = (centre.visitor(), centre.visitor());
        let email = "shared@example.tn";
        one.ask(REQUEST, wish(email)).await.ok();
        centre.work().await;
        let first = secret(&centre, email);
        let mut input = wish(email);
        input["input"]["password"] = json!("encore quatre mots rares 9");
        other.ask(REQUEST, input).await.ok();
        centre.work().await;
        let second = secret(&centre, email);
        confirm(&one, &second).await.ok();
        let before = centre.fingerprint().await;
        confirm(&other, &first).await.refused_with("LINK_REFUSED");
        for wrong in ["", "x", &second[1..], &"a".repeat(10_000), "سر"] {
            confirm(&other, wrong).await.refused_with("LINK_REFUSED");
        }
        assert_eq!(centre.fingerprint().await, before);
        let late = "late@example.tn";
        one.ask(REQUEST, wish(late)).await.ok();
        centre.work().await;
        centre.clock.advance(TimeDelta::hours(25));
        confirm(&one, &secret(&centre, late)).await.refused_with("LINK_REFUSED");
    }

    async fn what_is_no_name_address_or_password_is_refused_in_words(centre: Centre) {
        let stranger = centre.visitor();
        let before = centre.fingerprint().await;
        let cases = [
            ("email", json!(format!("{}@example.tn", "a".repeat(320))), "TOO_LONG"),
            ("email", json!("no address"), "BAD_FORMAT"),
            ("email", json!("a@b@c.tn"), "BAD_FORMAT"),
            ("email", json!("x@example.tn\r\nBcc: y@example.tn"), "FORBIDDEN_CHARACTER"),
            ("email", json!("x@example.tn\0"), "FORBIDDEN_CHARACTER"),
            ("password", json!("short"), "PASSWORD_TOO_SHORT"),
            ("password", json!("password1234"), "PASSWORD_COMMON"),
            ("password", json!("azertyuiop12"), "PASSWORD_COMMON"),
            ("password", json!("meriem@example.tn"), "PASSWORD_COMMON"),
            ("password", json!("x".repeat(300)), "TOO_LONG"),
            ("names", json!({}), "REQUIRED"),
            ("names", json!({ "fr": "Meriem\u{202e}nimda" }), "FORBIDDEN_CHARACTER"),
            ("names", json!({ "fr": "Meriem\r\nBcc: x@example.tn" }), "FORBIDDEN_CHARACTER"),
        ];
        for (field, value, code) in cases {
            let mut input = wish("meriem@example.tn");
            input["input"][field] = value;
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let refused = stranger.clone().reading(language).ask(REQUEST, input.clone()).await;
                assert_eq!(refused.at("registrationRequest.userErrors.0.path.0"), field, "{input}: {}", refused.body);
                said.push(refused.text("registrationRequest.userErrors.0.message"));
                refused.refused_with(code);
            }
            said.dedup();
            assert_eq!(said.len(), 3, "{said:?}");
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(centre.work().await, 0, "no letter");
    }

    async fn nobody_floods_a_mailbox(centre: Centre) {
        let stranger = centre.visitor();
        for _ in 0..5 {
            stranger.ask(REQUEST, wish("victim@example.tn")).await.ok();
        }
        let before = centre.fingerprint().await;
        let refused = stranger.ask(REQUEST, wish("victim@example.tn")).await;
        assert!(refused.body["errors"][0]["extensions"]["retryAfterSeconds"].as_i64().unwrap() > 60, "{}", refused.body);
        refused.refused_with("RATE_LIMITED");
        assert_eq!(centre.fingerprint().await, before);
        stranger.ask(REQUEST, wish("somebody-else@example.tn")).await.ok();
        centre.clock.advance(TimeDelta::minutes(61));
        stranger.ask(REQUEST, wish("victim@example.tn")).await.ok();
        let one = |name: &str| format!("{name}: registrationConfirm(input: {{ secret: \"x\" }}) {{ userErrors {{ code }} }}");
        stranger.ask(&format!("mutation {{ {} {} }}", one("a"), one("b")), json!({})).await.refused_with("TOO_COMPLEX");
    }
}
