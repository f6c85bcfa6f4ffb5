//! The same act on a person, a consent, an organisation or one's own data many times at once, and a megabyte of Arabic in each of them.

use std::collections::BTreeMap;

use nabta_testkit::{Person, Value, everywhere, json};

use super::at_once::{at_once, one_of};
use super::persons::CREATE;

const MANY: usize = 50;
const UPDATE: &str = "mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code } } }";
const WORDING: &str =
    "mutation($input: ConsentWordingDefineInput!) { consentWordingDefine(input: $input) { wording { id } userErrors { code } } }";
const GIVE: &str = "mutation($input: ConsentGiveInput!) { consentGive(input: $input) { consent { id } userErrors { code } } }";
const WITHDRAW: &str = "mutation($id: ID!) { consentWithdraw(input: { consent: $id }) { userErrors { code } } }";
const GRANT: &str = "mutation($input: PersonClaimGrantInput!) { personClaimGrant(input: $input) { userErrors { code } } }";
const REQUEST: &str = "mutation($input: PersonClaimRequestInput!) { personClaimRequest(input: $input) { userErrors { code } } }";
const CONFIRM: &str = "mutation($code: String!) { personClaimConfirm(input: { code: $code }) { userErrors { code } } }";
const DEFINE: &str = "mutation($input: OrganisationDefineInput!) { organisationDefine(input: $input) { organisation { id } userErrors { code } } }";
const ADD: &str = "mutation($input: OrganisationMemberAddInput!) { organisationMemberAdd(input: $input) { member { id } userErrors { code } } }";
const END: &str = "mutation($id: ID!) { organisationMemberEnd(input: { member: $id }) { userErrors { code } } }";
const EXPORT: &str = "mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }";
const ERASE: &str = "mutation($password: String!) { erasureRequest(input: { password: $password }) { userErrors { code } } }";
const ORDER: &str = "mutation($id: ID!) { erasureOrder(input: { person: $id }) { userErrors { code } } }";

async fn entered(amina: &Person) -> String {
    let input = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": "98765432" } });
    amina.ask(CREATE, input).await.checked().text("personCreate.person.id")
}

async fn worded(salma: &Person) -> String {
    let input = json!({ "input": { "purpose": "partners", "texts": { "fr": "Oui" }, "toThirdParty": true } });
    salma.ask(WORDING, input).await.checked().text("consentWordingDefine.wording.id")
}

async fn oneself(person: &Person) -> String {
    person.ask("{ viewer { person { id } } }", json!({})).await.checked().text("viewer.person.id")
}

fn all_done() -> BTreeMap<String, usize> {
    BTreeMap::from([("DONE".to_owned(), MANY)])
}

