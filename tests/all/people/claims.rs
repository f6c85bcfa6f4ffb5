//! A person whom an officer entered is claimed by an account through proof, and never by typing a name or a number.

use chrono::TimeDelta;
use nabta_testkit::{Centre, Person, everywhere, json};

use super::persons::CREATE;

const REQUEST: &str =
    "mutation($input: PersonClaimRequestInput!) { personClaimRequest(input: $input) { userErrors { code path message } } }";
const CONFIRM: &str = "mutation($code: String!) { personClaimConfirm(input: { code: $code }) { person { id names { fr } } userErrors { code path message } } }";
const GRANT: &str = "mutation($claimant: ID!, $person: ID!) { personClaimGrant(input: { claimant: $claimant, person: $person }) { person { id } userErrors { code path } } }";
const VIEWER: &str = "{ viewer { email name { text } person { id phone } } }";

async fn on_file(amina: &Person, phone: &str, email: &str) -> String {
    let input = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": phone, "email": email } });
    amina.ask(CREATE, input).await.checked().text("personCreate.person.id")
}

/// The code in a message: its eight digits.
fn code(text: &str) -> String {
    let digits = text.split(|character: char| !character.is_ascii_digit()).find(|digits| digits.len() == 8);
    digits.expect("the message has a code").to_owned()
}

async fn person_of(person: &Person) -> String {
    person.ask(VIEWER, json!({})).await.checked().text("viewer.person.id")
}

async fn ask_for_code(centre: &Centre, person: &Person, phone: &str) -> Option<String> {
    person.ask(REQUEST, json!({ "input": { "to": { "phone": phone } } })).await.ok();
    centre.work().await;
    centre.texts("+21698765432").first().map(|message| code(&message.text))
}

