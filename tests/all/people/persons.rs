//! The person's file: entered by officers, kept by the person, with fields that only some may read (S23).

use nabta_testkit::{Centre, Kind, Person, Value, everywhere, json, run_with};

pub(super) const CREATE: &str = "mutation($input: PersonCreateInput!) { personCreate(input: $input) { person { id version } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id version } userErrors { code path message } } }";
const FILE: &str = "query($id: ID!) { node(id: $id) { id ... on Person { names { ar fr } birthDate gender governorate { code } delegation situation \
    education { degree field year institution } identityKind version } } }";
const SENSITIVE: &str = "query($id: ID!) { node(id: $id) { ... on Person { phone email identityNumber accessNeeds } } }";
const BY_CONTACT: &str = "query($contact: ContactInput!) { personsByContact(contact: $contact) { id } }";
const HISTORY: &str = "query($id: ID!) { personHistory(person: $id, first: 20) { nodes { action by { text } fields changes { field before after } } } }";
const DOUBLES: &str = "query($id: ID!) { node(id: $id) { ... on Person { possibleDoubles { reasons person { id } } } } }";
const LIST: &str =
    "query($filter: PersonFilterInput) { persons(filter: $filter, first: 50) { nodes { id names { fr } } totalCount } }";

fn rim() -> Value {
    json!({
        "names": { "ar": "ريم العياري", "fr": "Rim Ayari" }, "birthDate": "1996-02-29", "gender": "FEMALE", "governorate": "TN-83", "delegation": "Remada",
        "situation": "LOOKING_FOR_WORK", "education": [{ "degree": "ENGINEER", "field": "Génie des procédés", "year": 2020, "institution": "ENIG" }],
        "phone": "98 765 432", "email": "Rim@Example.tn", "identity": { "kind": "NATIONAL_CARD", "number": "1234567" },
    })
}

/// Rim with other fields in place of, or beside, her own.
fn with(changes: &Value) -> Value {
    let mut input = rim();
    changes.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
    json!({ "input": input })
}

async fn entered(officer: &Person, changes: &Value) -> String {
    officer.ask(CREATE, with(changes)).await.checked().text("personCreate.person.id")
}

/// The entries of a kind that the journal has.
async fn entries(centre: &Centre, action: &str) -> i64 {
    centre.number(&format!("SELECT count(*) AS number FROM journal_entry WHERE action = '{action}'")).await
}

/// The person of an account.
async fn oneself(person: &Person) -> (String, i64) {
    let viewer = person.ask("{ viewer { person { id version } } }", json!({})).await.checked();
    (viewer.text("viewer.person.id"), viewer.number("viewer.person.version"))
}

