//! Every field of the schema against every role (S1), and no field without a guard.

use nabta_testkit::{Centre, Person, Request, Schema, Value, everywhere, json};

use super::known::ids;

/// What everybody may ask. A new field that is neither here nor guarded by an action fails the test.
const PUBLIC: &[&str] = &[
    "Query.node",
    "Query.nodes",
    "Query.viewer",
    "Query.governorates",
    "Query.holidays",
    "Query.workingHours",
    "Query.programmes",
    "Query.themes",
    "Query.courses",
    "Query.course",
    "Query.search",
    "Query.guides",
    "Query.legalTexts",
    "Query.legalText",
    "Query.glossaryTerms",
    "Query.glossaryTerm",
    "Query.lessonRevisionCompare",
    "Query.consentWordings",
    "Query.certificateCheck",
    "Mutation.signIn",
    "Mutation.signInRefresh",
    "Mutation.passkeySignInBegin",
    "Mutation.passkeySignIn",
    "Query.signInProviders",
    "Query.currentLook",
    "Mutation.providerSignInBegin",
    "Mutation.providerSignIn",
];

/// The relations that a description names: what stands after "Permission `…`:".
fn holders(field: &Value) -> Option<Vec<String>> {
    let description = field["description"].as_str().unwrap_or_default();
    let (_, rest) = description.split_once("Permission `")?;
    let (_, list) = rest.split_once(": ")?;
    Some(list.trim_end_matches('.').split(", ").map(str::to_owned).collect())
}

const PEOPLE: [(&str, &str); 10] = [
    ("leila", "administrator"),
    ("sami", "trainer"),
    ("amina", "training officer"),
    ("nizar", "programme officer"),
    ("salma", "quality officer"),
    ("hedi", "auditor"),
    ("giulia", "partner officer"),
    ("amel", "learner"),
    ("reviewer", "reviewer"),
    ("coach", "coach"),
];

/// Opens accounts for the roles that nobody in the demo holds.
async fn hire(centre: &Centre) {
    let leila = centre.person("leila").await;
    for role in ["reviewer", "coach"] {
        let new = json!({ "input": { "names": { "fr": role }, "email": format!("{role}@nabta.example"), "password": "nabta-demo-2020", "locale": "FR" } });
        let create =
            "mutation($input: AccountCreateInput!) { accountCreate(input: $input) { account { id } userErrors { code } } }";
        let account = leila.ask(create, new).await.checked().text("accountCreate.account.id");
        let grant = "mutation($input: RoleGrantInput!) { roleGrant(input: $input) { userErrors { code } } }";
        leila.ask(grant, json!({ "input": { "account": account, "role": role.to_uppercase() } })).await.ok();
    }
}

/// What everybody who is signed in does for themselves.
const OWN: [&str; 36] = [
    "myEnrolments",
    "myCertificates",
    "myOrganisations",
    "calendarFeed",
    "calendarFeedRenew",
    "calendarFeedEnd",
    "dataExportRequest",
    "dataExports",
    "erasureRequest",
    "uploadComplete",
    "uploadCancel",
    "fileCaption",
    "fileRemove",
    "personClaimRequest",
    "personClaimConfirm",
    "passkeyBegin",
    "passkeyAdd",
    "passkeyRemove",
    "passkeys",
    "providerConnectBegin",
    "providerConnect",
    "providerDisconnect",
    "providerConnections",
    "looksAtMe",
    "notices",
    "unreadNotices",
    "noticePreferences",
    "noticePrefer",
    "noticesMarkRead",
    "noticesMarkAllRead",
    "passwordChange",
    "secondFactorBegin",
    "secondFactorConfirm",
    "secondFactorEnd",
    "signInEnd",
    "signIns",
];

const DENIED: [&str; 3] = ["FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND"];

async fn is_denied(person: &Person, query: &str, variables: &Value) -> bool {
    let answer = person.ask(query, variables.clone()).await;
    answer.code().is_some_and(|code| DENIED.contains(&code.as_str()))
}

