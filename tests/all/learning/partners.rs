//! Partners see who takes part in the runs of their programme, without names unless people agree, and nothing else.

use nabta_testkit::{everywhere, json};

use super::{ENTER, on_file, open_run};

const LIST: &str = "{ enrolments { totalCount nodes { id state age governorate { code } name { text } note person { id } } } }";

everywhere! {
    async fn a_partner_counts_everybody_and_names_who_agreed(centre: Centre) {
        let (leila, amina, amel) = (centre.person("leila").await, centre.person("amina").await, centre.person("amel").await);
        let programmes = leila.ask("{ programmes(first: 2) { nodes { id } } }", json!({})).await.checked();
        let (own, other) = (programmes.text("programmes.nodes.0.id"), programmes.text("programmes.nodes.1.id"));
        let account = amel.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let grant = "mutation($input: RoleGrantInput!) { roleGrant(input: $input) { userErrors { code } } }";
        leila.ask(grant, json!({ "input": { "account": account, "role": "PARTNER_OFFICER", "scope": own } })).await.ok();
        let theirs = open_run(&centre, "impact-study", "R-1", &json!({ "programmes": [own] })).await;
        let foreign = open_run(&centre, "environmental-legislation", "R-2", &json!({ "programmes": [other] })).await;
        let (silent, agrees) = (on_file(&amina, "Sans accord", &json!({})).await, on_file(&amina, "Avec accord", &json!({})).await);
        for run in [&theirs, &foreign] {
            amina.ask(ENTER, json!({ "input": { "run": run, "persons": [silent, agrees], "waiver": "Accord du bailleur" } })).await.ok();
        }
        let worded = json!({ "input": { "purpose": "partners", "texts": { "fr": "Mon nom peut être donné au bailleur." }, "toThirdParty": true } });
        let wording = leila.ask("mutation($input: ConsentWordingDefineInput!) { consentWordingDefine(input: $input) { wording { id } userErrors { code } } }", worded).await.checked();
        let give = json!({ "input": { "person": agrees, "wording": wording.text("consentWordingDefine.wording.id"), "locale": "FR" } });
        let given = amina.ask("mutation($input: ConsentGiveInput!) { consentGive(input: $input) { consent { id } userErrors { code path } } }", give).await.checked();
        let seen = amel.ask(LIST, json!({})).await;
        assert_eq!(seen.number("enrolments.totalCount"), 2, "those of their programme");
        let mut names: Vec<String> = seen.at("enrolments.nodes").as_array().unwrap().iter().map(|one| one["name"]["text"].to_string()).collect();
        names.sort();
        assert_eq!(names, ["\"Avec accord\"", "null"]);
        for one in seen.at("enrolments.nodes").as_array().unwrap() {
            assert!(one["note"].is_null() && one["person"].is_null(), "{one}");
        }
        let withdraw = "mutation($id: ID!) { consentWithdraw(input: { consent: $id }) { userErrors { code } } }";
        amina.ask(withdraw, json!({ "id": given.text("consentGive.consent.id") })).await.ok();
        let seen = amel.ask(LIST, json!({})).await;
        assert!(seen.at("enrolments.nodes").as_array().unwrap().iter().all(|one| one["name"].is_null()));
        let foreign = amel.ask("query($id: ID!) { node(id: $id) { ... on CourseRun { enrolments { nodes { id } } } } }", json!({ "id": foreign })).await.checked();
        assert_eq!(foreign.count("node.enrolments.nodes"), 0);
    }
}
