//! R12: a clock that goes back, and one that goes on by a day: nothing is taken or done twice, and what people have stays theirs.

use chrono::TimeDelta;
use nabta_domain::kernel::clock::Clock;
use nabta_domain::kernel::jobs::schedule;
use nabta_testkit::{Centre, everywhere, json};
use totp_rs::Totp;

const PASSWORD: &str = "nabta-demo-2020";
const BEGIN: &str =
    "mutation($password: String!) { secondFactorBegin(input: { password: $password }) { address userErrors { code } } }";
const CONFIRM: &str = "mutation($code: String!) { secondFactorConfirm(input: { code: $code }) { userErrors { code } } }";
const VIEWER: &str = "{ viewer { email } }";

async fn entered(centre: &Centre) -> i64 {
    let ctx = centre.instance.operator();
    schedule::enter_due(&ctx, &nabta_domain::schedules()).await.ok().unwrap();
    centre.number("SELECT count(*) AS number FROM job WHERE kind IN ('platform.tidy', 'file.upkeep', 'notice.gather')").await
}

everywhere! {
    async fn what_comes_round_comes_once_however_the_clock_goes(centre: Centre) {
        assert_eq!(entered(&centre).await, 0);
        centre.clock.advance(TimeDelta::days(1));
        assert_eq!(entered(&centre).await, 3);
        for back in [TimeDelta::minutes(5), TimeDelta::hours(1), TimeDelta::days(1)] {
            centre.clock.advance(-back);
            assert_eq!(entered(&centre).await, 3, "{back}");
            centre.clock.advance(back);
            assert_eq!(entered(&centre).await, 3, "{back} and forth");
        }
        centre.work().await;
        centre.clock.advance(TimeDelta::days(1));
        assert_eq!(entered(&centre).await, 6, "the next day's");
    }

    async fn a_code_that_was_taken_is_not_taken_again_when_the_clock_goes_back(centre: Centre) {
        let sami = centre.person("sami").await;
        let offer = sami.ask(BEGIN, json!({ "password": PASSWORD })).await.checked();
        let app = Totp::from_url(offer.text("secondFactorBegin.address")).unwrap();
        let code = |centre: &Centre| app.generate(u64::try_from(centre.clock.now().timestamp()).unwrap()).to_string();
        sami.ask(CONFIRM, json!({ "code": code(&centre) })).await.ok();
        centre.clock.advance(TimeDelta::minutes(1));
        let used = code(&centre);
        centre.visitor().sign_in_with("sami@nabta.example", PASSWORD, &used).await.ok();
        centre.clock.advance(TimeDelta::minutes(-5));
        // Neither the one that was taken, nor those of the minutes that come a second time.
        for given in [used, code(&centre)] {
            centre.visitor().sign_in_with("sami@nabta.example", PASSWORD, &given).await.refused_with("SECOND_FACTOR_REFUSED");
        }
        centre.clock.advance(TimeDelta::minutes(6));
        centre.visitor().sign_in_with("sami@nabta.example", PASSWORD, &code(&centre)).await.ok();
    }

    async fn who_is_signed_in_goes_on_and_an_instance_that_is_off_says_so(centre: Centre) {
        let mut amel = centre.person("amel").await;
        centre.clock.advance(TimeDelta::minutes(-5));
        let ready = centre.visitor().get("/health/ready", &[]).await;
        assert_eq!(ready.status, 503, "{}", ready.body);
        // A token of the future is none; the sign-in that it belongs to is, and gives another one.
        amel.ask(VIEWER, json!({})).await.refused_with("UNAUTHENTICATED");
        amel.refresh().await.ok();
        assert_eq!(amel.ask(VIEWER, json!({})).await.checked().text("viewer.email"), "amel@nabta.example");
        centre.clock.advance(TimeDelta::minutes(5));
        assert_eq!(centre.visitor().get("/health/ready", &[]).await.status, 200);
        amel.ask(VIEWER, json!({})).await.ok();
    }
}