everywhere! {
    async fn a_code_to_the_telephone_on_file_leads_to_the_file(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let file = on_file(&amina, "98765432", "rim@example.tn").await;
        let former = person_of(&amel).await;
        let code = ask_for_code(&centre, &amel, "98 765 432").await.unwrap();
        assert!(centre.texts("+21698765432")[0].text.contains("نبتة"), "in the language of who asks");
        let claimed = amel.ask(CONFIRM, json!({ "code": code })).await.checked();
        assert_eq!(claimed.text("personClaimConfirm.person.id"), file);
        let viewer = amel.ask(VIEWER, json!({})).await.checked();
        assert_eq!((viewer.text("viewer.email"), viewer.text("viewer.person.id"), viewer.text("viewer.person.phone")), ("amel@nabta.example".into(), file.clone(), "+21698765432".into()));
        let gone = "query($id: ID!) { node(id: $id) { id } }";
        amina.ask(gone, json!({ "id": former })).await.refused_with("NOT_FOUND");
        let mut again = centre.visitor();
        again.sign_in("amel@nabta.example", "nabta-demo-2020").await.ok();
        assert_eq!(person_of(&again).await, file);
        let before = centre.fingerprint().await;
        amel.ask(CONFIRM, json!({ "code": code })).await.refused_with("CODE_REFUSED");
        assert_eq!(centre.fingerprint().await, before, "a code works once");
    }

    async fn a_code_is_for_who_asked_and_for_a_while(centre: Centre) {
        let (amina, mut amel, giulia) = (centre.person("amina").await, centre.person("amel").await, centre.person("giulia").await);
        let file = on_file(&amina, "98765432", "rim@example.tn").await;
        let code = ask_for_code(&centre, &amel, "98765432").await.unwrap();
        let before = centre.fingerprint().await;
        giulia.ask(CONFIRM, json!({ "code": code })).await.refused_with("CODE_REFUSED");
        centre.visitor().ask(CONFIRM, json!({ "code": code })).await.refused_with("UNAUTHENTICATED");
        for wrong in ["", "00000000", &"9".repeat(10_000), "٠"] {
            amel.ask(CONFIRM, json!({ "code": wrong })).await.refused_with("CODE_REFUSED");
        }
        centre.clock.advance(TimeDelta::minutes(31));
        amel.refresh().await.ok();
        amel.ask(CONFIRM, json!({ "code": code })).await.refused_with("CODE_REFUSED");
        assert_eq!(centre.fingerprint().await, before);
        for _ in 0..4 {
            amel.ask(CONFIRM, json!({ "code": "00000000" })).await.refused_with("CODE_REFUSED");
        }
        amel.ask(CONFIRM, json!({ "code": "00000000" })).await.refused_with("RATE_LIMITED");
        assert_ne!(person_of(&amel).await, file);
    }

    async fn who_asks_learns_nothing_about_a_telephone(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        on_file(&amina, "98765432", "rim@example.tn").await;
        on_file(&amina, "22000001", "two@example.tn").await;
        on_file(&amina, "22000001", "other@example.tn").await;
        let mut told = Vec::new();
        // The first request after signing in notes that its tokens came back.
        person_of(&amel).await;
        for contact in [json!({ "phone": "98765432" }), json!({ "phone": "22000001" }), json!({ "phone": "23000000" }), json!({ "email": "sami@nabta.example" })] {
            let before = centre.instance.services.database.statements();
            let answer = amel.ask(REQUEST, json!({ "input": { "to": contact } })).await;
            told.push((answer.status, answer.body.to_string(), centre.instance.services.database.statements() - before));
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
        centre.work().await;
        assert_eq!(centre.texts("+21698765432").len(), 1);
        assert_eq!((centre.texts("+21622000001").len(), centre.texts("+21623000000").len()), (0, 0), "of two nobody can say which of them asks");
        amel.ask(REQUEST, json!({ "input": { "to": {} } })).await.refused_with("BAD_INPUT");
        amel.ask(REQUEST, json!({ "input": { "to": { "phone": "12" } } })).await.refused_with("BAD_FORMAT");
        amel.ask(REQUEST, json!({ "input": { "to": { "phone": "24000000" } } })).await.ok();
        amel.ask(REQUEST, json!({ "input": { "to": { "phone": "25000000" } } })).await.refused_with("RATE_LIMITED");
    }

    async fn an_officer_who_knows_both_leads_an_account_to_the_file(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let file = on_file(&amina, "98765432", "rim@example.tn").await;
        let (own, others) = (person_of(&amel).await, person_of(&amina).await);
        let grant = |claimant: &str, person: &str| json!({ "claimant": claimant, "person": person });
        let before = centre.fingerprint().await;
        amel.ask(GRANT, grant(&own, &file)).await.refused_with("NOT_FOUND");
        amina.ask(GRANT, grant(&own, &others)).await.refused_with("ALREADY_CLAIMED");
        amina.ask(GRANT, grant(&file, &own)).await.refused_with("UNKNOWN_REFERENCE");
        amina.ask(GRANT, grant(&own, "person_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f")).await.refused_with("NOT_FOUND");
        assert_eq!(centre.fingerprint().await, before);
        amina.ask(GRANT, grant(&own, &file)).await.ok();
        assert_eq!(person_of(&amel).await, file);
        centre.work().await;
        assert!(centre.letters("amel@nabta.example")[0].subject.contains("ملف"));
        let history = "query($id: ID!) { personHistory(person: $id, first: 5) { nodes { action by { text } } } }";
        let history = amel.clone().reading("fr").ask(history, json!({ "id": file })).await.checked();
        assert_eq!(*history.at("personHistory.nodes.0"), json!({ "action": "person.grant-claim", "by": { "text": "Amina Gharbi" } }));
    }

    async fn what_was_said_to_the_account_comes_along(centre: Centre) {
        let (amina, amel, salma, nizar) = (centre.person("amina").await, centre.person("amel").await, centre.person("salma").await, centre.person("nizar").await);
        let (own, file) = (person_of(&amel).await, on_file(&amina, "98765432", "rim@example.tn").await);
        let change = json!({ "input": { "person": own, "phone": "22 333 444", "birthDate": "1998-07-01", "governorate": "TN-83", "delegation": "Remada", "identity": { "kind": "PASSPORT", "number": "X123456" }, "version": 1 } });
        amel.ask("mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code path } } }", change).await.ok();
        let words = json!({ "input": { "purpose": "partners", "texts": { "fr": "Oui" }, "toThirdParty": true } });
        let wording = salma.ask("mutation($input: ConsentWordingDefineInput!) { consentWordingDefine(input: $input) { wording { id } userErrors { code } } }", words).await.checked().text("consentWordingDefine.wording.id");
        let give = "mutation($input: ConsentGiveInput!) { consentGive(input: $input) { userErrors { code } } }";
        // Both entries agreed: of the paper and the later click one stands.
        for (who, person) in [(&amina, &file), (&amel, &own)] {
            who.ask(give, json!({ "input": { "person": person, "wording": wording, "locale": "FR" } })).await.ok();
        }
        let define = json!({ "input": { "code": "verte", "kind": "ENTERPRISE", "names": { "fr": "Verte" } } });
        let organisation = nizar.ask("mutation($input: OrganisationDefineInput!) { organisationDefine(input: $input) { organisation { id } userErrors { code } } }", define).await.checked().text("organisationDefine.organisation.id");
        let add = "mutation($input: OrganisationMemberAddInput!) { organisationMemberAdd(input: $input) { userErrors { code } } }";
        for (person, role) in [(&file, "STAFF"), (&own, "STAFF"), (&own, "TUTOR")] {
            nizar.ask(add, json!({ "input": { "organisation": organisation, "person": person, "role": role } })).await.ok();
        }
        amina.ask(GRANT, json!({ "claimant": own, "person": file })).await.ok();
        let seen = amel.ask("{ viewer { person { id phone birthDate delegation identityKind identityNumber consents { withdrawnAt isOnPaper } } } }", json!({})).await.checked();
        let person = seen.at("viewer.person");
        assert_eq!((&person["id"], &person["phone"]), (&json!(file), &json!("+21698765432")), "what is on file stays");
        assert_eq!((&person["birthDate"], &person["delegation"]), (&json!("1998-07-01"), &json!("Remada")), "what was missing comes");
        assert_eq!((&person["identityKind"], &person["identityNumber"]), (&json!("PASSPORT"), &json!("X123456")));
        let standing: Vec<_> = person["consents"].as_array().unwrap().iter().filter(|consent| consent["withdrawnAt"].is_null()).collect();
        assert!(standing.len() == 1 && standing[0]["isOnPaper"] == false, "{person}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM organisation_member WHERE ended_at IS NULL").await, 2);
        assert_eq!(centre.number("SELECT count(*) AS number FROM person_file WHERE phone_digest IS NOT NULL").await, 1);
    }

    async fn who_works_at_the_centre_keeps_the_entry_under_which_they_write(centre: Centre) {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let file = on_file(&amina, "98765432", "rim@example.tn").await;
        let code = ask_for_code(&centre, &sami, "98765432").await.unwrap();
        let (staff, herself) = (person_of(&sami).await, person_of(&amina).await);
        let before = centre.fingerprint().await;
        sami.ask(CONFIRM, json!({ "code": code })).await.refused_with("HAS_ROLE");
        amina.ask(GRANT, json!({ "claimant": staff, "person": file })).await.refused_with("HAS_ROLE");
        amina.ask(GRANT, json!({ "claimant": herself, "person": file })).await.refused_with("HAS_ROLE");
        assert_eq!(centre.fingerprint().await, before);
    }
}
