//! One's own address for calendar programs: told once, ended, and nobody else's.

use nabta_testkit::{Centre, Person, everywhere, fetch, json};

const FEED: &str = "{ calendarFeed { createdAt fetchedAt } }";
const RENEW: &str = "mutation { calendarFeedRenew { address userErrors { code } } }";
const END: &str = "mutation { calendarFeedEnd { userErrors { code } } }";

/// A new address of somebody's calendar, where a test reaches it.
pub(super) async fn renewed(centre: &Centre, person: &Person) -> String {
    centre.reach(&person.ask(RENEW, json!({})).await.checked().text("calendarFeedRenew.address"))
}

pub(super) async fn ended(person: &Person) {
    person.ask(END, json!({})).await.ok();
}

pub(super) async fn fetched_at(person: &Person) -> Option<String> {
    person.ask(FEED, json!({})).await.checked().at("calendarFeed.fetchedAt").as_str().map(str::to_owned)
}

everywhere! {
    async fn an_address_is_told_once_and_its_secret_is_kept_nowhere(centre: Centre) {
        let (amel, sami) = (centre.person("amel").await, centre.person("sami").await);
        assert!(amel.ask(FEED, json!({})).await.checked().at("calendarFeed").is_null());
        let told = amel.ask(RENEW, json!({})).await.checked().text("calendarFeedRenew.address");
        let secret = told.strip_prefix("http://localhost:8080/calendar/").unwrap().strip_suffix(".ics").unwrap();
        assert!(secret.len() == 43 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{secret}");
        assert_eq!(fetch(&centre.reach(&told), None).await.status, 200);
        let feed = amel.ask(FEED, json!({})).await.checked();
        assert!(feed.at("calendarFeed.createdAt").is_string() && !feed.body.to_string().contains(secret));
        assert!(sami.ask(FEED, json!({})).await.checked().at("calendarFeed").is_null(), "it is nobody else's");
        assert!(!centre.keeps(secret).await);
        assert!(centre.keeps("calendar-feed.set").await, "what is kept would have been found");
        assert_ne!(renewed(&centre, &amel).await, renewed(&centre, &amel).await);
        assert_eq!(centre.number("SELECT count(*) AS number FROM calendar_feed").await, 1);
    }

    async fn a_visitor_has_none_and_nothing_changes(centre: Centre) {
        let visitor = centre.visitor();
        let before = centre.fingerprint().await;
        for query in [FEED, RENEW, END] {
            visitor.ask(query, json!({})).await.refused_with("UNAUTHENTICATED");
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn an_address_that_was_renewed_or_ended_leads_nowhere(centre: Centre) {
        let (amel, sami) = (centre.person("amel").await, centre.person("sami").await);
        let (old, of_sami) = (renewed(&centre, &amel).await, renewed(&centre, &sami).await);
        let new = renewed(&centre, &amel).await;
        assert_eq!((fetch(&old, None).await.status, fetch(&new, None).await.status), (404, 200));
        ended(&amel).await;
        assert_eq!((fetch(&old, None).await.status, fetch(&new, None).await.status), (404, 404));
        assert!(amel.ask(FEED, json!({})).await.checked().at("calendarFeed").is_null());
        let before = centre.fingerprint().await;
        ended(&amel).await;
        assert_eq!(centre.fingerprint().await, before, "what has ended is not ended again");
        assert_eq!(fetch(&of_sami, None).await.status, 200);
    }

    async fn whoever_renews_at_once_many_times_has_one_address(centre: Centre) {
        let amel = centre.person("amel").await;
        let asked: Vec<_> = (0..8)
            .map(|_| {
                let amel = amel.clone();
                tokio::spawn(async move { amel.ask(RENEW, json!({})).await })
            })
            .collect();
        let mut told = Vec::new();
        for answer in asked {
            let answer = answer.await.unwrap();
            match answer.code() {
                None => told.push(centre.reach(&answer.text("calendarFeedRenew.address"))),
                Some(code) => assert_eq!(code, "CONFLICT", "{}", answer.body),
            }
        }
        let mut good = 0;
        for address in told {
            good += usize::from(fetch(&address, None).await.status == 200);
        }
        assert_eq!(good, 1);
    }
}
