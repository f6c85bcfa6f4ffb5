//! Signing in, staying signed in, signing out (S8).

use chrono::TimeDelta;
use nabta_testkit::{Person, everywhere, json};

const VIEWER: &str = "{ viewer { id email } }";

async fn is_signed_in(person: &Person) -> bool {
    let answer = person.ask(VIEWER, json!({})).await;
    answer.status == 200 && !answer.at("viewer").is_null()
}

everywhere! {
    async fn the_wrong_password_and_an_unknown_address_look_alike(centre: Centre) {
        let before = centre.fingerprint().await;
        let mut answers = Vec::new();
        for (email, password) in [("sami@nabta.example", "not the password"), ("nobody@nabta.example", "nabta-demo-2020"), ("no address", "x"), ("", "")] {
            let answer = centre.visitor().sign_in(email, password).await;
            answer.refused_with("SIGN_IN_REFUSED");
            answers.push(answer.body.to_string());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "one answer for all");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_used_refresh_token_ends_its_sign_in(centre: Centre) {
        let mut sami = centre.person("sami").await;
        let stolen = sami.clone();
        sami.refresh().await.ok();
        assert!(is_signed_in(&sami).await);
        let mut thief = stolen;
        thief.refresh().await.refused_with("UNAUTHENTICATED");
        assert!(!is_signed_in(&sami).await, "whoever holds the other half is out as well");
        sami.refresh().await.refused_with("UNAUTHENTICATED");
    }

    async fn a_lost_answer_is_given_again(centre: Centre) {
        let sami = centre.person("sami").await;
        let mut lost = sami.clone();
        lost.refresh().await.ok();
        let mut again = sami.clone();
        again.refresh().await.ok();
        assert_eq!(lost.cookie, again.cookie, "the same successor");
        assert!(is_signed_in(&again).await);
        again.refresh().await.ok();
        assert!(is_signed_in(&again).await);
    }

    async fn fifty_at_once_make_one_live_branch(centre: Centre) {
        let sami = centre.person("sami").await;
        let tries: Vec<_> = (0..50).map(|_| { let mut copy = sami.clone(); tokio::spawn(async move { copy.refresh().await.ok(); copy.cookie.unwrap() }) }).collect();
        let mut cookies = Vec::new();
        for one in tries {
            cookies.push(one.await.unwrap());
        }
        cookies.sort();
        cookies.dedup();
        assert_eq!(cookies.len(), 1);
        assert_eq!(centre.number("SELECT count(*) AS number FROM refresh_token WHERE replaced_by IS NULL").await, 1);
    }

    async fn signing_out_here_leaves_other_devices_and_everywhere_does_not(centre: Centre) {
        let (here, there, third) = (centre.person("sami").await, centre.person("sami").await, centre.person("sami").await);
        here.ask("mutation { signOut { userErrors { code } } }", json!({})).await.ok();
        assert!(!is_signed_in(&here).await);
        assert!(is_signed_in(&there).await);
        there.ask("mutation { signOutEverywhere { userErrors { code } } }", json!({})).await.ok();
        assert!(!is_signed_in(&there).await && !is_signed_in(&third).await);
    }

    async fn tokens_end(centre: Centre) {
        let mut sami = centre.person("sami").await;
        assert!(is_signed_in(&sami).await);
        centre.clock.advance(TimeDelta::minutes(11));
        assert!(!is_signed_in(&sami).await);
        sami.refresh().await.ok();
        assert!(is_signed_in(&sami).await);
        centre.clock.advance(TimeDelta::days(31));
        sami.refresh().await.refused_with("UNAUTHENTICATED");
    }

    async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites(centre: Centre) {
        let answer = centre.visitor().sign_in("sami@nabta.example", "nabta-demo-2020").await;
        let cookie = answer.header("set-cookie").unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/graphql"), "{cookie}");
        assert!(!answer.body.to_string().contains(cookie.split(['=', ';']).nth(1).unwrap()), "and stands nowhere else");
    }
}