everywhere! {
    async fn an_officer_enters_a_person_who_never_signs_in(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina, &json!({})).await;
        let file = amina.ask(FILE, json!({ "id": id })).await.checked();
        let expected = json!({
            "id": id, "names": { "ar": "ريم العياري", "fr": "Rim Ayari" }, "birthDate": "1996-02-29", "gender": "FEMALE", "governorate": { "code": "TN-83" },
            "delegation": "Remada", "situation": "LOOKING_FOR_WORK", "identityKind": "NATIONAL_CARD", "version": 1,
            "education": [{ "degree": "ENGINEER", "field": "Génie des procédés", "year": 2020, "institution": "ENIG" }],
        });
        assert_eq!(*file.at("node"), expected);
        let sensitive = amina.ask(SENSITIVE, json!({ "id": id })).await.checked();
        let opened = json!({ "phone": "+21698765432", "email": "rim@example.tn", "identityNumber": "01234567", "accessNeeds": null });
        assert_eq!(*sensitive.at("node"), opened);
        for filter in [json!({ "name": "aya ri" }), json!({ "name": "ريم" }), json!({ "name": "العيارى" }), json!({ "governorate": "TN-83", "situation": "LOOKING_FOR_WORK", "gender": "FEMALE" })] {
            let found = amina.ask(LIST, json!({ "filter": filter })).await.checked();
            assert_eq!(found.text("persons.nodes.0.id"), id, "{filter}");
            assert_eq!(found.number("persons.totalCount"), 1, "{filter}");
        }
        for filter in [json!({ "name": "ayari rima" }), json!({ "name": "yari" }), json!({ "name": "…" }), json!({ "governorate": "TN-11" })] {
            let found = amina.ask(LIST, json!({ "filter": filter })).await;
            assert!(found.code().is_some() || found.number("persons.totalCount") == 0, "{filter}");
        }
    }

    async fn who_may_not_know_of_a_person_is_told_nothing(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina, &json!({})).await;
        let mut people = vec![centre.visitor()];
        for name in ["sami", "amel", "giulia", "salma", "hedi"] {
            people.push(centre.person(name).await);
        }
        let before = centre.fingerprint().await;
        for (index, person) in people.iter().enumerate() {
            for query in [FILE, SENSITIVE, DOUBLES] {
                person.ask(query, json!({ "id": id })).await.refused_with("NOT_FOUND");
            }
            person.ask(HISTORY, json!({ "id": id })).await.refused_with("NOT_FOUND");
            let denied = if index == 0 { "UNAUTHENTICATED" } else { "FORBIDDEN" };
            person.ask(LIST, json!({})).await.refused_with(denied);
            person.ask(CREATE, with(&json!({}))).await.refused_with(denied);
            person.ask(BY_CONTACT, json!({ "contact": { "phone": "98765432" } })).await.refused_with(denied);
            person.ask(UPDATE, json!({ "input": { "person": id, "phone": null, "version": 1 } })).await.refused_with("NOT_FOUND");
        }
        assert_eq!(centre.fingerprint().await, before);
        // Who runs the platform knows who is on it, and needs no identity cards.
        let leila = centre.person("leila").await;
        leila.ask(FILE, json!({ "id": id })).await.ok();
        leila.ask(SENSITIVE, json!({ "id": id })).await.refused_with("FORBIDDEN");
    }

    async fn reading_what_only_some_may_read_is_in_the_journal(centre: Centre) {
        let (amina, nizar, amel) = (centre.person("amina").await, centre.person("nizar").await, centre.person("amel").await);
        let id = entered(&amina, &json!({})).await;
        let action = "person.read-sensitive";
        nizar.ask(FILE, json!({ "id": id })).await.ok();
        assert_eq!(entries(&centre, action).await, 0, "the rest of the file is no secret to officers");
        nizar.ask(SENSITIVE, json!({ "id": id })).await.ok();
        assert_eq!(entries(&centre, action).await, 1, "one entry for one question");
        assert_eq!(*nizar.ask(BY_CONTACT, json!({ "contact": { "identity": { "kind": "NATIONAL_CARD", "number": "01234567" } } })).await.checked().at("personsByContact"), json!([{ "id": id }]));
        assert_eq!(entries(&centre, action).await, 2);
        for contact in [json!({ "phone": "98 765 433" }), json!({ "email": "ri@example.tn" }), json!({ "identity": { "kind": "PASSPORT", "number": "01234567" } })] {
            assert_eq!(nizar.ask(BY_CONTACT, json!({ "contact": contact })).await.checked().count("personsByContact"), 0);
        }
        assert_eq!(entries(&centre, action).await, 2);
        let history = amina.ask(HISTORY, json!({ "id": id })).await.checked();
        assert_eq!(*history.at("personHistory.nodes.0"), json!({ "action": action, "by": { "text": "Nizar Jlassi" }, "fields": ["identity"], "changes": [] }));
        assert_eq!(*history.at("personHistory.nodes.1.fields"), json!(["email", "identity", "phone"]));
        // One's own is no reading of others'.
        let (own, version) = oneself(&amel).await;
        amel.ask(UPDATE, json!({ "input": { "person": own, "phone": "22 333 444", "version": version } })).await.ok();
        assert_eq!(amel.ask(SENSITIVE, json!({ "id": own })).await.checked().text("node.phone"), "+21622333444");
        assert_eq!(entries(&centre, action).await, 2);
        let seen = amel.ask(HISTORY, json!({ "id": own })).await.checked();
        assert_eq!(seen.text("personHistory.nodes.0.action"), "person.update");
    }

    async fn nothing_that_only_some_may_read_lies_in_the_open(centre: Centre) {
        let amina = centre.person("amina").await;
        let key = json!({ "idempotencyKey": "rim-1" });
        let id = entered(&amina, &key).await;
        assert_eq!(entered(&amina, &key).await, id, "asked again it is done once");
        amina.ask(CREATE, with(&json!({ "idempotencyKey": "rim-1", "phone": "98 765 433" }))).await.refused_with("IDEMPOTENCY_MISMATCH");
        let change = json!({ "input": { "person": id, "phone": "55 123 987", "delegation": "Dehiba", "version": 1 } });
        amina.ask(UPDATE, change).await.ok();
        for needle in ["98765432", "55123987", "01234567", "rim@example"] {
            for (table, column) in [("journal_entry", "body"), ("person", "cast(names as text)"), ("idempotency_key", "key"), ("job", "cast(payload as text)")] {
                assert_eq!(centre.number(&format!("SELECT count(*) AS number FROM {table} WHERE {column} LIKE '%{needle}%'")).await, 0, "{needle} in {table}");
            }
            if centre.kind == Kind::Sqlite {
                for file in ["nabta.db", "nabta.db-wal"] {
                    let bytes = std::fs::read(centre.folder().join(file)).unwrap_or_default();
                    assert!(!bytes.windows(needle.len()).any(|part| part == needle.as_bytes()), "{needle} in {file}");
                }
            }
        }
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE body LIKE '%Dehiba%'").await, 0, "former and new values are sealed");
        let history = amina.ask(HISTORY, json!({ "id": id })).await.checked();
        let changed = json!({ "action": "person.update", "by": { "text": "Amina Gharbi" }, "fields": ["delegation", "phone"],
            "changes": [{ "field": "delegation", "before": "\"Remada\"", "after": "\"Dehiba\"" }] });
        assert_eq!(*history.at("personHistory.nodes.0"), changed);
        assert_eq!(history.text("personHistory.nodes.1.action"), "person.create");
    }

    async fn what_is_not_said_stays_and_what_is_taken_away_goes(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina, &json!({})).await;
        let change = json!({ "input": { "person": id, "birthDate": null, "identity": null, "education": [], "version": 1 } });
        assert_eq!(amina.ask(UPDATE, change.clone()).await.checked().number("personUpdate.person.version"), 2);
        let file = amina.ask(FILE, json!({ "id": id })).await.checked();
        assert_eq!(*file.at("node.education"), json!([]));
        assert_eq!((file.at("node.birthDate"), file.at("node.identityKind"), file.text("node.delegation")), (&json!(null), &json!(null), "Remada".into()));
        let opened = json!({ "phone": "+21698765432", "email": "rim@example.tn", "identityNumber": null, "accessNeeds": null });
        assert_eq!(*amina.ask(SENSITIVE, json!({ "id": id })).await.checked().at("node"), opened);
        let before = centre.fingerprint().await;
        let stale = amina.ask(UPDATE, change).await;
        assert_eq!(stale.number("personUpdate.person.version"), 2, "the person as somebody else left them");
        stale.refused_with("CONFLICT");
        let same = json!({ "input": { "person": id, "phone": "98765432", "names": rim()["names"], "version": 2 } });
        assert_eq!(amina.ask(UPDATE, same).await.checked().number("personUpdate.person.version"), 2, "nothing is different");
        assert_eq!(centre.fingerprint().await, before);
        amina.ask(UPDATE, json!({ "input": { "person": id, "names": { "fr": "Rim Trabelsi" }, "version": 2 } })).await.ok();
        assert_eq!(amina.ask(LIST, json!({ "filter": { "name": "ayari" } })).await.checked().number("persons.totalCount"), 0);
        assert_eq!(amina.ask(LIST, json!({ "filter": { "name": "rim trab" } })).await.checked().number("persons.totalCount"), 1);
    }

    async fn wrong_input_has_a_code_and_a_place_and_changes_nothing(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina, &json!({})).await;
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "names": {} }), "REQUIRED", json!(["names"])),
            (json!({ "names": { "fr": "a\0b" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "names": { "fr": "Rim\u{202e}nimda" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "names": { "ar": "ر".repeat(201) } }), "TOO_LONG", json!(["names", "ar"])),
            (json!({ "birthDate": "1850-01-01" }), "OUT_OF_RANGE", json!(["birthDate"])),
            (json!({ "birthDate": "2031-01-01" }), "OUT_OF_RANGE", json!(["birthDate"])),
            (json!({ "governorate": "TN-99" }), "UNKNOWN_REFERENCE", json!(["governorate"])),
            (json!({ "governorate": null, "delegation": "Remada" }), "REQUIRED", json!(["governorate"])),
            (json!({ "delegation": "x".repeat(81) }), "TOO_LONG", json!(["delegation"])),
            (json!({ "education": [{ "degree": "MASTER", "year": 1492 }] }), "OUT_OF_RANGE", json!(["education", "0", "year"])),
            (json!({ "education": [{ "degree": "MASTER", "field": "a\u{0}b" }] }), "FORBIDDEN_CHARACTER", json!(["education", "0", "field"])),
            (json!({ "education": vec![json!({ "degree": "MASTER" }); 21] }), "OUT_OF_RANGE", json!(["education"])),
            (json!({ "phone": "call me" }), "BAD_FORMAT", json!(["phone"])),
            (json!({ "phone": "9".repeat(10_000) }), "TOO_LONG", json!(["phone"])),
            (json!({ "email": "rim@example.tn\r\nBcc: x@example.tn" }), "FORBIDDEN_CHARACTER", json!(["email"])),
            (json!({ "identity": { "kind": "NATIONAL_CARD", "number": "12A45678" } }), "BAD_FORMAT", json!(["identity", "number"])),
            (json!({ "identity": { "kind": "PASSPORT", "number": "=cmd|' /C calc'!A0" } }), "BAD_FORMAT", json!(["identity", "number"])),
            (json!({ "accessNeeds": "a ramp" }), "FIELD_OFF", json!(["accessNeeds"])),
            (json!({}), "PERSON_KNOWN", json!(["identity", "number"])),
        ] {
            let answer = amina.ask(CREATE, with(&change)).await;
            assert_eq!(*answer.at("personCreate.userErrors.0.path"), path, "{change}: {}", answer.body);
            answer.refused_with(code);
            let mut update = change.clone();
            if update.as_object().unwrap().is_empty() { continue }
            (update["person"], update["version"]) = (json!(id), json!(1));
            if update["names"] == json!({}) { continue }
            amina.ask(UPDATE, json!({ "input": update })).await.refused_with(code);
        }
        amina.ask(CREATE, with(&json!({ "birthDate": "31/12/1999" }))).await.refused_with("BAD_INPUT");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn near_doubles_are_proposed_and_nobody_learns_from_a_number(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let rim = entered(&amina, &json!({})).await;
        let again = json!({ "names": { "ar": "رِيم العيّاري", "fr": "AYARI Rym" }, "phone": null, "email": null, "identity": null });
        let near = entered(&amina, &again).await;
        let far = entered(&amina, &json!({ "names": { "fr": "Sami Trabelsi" }, "phone": "98765432", "email": null, "identity": null })).await;
        assert_eq!(*amina.ask(DOUBLES, json!({ "id": rim })).await.checked().at("node.possibleDoubles"), json!([{ "reasons": ["NAME_AND_BIRTH_DATE"], "person": { "id": near } }]));
        assert_eq!(*amina.ask(DOUBLES, json!({ "id": far })).await.checked().at("node.possibleDoubles"), json!([]), "a family's telephone is no proof");
        // Who types the number of somebody's card is not told that it is on file, and gets nothing of theirs.
        let (own, version) = oneself(&amel).await;
        let typed = json!({ "input": { "person": own, "identity": { "kind": "NATIONAL_CARD", "number": "01234567" }, "version": version } });
        amel.ask(UPDATE, typed).await.ok();
        amel.ask(FILE, json!({ "id": rim })).await.refused_with("NOT_FOUND");
        assert_eq!(oneself(&amel).await.0, own);
        let doubles = amina.ask(DOUBLES, json!({ "id": rim })).await.checked();
        assert!(doubles.at("node.possibleDoubles").as_array().unwrap().contains(&json!({ "reasons": ["IDENTITY"], "person": { "id": own } })));
    }

    async fn of_many_at_once_one_enters_an_identity(centre: Centre) {
        let amina = centre.person("amina").await;
        let asked = (0..24).map(|_| { let amina = amina.clone(); async move { amina.ask(CREATE, with(&json!({}))).await } });
        let answers = futures::future::join_all(asked).await;
        let entered = answers.iter().filter(|answer| answer.user_error_codes().is_empty() && answer.code().is_none()).count();
        assert_eq!(entered, 1);
        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!(centre.number("SELECT count(*) AS number FROM person_file WHERE identity_digest IS NOT NULL").await, 1);
    }
}

/// Needs for access are kept only where the law's authorisation is configured.
fn needs(kind: Kind) {
    run_with(kind, "privacy.access_needs_authorisation = 'INPDP 18-2020'", async |centre: Centre| {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let id = entered(&amina, &json!({ "accessNeeds": "Fauteuil roulant" })).await;
        assert_eq!(amina.ask(SENSITIVE, json!({ "id": id })).await.checked().text("node.accessNeeds"), "Fauteuil roulant");
        sami.ask(SENSITIVE, json!({ "id": id })).await.refused_with("NOT_FOUND");
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE body LIKE '%Fauteuil%'").await, 0);
    });
}

#[test]
fn needs_for_access_are_kept_where_the_law_allows_it() {
    needs(Kind::Sqlite);
    needs(Kind::Postgres);
}
