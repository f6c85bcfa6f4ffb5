//! Enrolments and the person: they follow a claim, stand in the record, and outlive the name.

use nabta_testkit::{everywhere, json};

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
}
