//! A second factor: codes of an app and on paper, each taken once.

use chrono::TimeDelta;
use nabta_testkit::{Answer, Centre, Kind, Person, everywhere, json, run_with};
use totp_rs::Totp;

const SAMI: &str = "sami@nabta.example";
const PASSWORD: &str = "nabta-demo-2020";
const BEGIN: &str = "mutation($password: String!) { secondFactorBegin(input: { password: $password }) { address secret userErrors { code path } } }";
const CONFIRM: &str =
    "mutation($code: String!) { secondFactorConfirm(input: { code: $code }) { recoveryCodes userErrors { code path } } }";
const END: &str = "mutation($password: String!) { secondFactorEnd(input: { password: $password }) { userErrors { code path } } }";

/// The app, as whoever scanned the address has it.
fn app(offer: &Answer) -> Totp {
    Totp::from_url(offer.text("secondFactorBegin.address")).unwrap()
}

fn code(centre: &Centre, app: &Totp) -> String {
    use nabta_domain::kernel::clock::Clock;
    app.generate(u64::try_from(centre.clock.now().timestamp()).unwrap()).to_string()
}

/// Turns it on; the app, the code that did it, and the codes on paper.
async fn turn_on(centre: &Centre, person: &Person) -> (Totp, String, Vec<String>) {
    let offer = person.ask(BEGIN, json!({ "password": PASSWORD })).await.checked();
    let app = app(&offer);
    let used = code(centre, &app);
    let confirmed = person.ask(CONFIRM, json!({ "code": used })).await.checked();
    let paper = confirmed
        .at("secondFactorConfirm.recoveryCodes")
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap().to_owned());
    (app, used, paper.collect())
}

