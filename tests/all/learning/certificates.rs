//! Certificates: issued once, to whoever earned them, and taken back or corrected for all to see.

use nabta_documents::archive::unpack;
use nabta_testkit::{Answer, Centre, Paper, Person, Value, everywhere, json};

use super::{ENROL, ENTER, course, on_file, oneself, open_run, say_of};
use crate::people::at_once::at_once;
use crate::people::notices::notices;

pub(crate) const DEFINE: &str = "mutation($input: CertificateTemplateCreateInput!) { certificateTemplateCreate(input: $input) { template { id version } userErrors { code path message } } }";
const CHANGE: &str = "mutation($input: CertificateTemplateUpdateInput!) { certificateTemplateUpdate(input: $input) { template { version } userErrors { code path } } }";
pub(crate) const ISSUE: &str = "mutation($template: ID!, $persons: [ID!]!) { certificatesIssue(input: { template: $template, persons: $persons }) { batch { id job { id state } archivePath } userErrors { code path message } } }";
const CORRECT: &str = "mutation($id: ID!, $version: Int!, $reason: String!) { certificateCorrect(input: { certificate: $id, version: $version, reason: $reason }) { certificate { id serialNumber version } userErrors { code path message } } }";
pub(crate) const REVOKE: &str = "mutation($id: ID!, $version: Int!, $reason: String!) { certificateRevoke(input: { certificate: $id, version: $version, reason: $reason }) { certificate { id state version } userErrors { code path message } } }";
const COMPLETE: &str = "mutation($id: ID!, $version: Int!) { enrolmentComplete(input: { enrolment: $id, version: $version }) { userErrors { code path } } }";
pub(crate) const MINE: &str = "{ myCertificates { totalCount nodes { id serialNumber state standing name { text } title { text } courses { slug } lawCodes checkAddress pdfPath badgePath issuedOn expiresOn reason version replacedBy { id serialNumber } } } }";
const CHECK: &str = "query($code: String!) { certificateCheck(code: $code) { standing serialNumber name { text } title { text } courses { text } issuedOn expiresOn replacement } }";

/// What a template of the two modules says, with other details in place of the usual ones.
pub(crate) async fn details(centre: &Centre, code: &str, said: &Value) -> Value {
    let (one, other) = (course(centre, "impact-study").await, course(centre, "environmental-legislation").await);
    let mut details = json!({
        "code": code,
        "titles": { "ar": "شهادة تكوين", "fr": "Attestation de formation" },
        "courses": [one, other],
        "plan": {
            "locales": ["AR", "FR"],
            "body": { "ar": "تشهد الإدارة أن {name} أتمّ(ت) {courses} بتاريخ {date}.", "fr": "La direction atteste que {name} a suivi {courses}, le {date}." },
            "signatories": [{ "name": { "ar": "المديرة العامة", "fr": "La directrice générale" }, "quality": { "ar": "المديرة", "fr": "Directrice" } }],
            "months": 36,
            "isAutomatic": true,
        },
    });
    for (field, value) in said.as_object().unwrap() {
        if field == "plan" {
            value.as_object().unwrap().iter().for_each(|(name, value)| details["plan"][name] = value.clone());
        } else {
            details[field] = value.clone();
        }
    }
    details
}

/// The demo's template of the two modules, which says something else from now on.
pub(crate) async fn of_modules(centre: &Centre, said: &Value) -> String {
    let amina = centre.person("amina").await;
    let found = amina.ask("{ certificateTemplates { nodes { id code version } } }", json!({})).await.checked();
    let found = found
        .at("certificateTemplates.nodes")
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == "MODULES-EN-LIGNE")
        .unwrap()
        .clone();
    let input = json!({ "template": found["id"], "version": found["version"], "details": details(centre, "MODULES-EN-LIGNE", said).await });
    amina.ask(CHANGE, json!({ "input": input })).await.ok();
    found["id"].as_str().unwrap().to_owned()
}

