//! Passwords forgotten, changed and guessed (S5, S9, S20).

use chrono::TimeDelta;
use nabta_testkit::{Person, everywhere, json};

use super::registration::secret;

const REQUEST: &str = "mutation($email: String!) { passwordResetRequest(input: { email: $email }) { userErrors { code } } }";
const RESET: &str = "mutation($secret: String!, $password: String!) { passwordReset(input: { secret: $secret, password: $password }) { userErrors { code path } } }";
const CHANGE: &str = "mutation($current: String!, $password: String!) { passwordChange(input: { current: $current, password: $password }) { userErrors { code path } } }";
const SAMI: &str = "sami@nabta.example";
const OLD: &str = "nabta-demo-2020";
const NEW: &str = "jarre citron balcon 42";

async fn is_signed_in(person: &Person) -> bool {
    person.ask("{ viewer { id } }", json!({})).await.status == 200
}

everywhere! {
    async fn who_forgot_the_password_gets_a_letter_and_everybody_else_is_out(centre: Centre) {
        let (sami, visitor) = (centre.person("sami").await, centre.visitor());
        visitor.ask(REQUEST, json!({ "email": SAMI })).await.ok();
        centre.work().await;
        let first = secret(&centre, SAMI);
        visitor.ask(REQUEST, json!({ "email": " SAMI@nabta.example " })).await.ok();
        centre.work().await;
        let second = secret(&centre, SAMI);
        let before = centre.fingerprint().await;
        for (given, password, code) in [
            ("x", NEW, "LINK_REFUSED"),
            (second.as_str(), "short", "PASSWORD_TOO_SHORT"),
            (second.as_str(), "sami@nabta.example", "PASSWORD_COMMON"),
        ] {
            visitor.ask(RESET, json!({ "secret": given, "password": password })).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        assert!(is_signed_in(&sami).await);
        visitor.ask(RESET, json!({ "secret": second, "password": NEW })).await.ok();
        assert!(!is_signed_in(&sami).await, "whoever was in is out at the next request");
        for spent in [&first, &second] {
            visitor.ask(RESET, json!({ "secret": spent, "password": "encore autre chose 1" })).await.refused_with("LINK_REFUSED");
        }
        centre.visitor().sign_in(SAMI, OLD).await.refused_with("SIGN_IN_REFUSED");
        centre.visitor().sign_in(SAMI, NEW).await.ok();
        centre.work().await;
        assert!(centre.letters(SAMI)[0].subject.contains("a été changé"), "and the owner is told");
    }

    async fn a_wish_for_a_password_tells_nobody_who_has_an_account(centre: Centre) {
        let visitor = centre.visitor();
        let mut told = Vec::new();
        for email in [SAMI, "nobody@example.tn"] {
            let before = centre.instance.services.database.statements();
            let answer = visitor.ask(REQUEST, json!({ "email": email })).await;
            told.push((answer.status, answer.body.to_string(), centre.instance.services.database.statements() - before));
        }
        assert_eq!(told[0], told[1]);
        centre.work().await;
        assert_eq!(centre.letters("nobody@example.tn").len(), 0, "nobody is written to who did not ask");
        let leila = centre.person("leila").await;
        let id = centre.person("sami").await.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": id })).await.ok();
        let letters = centre.letters(SAMI).len();
        visitor.ask(REQUEST, json!({ "email": SAMI })).await.ok();
        centre.work().await;
        assert_eq!(centre.letters(SAMI).len(), letters, "a disabled account is not opened by a letter");
    }

    async fn a_letter_is_good_for_an_hour(centre: Centre) {
        let visitor = centre.visitor();
        visitor.ask(REQUEST, json!({ "email": SAMI })).await.ok();
        centre.work().await;
        centre.clock.advance(TimeDelta::minutes(61));
        visitor.ask(RESET, json!({ "secret": secret(&centre, SAMI), "password": NEW })).await.refused_with("LINK_REFUSED");
    }

    async fn who_knows_the_password_changes_it_and_stays(centre: Centre) {
        let (here, there) = (centre.person("sami").await, centre.person("sami").await);
        let before = centre.fingerprint().await;
        here.ask(CHANGE, json!({ "current": "not the password", "password": NEW })).await.refused_with("PASSWORD_WRONG");
        here.ask(CHANGE, json!({ "current": OLD, "password": "sami.nabta" })).await.refused_with("PASSWORD_TOO_SHORT");
        centre.visitor().ask(CHANGE, json!({ "current": OLD, "password": NEW })).await.refused_with("UNAUTHENTICATED");
        assert_eq!(centre.fingerprint().await, before);
        here.ask(CHANGE, json!({ "current": OLD, "password": NEW })).await.ok();
        assert!(is_signed_in(&here).await && !is_signed_in(&there).await);
        centre.work().await;
        assert!(centre.letters(SAMI)[0].subject.contains("a été changé"));
        for _ in 0..4 {
            here.ask(CHANGE, json!({ "current": OLD, "password": "encore autre chose 1" })).await.refused_with("PASSWORD_WRONG");
        }
        here.ask(CHANGE, json!({ "current": NEW, "password": "encore autre chose 1" })).await.refused_with("RATE_LIMITED");
    }

    async fn who_guesses_from_elsewhere_keeps_nobody_out(centre: Centre) {
        let mut known = centre.person("sami").await;
        let mut stranger = centre.visitor();
        for _ in 0..5 {
            stranger.sign_in(SAMI, "not the password").await.refused_with("SIGN_IN_REFUSED");
        }
        let refused = stranger.sign_in(SAMI, OLD).await;
        assert!((1..=900).contains(&refused.body["errors"][0]["extensions"]["retryAfterSeconds"].as_i64().unwrap()), "{}", refused.body);
        refused.refused_with("RATE_LIMITED");
        stranger.sign_in("nobody@example.tn", "x").await.refused_with("SIGN_IN_REFUSED");
        known.sign_in(SAMI, OLD).await.ok();
        // A cookie of one account is none for another, nor is one that was made up.
        let mut amina = centre.visitor();
        for _ in 0..5 {
            amina.sign_in("amina@nabta.example", "not the password").await.refused_with("SIGN_IN_REFUSED");
        }
        for cookie in [known.device.clone(), Some("nabta_device=x.y.z".into()), known.device.clone().map(|cookie| cookie.replace('a', "b"))] {
            amina.device = cookie;
            amina.sign_in("amina@nabta.example", OLD).await.refused_with("RATE_LIMITED");
        }
        centre.clock.advance(TimeDelta::minutes(16));
        stranger.sign_in(SAMI, OLD).await.ok();
    }

    async fn from_one_address_of_the_network_only_so_many(centre: Centre) {
        for number in 0..50 {
            centre.visitor().sign_in(&format!("nobody-{number}@example.tn"), "x").await.refused_with("SIGN_IN_REFUSED");
        }
        centre.visitor().sign_in("amel@nabta.example", "x").await.refused_with("RATE_LIMITED");
        centre.clock.advance(TimeDelta::minutes(61));
        centre.visitor().sign_in("amel@nabta.example", OLD).await.ok();
    }

    async fn at_once_counts_as_one_after_the_other(centre: Centre) {
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let mut stranger = centre.visitor();
                tokio::spawn(async move { stranger.sign_in(SAMI, "not the password").await.code().unwrap() })
            })
            .collect();
        let mut looked_at = 0;
        for one in tries {
            looked_at += u32::from(one.await.unwrap() == "SIGN_IN_REFUSED");
        }
        assert!(looked_at <= 5, "{looked_at} passwords were tried");
    }
}
