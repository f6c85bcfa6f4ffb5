//! What the law (2004-63) gives to the persons themselves (S22): consents, all that is kept about them, being forgotten.

use chrono::TimeDelta;
use nabta_testkit::{Centre, Kind, Person, Value, everywhere, json, sent};

use super::persons::CREATE;

const WORDING: &str = "mutation($input: ConsentWordingDefineInput!) { consentWordingDefine(input: $input) { wording { id number } userErrors { code path } } }";
const GIVE: &str = "mutation($input: ConsentGiveInput!) { consentGive(input: $input) { consent { id isOnPaper wording { number } } userErrors { code path message } } }";
const WITHDRAW: &str =
    "mutation($id: ID!) { consentWithdraw(input: { consent: $id }) { consent { withdrawnAt } userErrors { code } } }";
const CONSENTS: &str =
    "query($id: ID!) { node(id: $id) { ... on Person { consents { withdrawnAt isOnPaper wording { purpose number } } } } }";
const EXPORT: &str = "mutation { dataExportRequest(input: { locale: AR }) { export { id isReady } userErrors { code } } }";
const EXPORTS: &str = "{ dataExports { id isReady jsonPath pdfPath } }";
const ERASE: &str =
    "mutation($password: String!) { erasureRequest(input: { password: $password }) { userErrors { code path } } }";
const ORDER: &str = "mutation($id: ID!) { erasureOrder(input: { person: $id }) { userErrors { code path } } }";
const RULES: &str = "{ retentionRules { kind keepDays basis due } }";
const PASSWORD: &str = "nabta-demo-2020";

async fn oneself(person: &Person) -> String {
    person.ask("{ viewer { person { id } } }", json!({})).await.checked().text("viewer.person.id")
}

async fn worded(salma: &Person, text: &str) -> String {
    let input = json!({ "input": { "purpose": "partners", "texts": { "fr": text, "ar": "أوافق" }, "toThirdParty": true } });
    salma.ask(WORDING, input).await.checked().text("consentWordingDefine.wording.id")
}

/// Rim, whom an officer entered, with all that a file can hold.
async fn on_file(amina: &Person) -> String {
    let input = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": "98765432", "email": "rim@example.tn", "birthDate": "1996-02-29" } });
    amina.ask(CREATE, input).await.checked().text("personCreate.person.id")
}

async fn fetch(centre: &Centre, path: &str) -> nabta_testkit::Fetched {
    nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await
}

