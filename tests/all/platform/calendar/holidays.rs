//! Days on which the centre is closed: who says them, who knows them, what is refused, and working days counted by them.

use nabta_domain::platform::calendar::Calendar;
use nabta_testkit::{Centre, Person, Value, everywhere, json};

pub(super) const DEFINE: &str = "mutation($input: HolidayDefineInput!) { holidayDefine(input: $input) { holiday { id version } userErrors { code path message } } }";
pub(super) const CHANGE: &str = "mutation($input: HolidayChangeInput!) { holidayChange(input: $input) { holiday { id firstDay lastDay names { fr } version } userErrors { code path message } } }";
pub(super) const REMOVE: &str = "mutation($input: HolidayRemoveInput!) { holidayRemove(input: $input) { holiday { id firstDay version } userErrors { code path } } }";
const LIST: &str = "query($from: NaiveDate, $until: NaiveDate) { holidays(from: $from, until: $until, first: 100) { nodes { id firstDay lastDay name(locale: AR) { text } } totalCount } }";
const NODE: &str = "query($id: ID!) { node(id: $id) { id ... on Holiday { firstDay lastDay version } } }";

/// Eid of 2023, which the demo does not know.
fn eid() -> Value {
    json!({ "names": { "fr": "Aïd el-Fitr", "ar": "عيد الفطر" }, "firstDay": "2023-04-21", "lastDay": "2023-04-23" })
}

/// Eid with other fields in place of, or beside, its own.
pub(super) fn with(changes: &Value) -> Value {
    let mut input = eid();
    changes.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
    json!({ "input": input })
}

pub(super) async fn entered(officer: &Person) -> String {
    officer.ask(DEFINE, with(&json!({}))).await.checked().text("holidayDefine.holiday.id")
}

