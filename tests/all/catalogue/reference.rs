//! What is entered once and named everywhere (themes, terms, legal texts, programmes, organisations) is corrected in place.

use nabta_testkit::{Centre, Value, everywhere, json};

/// A kind of reference data: where one is listed, how it is changed, and what is refused.
struct Reference {
    /// The list, its name on the wire.
    list: &'static str,
    /// The mutation, its field in input and payload, and what it answers about it.
    mutation: &'static str,
    field: &'static str,
    shown: &'static str,
    /// How its change is called in the journal.
    action: &'static str,
    /// A change, and what is then shown.
    change: Value,
    expected: Value,
    /// What is refused: fields in place of those of the change, the code, the path.
    wrong: Vec<(Value, &'static str, Value)>,
    /// Who may not, though they work at the centre.
    stranger: &'static str,
}

fn all() -> Vec<Reference> {
    vec![
        Reference {
            list: "themes",
            mutation: "theme",
            field: "theme",
            shown: "title(locale: FR) { text } position",
            action: "theme.define",
            change: json!({ "titles": { "fr": "Eaux usées", "ar": "المياه المستعملة" }, "position": 3 }),
            expected: json!({ "title": { "text": "Eaux usées" }, "position": 3 }),
            wrong: vec![
                (json!({ "titles": {} }), "REQUIRED", json!(["titles"])),
                (json!({ "titles": { "fr": "x".repeat(10_000) } }), "TOO_LONG", json!(["titles", "fr"])),
                (json!({ "summaries": { "ar": "\u{202e}abc" } }), "FORBIDDEN_CHARACTER", json!(["summaries", "ar"])),
            ],
            stranger: "sami",
        },
        Reference {
            list: "glossaryTerms",
            mutation: "glossaryTerm",
            field: "term",
            shown: "terms { en } definitions { fr }",
            action: "glossary.define",
            change: json!({ "terms": { "en": "Sludge" }, "definitions": { "fr": "Ce qui se dépose." } }),
            expected: json!({ "terms": { "en": "Sludge" }, "definitions": { "fr": "Ce qui se dépose." } }),
            wrong: vec![
                (json!({ "terms": { "en": "\u{301}\u{301}" } }), "UNREADABLE", json!(["terms", "en"])),
                (json!({ "definitions": {} }), "REQUIRED", json!(["definitions"])),
            ],
            stranger: "nizar",
        },
        Reference {
            list: "legalTexts",
            mutation: "legalText",
            field: "legalText",
            shown: "kind number signedOn titles { fr }",
            action: "legal-text.define",
            change: json!({ "kind": "DECREE", "number": "0000-1", "signedOn": "2001-02-03", "titles": { "fr": "Titre corrigé" }, "topics": ["water"] }),
            expected: json!({ "kind": "DECREE", "number": "0000-1", "signedOn": "2001-02-03", "titles": { "fr": "Titre corrigé" } }),
            wrong: vec![
                (json!({ "number": "1".repeat(41) }), "TOO_LONG", json!(["number"])),
                (json!({ "titles": { "fr": "a\0b" } }), "FORBIDDEN_CHARACTER", json!(["titles", "fr"])),
                (json!({ "topics": ["not a code"] }), "BAD_FORMAT", json!(["topics"])),
            ],
            stranger: "sami",
        },
        Reference {
            list: "programmes",
            mutation: "programme",
            field: "programme",
            shown: "titles { fr } funder startsOn endsOn",
            action: "programme.define",
            change: json!({ "titles": { "fr": "Programme revu" }, "funder": "Fonds", "startsOn": "2020-01-01", "endsOn": "2021-12-31" }),
            expected: json!({ "titles": { "fr": "Programme revu" }, "funder": "Fonds", "startsOn": "2020-01-01", "endsOn": "2021-12-31" }),
            wrong: vec![
                (json!({ "endsOn": "2019-12-31" }), "OUT_OF_RANGE", json!(["endsOn"])),
                (json!({ "funder": " " }), "REQUIRED", json!(["funder"])),
            ],
            stranger: "amina",
        },
        Reference {
            list: "organisations",
            mutation: "organisation",
            field: "organisation",
            shown: "kind names { fr } governorate { code }",
            action: "organisation.define",
            change: json!({ "kind": "ASSOCIATION", "names": { "fr": "Association des oasis" }, "governorate": "TN-73" }),
            expected: json!({ "kind": "ASSOCIATION", "names": { "fr": "Association des oasis" }, "governorate": { "code": "TN-73" } }),
            wrong: vec![
                (json!({ "governorate": "TN-99" }), "UNKNOWN_REFERENCE", json!(["governorate"])),
                (json!({ "names": {} }), "REQUIRED", json!(["names"])),
            ],
            stranger: "sami",
        },
    ]
}

impl Reference {
    fn update(&self) -> String {
        let Self { mutation, field, shown, .. } = self;
        let name = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        format!(
            "mutation($input: {name}UpdateInput!) {{ {mutation}Update(input: $input) {{ {field} {{ version {shown} }} userErrors {{ code path message }} }} }}"
        )
    }

