//! What ends: people are reminded, in the calendar and by a notice, and then their time is over.

use chrono::TimeDelta;
use nabta_testkit::{everywhere, json};

use super::{ENROL, MINE, OF_RUN, open_run};
use crate::people::notices::{morning, notices};

everywhere! {
    async fn time_ends_after_a_reminder_and_the_seat_stays_counted(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "accessDays": 9, "seats": 5 })).await;
        centre.person("amel").await.ask(ENROL, json!({ "run": run })).await.ok();
        morning(&centre).await;
        assert_eq!(notices(&centre.person("amel").await).await.number("notices.totalCount"), 0, "it is too early");
        for _ in 0..3 {
            morning(&centre).await;
        }
        let told = notices(&centre.person("amel").await).await;
        assert_eq!(told.number("notices.totalCount"), 1, "reminded once, not each morning");
        assert_eq!(told.text("notices.nodes.0.title"), "Votre formation se termine bientôt");
        centre.clock.advance(TimeDelta::days(6));
        morning(&centre).await;
        let amel = centre.person("amel").await;
        assert_eq!(amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.state"), "EXPIRED");
        assert!(notices(&amel).await.text("notices.nodes.0.text").contains("écoulé"));
        let read = centre.person("amina").await.ask(OF_RUN, json!({ "run": run })).await.checked();
        assert_eq!(read.number("node.seatsLeft"), 4);
        let before = centre.fingerprint().await["enrolment"];
        morning(&centre).await;
        assert_eq!(centre.fingerprint().await["enrolment"], before);
    }

    async fn who_comes_again_is_reminded_again(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "accessDays": 9 })).await;
        let enrol = json!({ "run": run });
        let id = centre.person("amel").await.ask(ENROL, enrol.clone()).await.checked().text("enrolmentCreate.enrolment.id");
        let reminders = async || {
            for _ in 0..4 {
                morning(&centre).await;
            }
            let told = notices(&centre.person("amel").await).await;
            let titles = told.at("notices.nodes").as_array().unwrap();
            titles.iter().filter(|one| one["title"] == "Votre formation se termine bientôt").count()
        };
        assert_eq!(reminders().await, 1);
        let amel = centre.person("amel").await;
        amel.ask("mutation($id: ID!) { enrolmentWithdraw(input: { enrolment: $id }) { userErrors { code } } }", json!({ "id": id })).await.ok();
        amel.ask(ENROL, enrol).await.ok();
        assert_eq!(reminders().await, 2);
    }

    async fn a_run_with_dates_ends_with_its_last_day(centre: Centre) {
        let today = centre.instance.services.clock.now().date_naive();
        let (first, last) = (today + TimeDelta::days(2), today + TimeDelta::days(3));
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "startsOn": first, "endsOn": last, "locations": { "fr": "Tataouine" } })).await;
        let amel = centre.person("amel").await;
        let enrolled = amel.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!(enrolled.text("enrolmentCreate.enrolment.endsAt"), format!("{last}T23:00:00+00:00"), "midnight in Tunis");
        let feed = amel.ask("mutation { calendarFeedRenew { address userErrors { code } } }", json!({})).await.checked();
        let address = centre.reach(&feed.text("calendarFeedRenew.address"));
        let calendar = reqwest::get(address).await.unwrap().text().await.unwrap();
        assert!(calendar.contains(&format!("DTSTART;VALUE=DATE:{}", first.format("%Y%m%d"))), "{calendar}");
        assert!(calendar.contains("Tataouine"), "{calendar}");
        centre.clock.advance(TimeDelta::days(5));
        morning(&centre).await;
        let mine = centre.person("amel").await.ask(MINE, json!({})).await.checked();
        assert_eq!(mine.text("myEnrolments.nodes.0.state"), "EXPIRED");
    }
}
