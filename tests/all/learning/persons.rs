//! Enrolments and the person: they follow a claim, stand in the record, and outlive the name.

use chrono::TimeDelta;
use nabta_testkit::{Value, everywhere, json};

use super::progress::{RECORD, chapters, read};
use super::{ENROL, ENTER, MINE, on_file, oneself, open_run};

const GRANT: &str = "mutation($claimant: ID!, $person: ID!) { personClaimGrant(input: { claimant: $claimant, person: $person }) { userErrors { code path } } }";

everywhere! {
    async fn what_an_officer_entered_follows_the_person_who_claims_it(centre: Centre) {
        let first = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 2 })).await;
        let second = open_run(&centre, "environmental-legislation", "R-2", &json!({ "seats": 2 })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let known = on_file(&amina, "Amel Sassi", &json!({})).await;
        amina.ask(ENTER, json!({ "input": { "run": first, "persons": [known] } })).await.ok();
        for run in [&first, &second] {
            amel.ask(ENROL, json!({ "run": run })).await.ok();
        }
        amina.ask(GRANT, json!({ "claimant": oneself(&amel).await, "person": known })).await.ok();
        centre.work().await;
        let amel = centre.person("amel").await;
        let mine = amel.ask(MINE, json!({})).await.checked();
        let states: Vec<(String, String)> = mine.at("myEnrolments.nodes").as_array().unwrap().iter()
            .map(|one| (one["run"]["code"].as_str().unwrap().to_owned(), one["state"].as_str().unwrap().to_owned())).collect();
        assert_eq!(states.len(), 2, "{states:?}");
        assert!(states.iter().all(|(_, state)| state == "ACTIVE"), "{states:?}");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run WHERE code = 'R-1'").await, 1, "one person has one seat");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run WHERE code = 'R-2'").await, 1);
    }

    async fn what_was_studied_is_in_the_record_and_outlives_the_name_without_its_minutes(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 2 })).await;
        let lesson = chapters(&centre, "impact-study").await[0].1[0].clone();
        let id = centre.person("amel").await.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        centre.clock.advance(TimeDelta::hours(2));
        let (amel, begin) = (centre.person("amel").await, centre.instance.services.clock.now() - TimeDelta::hours(1));
        let mut visit = read(&lesson, begin, &[0, 1, 2]);
        visit["place"] = json!("block-7");
        amel.ask(RECORD, json!({ "enrolment": id, "visits": [visit] })).await.ok();
        amel.ask("mutation { dataExportRequest(input: { locale: AR }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let path = amel.ask("{ dataExports { jsonPath } }", json!({})).await.checked().text("dataExports.0.jsonPath");
        let fetched = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let data: Value = serde_json::from_slice(&fetched.bytes).unwrap();
        let kept = &data["enrolments"][0];
        assert_eq!((&kept["id"], &kept["state"], &kept["lessons"][0]["lesson"], &kept["lessons"][0]["place"]), (&json!(id), &json!("active"), &json!(lesson), &json!("block-7")));
        assert_eq!(kept["lessons"][0]["studied"][0]["minutes"].as_array().unwrap().len(), 3);
        amel.ask("mutation { erasureRequest(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM enrolment WHERE state = 'removed'").await, 1, "that somebody took part stays");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 0, "and the seat is free");
        assert_eq!(centre.number("SELECT count(*) AS number FROM lesson_progress WHERE place IS NULL").await, 1);
        assert_eq!(centre.number("SELECT count(*) AS number FROM study_day").await, 0);
    }
}
