//! The hours at which the centre is open.

use nabta_testkit::{Value, everywhere, json};

const LIST: &str = "{ workingHours { firstDay lastDay version spans { weekday opens closes } } }";
const SET: &str = "mutation($input: WorkingHoursSetInput!) { workingHoursSet(input: $input) { workingHours { firstDay lastDay version spans { weekday opens closes } } userErrors { code path message } } }";
const REMOVE: &str = "mutation($input: WorkingHoursRemoveInput!) { workingHoursRemove(input: $input) { workingHours { version } userErrors { code path } } }";

fn span(weekday: i32, opens: i32, closes: i32) -> Value {
    json!({ "weekday": weekday, "opens": opens, "closes": closes })
}

/// The hours of Ramadan 2023.
fn ramadan(changes: &Value) -> Value {
    let mut input = json!({ "firstDay": "2023-03-23", "lastDay": "2023-04-20", "spans": [span(1, 480, 870), span(2, 480, 870)] });
    changes.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
    json!({ "input": input })
}

everywhere! {
    async fn anybody_knows_the_hours_and_an_officer_sets_them(centre: Centre) {
        let (amina, visitor) = (centre.person("amina").await, centre.visitor());
        let demo = visitor.ask(LIST, json!({})).await.checked();
        assert_eq!(demo.count("workingHours"), 3);
        assert_eq!((demo.at("workingHours.0.firstDay"), demo.count("workingHours.0.spans")), (&Value::Null, 10), "those of the whole year come first");
        assert_eq!(*demo.at("workingHours.0.spans.1"), span(1, 840, 1065));
        assert_eq!((demo.text("workingHours.1.firstDay"), demo.count("workingHours.1.spans")), ("2020-07-01".into(), 5));
        let set = amina.ask(SET, ramadan(&json!({ "spans": [span(2, 840, 870), span(2, 480, 780), span(1, 480, 870)] }))).await.checked();
        let expected = json!({ "firstDay": "2023-03-23", "lastDay": "2023-04-20", "version": 1, "spans": [span(1, 480, 870), span(2, 480, 780), span(2, 840, 870)] });
        assert_eq!(*set.at("workingHoursSet.workingHours"), expected);
        assert_eq!(*visitor.ask(LIST, json!({})).await.checked().at("workingHours.3"), expected);
        // All of it is replaced.
        let again = amina.ask(SET, ramadan(&json!({ "spans": [span(7, 0, 1440)], "version": 1 }))).await.checked();
        assert_eq!((again.number("workingHoursSet.workingHours.version"), again.count("workingHoursSet.workingHours.spans")), (2, 1));
        let usual = json!({ "input": { "spans": [span(1, 480, 960)], "version": 1 } });
        assert_eq!(amina.ask(SET, usual).await.checked().number("workingHoursSet.workingHours.version"), 2);
        let remove = json!({ "input": { "firstDay": "2023-03-23", "lastDay": "2023-04-20", "version": 2 } });
        amina.ask(REMOVE, remove.clone()).await.ok();
        amina.ask(REMOVE, remove).await.refused_with("NOT_FOUND");
        assert_eq!(visitor.ask(LIST, json!({})).await.checked().count("workingHours"), 3);
    }

    async fn who_may_not_is_refused_and_nothing_changes(centre: Centre) {
        let (visitor, amel, sami, giulia) = (centre.visitor(), centre.person("amel").await, centre.person("sami").await, centre.person("giulia").await);
        let before = centre.fingerprint().await;
        let remove = json!({ "input": { "firstDay": "2020-07-01", "lastDay": "2020-08-31", "version": 1 } });
        for (person, code) in [(&visitor, "UNAUTHENTICATED"), (&amel, "FORBIDDEN"), (&sami, "FORBIDDEN"), (&giulia, "FORBIDDEN")] {
            person.ask(SET, ramadan(&json!({}))).await.refused_with(code);
            person.ask(SET, json!({ "input": { "spans": [], "version": 1 } })).await.refused_with(code);
            person.ask(REMOVE, remove.clone()).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn wrong_hours_have_a_code_and_a_place(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "spans": [span(0, 480, 870)] }), "OUT_OF_RANGE", json!(["spans", "0", "weekday"])),
            (json!({ "spans": [span(1, 480, 870), span(8, 480, 870)] }), "OUT_OF_RANGE", json!(["spans", "1", "weekday"])),
            (json!({ "spans": [span(1, -1, 870)] }), "OUT_OF_RANGE", json!(["spans", "0", "opens"])),
            (json!({ "spans": [span(1, 480, 1441)] }), "OUT_OF_RANGE", json!(["spans", "0", "closes"])),
            (json!({ "spans": [span(1, 480, 480)] }), "OUT_OF_RANGE", json!(["spans", "0", "closes"])),
            (json!({ "spans": [span(1, 870, 480)] }), "OUT_OF_RANGE", json!(["spans", "0", "closes"])),
            (json!({ "spans": [span(1, i32::MIN, i32::MAX)] }), "OUT_OF_RANGE", json!(["spans", "0", "opens"])),
            (json!({ "spans": [span(1, 480, 870), span(1, 869, 900)] }), "OVERLAP", json!(["spans"])),
            (json!({ "spans": vec![span(1, 480, 870); 29] }), "OUT_OF_RANGE", json!(["spans"])),
            (json!({ "lastDay": "2023-03-22" }), "OUT_OF_RANGE", json!(["lastDay"])),
            (json!({ "lastDay": "2024-04-20" }), "OUT_OF_RANGE", json!(["lastDay"])),
            (json!({ "firstDay": "1999-01-01" }), "OUT_OF_RANGE", json!(["firstDay"])),
            (json!({ "lastDay": null }), "REQUIRED", json!(["lastDay"])),
            (json!({ "firstDay": null }), "REQUIRED", json!(["firstDay"])),
            (json!({ "firstDay": "2020-08-31", "lastDay": "2020-09-01" }), "OVERLAP", json!(["firstDay"])),
            (json!({ "firstDay": "2020-07-01", "lastDay": "2020-07-31" }), "OVERLAP", json!(["firstDay"])),
        ] {
            let answer = amina.ask(SET, ramadan(&change)).await;
            assert_eq!(*answer.at("workingHoursSet.userErrors.0.path"), path, "{change}: {}", answer.body);
            answer.refused_with(code);
        }
        amina.ask(SET, ramadan(&json!({ "version": 1 }))).await.refused_with("NOT_FOUND");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_stale_version_is_a_conflict_and_shows_the_hours_as_they_are(centre: Centre) {
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        amina.ask(SET, ramadan(&json!({}))).await.ok();
        let before = centre.fingerprint().await;
        for version in [json!(null), json!(0), json!(2), json!(i32::MAX)] {
            let stale = leila.ask(SET, ramadan(&json!({ "version": version, "spans": [] }))).await;
            stale.refused_with("CONFLICT");
            assert_eq!((stale.number("workingHoursSet.workingHours.version"), stale.count("workingHoursSet.workingHours.spans")), (1, 2));
            let stale = leila.ask(SET, json!({ "input": { "spans": [], "version": version } })).await;
            stale.refused_with("CONFLICT");
            assert_eq!((stale.at("workingHoursSet.workingHours.firstDay"), stale.count("workingHoursSet.workingHours.spans")), (&Value::Null, 10));
        }
        assert_eq!(centre.fingerprint().await, before);
        // Of two at once one wins, also where there was nothing yet.
        let summer = |closes: i32| ramadan(&json!({ "firstDay": "2023-07-01", "lastDay": "2023-08-31", "spans": [span(1, 450, closes)] }));
        let (one, other) = tokio::join!(amina.ask(SET, summer(840)), leila.ask(SET, summer(780)));
        let mut codes = [one.code(), other.code()];
        codes.sort();
        assert_eq!(codes, [None, Some("CONFLICT".to_owned())], "{} {}", one.body, other.body);
        assert_eq!(one.at("workingHoursSet.workingHours"), other.at("workingHoursSet.workingHours"));
    }
}
