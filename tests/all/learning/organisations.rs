//! An organisation enters its own people: by who speaks for it, and nobody else's.

use nabta_testkit::{everywhere, json};

use super::{OF_RUN, on_file, oneself, open_run};

const ADD: &str = "mutation($input: OrganisationMemberAddInput!) { organisationMemberAdd(input: $input) { member { id } userErrors { code path } } }";
const STAFF: &str = "mutation($input: EnrolmentsEnterStaffInput!) { enrolmentsEnterStaff(input: $input) { entered { new known } userErrors { code path message } } }";
const OWN: &str = "{ myOrganisations { id members { id name { text } person { id } } } }";

everywhere! {
    async fn who_speaks_for_an_organisation_enters_its_people(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 2 })).await;
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        let organisations = amina.ask("{ organisations(first: 2) { nodes { id } } }", json!({})).await.checked();
        let (own, other) = (organisations.text("organisations.nodes.0.id"), organisations.text("organisations.nodes.1.id"));
        let mut members = Vec::new();
        for (organisation, person, role) in [
            (&own, oneself(&amel).await, "CONTACT"),
            (&own, on_file(&amina, "Rim Ayari", &json!({})).await, "STAFF"),
            (&other, on_file(&amina, "Un autre", &json!({})).await, "STAFF"),
        ] {
            let add = json!({ "input": { "organisation": organisation, "person": person, "role": role } });
            members.push(amina.ask(ADD, add).await.checked().text("organisationMemberAdd.member.id"));
        }
        let seen = amel.ask(OWN, json!({})).await;
        assert_eq!(seen.text("myOrganisations.0.id"), own);
        assert_eq!(seen.text("myOrganisations.0.members.1.name.text"), "Rim Ayari", "who speaks for it knows who belongs to it");
        assert!(seen.at("myOrganisations.0.members.1.person").is_null(), "and not their file");
        let staff = |organisation: &str, members: &[&String]| json!({ "input": { "run": run, "organisation": organisation, "members": members } });
        let before = centre.fingerprint().await;
        let refused = amel.ask(STAFF, staff(&own, &[&members[1], &members[2]])).await;
        assert_eq!(*refused.at("enrolmentsEnterStaff.userErrors.0.path"), json!(["members", "1"]));
        refused.refused_with("NOT_A_MEMBER");
        amel.ask(STAFF, staff(&other, &[&members[2]])).await.refused_with("FORBIDDEN");
        sami.ask(STAFF, staff(&own, &[&members[1]])).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        let entered = amel.ask(STAFF, staff(&own, &[&members[0], &members[1]])).await.checked();
        assert_eq!(*entered.at("enrolmentsEnterStaff.entered"), json!({ "new": 2, "known": 0 }));
        let all = amina.ask(OF_RUN, json!({ "run": run })).await.checked();
        assert_eq!(all.text("node.enrolments.nodes.0.way"), "ORGANISATION");
        // Who no longer belongs to it no longer speaks for it.
        amina.ask("mutation($id: ID!) { organisationMemberEnd(input: { member: $id }) { userErrors { code } } }", json!({ "id": members[0] })).await.ok();
        amel.ask(STAFF, staff(&own, &[&members[1]])).await.refused_with("FORBIDDEN");
        assert_eq!(amel.ask(OWN, json!({})).await.checked().count("myOrganisations"), 0);
    }
}
