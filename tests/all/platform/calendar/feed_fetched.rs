//! A calendar as a calendar program fetches it: without a sign-in, and nothing but what is its owner's.

use chrono::{NaiveDate, TimeDelta};
use icalendar::Component;
use nabta_domain::kernel::clock::{Clock, date_in_tunis};
use nabta_testkit::{Answer, Centre, Fetched, Person, everywhere, fetch, json};

use super::feed::{ended, fetched_at, renewed};
use super::holidays::{CHANGE, DEFINE, REMOVE, with};

const PASSWORD: &str = "nabta-demo-2020";

/// A day from today on; the demo's holidays are long past.
fn day(centre: &Centre, after: i64) -> NaiveDate {
    date_in_tunis(centre.clock.now()) + TimeDelta::days(after)
}

/// A holiday of some days from today on.
async fn holiday(centre: &Centre, officer: &Person, names: nabta_testkit::Value, from: i64, until: i64) -> String {
    let input = with(&json!({ "names": names, "firstDay": day(centre, from), "lastDay": day(centre, until) }));
    officer.ask(DEFINE, input).await.checked().text("holidayDefine.holiday.id")
}

fn text(fetched: &Fetched) -> String {
    String::from_utf8(fetched.bytes.clone()).unwrap()
}

fn read(fetched: &Fetched) -> Vec<icalendar::Event> {
    let calendar: icalendar::Calendar = text(fetched).parse().unwrap();
    calendar.events().cloned().collect()
}

/// What an address answers, as a program asks that has no account.
async fn ask(centre: &Centre, address: &str, headers: &[(&str, &str)]) -> Answer {
    centre.visitor().get(address.strip_prefix(&centre.address).unwrap(), headers).await
}

/// An answer without what is of each request: its number and its time.
fn said(mut answer: Answer) -> (u16, Vec<(String, String)>, String) {
    answer.headers.retain(|(name, _)| name != "x-request-id" && name != "date");
    answer.headers.sort();
    let error = &mut answer.body["errors"][0]["extensions"];
    assert!(error["requestId"].is_string(), "{error}");
    error["requestId"] = json!(null);
    (answer.status, answer.headers, answer.body.to_string())
}