everywhere! {
    async fn who_has_a_second_factor_needs_a_code_that_was_not_used(centre: Centre) {
        let sami = centre.person("sami").await;
        sami.ask(BEGIN, json!({ "password": "not the password" })).await.refused_with("PASSWORD_WRONG");
        centre.visitor().ask(BEGIN, json!({ "password": PASSWORD })).await.refused_with("UNAUTHENTICATED");
        let offer = sami.ask(BEGIN, json!({ "password": PASSWORD })).await.checked();
        assert!(offer.text("secondFactorBegin.address").starts_with("otpauth://totp/Nabta:sami"), "{}", offer.body);
        centre.visitor().sign_in(SAMI, PASSWORD).await.ok();
        sami.ask(CONFIRM, json!({ "code": "000000" })).await.refused_with("SECOND_FACTOR_REFUSED");
        let (app, used, paper) = turn_on(&centre, &sami).await;
        assert_eq!(paper.len(), 10);
        assert_eq!(sami.ask("{ viewer { hasSecondFactor } }", json!({})).await.checked().at("viewer.hasSecondFactor"), &json!(true));
        sami.ask(BEGIN, json!({ "password": PASSWORD })).await.refused_with("WRONG_STATE");

        let mut stranger = centre.visitor();
        stranger.sign_in(SAMI, PASSWORD).await.refused_with("SECOND_FACTOR_NEEDED");
        stranger.sign_in(SAMI, "not the password").await.refused_with("SIGN_IN_REFUSED");
        // The one that turned it on, and not the one of now: on a slow machine half a minute has gone by.
        stranger.sign_in_with(SAMI, PASSWORD, &used).await.refused_with("SECOND_FACTOR_REFUSED");
        centre.clock.advance(TimeDelta::seconds(30));
        let fresh = code(&centre, &app);
        let arabic: String = fresh.chars().map(|digit| char::from_u32(0x660 + digit.to_digit(10).unwrap()).unwrap()).collect();
        stranger.sign_in_with(SAMI, PASSWORD, &arabic).await.ok();
        stranger.sign_in_with(SAMI, PASSWORD, &fresh).await.refused_with("SECOND_FACTOR_REFUSED");

        centre.clock.advance(TimeDelta::minutes(20));
        stranger.sign_in_with(SAMI, PASSWORD, &paper[3].to_uppercase()).await.ok();
        stranger.sign_in_with(SAMI, PASSWORD, &paper[3]).await.refused_with("SECOND_FACTOR_REFUSED");
        let sami = stranger;
        let mut other = centre.visitor();
        other.sign_in_with("amina@nabta.example", PASSWORD, &paper[4]).await.ok();
        let again = { let mut again = centre.visitor(); again.sign_in_with(SAMI, PASSWORD, &paper[4]).await.ok(); again };
        sami.ask(END, json!({ "password": PASSWORD })).await.refused_with("UNAUTHENTICATED");
        again.ask(END, json!({ "password": PASSWORD })).await.ok();
        centre.visitor().sign_in(SAMI, PASSWORD).await.ok();
    }

    async fn one_code_at_the_same_moment_passes_once(centre: Centre) {
        let sami = centre.person("sami").await;
        let (app, ..) = turn_on(&centre, &sami).await;
        centre.clock.advance(TimeDelta::seconds(60));
        let fresh = code(&centre, &app);
        let tries: Vec<_> = (0..4)
            .map(|_| {
                let (mut person, fresh) = (centre.visitor(), fresh.clone());
                tokio::spawn(async move { person.sign_in_with(SAMI, PASSWORD, &fresh).await.code() })
            })
            .collect();
        let mut passed = 0;
        for one in tries {
            passed += u32::from(one.await.unwrap().is_none());
        }
        assert_eq!(passed, 1);
    }

    async fn codes_are_not_guessed(centre: Centre) {
        let sami = centre.person("sami").await;
        turn_on(&centre, &sami).await;
        let mut stranger = centre.visitor();
        for guess in ["000001", "000002", "000003", "000004", "000005"] {
            stranger.sign_in_with(SAMI, PASSWORD, guess).await.refused_with("SECOND_FACTOR_REFUSED");
        }
        stranger.sign_in_with(SAMI, PASSWORD, "000006").await.refused_with("RATE_LIMITED");
        assert_eq!(centre.number("SELECT count(*) AS number FROM second_factor WHERE confirmed_at IS NOT NULL").await, 1);
    }

    async fn a_device_that_was_lost_is_signed_out(centre: Centre) {
        let (here, there) = (centre.person("sami").await, centre.person("sami").await);
        let list = "{ signIns { id isCurrent agent createdAt } }";
        let seen = here.ask(list, json!({})).await.checked();
        assert_eq!(seen.count("signIns"), 2);
        let other = seen.at("signIns").as_array().unwrap().iter().find(|sign_in| sign_in["isCurrent"] == false).unwrap()["id"].clone();
        let end = "mutation($id: ID!) { signInEnd(input: { signIn: $id }) { userErrors { code } } }";
        let before = centre.fingerprint().await;
        centre.person("amina").await.ask(end, json!({ "id": other })).await.refused_with("NOT_FOUND");
        here.ask(end, json!({ "id": "x" })).await.refused_with("INVALID_ID");
        assert_eq!(centre.fingerprint().await["account"], before["account"]);
        assert_eq!(there.ask("{ viewer { id } }", json!({})).await.status, 200);
        here.ask(end, json!({ "id": other })).await.ok();
        assert_eq!(there.ask("{ viewer { id } }", json!({})).await.status, 401);
        assert_eq!(here.ask(list, json!({})).await.checked().count("signIns"), 1);
    }
}

#[test]
fn who_works_at_the_centre_has_no_rights_without_one_where_the_operator_says_so() {
    run_with(Kind::Sqlite, "auth.staff_need_second_factor = true", async |centre: Centre| {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let theme =
            "mutation { themeDefine(input: { code: \"x\", titles: { fr: \"Essai\" }, position: 9 }) { userErrors { code } } }";
        amina.ask(theme, json!({})).await.refused_with("FORBIDDEN");
        assert_eq!(amel.ask("{ viewer { roles { role } } }", json!({})).await.status, 200);
        turn_on(&centre, &amina).await;
        amina.ask(theme, json!({})).await.ok();
    });
}
