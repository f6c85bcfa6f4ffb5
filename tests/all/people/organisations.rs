//! Organisations: how they are reached, what they are registered as, and who belongs to them.

use nabta_testkit::{Person, Value, everywhere, json};

use super::persons::CREATE;

const DEFINE: &str = "mutation($input: OrganisationDefineInput!) { organisationDefine(input: $input) { organisation { id version } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: OrganisationUpdateInput!) { organisationUpdate(input: $input) { organisation { phone version } userErrors { code path } } }";
const ADD: &str = "mutation($input: OrganisationMemberAddInput!) { organisationMemberAdd(input: $input) { member { id role } userErrors { code path } } }";
const END: &str =
    "mutation($id: ID!) { organisationMemberEnd(input: { member: $id }) { member { endedAt } userErrors { code } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Organisation { registerNumber address phone email website governorate { code } members { role title person { id phone } } } } }";

fn green() -> Value {
    json!({ "code": "verte", "kind": "ENTERPRISE", "names": { "fr": "Énergie verte", "ar": "الطاقة الخضراء" }, "governorate": "TN-83", "registerNumber": "1234567/a/m/000",
        "address": "Zone industrielle, Tataouine", "phone": "75 123 456", "email": "Contact@Verte.example", "website": "https://verte.example" })
}

fn with(changes: &Value) -> Value {
    let mut input = green();
    changes.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
    json!({ "input": input })
}

async fn defined(officer: &Person) -> String {
    officer.ask(DEFINE, with(&json!({}))).await.checked().text("organisationDefine.organisation.id")
}

everywhere! {
    async fn an_organisation_is_reached_through_its_people_who_are_on_file_once(centre: Centre) {
        let (nizar, amel) = (centre.person("nizar").await, centre.person("amel").await);
        let id = defined(&nizar).await;
        let input = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": "98765432" } });
        let rim = nizar.ask(CREATE, input).await.checked().text("personCreate.person.id");
        let add = json!({ "input": { "organisation": id, "person": rim, "role": "CONTACT", "title": "Directrice technique" } });
        let member = nizar.ask(ADD, add.clone()).await.checked().text("organisationMemberAdd.member.id");
        let read = nizar.ask(READ, json!({ "id": id })).await.checked();
        let expected = json!({ "registerNumber": "1234567/A/M/000", "address": "Zone industrielle, Tataouine", "phone": "+21675123456", "email": "contact@verte.example",
            "website": "https://verte.example", "governorate": { "code": "TN-83" }, "members": [{ "role": "CONTACT", "title": "Directrice technique", "person": { "id": rim, "phone": "+21698765432" } }] });
        assert_eq!(*read.at("node"), expected);
        let before = centre.fingerprint().await;
        nizar.ask(ADD, add.clone()).await.refused_with("ALREADY_EXISTS");
        amel.ask(ADD, add).await.refused_with("FORBIDDEN");
        amel.ask(END, json!({ "id": member })).await.refused_with("FORBIDDEN");
        amel.ask(READ, json!({ "id": id })).await.refused_with("FORBIDDEN");
        let absent = json!({ "input": { "organisation": id, "person": "person_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "role": "STAFF" } });
        nizar.ask(ADD, absent).await.refused_with("UNKNOWN_REFERENCE");
        assert_eq!(centre.fingerprint().await, before);
        amel.ask("query($id: ID!) { node(id: $id) { ... on Organisation { phone } } }", json!({ "id": id })).await.ok();
        nizar.ask(END, json!({ "id": member })).await.ok();
        nizar.ask(END, json!({ "id": member })).await.refused_with("WRONG_STATE");
        assert_eq!(nizar.ask(READ, json!({ "id": id })).await.checked().count("node.members"), 0);
    }

    async fn wrong_input_has_a_code_and_a_place(centre: Centre) {
        let nizar = centre.person("nizar").await;
        let id = defined(&nizar).await;
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "registerNumber": "=1+1" }), "BAD_FORMAT", "registerNumber"),
            (json!({ "registerNumber": "1".repeat(41) }), "TOO_LONG", "registerNumber"),
            (json!({ "phone": "call me" }), "BAD_FORMAT", "phone"),
            (json!({ "email": "nobody" }), "BAD_FORMAT", "email"),
            (json!({ "website": "javascript:alert(1)" }), "BAD_FORMAT", "website"),
            (json!({ "website": "https://x y" }), "BAD_FORMAT", "website"),
            (json!({ "address": "a\0b" }), "FORBIDDEN_CHARACTER", "address"),
        ] {
            let mut input = with(&change);
            input["input"]["code"] = json!("other");
            let refused = nizar.ask(DEFINE, input).await;
            assert_eq!(refused.text("organisationDefine.userErrors.0.path.0"), path, "{change}");
            refused.refused_with(code);
        }
        let mut same = with(&json!({ "code": "other" }));
        nizar.ask(DEFINE, same.clone()).await.refused_with("CONFLICT");
        assert_eq!(centre.fingerprint().await, before, "a register has a number once");
        same["input"]["registerNumber"] = json!(null);
        nizar.ask(DEFINE, same).await.ok();
        let mut change = green();
        change.as_object_mut().unwrap().remove("code");
        (change["organisation"], change["version"], change["phone"]) = (json!(id), json!(1), json!(null));
        let updated = nizar.ask(UPDATE, json!({ "input": change })).await.checked();
        assert_eq!(*updated.at("organisationUpdate.organisation"), json!({ "phone": null, "version": 2 }));
    }
}