/// A template.
pub(crate) async fn template(centre: &Centre, code: &str, said: &Value) -> String {
    let details = details(centre, code, said).await;
    let amina = centre.person("amina").await;
    amina.ask(DEFINE, json!({ "input": { "details": details } })).await.checked().text("certificateTemplateCreate.template.id")
}

/// That somebody enrolled in a run and was said to have done what it asks for.
async fn complete(amina: &Person, person: &Person, run: &str) {
    let enrolment = person.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
    amina.ask(COMPLETE, json!({ "id": enrolment, "version": 1 })).await.ok();
}

/// Runs of both modules.
async fn runs(centre: &Centre) -> [String; 2] {
    let one = open_run(centre, "impact-study", "C-1", &json!({})).await;
    [one, open_run(centre, "environmental-legislation", "C-2", &json!({})).await]
}

/// That somebody completed both modules, and the jobs of that were done.
pub(crate) async fn completed(centre: &Centre, person: &Person) {
    let amina = centre.person("amina").await;
    for run in runs(centre).await {
        complete(&amina, person, &run).await;
    }
    centre.work().await;
}

/// People on file who completed a course.
async fn graduates(amina: &Person, run: &str, count: usize) -> Vec<String> {
    let mut persons = Vec::new();
    for n in 0..count {
        persons.push(on_file(amina, &format!("Diplômée {n}"), &json!({})).await);
    }
    amina.ask(ENTER, json!({ "input": { "run": run, "persons": persons } })).await.ok();
    let of_run = "query($run: ID!) { node(id: $run) { ... on CourseRun { enrolments(first: 100) { nodes { id version } } } } }";
    let found = amina.ask(of_run, json!({ "run": run })).await.checked();
    for one in found.at("node.enrolments.nodes").as_array().unwrap() {
        amina.ask(COMPLETE, json!({ "id": one["id"], "version": one["version"] })).await.ok();
    }
    persons
}

fn code_of(mine: &Answer, at: usize) -> String {
    mine.text(&format!("myCertificates.nodes.{at}.checkAddress")).rsplit('/').next().unwrap().to_owned()
}

async fn page(centre: &Centre, code: &str) -> String {
    let fetched = nabta_testkit::fetch(&format!("{}/c/{code}?lang=fr", centre.address), None).await;
    assert_eq!(fetched.status, 200);
    String::from_utf8(fetched.bytes.to_vec()).unwrap()
}