everywhere! {
    async fn the_events_are_the_holidays_in_the_language_of_the_account(centre: Centre) {
        let (amel, amina) = (centre.person("amel").await, centre.person("amina").await);
        let long = "عيد ".repeat(45).trim().to_owned();
        let eid = holiday(&centre, &amina, json!({ "fr": "Aïd", "ar": long }), 10, 11).await;
        let other = holiday(&centre, &amina, json!({ "fr": "Fête; \"des\", \\n arbres: X-A;B=C" }), 20, 20).await;
        for (from, until) in [(-800, -800), (800, 801)] {
            holiday(&centre, &amina, json!({ "fr": "Trop loin" }), from, until).await;
        }
        let address = renewed(&centre, &amel).await;
        let fetched = fetch(&address, None).await;
        assert_eq!(fetched.status, 200);
        let events = read(&fetched);
        assert_eq!(events.len(), 2, "{}", text(&fetched));
        assert_eq!((events[0].get_uid(), events[1].get_uid()), (Some(eid.as_str()), Some(other.as_str())));
        assert_eq!(events[0].get_summary(), Some(long.as_str()));
        assert_eq!(events[1].get_summary(), Some("Fête; \"des\", \\n arbres: X-A;B=C"), "in French where there is no other");
        // The end is the first day that is none of them.
        assert_eq!((events[0].get_start(), events[0].get_end()), (Some(day(&centre, 10).into()), Some(day(&centre, 12).into())));
        assert_eq!((events[0].get_sequence(), events[0].property_value("TRANSP")), (Some(1), Some("TRANSPARENT")));
        let stamp = events[0].get_timestamp().unwrap();
        assert!((centre.clock.now() - stamp).num_seconds() < 120, "the row's own time");
        let lines = text(&fetched);
        assert!(lines.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{lines}");
        for line in ["X-WR-TIMEZONE:Africa/Tunis", "REFRESH-INTERVAL;VALUE=DURATION:PT21600S", "METHOD:PUBLISH", "X-WR-CALNAME:روزنامة نبتة"] {
            assert!(lines.contains(&format!("{line}\r\n")), "{line} in {lines}");
        }
        // What is changed keeps its name for programs, and what is removed is gone.
        let change = with(&json!({ "holiday": eid, "version": 1, "firstDay": day(&centre, 11), "lastDay": day(&centre, 12) }));
        amina.ask(CHANGE, change).await.ok();
        amina.ask(REMOVE, json!({ "input": { "holiday": other, "version": 1 } })).await.ok();
        let events = read(&fetch(&address, None).await);
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].get_uid(), events[0].get_sequence(), events[0].get_start()), (Some(eid.as_str()), Some(2), Some(day(&centre, 11).into())));
    }

    async fn the_same_calendar_is_not_sent_twice(centre: Centre) {
        let (amel, amina) = (centre.person("amel").await, centre.person("amina").await);
        let address = renewed(&centre, &amel).await;
        let first = ask(&centre, &address, &[]).await;
        assert_eq!(first.status, 200);
        for (name, value) in [
            ("content-type", "text/calendar; charset=utf-8"),
            ("content-disposition", "inline; filename=\"nabta.ics\""),
            ("cache-control", "private, no-cache"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(first.header(name), Some(value), "{name}");
        }
        let tag = first.header("etag").unwrap().to_owned();
        let again = ask(&centre, &address, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.header("etag"), again.header("cache-control")), (304, Some(tag.as_str()), Some("private, no-cache")));
        assert_eq!(ask(&centre, &address, &[("if-none-match", "\"another\"")]).await.status, 200);
        holiday(&centre, &amina, json!({ "fr": "Une fête" }), 5, 5).await;
        let newer = ask(&centre, &address, &[("if-none-match", &tag)]).await;
        assert!(newer.status == 200 && newer.header("etag") != Some(tag.as_str()));
    }

    async fn whatever_leads_nowhere_gives_one_answer_for_one_work(centre: Centre) {
        let (amel, sami, giulia, leila) = (centre.person("amel").await, centre.person("sami").await, centre.person("giulia").await, centre.person("leila").await);
        let (of_amel, of_sami) = (renewed(&centre, &amel).await, renewed(&centre, &sami).await);
        let old = renewed(&centre, &giulia).await;
        renewed(&centre, &giulia).await;
        ended(&amel).await;
        let account = sami.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": account })).await.ok();
        let nowhere = |name: &str| format!("{}/calendar/{name}", centre.address);
        let unknown = nowhere(&format!("{}.ics", "A".repeat(43)));
        let expected = said(ask(&centre, &unknown, &[]).await);
        assert_eq!(expected.0, 404);
        let mut works = Vec::new();
        for address in [of_amel.clone(), of_sami.clone(), old, unknown, of_amel.replace(".ics", ""), of_amel.replace(".ics", ".ICS"), nowhere(".ics"), nowhere("x"), nowhere("%00.ics"), nowhere("%2e%2e.ics"), nowhere(&format!("{}.ics", "é".repeat(1_000)))] {
            let before = centre.instance.services.database.statements();
            assert_eq!(said(ask(&centre, &address, &[]).await), expected, "{address}");
            works.push(centre.instance.services.database.statements() - before);
        }
        assert!(works.iter().all(|work| *work == works[0]), "{works:?}");
        leila.ask("mutation($id: ID!) { accountEnable(input: { account: $id }) { userErrors { code } } }", json!({ "id": account })).await.ok();
        assert_eq!(fetch(&of_sami, None).await.status, 200, "as long as its owner may sign in");
    }

    async fn nothing_but_reading_is_done_there(centre: Centre) {
        let amel = centre.person("amel").await;
        let address = renewed(&centre, &amel).await;
        let client = reqwest::Client::new();
        for method in [reqwest::Method::POST, reqwest::Method::PUT, reqwest::Method::DELETE, reqwest::Method::PATCH] {
            let answer = client.request(method.clone(), &address).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 405, "{method}");
        }
        assert_eq!(fetched_at(&amel).await, None);
    }

    async fn its_owner_knows_when_it_was_fetched(centre: Centre) {
        let amel = centre.person("amel").await;
        let address = renewed(&centre, &amel).await;
        assert_eq!(fetched_at(&amel).await, None);
        assert_eq!(fetch(&address, None).await.status, 200);
        let first = fetched_at(&amel).await.unwrap();
        centre.clock.advance(TimeDelta::minutes(5));
        assert_eq!(fetch(&address, None).await.status, 200);
        assert_eq!(fetched_at(&amel).await.unwrap(), first, "a quarter of an hour is exact enough");
        // Within the time of an access token.
        centre.clock.advance(TimeDelta::minutes(3));
        let mut amel = amel;
        amel.refresh().await.ok();
        centre.clock.advance(TimeDelta::minutes(9));
        assert_eq!(fetch(&address, None).await.status, 200);
        assert!(fetched_at(&amel).await.unwrap() > first);
    }

    async fn who_tries_addresses_waits_and_keeps_nobody_out(centre: Centre) {
        let amel = centre.person("amel").await;
        let address = renewed(&centre, &amel).await;
        for number in 0..60 {
            let wrong = format!("{}/calendar/{number}.ics", centre.address);
            assert_eq!(fetch(&wrong, None).await.status, 404, "{number}");
        }
        assert_eq!(fetch(&format!("{}/calendar/more.ics", centre.address), None).await.status, 429);
        // Many people share one address of the network.
        for number in 0..120 {
            assert_eq!(fetch(&address, None).await.status, 200, "{number}");
        }
        assert_eq!(fetch(&address, None).await.status, 429, "a program that does not stop");
        centre.clock.advance(TimeDelta::minutes(61));
        assert_eq!(fetch(&address, None).await.status, 200);
        assert_eq!(fetch(&format!("{}/calendar/more.ics", centre.address), None).await.status, 404);
    }

    async fn a_name_that_came_past_all_rules_opens_no_line(centre: Centre) {
        let (amel, amina) = (centre.person("amel").await, centre.person("amina").await);
        holiday(&centre, &amina, json!({ "fr": "Une fête" }), 5, 5).await;
        let forged = "Fête\\r\\nEND:VEVENT\\r\\nBEGIN:VALARM\\rATTACH:http://example.org\\u2028X:1";
        centre.tamper(&format!("UPDATE holiday SET names = '{{\"fr\": \"{forged}\"}}' WHERE version = 1")).await.unwrap();
        let fetched = fetch(&renewed(&centre, &amel).await, None).await;
        let (events, lines) = (read(&fetched), text(&fetched));
        assert_eq!(events.len(), 1, "{lines}");
        assert!(events[0].components().is_empty(), "{lines}");
        for begins in ["BEGIN:VALARM", "ATTACH", "X:"] {
            assert!(!lines.split(['\r', '\n']).any(|line| line.starts_with(begins)), "{begins} in {lines}");
        }
        assert!(!lines.replace("\r\n", "").contains(['\r', '\n']), "{lines}");
    }

    async fn who_is_forgotten_has_no_calendar(centre: Centre) {
        let amel = centre.person("amel").await;
        let address = renewed(&centre, &amel).await;
        assert_eq!(fetch(&address, None).await.status, 200);
        amel.ask("mutation { dataExportRequest(input: { locale: AR }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let path = amel.ask("{ dataExports { jsonPath } }", json!({})).await.checked().text("dataExports.0.jsonPath");
        let kept: nabta_testkit::Value = serde_json::from_slice(&fetch(&format!("{}{path}", centre.address), None).await.bytes).unwrap();
        assert!(kept["account"]["calendarFeed"]["at"].is_string() && kept["account"]["calendarFeed"]["fetchedAt"].is_string(), "{kept}");
        let erase = "mutation($password: String!) { erasureRequest(input: { password: $password }) { userErrors { code } } }";
        amel.ask(erase, json!({ "password": PASSWORD })).await.ok();
        assert_eq!(fetch(&address, None).await.status, 404, "from this moment on");
        centre.work().await;
        assert_eq!(fetch(&address, None).await.status, 404);
        assert_eq!(centre.number("SELECT count(*) AS number FROM calendar_feed").await, 0);
    }
}