    /// The change of this object, with other fields in place of, or beside, its own.
    fn input(&self, id: &str, version: i64, other: &Value) -> Value {
        let mut input = self.change.clone();
        input[self.field] = json!(id);
        input["version"] = json!(version);
        other.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
        json!({ "input": input })
    }
}

async fn entries(centre: &Centre, action: &str) -> i64 {
    centre.number(&format!("SELECT count(*) AS number FROM journal_entry WHERE action = '{action}'")).await
}

everywhere! {
    async fn reference_data_is_corrected_in_place_by_whoever_may_and_only_as_they_read_it(centre: Centre) {
        let (visitor, amel, leila) = (centre.visitor(), centre.person("amel").await, centre.person("leila").await);
        for reference in all() {
            let Reference { list, mutation, field, .. } = &reference;
            let stranger = centre.person(reference.stranger).await;
            let (update, answer_at) = (reference.update(), format!("{mutation}Update"));
            let found = leila.ask(&format!("{{ {list}(first: 1) {{ nodes {{ id version }} }} }}"), json!({})).await.checked();
            let (id, version) = (found.text(&format!("{list}.nodes.0.id")), found.number(&format!("{list}.nodes.0.version")));
            let before = centre.fingerprint().await;
            for (other, code, path) in &reference.wrong {
                let mut said = Vec::new();
                for language in ["ar", "fr", "en"] {
                    let refused = leila.clone().reading(language).ask(&update, reference.input(&id, version, other)).await;
                    assert_eq!(refused.at(&format!("{answer_at}.userErrors.0.path")), path, "{list}: {}", refused.body);
                    said.push(refused.text(&format!("{answer_at}.userErrors.0.message")));
                    refused.refused_with(code);
                }
                assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
            }
            amel.ask(&update, reference.input(&id, version, &json!({}))).await.refused_with("FORBIDDEN");
            stranger.ask(&update, reference.input(&id, version, &json!({}))).await.refused_with("FORBIDDEN");
            assert!(visitor.ask(&update, reference.input(&id, version, &json!({}))).await.code().is_some());
            assert_eq!(centre.fingerprint().await, before, "{list}: nothing was changed");

            let written = entries(&centre, reference.action).await;
            let changed = leila.ask(&update, reference.input(&id, version, &json!({}))).await.checked();
            let mut expected = reference.expected.clone();
            expected["version"] = json!(version + 1);
            assert_eq!(changed.at(&format!("{answer_at}.{field}")), &expected);
            assert_eq!(entries(&centre, reference.action).await, written + 1, "{list}: the change is in the journal");

            let before = centre.fingerprint().await;
            for stale in [version, version + 2, -1] {
                let refused = leila.ask(&update, reference.input(&id, stale, &json!({}))).await;
                assert_eq!(refused.at(&format!("{answer_at}.{field}")), &expected, "{list}: whoever lost sees what is there");
                refused.refused_with("CONFLICT");
            }
            assert_eq!(centre.fingerprint().await, before);
        }
        // What has a code already is answered to who says the same of it, and kept from who says something else.
        for (kind, details, other) in [
            ("theme", json!({ "titles": { "fr": "Sols" }, "position": 9 }), json!({ "position": 8 })),
            ("glossaryTerm", json!({ "terms": { "fr": "Sol" }, "definitions": { "fr": "Terre." } }), json!({ "terms": { "fr": "Sous-sol" } })),
            ("legalText", json!({ "kind": "LAW", "signedOn": "2001-02-03", "titles": { "fr": "Loi" }, "status": "IN_FORCE" }), json!({ "status": "REPEALED" })),
            ("programme", json!({ "titles": { "fr": "Programme" } }), json!({ "funder": "Fonds" })),
            ("organisation", json!({ "kind": "SCHOOL", "names": { "fr": "École" } }), json!({ "governorate": "TN-73" })),
        ] {
            let name = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
            let define = format!("mutation($input: {name}DefineInput!) {{ {kind}Define(input: $input) {{ userErrors {{ code path }} }} }}");
            let mut input = details;
            input["code"] = json!("neuf");
            leila.ask(&define, json!({ "input": input })).await.ok();
            let before = centre.fingerprint().await;
            leila.ask(&define, json!({ "input": input })).await.ok();
            other.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
            let refused = leila.ask(&define, json!({ "input": input })).await;
            assert_eq!(refused.at(&format!("{kind}Define.userErrors.0.path")), &json!(["code"]), "{}", refused.body);
            refused.refused_with("ALREADY_EXISTS");
            assert_eq!(centre.fingerprint().await, before, "{kind}");
        }
        // Loading the demo again leaves what people changed.
        let before = centre.fingerprint().await;
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.fingerprint().await, before);
    }
}