everywhere! {
    async fn a_person_is_entered_once_and_changed_by_one(centre: Centre) {
        let amina = centre.person("amina").await;
        let new = json!({ "input": { "names": { "fr": "Rim Ayari" }, "idempotencyKey": "rim" } });
        assert_eq!(at_once(&amina, MANY, CREATE, &new).await, all_done());
        assert_eq!(centre.number("SELECT count(*) AS number FROM person_word WHERE word = 'ayari'").await, 1);
        let id = entered(&amina).await;
        let change = json!({ "input": { "person": id, "phone": "22333444", "version": 1 } });
        one_of(&at_once(&amina, MANY, UPDATE, &change).await, MANY, "CONFLICT");
    }

    async fn a_consent_is_given_once_however_often_it_is_pressed(centre: Centre) {
        let (salma, amel) = (centre.person("salma").await, centre.person("amel").await);
        let words = json!({ "input": { "purpose": "letters", "texts": { "fr": "Oui" }, "toThirdParty": false } });
        assert_eq!(at_once(&salma, MANY, WORDING, &words).await, all_done());
        assert_eq!(centre.number("SELECT count(*) AS number FROM consent_wording").await, 1, "the same words are one wording");
        let wording = worded(&salma).await;
        let give = json!({ "input": { "person": oneself(&amel).await, "wording": wording, "locale": "FR" } });
        assert_eq!(at_once(&amel, MANY, GIVE, &give).await, all_done());
        assert_eq!(centre.number("SELECT count(*) AS number FROM consent").await, 1);
        let id = amel.ask(GIVE, give).await.checked().text("consentGive.consent.id");
        one_of(&at_once(&amel, MANY, WITHDRAW, &json!({ "id": id })).await, MANY, "WRONG_STATE");
    }

    async fn an_account_is_led_to_a_file_once(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let file = entered(&amina).await;
        let grant = json!({ "input": { "claimant": oneself(&amel).await, "person": file } });
        let codes = at_once(&amina, MANY, GRANT, &grant).await;
        assert_eq!(codes.get("DONE"), Some(&1), "{codes:?}");
        let others = ["ALREADY_CLAIMED", "CONFLICT", "UNKNOWN_REFERENCE"];
        assert!(codes.keys().all(|code| code == "DONE" || others.contains(&code.as_str())), "{codes:?}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM person_merger").await, 1);
        assert_eq!(oneself(&amel).await, file);
    }

    async fn somebody_belongs_to_an_organisation_once(centre: Centre) {
        let nizar = centre.person("nizar").await;
        let person = entered(&nizar).await;
        let new = json!({ "input": { "code": "verte", "kind": "ENTERPRISE", "names": { "fr": "Verte" }, "registerNumber": "1" } });
        let organisation = nizar.ask(DEFINE, new).await.checked().text("organisationDefine.organisation.id");
        let add = json!({ "input": { "organisation": organisation, "person": person, "role": "STAFF" } });
        one_of(&at_once(&nizar, MANY, ADD, &add).await, MANY, "ALREADY_EXISTS");
        let mut other = add.clone();
        other["input"]["role"] = json!("TUTOR");
        let member = nizar.ask(ADD, other).await.checked().text("organisationMemberAdd.member.id");
        one_of(&at_once(&nizar, MANY, END, &json!({ "id": member })).await, MANY, "WRONG_STATE");
    }

    async fn ones_data_is_gathered_a_few_times_and_one_is_forgotten_once(centre: Centre) {
        let (leila, amel, amina) = (centre.person("leila").await, centre.person("amel").await, centre.person("amina").await);
        let codes = at_once(&amel, MANY, EXPORT, &json!({})).await;
        assert!(codes.keys().all(|code| code == "DONE" || code == "RATE_LIMITED"), "{codes:?}");
        assert!(centre.number("SELECT count(*) AS number FROM data_export").await <= 5);
        let codes = at_once(&amel, 5, ERASE, &json!({ "password": "nabta-demo-2020" })).await;
        assert!(codes.contains_key("DONE") && codes.keys().all(|code| ["DONE", "UNAUTHENTICATED", "WRONG_STATE"].contains(&code.as_str())), "{codes:?}");
        let file = entered(&amina).await;
        assert_eq!(at_once(&leila, MANY, ORDER, &json!({ "id": file })).await, all_done());
        assert_eq!(centre.number("SELECT count(*) AS number FROM job WHERE kind = 'privacy.erase'").await, 2);
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM person WHERE state = 'erased'").await, 2);
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'erasure.make'").await, 2);
    }

    async fn a_megabyte_of_arabic_is_refused_by_name(centre: Centre) {
        let (amina, amel, salma, leila) = (centre.person("amina").await, centre.person("amel").await, centre.person("salma").await, centre.person("leila").await);
        let (id, own, wording) = (entered(&amina).await, oneself(&amel).await, worded(&salma).await);
        // 108 kB, twice of which the limit of a body lets through; beyond it nothing is looked at.
        let long = "نبتة ".repeat(12_000);
        let change = |field: &str, value: Value| { let mut input = json!({ "input": { "person": id, "version": 1 } }); input["input"][field] = value; input };
        let organisation = |field: &str| { let mut input = json!({ "input": { "code": "x", "kind": "SCHOOL", "names": { "fr": "X" } } }); input["input"][field] = json!(long); input };
        let cases: Vec<(&Person, &str, Value, &str)> = vec![
            (&amina, CREATE, json!({ "input": { "names": { "ar": long } } }), "TOO_LONG"),
            (&amina, CREATE, json!({ "input": { "names": { "fr": "X" }, "idempotencyKey": long } }), "TOO_LONG"),
            (&amina, UPDATE, change("names", json!({ "ar": long })), "TOO_LONG"),
            (&amina, UPDATE, change("delegation", json!(long)), "TOO_LONG"),
            (&amina, UPDATE, change("governorate", json!(long)), "UNKNOWN_REFERENCE"),
            (&amina, UPDATE, change("phone", json!(long)), "TOO_LONG"),
            (&amina, UPDATE, change("email", json!(long)), "TOO_LONG"),
            (&amina, UPDATE, change("identity", json!({ "kind": "PASSPORT", "number": long })), "TOO_LONG"),
            (&amina, UPDATE, change("education", json!([{ "degree": "MASTER", "institution": long }])), "TOO_LONG"),
            (&amina, UPDATE, change("person", json!(long)), "INVALID_ID"),
            (&amel, REQUEST, json!({ "input": { "to": { "phone": long } } }), "TOO_LONG"),
            (&amel, REQUEST, json!({ "input": { "to": { "email": long } } }), "TOO_LONG"),
            (&amel, CONFIRM, json!({ "code": long }), "CODE_REFUSED"),
            (&amina, GRANT, json!({ "input": { "claimant": long, "person": id } }), "INVALID_ID"),
            (&salma, WORDING, json!({ "input": { "purpose": long, "texts": { "fr": "Oui" }, "toThirdParty": true } }), "BAD_FORMAT"),
            (&salma, WORDING, json!({ "input": { "purpose": "x", "texts": { "ar": long }, "toThirdParty": true } }), "TOO_LONG"),
            (&amel, GIVE, json!({ "input": { "person": own, "wording": long, "locale": "AR" } }), "INVALID_ID"),
            (&amel, GIVE, json!({ "input": { "person": own, "wording": wording, "locale": "AR" } }), "UNKNOWN_REFERENCE"),
            (&amel, WITHDRAW, json!({ "id": long }), "INVALID_ID"),
            (&amina, DEFINE, organisation("address"), "TOO_LONG"),
            (&amina, DEFINE, organisation("registerNumber"), "TOO_LONG"),
            (&amina, DEFINE, organisation("phone"), "TOO_LONG"),
            (&amina, DEFINE, organisation("website"), "TOO_LONG"),
            (&amel, ERASE, json!({ "password": long }), "PASSWORD_WRONG"),
            (&leila, ORDER, json!({ "id": long }), "INVALID_ID"),
        ];
        for person in [&amina, &amel, &salma, &leila] {
            person.ask("{ viewer { id } }", json!({})).await.ok();
        }
        let before = centre.fingerprint().await;
        for (person, document, variables, code) in cases {
            let text = variables.to_string();
            if text.contains(&long) {
                let megabyte = text.replace(&long, &long.repeat(10));
                person.ask(document, serde_json::from_str(&megabyte).unwrap()).await.refused_with("TOO_COMPLEX");
            }
            let answer = person.ask(document, variables).await;
            assert_eq!(answer.code().as_deref(), Some(code), "{document} {:.300}", answer.body);
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(centre.work().await, 0);
    }
}