everywhere! {
    async fn a_consent_is_given_to_words_that_do_not_change_and_taken_back(centre: Centre) {
        let (salma, amel, amina, sami) = (centre.person("salma").await, centre.person("amel").await, centre.person("amina").await, centre.person("sami").await);
        let first = worded(&salma, "J'accepte").await;
        assert_eq!(worded(&salma, "J'accepte").await, first, "the same words are no newer ones");
        let own = oneself(&amel).await;
        let give = |person: &str, wording: &str, locale: &str| json!({ "input": { "person": person, "wording": wording, "locale": locale } });
        let given = amel.ask(GIVE, give(&own, &first, "AR")).await.checked();
        let id = given.text("consentGive.consent.id");
        assert_eq!(amel.ask(GIVE, give(&own, &first, "AR")).await.checked().text("consentGive.consent.id"), id, "twice is once");
        let second = worded(&salma, "J'accepte, pour un an").await;
        let before = centre.fingerprint().await;
        amel.ask(GIVE, give(&own, &first, "FR")).await.refused_with("WORDING_CHANGED");
        amel.ask(GIVE, give(&own, &second, "EN")).await.refused_with("UNKNOWN_REFERENCE");
        sami.ask(GIVE, give(&own, &second, "FR")).await.refused_with("NOT_FOUND");
        centre.visitor().ask(GIVE, give(&own, &second, "FR")).await.refused_with("NOT_FOUND");
        sami.ask(WITHDRAW, json!({ "id": id })).await.refused_with("NOT_FOUND");
        amel.ask(WORDING, json!({ "input": { "purpose": "partners", "texts": { "fr": "x" }, "toThirdParty": true } })).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        let ctx = centre.instance.operator();
        let agreed = async |person: &str| {
            let id = nabta_domain::kernel::TypedId::parse(person).unwrap();
            !nabta_domain::people::consent::agreed(&ctx, "partners", &[id]).await.ok().unwrap().is_empty()
        };
        assert!(agreed(&own).await);
        amel.ask(WITHDRAW, json!({ "id": id })).await.ok();
        amel.ask(WITHDRAW, json!({ "id": id })).await.refused_with("WRONG_STATE");
        assert!(!agreed(&own).await, "nobody's name leaves without it");
        let rim = on_file(&amina).await;
        assert!(amina.ask(GIVE, give(&rim, &second, "FR")).await.checked().at("consentGive.consent.isOnPaper").as_bool().unwrap());
        let seen = salma.ask(CONSENTS, json!({ "id": own })).await;
        assert!(seen.code().is_some(), "the quality officer does not know of persons yet");
        let seen = amina.ask(CONSENTS, json!({ "id": own })).await.checked();
        assert!(seen.count("node.consents") == 1 && seen.at("node.consents.0.withdrawnAt").is_string());
    }

    async fn all_that_is_kept_about_oneself_comes_as_data_and_to_be_read(centre: Centre) {
        let (amel, amina, salma) = (centre.person("amel").await, centre.person("amina").await, centre.person("salma").await);
        let own = oneself(&amel).await;
        let change = json!({ "input": { "person": own, "phone": "22 333 444", "birthDate": "1998-07-01", "gender": "FEMALE", "governorate": "TN-83", "education": [{ "degree": "MASTER", "field": "Environnement", "year": 2020 }], "version": 1 } });
        amel.ask("mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code path } } }", change).await.ok();
        let wording = worded(&salma, "J'accepte").await;
        amel.ask(GIVE, json!({ "input": { "person": own, "wording": wording, "locale": "AR" } })).await.ok();
        sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", b"Amel").await;
        amina.ask("query($id: ID!) { node(id: $id) { ... on Person { phone } } }", json!({ "id": own })).await.ok();
        let asked = amel.ask(EXPORT, json!({})).await.checked();
        assert_eq!(asked.at("dataExportRequest.export.isReady"), false);
        centre.work().await;
        assert!(centre.letters("amel@nabta.example")[0].subject.contains("معطياتك"));
        let exports = amel.ask(EXPORTS, json!({})).await.checked();
        let json = fetch(&centre, &exports.text("dataExports.0.jsonPath")).await;
        assert_eq!((json.status, json.header("content-type")), (200, Some("application/json")));
        assert!(json.header("content-disposition").unwrap().starts_with("attachment"));
        let data: Value = serde_json::from_slice(&json.bytes).unwrap();
        assert_eq!((&data["person"]["phone"], &data["person"]["names"]["ar"]), (&json!("+21622333444"), &json!("أمل بوزيد")));
        assert_eq!((&data["account"]["email"], &data["consents"][0]["text"], &data["files"][0]["name"]), (&json!("amel@nabta.example"), &json!("أوافق"), &json!("cv.txt")));
        let history: Vec<&str> = data["history"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        for action in ["person.update", "person.read-sensitive", "consent.give", "sign-in.begin", "data.export", "upload.begin"] {
            assert!(history.contains(&action), "{action} in {history:?}");
        }
        let pdf = fetch(&centre, &exports.text("dataExports.0.pdfPath")).await;
        assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-") && pdf.bytes.len() > 10_000);
        // Sealed while it waits.
        for entry in std::fs::read_dir(centre.folder().join("files/exports")).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(8).any(|part| part == b"22333444" || part.starts_with(b"%PDF")), "{:?}", entry.path());
        }
        // Nobody else's, no other form, not afterwards.
        let path = exports.text("dataExports.0.jsonPath");
        for wrong in [path.replace(".json", ".pdf"), path.replace("until=1", "until=2"), format!("{path}0"), path.split("&signature").next().unwrap().to_owned()] {
            assert!([400, 403].contains(&fetch(&centre, &wrong).await.status), "{wrong}");
        }
        assert_eq!(amina.ask(EXPORTS, json!({})).await.checked().count("dataExports"), 0);
        centre.visitor().ask(EXPORT, json!({})).await.refused_with("UNAUTHENTICATED");
        centre.clock.advance(TimeDelta::minutes(16));
        assert_eq!(fetch(&centre, &path).await.status, 403);
        centre.clock.advance(TimeDelta::days(8));
        night(&centre).await;
        assert!(!centre.folder().join("files/exports").exists());
    }

    async fn who_is_forgotten_leaves_no_name_and_the_journal_holds(centre: Centre) {
        let (amel, amina) = (centre.person("amel").await, centre.person("amina").await);
        let own = oneself(&amel).await;
        let change = json!({ "input": { "person": own, "phone": "22 333 444", "delegation": "Remada", "governorate": "TN-83", "version": 1 } });
        amel.ask("mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code path } } }", change).await.ok();
        sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", b"Amel").await;
        amel.ask(EXPORT, json!({})).await.ok();
        centre.work().await;
        let path = amel.ask(EXPORTS, json!({})).await.checked().text("dataExports.0.jsonPath");
        let before = centre.fingerprint().await;
        amel.ask(ERASE, json!({ "password": "not this one" })).await.refused_with("PASSWORD_WRONG");
        centre.visitor().ask(ERASE, json!({ "password": PASSWORD })).await.refused_with("UNAUTHENTICATED");
        amina.ask(ORDER, json!({ "id": own })).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        centre.person("leila").await.ask(ORDER, json!({ "id": own })).await.refused_with("HAS_ACCOUNT");
        amel.ask(ERASE, json!({ "password": PASSWORD })).await.ok();
        amel.ask("{ dataExports { id } }", json!({})).await.refused_with("UNAUTHENTICATED");
        centre.visitor().sign_in("amel@nabta.example", PASSWORD).await.refused_with("SIGN_IN_REFUSED");
        centre.work().await;
        assert!(centre.letters("amel@nabta.example")[0].subject.contains("حذف"));
        amina.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": own })).await.refused_with("NOT_FOUND");
        assert_eq!(fetch(&centre, &path).await.status, 404);
        let found = amina.ask("{ persons(filter: { name: \"bouzid\" }) { totalCount } }", json!({})).await.checked();
        assert_eq!(found.number("persons.totalCount"), 0);
        for needle in ["Bouzid", "بوزيد", "amel@", "Remada", "22333444"] {
            for (table, columns) in [("person", "cast(names as text)"), ("person_file", "coalesce(delegation, '')"), ("journal_entry", "body"), ("account", "email_digest"), ("person_word", "word"), ("file", "name")] {
                assert_eq!(centre.number(&format!("SELECT count(*) AS number FROM {table} WHERE {columns} LIKE '%{needle}%'")).await, 0, "{needle} in {table}");
            }
        }
        let id = own.strip_prefix("person_").unwrap();
        let id = match centre.kind { Kind::Sqlite => format!("x'{}'", id.replace('-', "")), Kind::Postgres => format!("'{id}'") };
        assert_eq!(centre.number(&format!("SELECT count(*) AS number FROM person_key WHERE person_id = {id}")).await, 0, "the key is gone");
        assert!(centre.number(&format!("SELECT count(*) AS number FROM journal_subject WHERE kind = 'person' AND subject_id = {id}")).await >= 2, "what was done stays");
        let operator = centre.instance.operator();
        nabta_domain::kernel::journal::sealer::seal(&operator, true).await.ok().unwrap();
        let verified = nabta_domain::kernel::journal::verify::verify(&operator).await.ok().unwrap();
        assert!(verified.faults.is_empty() && verified.verified > 10, "{:?}", verified.faults);
        // The address is free again, for somebody new.
        let wish = json!({ "input": { "names": { "fr": "Amel" }, "email": "amel@nabta.example", "password": "quatre mots sans lien 7", "locale": "FR" } });
        centre.visitor().ask("mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }", wish).await.ok();
        centre.work().await;
        assert!(centre.letters("amel@nabta.example")[0].text.contains('#'));
    }

    async fn somebody_without_an_account_is_forgotten_by_order_and_the_last_administrator_never(centre: Centre) {
        let (leila, amina) = (centre.person("leila").await, centre.person("amina").await);
        let rim = on_file(&amina).await;
        leila.ask(ORDER, json!({ "id": rim })).await.ok();
        centre.work().await;
        amina.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": rim })).await.refused_with("NOT_FOUND");
        assert_eq!(centre.number("SELECT count(*) AS number FROM person_file WHERE phone_digest IS NOT NULL").await, 0);
        leila.ask(ORDER, json!({ "id": rim })).await.refused_with("NOT_FOUND");
        leila.ask(ERASE, json!({ "password": PASSWORD })).await.refused_with("LAST_ADMINISTRATOR");
        leila.ask("{ viewer { id } }", json!({})).await.ok();
    }

    async fn an_order_ends_where_the_person_got_an_account_and_a_wish_reaches_all_entries(centre: Centre) {
        let (leila, amina, amel) = (centre.person("leila").await, centre.person("amina").await, centre.person("amel").await);
        let (own, rim) = (oneself(&amel).await, on_file(&amina).await);
        leila.ask(ORDER, json!({ "id": rim })).await.ok();
        let grant = "mutation($input: PersonClaimGrantInput!) { personClaimGrant(input: $input) { userErrors { code } } }";
        amina.ask(grant, json!({ "input": { "claimant": own, "person": rim } })).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM job WHERE kind = 'privacy.erase' AND problem = 'HAS_ACCOUNT'").await, 1);
        assert_eq!(oneself(&amel).await, rim, "nobody is forgotten by an order who can ask for it");
        // Letters that wait are not sent to somebody who is forgotten.
        amel.ask(EXPORT, json!({})).await.ok();
        amel.ask(ERASE, json!({ "password": PASSWORD })).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM person WHERE state = 'erased'").await, 2, "both entries");
        assert_eq!(centre.number("SELECT count(*) AS number FROM mail WHERE person_id IS NOT NULL AND state = 'waiting'").await, 0);
        assert_eq!(centre.letters("amel@nabta.example").iter().filter(|letter| letter.subject.contains("معطياتك جاهزة")).count(), 0);
    }

    async fn what_will_go_is_shown_before_it_goes(centre: Centre) {
        let (salma, leila) = (centre.person("salma").await, centre.person("leila").await);
        let invite = json!({ "input": { "email": "guest@nabta.example", "locale": "FR", "role": "COACH" } });
        leila.ask("mutation($input: InvitationSendInput!) { invitationSend(input: $input) { userErrors { code } } }", invite).await.ok();
        centre.work().await;
        let due = async |salma: &Person, kind: &str| {
            let rules = salma.ask(RULES, json!({})).await.checked();
            let rule = rules.at("retentionRules").as_array().unwrap().iter().find(|rule| rule["kind"] == kind).unwrap().clone();
            (rule["keepDays"].as_i64().unwrap(), rule["due"].as_i64().unwrap())
        };
        assert_eq!(due(&salma, "people.invitation").await, (365, 0));
        centre.person("amel").await.ask(RULES, json!({})).await.refused_with("FORBIDDEN");
        centre.clock.advance(TimeDelta::days(375));
        let salma = centre.person("salma").await;
        let before = centre.fingerprint().await;
        assert_eq!(due(&salma, "people.invitation").await, (365, 1));
        assert_eq!(centre.fingerprint().await, before, "asking removes nothing");
        night(&centre).await;
        let salma = centre.person("salma").await;
        assert_eq!(due(&salma, "people.invitation").await, (365, 0));
        assert_eq!(centre.number("SELECT count(*) AS number FROM invitation").await, 0);
    }
}

/// Does what comes round each night.
async fn night(centre: &Centre) {
    use nabta_domain::kernel::jobs::schedule;
    let ctx = centre.instance.operator();
    schedule::enter_due(&ctx, &[nabta_domain::tidy::SCHEDULE]).await.ok().unwrap();
    centre.clock.advance(TimeDelta::days(1));
    schedule::enter_due(&ctx, &[nabta_domain::tidy::SCHEDULE]).await.ok().unwrap();
    centre.work().await;
}