/// The first days between two days.
async fn days(person: &Person, from: &str, until: &str) -> Vec<String> {
    let list = person.ask(LIST, json!({ "from": from, "until": until })).await.checked();
    let nodes = list.at("holidays.nodes").as_array().unwrap();
    nodes.iter().map(|holiday| holiday["firstDay"].as_str().unwrap().to_owned()).collect()
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

async fn calendar(centre: &Centre) -> Calendar {
    Calendar::load(&centre.instance.operator()).await.ok().unwrap()
}

everywhere! {
    async fn an_officer_says_when_the_centre_is_closed_and_anybody_knows(centre: Centre) {
        let (amina, visitor) = (centre.person("amina").await, centre.visitor());
        let id = entered(&amina).await;
        assert_eq!(entered(&amina).await, id, "the same once more is the same");
        let list = visitor.ask(LIST, json!({ "from": "2023-01-01", "until": "2023-12-31" })).await.checked();
        let expected = json!([{ "id": id, "firstDay": "2023-04-21", "lastDay": "2023-04-23", "name": { "text": "عيد الفطر" } }]);
        assert_eq!((list.at("holidays.nodes"), list.number("holidays.totalCount")), (&expected, 1));
        let node = visitor.ask(NODE, json!({ "id": id })).await.checked();
        assert_eq!(*node.at("node"), json!({ "id": id, "firstDay": "2023-04-21", "lastDay": "2023-04-23", "version": 1 }));
        // Whatever has a day between the two days.
        for (from, until, found) in [("2023-04-23", "2023-04-23", 1), ("2023-04-24", "2023-12-31", 0), ("2023-01-01", "2023-04-20", 0), ("2023-04-22", "2023-04-22", 1)] {
            assert_eq!(days(&visitor, from, until).await.len(), found, "{from} to {until}");
        }
        visitor.ask(LIST, json!({ "from": "2023-04-24", "until": "2023-04-23" })).await.refused_with("BAD_INPUT");
        visitor.ask(LIST, json!({ "from": "+100000-01-01" })).await.refused_with("BAD_INPUT");
        let all = visitor.ask(LIST, json!({})).await.checked();
        let shown: Vec<&str> = all.at("holidays.nodes").as_array().unwrap().iter().map(|node| node["firstDay"].as_str().unwrap()).collect();
        assert!(shown.len() > 20 && shown.is_sorted(), "{shown:?}");
    }

    async fn who_may_not_is_refused_and_nothing_changes(centre: Centre) {
        let (visitor, amel, sami, giulia) = (centre.visitor(), centre.person("amel").await, centre.person("sami").await, centre.person("giulia").await);
        let id = entered(&centre.person("amina").await).await;
        let change = with(&json!({ "holiday": id, "version": 1 }));
        let remove = json!({ "input": { "holiday": id, "version": 1 } });
        let before = centre.fingerprint().await;
        for (person, code) in [(&visitor, "UNAUTHENTICATED"), (&amel, "FORBIDDEN"), (&sami, "FORBIDDEN"), (&giulia, "FORBIDDEN")] {
            person.ask(DEFINE, with(&json!({ "firstDay": "2024-01-01", "lastDay": "2024-01-01" }))).await.refused_with(code);
            person.ask(CHANGE, change.clone()).await.refused_with(code);
            person.ask(REMOVE, remove.clone()).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(days(&visitor, "2023-01-01", "2024-12-31").await, ["2023-04-21"]);
    }

    async fn wrong_input_has_a_code_a_place_and_words_in_each_language(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina).await;
        let other = amina.ask(DEFINE, with(&json!({ "firstDay": "2023-06-01", "lastDay": "2023-06-02" }))).await.checked().text("holidayDefine.holiday.id");
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "lastDay": "2023-04-20" }), "OUT_OF_RANGE", json!(["lastDay"])),
            (json!({ "lastDay": "2023-06-20" }), "OUT_OF_RANGE", json!(["lastDay"])),
            (json!({ "firstDay": "1999-12-31" }), "OUT_OF_RANGE", json!(["firstDay"])),
            (json!({ "firstDay": "2101-01-01", "lastDay": "2101-01-01" }), "OUT_OF_RANGE", json!(["firstDay"])),
            (json!({ "firstDay": "0023-04-21" }), "OUT_OF_RANGE", json!(["firstDay"])),
            (json!({ "lastDay": "+262142-12-31" }), "OUT_OF_RANGE", json!(["lastDay"])),
            (json!({ "names": {} }), "REQUIRED", json!(["names"])),
            (json!({ "names": { "fr": "a\0b" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "names": { "fr": "Aïd\r\nEND:VEVENT" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "names": { "fr": "Aïd\rX" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "names": { "ar": "\u{202E}ديع" } }), "FORBIDDEN_CHARACTER", json!(["names", "ar"])),
            (json!({ "names": { "en": "x".repeat(10_000) } }), "TOO_LONG", json!(["names", "en"])),
            (json!({ "names": { "ar": "…" } }), "UNREADABLE", json!(["names", "ar"])),
        ] {
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let answer = amina.clone().reading(language).ask(DEFINE, with(&change)).await;
                assert_eq!(*answer.at("holidayDefine.userErrors.0.path"), path, "{change}: {}", answer.body);
                said.push(answer.text("holidayDefine.userErrors.0.message"));
                answer.refused_with(code);
            }
            assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
            let mut change = change;
            change["holiday"] = json!(id);
            change["version"] = json!(1);
            amina.ask(CHANGE, with(&change)).await.refused_with(code);
        }
        // Days that others have, wholly or in part, by a new one or by one that is moved.
        for (first, last) in [("2023-04-23", "2023-04-23"), ("2023-04-20", "2023-04-21"), ("2023-04-01", "2023-05-01"), ("2023-04-21", "2023-04-22")] {
            let days = json!({ "firstDay": first, "lastDay": last });
            amina.ask(DEFINE, with(&days)).await.refused_with("OVERLAP");
            let moved = json!({ "holiday": other, "version": 1, "firstDay": first, "lastDay": last });
            amina.ask(CHANGE, with(&moved)).await.refused_with("OVERLAP");
        }
        amina.ask(DEFINE, with(&json!({ "names": { "fr": "Une autre fête" } }))).await.refused_with("OVERLAP");
        let said = amina.ask(DEFINE, with(&json!({ "firstDay": "2023-04-23", "lastDay": "2023-04-24" }))).await;
        assert!(said.text("holidayDefine.userErrors.0.message").contains("2023-04-21 – 2023-04-23"), "{}", said.body);
        for (query, of_none) in [(CHANGE, with(&json!({ "holiday": "holiday_0193e4c2-5b7a-7c3d-9e1f-000000000001", "version": 1 }))), (REMOVE, json!({ "input": { "holiday": "holiday_0193e4c2-5b7a-7c3d-9e1f-000000000001", "version": 1 } }))] {
            amina.ask(query, of_none).await.refused_with("NOT_FOUND");
        }
        assert_eq!(centre.fingerprint().await, before);
        amina.ask(CHANGE, with(&json!({ "holiday": id, "version": 1, "lastDay": "2023-04-22" }))).await.ok();
        amina.ask(DEFINE, with(&json!({ "firstDay": "2024-01-01", "lastDay": "2024-02-29" }))).await.ok();
    }

    async fn a_stale_version_is_a_conflict_and_shows_the_holiday_as_it_is(centre: Centre) {
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        let id = entered(&amina).await;
        let changed = leila.ask(CHANGE, with(&json!({ "holiday": id, "version": 1, "firstDay": "2023-04-22" }))).await.checked();
        let shown = json!({ "id": id, "firstDay": "2023-04-22", "lastDay": "2023-04-23", "names": { "fr": "Aïd el-Fitr" }, "version": 2 });
        assert_eq!(*changed.at("holidayChange.holiday"), shown);
        let before = centre.fingerprint().await;
        for version in [1, 3, 0, -1, i32::MAX] {
            let stale = amina.ask(CHANGE, with(&json!({ "holiday": id, "version": version }))).await;
            stale.refused_with("CONFLICT");
            assert_eq!(*stale.at("holidayChange.holiday"), shown);
            let stale = amina.ask(REMOVE, json!({ "input": { "holiday": id, "version": version } })).await;
            stale.refused_with("CONFLICT");
            assert_eq!(stale.number("holidayRemove.holiday.version"), 2);
        }
        assert_eq!(centre.fingerprint().await, before);
        let removed = amina.ask(REMOVE, json!({ "input": { "holiday": id, "version": 2 } })).await.checked();
        assert_eq!(removed.text("holidayRemove.holiday.firstDay"), "2023-04-22");
        amina.ask(REMOVE, json!({ "input": { "holiday": id, "version": 2 } })).await.refused_with("NOT_FOUND");
        assert!(days(&amina, "2023-01-01", "2023-12-31").await.is_empty());
    }

    async fn of_many_at_once_one_wins_and_no_two_overlap(centre: Centre) {
        let amina = centre.person("amina").await;
        let asked: Vec<_> = (1..=12)
            .map(|number| {
                let (amina, first) = (amina.clone(), format!("2023-09-{number:02}"));
                let input = with(&json!({ "firstDay": first, "lastDay": "2023-09-20", "names": { "fr": format!("Fête {number}") } }));
                tokio::spawn(async move { amina.ask(DEFINE, input).await.code() })
            })
            .collect();
        let mut codes = Vec::new();
        for answer in asked {
            codes.push(answer.await.unwrap());
        }
        assert_eq!(codes.iter().filter(|code| code.is_none()).count(), 1, "{codes:?}");
        assert!(codes.iter().flatten().all(|code| code == "OVERLAP"), "{codes:?}");
        let id = entered(&amina).await;
        let change = |day: &str| with(&json!({ "holiday": id, "version": 1, "firstDay": day }));
        let (one, other) = tokio::join!(amina.ask(CHANGE, change("2023-04-22")), amina.ask(CHANGE, change("2023-04-23")));
        let mut codes = [one.code(), other.code()];
        codes.sort();
        assert_eq!(codes, [None, Some("CONFLICT".to_owned())]);
        assert_eq!(one.at("holidayChange.holiday"), other.at("holidayChange.holiday"), "whoever lost is shown what the other one left");
    }

    async fn working_days_follow_holidays_and_the_hours_of_the_season(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = calendar(&centre).await;
        // Eid of May 2020 was on Sunday and Monday, that of July on Friday and Saturday.
        for (from, n, to) in [("2020-05-22", 1, "2020-05-26"), ("2020-05-26", -1, "2020-05-22"), ("2020-07-30", 1, "2020-08-03"), ("2020-12-31", 1, "2021-01-04")] {
            assert_eq!(before.add_working_days(day(from), n), Ok(day(to)), "{n} after {from}");
        }
        // 262 days from Monday to Friday, of which 11 were holidays.
        assert_eq!(before.working_days_between(day("2019-12-31"), day("2020-12-31")), 251);
        let summer = json!({ "input": { "firstDay": "2023-07-01", "lastDay": "2023-08-31", "spans": [{ "weekday": 6, "opens": 480, "closes": 720 }] } });
        let set = "mutation($input: WorkingHoursSetInput!) { workingHoursSet(input: $input) { userErrors { code } } }";
        amina.ask(set, summer).await.ok();
        amina.ask(DEFINE, with(&json!({ "firstDay": "2023-07-08", "lastDay": "2023-07-08" }))).await.ok();
        let after = calendar(&centre).await;
        assert_eq!(after.add_working_days(day("2023-06-30"), 1), Ok(day("2023-07-01")));
        assert_eq!(after.add_working_days(day("2023-07-01"), 1), Ok(day("2023-07-15")));
        assert!(!after.is_working_day(day("2023-07-03")) && before.is_working_day(day("2023-07-03")), "read once");
    }

    async fn loading_the_demo_again_leaves_the_calendar_as_it_was_changed(centre: Centre) {
        let amina = centre.person("amina").await;
        let list = amina.ask(LIST, json!({ "from": "2020-05-24", "until": "2020-05-24" })).await.checked();
        let moved = json!({ "holiday": list.text("holidays.nodes.0.id"), "version": 1, "firstDay": "2020-05-23", "lastDay": "2020-05-24" });
        amina.ask(CHANGE, with(&moved)).await.ok();
        let before = centre.fingerprint().await;
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(days(&amina, "2020-05-20", "2020-05-30").await, ["2020-05-23"]);
    }
}