everywhere! {
    async fn each_role_may_do_what_the_schema_says_and_nothing_else(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, ids(&centre).await);
        let mut roles: Vec<_> = schema.named("Role")["enumValues"].as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_lowercase().replace('_', " ")).collect();
        let mut walked = PEOPLE.map(|(_, role)| role.to_owned()).to_vec();
        roles.sort();
        walked.sort();
        assert_eq!(walked, roles, "every role is walked");
        hire(&centre).await;
        let mut people = Vec::new();
        for (name, role) in PEOPLE {
            people.push((name, role, centre.person(name).await));
        }
        let visitor = centre.visitor();
        let mut allowed_runs = Vec::new();
        let mut checked = 0;
        for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
            for field in schema.fields(root) {
                let Some(holders) = holders(&field) else { continue };
                let Request { query, variables } = schema.request(operation, &field, &ids, None);
                let holds = |relation: &str| holders.iter().any(|holder| holder == relation);
                assert!(is_denied(&visitor, &query, &variables).await || holds("anyone"), "a visitor may {}", field["name"]);
                for (name, role, person) in &people {
                    let author = *name == "sami" && holds("author");
                    let oneself = field["name"].as_str().unwrap().starts_with("signOut") || OWN.contains(&field["name"].as_str().unwrap());
                    if holds(role) || author || oneself || holds("whoever is signed in") || holds("anyone") {
                        allowed_runs.push((field["name"].as_str().unwrap().to_owned(), *role, person.clone(), query.clone(), variables.clone()));
                    } else {
                        assert!(is_denied(person, &query, &variables).await, "{role} may {}: {query} {variables}", field["name"]);
                    }
                    checked += 1;
                }
            }
        }
        assert!(checked > 200, "{checked}");
        // What takes away what others need comes last.
        allowed_runs.sort_by_key(|(field, ..)| (field.starts_with("signOut"), field == "courseOutlineSet"));
        for (field, role, person, query, variables) in allowed_runs {
            if field.starts_with("signOutEverywhere") { continue }
            // Gone when the first of them has done it.
            if ["roleEnd", "holidayRemove", "workingHoursRemove", "quizExceptionRemove"].contains(&field.as_str()) && role != "administrator" { continue }
            // The administrator's own device and files: to everybody else they are none.
            let is_own = ["signInEnd", "uploadComplete", "uploadCancel", "fileCaption", "fileRemove", "passkeyRemove", "providerDisconnect"].contains(&field.as_str());
            if is_own && role != "administrator" { continue }
            assert!(!is_denied(&person, &query, &variables).await, "{role} may not {field}: {:?}", person.ask(&query, variables).await.body);
        }
    }

    async fn no_field_is_without_a_guard(centre: Centre) {
        let schema = Schema::of(&centre).await;
        for root in ["Query", "Mutation"] {
            for field in schema.fields(root) {
                let name = format!("{root}.{}", field["name"].as_str().unwrap());
                assert!(holders(&field).is_some() != PUBLIC.contains(&name.as_str()), "{name}: guarded or public, and not both");
            }
        }
    }

    async fn what_the_server_owns_is_in_no_input(centre: Centre) {
        let schema = Schema::of(&centre).await;
        let owned = ["id", "createdAt", "publishedAt", "submittedAt", "submittedBy", "approvedAt", "approvedBy", "authorId", "author", "state", "number",
            "digest", "blocks", "plain", "words", "passwordHash", "isActive", "grantedAt", "endedAt", "publishedEdition", "closedAt", "closedBy", "openedAt"];
        for input in schema.types().filter(|kind| kind["kind"] == "INPUT_OBJECT") {
            for field in input["inputFields"].as_array().unwrap() {
                let name = field["name"].as_str().unwrap();
                let of = input["name"].as_str().unwrap();
                // Numbers of documents, and what a client reckoned of its own file, are theirs to say.
                let of_a_document = (name == "number" && (of.starts_with("LegalText") || of == "IdentityInput")) || (name == "digest" && of == "UploadBeginInput")
                    // What comes back from a provider of sign-ins is called so by the protocol.
                    || (name == "state" && of.starts_with("Provider"))
                    // When a lesson was opened is what the device tells; the centre's clock bounds it.
                    || (name == "openedAt" && of == "StudyVisitInput");
                // Which ones to list is for the client to say.
                let is_filter = of.ends_with("FilterInput");
                assert!(!owned.contains(&name) || of_a_document || is_filter, "{}.{name}", input["name"]);
            }
        }
        let sami = centre.person("sami").await;
        let before = centre.fingerprint().await;
        for name in owned {
            let query = format!("mutation {{ courseCopy(input: {{ course: \"x\", code: \"x\", slug: \"x\", {name}: 1 }}) {{ userErrors {{ code }} }} }}");
            sami.ask(&query, json!({})).await.refused_with("BAD_INPUT");
        }
        assert_eq!(centre.fingerprint().await, before);
    }
}
