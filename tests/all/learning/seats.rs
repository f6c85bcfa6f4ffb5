//! Seats: of all who come at once, as many get in as there are.

use nabta_testkit::{Person, everywhere, json};

use super::{ENROL, OF_RUN, open_run};

const PASSWORD: &str = "quatre mots sans lien 7";

everywhere! {
    async fn twenty_people_at_once_and_three_seats(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 3 })).await;
        let leila = centre.person("leila").await;
        let mut people: Vec<Person> = Vec::new();
        for number in 0..20 {
            let email = format!("l{number}@nabta.example");
            let new = json!({ "input": { "names": { "fr": format!("Apprenant {number}") }, "email": email, "password": PASSWORD, "locale": "FR" } });
            leila.ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { userErrors { code } } }", new).await.ok();
            let mut one = centre.visitor();
            one.sign_in(&email, PASSWORD).await.ok();
            people.push(one);
        }
        let asked: Vec<_> = people.into_iter().map(|one| {
            let run = run.clone();
            tokio::spawn(async move { one.ask(ENROL, json!({ "run": run })).await.code() })
        }).collect();
        let mut codes = Vec::new();
        for one in asked {
            codes.push(one.await.unwrap());
        }
        assert_eq!(codes.iter().filter(|code| code.is_none()).count(), 3, "{codes:?}");
        assert_eq!(codes.iter().flatten().filter(|code| *code == "FULL").count(), 17, "{codes:?}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM enrolment WHERE state = 'active'").await, 3);
        let read = centre.person("amina").await.ask(OF_RUN, json!({ "run": run })).await.checked();
        assert_eq!(read.number("node.seatsLeft"), 0);
    }
}