everywhere! {
    async fn one_is_issued_as_soon_as_all_courses_are_completed_and_none_twice(centre: Centre) {
        let template = of_modules(&centre, &json!({})).await;
        let [one, other] = runs(&centre).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        complete(&amina, &amel, &one).await;
        centre.work().await;
        assert_eq!(amel.ask(MINE, json!({})).await.checked().number("myCertificates.totalCount"), 0, "one of two courses");
        complete(&amina, &amel, &other).await;
        centre.work().await;
        let mine = amel.ask(MINE, json!({})).await.checked();
        assert_eq!(mine.number("myCertificates.totalCount"), 1);
        let year = centre.instance.services.clock.now().format("%Y").to_string();
        assert_eq!(mine.text("myCertificates.nodes.0.serialNumber"), format!("{year}-0001"));
        assert_eq!((mine.text("myCertificates.nodes.0.standing").as_str(), mine.text("myCertificates.nodes.0.title.text").as_str()), ("VALID", "Attestation de formation"));
        let slugs: Vec<_> = mine.at("myCertificates.nodes.0.courses").as_array().unwrap().iter().map(|course| course["slug"].clone()).collect();
        assert!(slugs.contains(&json!("impact-study")) && slugs.contains(&json!("environmental-legislation")), "{slugs:?}");
        let laws = mine.at("myCertificates.nodes.0.lawCodes").as_array().unwrap();
        assert!(laws.contains(&json!("D-2005-1991")), "the texts that its lessons cite: {laws:?}");
        let told = notices(&amel.clone().reading("ar")).await;
        let topics: Vec<_> = told.at("notices.nodes").as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect();
        assert!(topics.iter().any(|text| text.contains(&format!("{year}-0001"))), "{topics:?}");
        // Again through another run of a course, and by hand: she has one.
        let again = open_run(&centre, "impact-study", "C-3", &json!({})).await;
        complete(&amina, &amel, &again).await;
        centre.work().await;
        amina.ask(ISSUE, json!({ "template": template, "persons": [oneself(&amel).await] })).await.ok();
        centre.work().await;
        assert_eq!(amel.ask(MINE, json!({})).await.checked().number("myCertificates.totalCount"), 1);
        let refused = centre.tamper("INSERT INTO certificate SELECT * FROM certificate").await;
        assert!(refused.is_err(), "the database holds it too");
    }

    async fn two_completions_at_the_same_moment_make_one(centre: Centre) {
        of_modules(&centre, &json!({})).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let mut enrolments = Vec::new();
        for run in runs(&centre).await {
            enrolments.push(amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id"));
        }
        let (one, other) = (json!({ "id": enrolments[0], "version": 1 }), json!({ "id": enrolments[1], "version": 1 }));
        let (first, second) = tokio::join!(at_once(&amina, 1, COMPLETE, &one), at_once(&amina, 1, COMPLETE, &other));
        assert_eq!((first["DONE"], second["DONE"]), (1, 1));
        // Two workers at once, each with one of the two jobs.
        tokio::join!(centre.work(), centre.work());
        centre.work().await;
        assert_eq!(amel.ask(MINE, json!({})).await.checked().number("myCertificates.totalCount"), 1);
        assert_eq!(centre.number("SELECT count(*) AS number FROM certificate").await, 1);
    }

    async fn an_officer_issues_for_a_list_and_numbers_have_no_gaps(centre: Centre) {
        let module = course(&centre, "impact-study").await;
        let template = template(&centre, "EL-1", &json!({ "courses": [module], "plan": { "isAutomatic": false } })).await;
        let amina = centre.person("amina").await;
        let run = open_run(&centre, "impact-study", "C-1", &json!({})).await;
        let persons = graduates(&amina, &run, 7).await;
        let stranger = on_file(&amina, "Sans formation", &json!({})).await;
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM certificate").await, 0, "this template issues nothing by itself");
        let before = centre.fingerprint().await;
        let mixed: Vec<&String> = persons.iter().take(2).chain([&stranger]).collect();
        let refused = amina.ask(ISSUE, json!({ "template": template, "persons": mixed })).await;
        assert_eq!(refused.user_error_codes(), ["NOT_EARNED"]);
        assert_eq!(refused.at("certificatesIssue.userErrors.0.path"), &json!(["persons", "2"]));
        for persons in [Vec::new(), vec![persons[0].clone(); 501]] {
            amina.ask(ISSUE, json!({ "template": template, "persons": persons })).await.refused_with("OUT_OF_RANGE");
        }
        assert_eq!(centre.fingerprint().await, before);
        // Two lists that overlap, at once.
        let (first, second) = (json!({ "template": template, "persons": &persons[..5] }), json!({ "template": template, "persons": &persons[3..] }));
        let (one, other) = tokio::join!(amina.ask(ISSUE, first), amina.ask(ISSUE, second));
        let one = one.checked();
        let (batch, job) = (one.text("certificatesIssue.batch.id"), one.text("certificatesIssue.batch.job.id"));
        other.ok();
        tokio::join!(centre.work(), centre.work());
        centre.work().await;
        let read = "query($id: ID!) { node(id: $id) { ... on Job { state progress progressTotal } } }";
        let job = centre.person("leila").await.ask(read, json!({ "id": job })).await.checked();
        assert_eq!((job.text("node.state").as_str(), job.number("node.progress"), job.number("node.progressTotal")), ("DONE", 5, 5));
        let issued = amina.ask("{ certificates(first: 50) { totalCount nodes { serialNumber name { text } } } }", json!({})).await.checked();
        let mut numbers: Vec<_> = issued.at("certificates.nodes").as_array().unwrap().iter().map(|one| one["serialNumber"].as_str().unwrap()[5..].parse::<u32>().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=7).collect::<Vec<_>>());
        // All of a list in one archive, a paper each; begun again in the middle it makes none twice.
        let archive = async || {
            let read = "query($id: ID!) { node(id: $id) { ... on CertificateBatch { archivePath job { state } template { batches { id } } } } }";
            let batch = centre.person("amina").await.ask(read, json!({ "id": batch })).await.checked();
            assert_eq!(batch.count("node.template.batches"), 2);
            let path = batch.text("node.archivePath");
            unpack(&nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await.bytes).unwrap()
        };
        let whole = archive().await;
        assert!(whole.len() == 5 && whole.keys().all(|name| name.contains("Diplômée")), "{:?}", whole.keys());
        Paper::of(whole.values().next().unwrap()).sound();
        centre.tamper("UPDATE certificate_batch_person SET certificate_id = NULL WHERE position > 2").await.unwrap();
        assert_eq!(archive().await.len(), 3);
        centre.tamper("UPDATE job SET state = 'waiting', ended_at = NULL WHERE kind = 'certificate.issue'").await.unwrap();
        centre.work().await;
        assert_eq!(archive().await.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
        assert_eq!(centre.number("SELECT count(*) AS number FROM certificate").await, 7);
        let of_template = "query($id: ID!) { node(id: $id) { ... on CertificateTemplate { batches { id } } } }";
        let trainer = centre.person("sami").await.ask(of_template, json!({ "id": template })).await.checked();
        assert_eq!(trainer.at("node.batches"), &json!([]), "they are for those who issue");
        // What was taken back is fetched no longer, with others neither.
        let taken = amina.ask("{ certificates(first: 50) { nodes { id version name { text } } } }", json!({})).await.checked();
        let taken = taken.at("certificates.nodes").as_array().unwrap().iter().find(|one| one["name"]["text"] == "Diplômée 0").unwrap().clone();
        amina.ask(REVOKE, json!({ "id": taken["id"], "version": taken["version"], "reason": "Erreur" })).await.ok();
        let left = archive().await;
        assert!(left.len() == 4 && left.keys().all(|name| !name.contains("Diplômée 0")), "{:?}", left.keys());
        // The next year begins at one.
        centre.clock.advance(chrono::TimeDelta::days(366));
        let amina = centre.person("amina").await;
        let run = open_run(&centre, "impact-study", "C-9", &json!({})).await;
        let late = graduates(&amina, &run, 1).await;
        amina.ask(ISSUE, json!({ "template": template, "persons": late })).await.ok();
        centre.work().await;
        let newest = amina.ask("{ certificates(first: 1) { nodes { serialNumber } } }", json!({})).await.checked();
        assert!(newest.text("certificates.nodes.0.serialNumber").ends_with("-0001"));
    }

    async fn what_was_taken_back_or_corrected_is_seen_by_whoever_checks_it(centre: Centre) {
        of_modules(&centre, &json!({})).await;
        let amel = centre.person("amel").await;
        completed(&centre, &amel).await;
        let (amina, mine) = (centre.person("amina").await, amel.ask(MINE, json!({})).await.checked());
        let (id, code) = (mine.text("myCertificates.nodes.0.id"), code_of(&mine, 0));
        let visitor = centre.visitor();
        let checked = visitor.ask(CHECK, json!({ "code": code.to_lowercase() })).await.checked();
        assert_eq!(checked.text("certificateCheck.standing"), "VALID");
        assert_eq!((checked.count("certificateCheck.courses"), checked.at("certificateCheck.replacement")), (2, &Value::Null));
        let before = centre.fingerprint().await;
        amel.ask(REVOKE, json!({ "id": id, "version": 1, "reason": "x" })).await.refused_with("FORBIDDEN");
        amina.ask(REVOKE, json!({ "id": id, "version": 1, "reason": " " })).await.refused_with("REQUIRED");
        amina.ask(CORRECT, json!({ "id": id, "version": 2, "reason": "x" })).await.refused_with("CONFLICT");
        assert_eq!(centre.fingerprint().await, before);
        // Her name was written wrongly: two officers correct it at once.
        say_of(&amina, &oneself(&amel).await, &json!({ "names": { "fr": "Amel Ben Sassi", "ar": "أمل بن الساسي" } })).await;
        let path = mine.text("myCertificates.nodes.0.pdfPath");
        let codes = at_once(&amina, 2, CORRECT, &json!({ "id": id, "version": 1, "reason": "Nom mal orthographié" })).await;
        assert_eq!(codes.get("DONE"), Some(&1), "{codes:?}");
        let mine = amel.ask(MINE, json!({})).await.checked();
        assert_eq!(mine.number("myCertificates.totalCount"), 2);
        assert_eq!((mine.text("myCertificates.nodes.0.name.text").as_str(), mine.text("myCertificates.nodes.0.state").as_str()), ("Amel Ben Sassi", "VALID"));
        assert_eq!((mine.text("myCertificates.nodes.1.state").as_str(), mine.text("myCertificates.nodes.1.reason").as_str()), ("REPLACED", "Nom mal orthographié"));
        assert_eq!(mine.text("myCertificates.nodes.1.replacedBy.id"), mine.text("myCertificates.nodes.0.id"));
        assert_eq!(mine.at("myCertificates.nodes.1.pdfPath"), &Value::Null);
        let former = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        assert_ne!(former.status, 200, "an address that was signed before leads to none that was replaced");
        let new = code_of(&mine, 0);
        assert!(page(&centre, &code).await.contains(&format!("/c/{new}")), "the old one leads to the new one");
        let checked = visitor.ask(CHECK, json!({ "code": code })).await.checked();
        assert_eq!((checked.text("certificateCheck.standing").as_str(), checked.text("certificateCheck.replacement")), ("REPLACED", new.clone()));
        // And then she had not earned it.
        let (id, version) = (mine.text("myCertificates.nodes.0.id"), mine.number("myCertificates.nodes.0.version"));
        amina.ask(REVOKE, json!({ "id": id, "version": version, "reason": "Examen annulé" })).await.ok();
        assert_eq!(visitor.ask(CHECK, json!({ "code": new })).await.checked().text("certificateCheck.standing"), "REVOKED");
        assert!(!page(&centre, &new).await.contains("Examen annulé"), "why is between them");
        let told = notices(&amel).await;
        assert!(told.text("notices.nodes.0.text").contains("Examen annulé"));
        amina.ask(CORRECT, json!({ "id": id, "version": version + 1, "reason": "x" })).await.refused_with("WRONG_STATE");
    }

    async fn its_time_ends_by_the_centres_calendar(centre: Centre) {
        of_modules(&centre, &json!({ "plan": { "months": 12 } })).await;
        let amel = centre.person("amel").await;
        completed(&centre, &amel).await;
        let code = code_of(&amel.ask(MINE, json!({})).await.checked(), 0);
        centre.clock.advance(chrono::TimeDelta::days(363));
        assert_eq!(centre.visitor().ask(CHECK, json!({ "code": code })).await.checked().text("certificateCheck.standing"), "VALID");
        centre.clock.advance(chrono::TimeDelta::days(4));
        assert_eq!(centre.visitor().ask(CHECK, json!({ "code": code })).await.checked().text("certificateCheck.standing"), "EXPIRED");
    }

    async fn who_rests_on_a_text_that_changed_is_told(centre: Centre) {
        of_modules(&centre, &json!({})).await;
        let amel = centre.person("amel").await;
        completed(&centre, &amel).await;
        let before = notices(&amel).await.number("notices.totalCount");
        let amina = centre.person("amina").await;
        let law = amina.ask("{ legalText(code: \"D-2005-1991\") { id version } }", json!({})).await.checked();
        let change = "mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "legalText": law.text("legalText.id"), "status": "REPEALED", "version": law.number("legalText.version") } });
        amina.ask(change, input).await.ok();
        centre.work().await;
        let told = notices(&amel.clone().reading("en")).await;
        assert_eq!(told.number("notices.totalCount"), before + 1);
        assert!(told.text("notices.nodes.0.text").contains("D-2005-1991"), "{}", told.text("notices.nodes.0.text"));
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'certificate.grant'").await, 2, "issued and told");
    }

    async fn it_follows_a_claim_and_outlives_the_name(centre: Centre) {
        let module = course(&centre, "impact-study").await;
        template(&centre, "EL-1", &json!({ "courses": [module] })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let run = open_run(&centre, "impact-study", "C-1", &json!({})).await;
        let known = graduates(&amina, &run, 1).await.remove(0);
        centre.work().await;
        let grant = "mutation($claimant: ID!, $person: ID!) { personClaimGrant(input: { claimant: $claimant, person: $person }) { userErrors { code } } }";
        amina.ask(grant, json!({ "claimant": oneself(&amel).await, "person": known })).await.ok();
        centre.work().await;
        let amel = centre.person("amel").await;
        let mine = amel.ask(MINE, json!({})).await.checked();
        assert_eq!((mine.number("myCertificates.totalCount"), mine.text("myCertificates.nodes.0.name.text").as_str()), (1, "Diplômée 0"));
        let code = code_of(&mine, 0);
        amel.ask("mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let path = amel.ask("{ dataExports { jsonPath } }", json!({})).await.checked().text("dataExports.0.jsonPath");
        let fetched = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let record: Value = serde_json::from_slice(&fetched.bytes).unwrap();
        assert_eq!(record["certificates"][0]["number"], mine.at("myCertificates.nodes.0.serialNumber").clone(), "{}", record["certificates"]);
        amel.ask("mutation { erasureRequest(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let page = page(&centre, &code).await;
        assert!(!page.contains("Diplômée") && page.contains("01"), "number and state stay, the name does not");
        assert_eq!(centre.number("SELECT count(*) AS number FROM certificate").await, 1);
    }

    async fn it_is_a_sound_paper_in_both_languages(centre: Centre) {
        of_modules(&centre, &json!({})).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        // A name of ninety letters in two scripts.
        let long = json!({ "names": { "fr": "Amel Fatma Zohra Marie-Antoinette Ben Abdelkader El Mokhtar Bouzid de La Tour du Pin-Gouvernet", "ar": "أمل فاطمة الزهراء ماري أنطوانيت بن عبد القادر المختار بوزيد دي لا تور دو بان غوفرني الصفاقسي" } });
        say_of(&amina, &oneself(&amel).await, &long).await;
        completed(&centre, &amel).await;
        let mine = amel.ask(MINE, json!({})).await.checked();
        let path = mine.text("myCertificates.nodes.0.pdfPath");
        let fetched = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        assert_eq!(fetched.status, 200);
        let paper = Paper::of(&fetched.bytes);
        paper.sound();
        let text = paper.close();
        let close = |text: &str| text.split_whitespace().collect::<String>();
        for said in [long["names"]["fr"].as_str().unwrap(), long["names"]["ar"].as_str().unwrap(), "شهادة تكوين", "Attestation de formation", "المديرة العامة"] {
            assert!(text.contains(&close(said)), "{said} is not in {text}");
        }
        assert!(paper.facts().contains("Pages:           1"), "{}", paper.facts());
        let again = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        assert_eq!(fetched.bytes, again.bytes, "drawn anew, the same");
        for wrong in [path.replace("signature=", "signature=0"), path.replace("until=", "until=9"), path.split('?').next().unwrap().to_owned()] {
            assert!([400, 403].contains(&nabta_testkit::fetch(&format!("{}{wrong}", centre.address), None).await.status), "{wrong}");
        }
        centre.clock.advance(chrono::TimeDelta::minutes(16));
        assert_eq!(nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await.status, 403);
    }

    async fn a_template_that_says_nonsense_is_refused(centre: Centre) {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let before = centre.fingerprint().await;
        let module = course(&centre, "impact-study").await;
        let nobody = "course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";
        for (said, code, path) in [
            (json!({ "code": "" }), "BAD_FORMAT", json!(["code"])),
            (json!({ "titles": { "fr": "Attestation" } }), "REQUIRED", json!(["titles", "ar"])),
            (json!({ "courses": [] }), "OUT_OF_RANGE", json!(["courses"])),
            (json!({ "courses": [module, module] }), "ALREADY_EXISTS", json!(["courses"])),
            (json!({ "courses": [nobody] }), "UNKNOWN_REFERENCE", json!(["courses"])),
            (json!({ "plan": { "locales": [] } }), "OUT_OF_RANGE", json!(["plan", "locales"])),
            (json!({ "plan": { "locales": ["AR", "AR"] } }), "ALREADY_EXISTS", json!(["plan", "locales"])),
            (json!({ "plan": { "locales": ["AR", "FR", "EN"] } }), "OUT_OF_RANGE", json!(["plan", "locales"])),
            (json!({ "plan": { "months": 0 } }), "OUT_OF_RANGE", json!(["plan", "months"])),
            (json!({ "plan": { "signatories": [] } }), "OUT_OF_RANGE", json!(["plan", "signatories"])),
            (json!({ "plan": { "body": { "ar": "{name}", "fr": "{nom}" } } }), "PLACEHOLDER_UNKNOWN", json!(["plan", "body", "fr"])),
            (json!({ "plan": { "body": { "ar": "{name", "fr": "{name}" } } }), "PLACEHOLDER_UNKNOWN", json!(["plan", "body", "ar"])),
            (json!({ "plan": { "body": { "ar": "x".repeat(1_001), "fr": "{name}" } } }), "TOO_LONG", json!(["plan", "body", "ar"])),
        ] {
            let answer = amina.ask(DEFINE, json!({ "input": { "details": details(&centre, "EL-2", &said).await } })).await;
            assert_eq!(answer.user_error_codes().first().map(String::as_str), Some(code), "{said}");
            assert_eq!(answer.at("certificateTemplateCreate.userErrors.0.path"), &path, "{said}");
        }
        sami.ask(DEFINE, json!({ "input": { "details": details(&centre, "EL-2", &json!({})).await } })).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        template(&centre, "EL-2", &json!({})).await;
        amina.ask(DEFINE, json!({ "input": { "details": details(&centre, "EL-2", &json!({})).await } })).await.refused_with("ALREADY_EXISTS");
    }

    async fn codes_that_lead_nowhere_are_slowed_down_at_both_doors(centre: Centre) {
        let page = async |path: &str| nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let code = "7ZQK-3M9W-X0P4-DRTV-B52G-HNCJ-8F";
        for (language, direction, word) in [("ar", "rtl", "لا توجد شهادة"), ("fr", "ltr", "Aucun certificat"), ("en", "ltr", "No certificate")] {
            let answer = page(&format!("/c/{code}?lang={language}")).await;
            let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
            assert_eq!(answer.status, 404);
            assert!(text.contains(word) && text.contains(&format!("dir=\"{direction}\"")), "{text}");
        }
        for guess in 0..7 {
            centre.visitor().ask(CHECK, json!({ "code": format!("{guess:026}") })).await.refused_with("NOT_FOUND");
        }
        let mut slowed = 0;
        for guess in 0..40 {
            let status = page(&format!("/c/{guess:026}")).await.status;
            slowed += usize::from(status == 429);
            assert!([404, 429].contains(&status), "{status}");
        }
        assert_eq!(slowed, 20, "thirty a minute, ten of which came before");
        centre.visitor().ask(CHECK, json!({ "code": "x" })).await.refused_with("RATE_LIMITED");
        let many = "{ a: certificateCheck(code: \"1\") { standing } b: certificateCheck(code: \"2\") { standing } }";
        centre.visitor().ask(many, json!({})).await.refused_with("TOO_COMPLEX");
        assert_eq!(page("/certificates/certificate_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f.pdf?until=9999999999&signature=x").await.status, 403);
        let keys = page("/.well-known/certificate-keys.json").await;
        let keys: Value = serde_json::from_slice(&keys.bytes).unwrap();
        assert_eq!((&keys["keys"][0]["crv"], &keys["keys"][0]["alg"]), (&json!("Ed25519"), &json!("EdDSA")));
    }
}
