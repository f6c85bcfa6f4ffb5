//! Every field of the schema against every role (S1), and no field without a guard.

use std::collections::BTreeMap;

use nabta_testkit::{Centre, Person, Value, everywhere, json};

const INTROSPECTION: &str =
    "{ __schema { types { kind name description fields { name description args { name type { ...T } } type { ...T } }
    inputFields { name defaultValue type { ...T } } enumValues { name } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// What everybody may ask. A new field that is neither here nor guarded by an action fails the test.
const PUBLIC: &[&str] = &[
    "Query.node",
    "Query.nodes",
    "Query.viewer",
    "Query.governorates",
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
    "Mutation.signIn",
    "Mutation.signInRefresh",
];

struct Schema(Vec<Value>);

impl Schema {
    async fn of(centre: &Centre) -> Self {
        let answer = centre.visitor().ask(INTROSPECTION, json!({})).await.checked();
        Self(answer.at("__schema.types").as_array().unwrap().clone())
    }

    fn named(&self, name: &str) -> &Value {
        self.0.iter().find(|kind| kind["name"] == name).unwrap()
    }

    fn fields(&self, name: &str) -> Vec<Value> {
        self.named(name)["fields"].as_array().unwrap().clone()
    }

    /// A value of a type that is well formed; ids come from a list, by the name of the argument.
    fn fill(&self, kind: &Value, name: &str, ids: &BTreeMap<&str, String>) -> Value {
        match kind["kind"].as_str().unwrap() {
            "NON_NULL" => self.fill(&kind["ofType"], name, ids),
            "LIST" => json!([]),
            "ENUM" => self.named(kind["name"].as_str().unwrap())["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let fields = self.named(kind["name"].as_str().unwrap())["inputFields"].as_array().unwrap().clone();
                let localized = kind["name"] == "LocalizedTextInput";
                let filled = fields.iter().filter(|field| {
                    (field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null())
                        || (localized && field["name"] == "fr")
                });
                filled
                    .map(|field| {
                        (
                            field["name"].as_str().unwrap().to_owned(),
                            self.fill(&field["type"], field["name"].as_str().unwrap(), ids),
                        )
                    })
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }
            _ => match kind["name"].as_str().unwrap() {
                "ID" => json!(ids.get(name).unwrap_or_else(|| panic!("no id for {name}"))),
                "Int" => json!(1),
                "Boolean" => json!(false),
                "NaiveDate" | "Date" => json!("2026-01-01"),
                _ => match name {
                    "password" => json!("long enough to be one"),
                    "email" => json!("new@nabta.example"),
                    _ => json!("matrix"),
                },
            },
        }
    }

    /// A request for one root field with arguments filled in.
    fn request(&self, operation: &str, field: &Value, ids: &BTreeMap<&str, String>) -> (String, Value) {
        let (mut variables, mut declared, mut passed) = (serde_json::Map::new(), String::new(), String::new());
        for argument in field["args"].as_array().unwrap().iter().filter(|argument| argument["type"]["kind"] == "NON_NULL") {
            let name = argument["name"].as_str().unwrap();
            let kind = argument["type"]["ofType"]["name"].as_str().unwrap();
            declared += &format!("${name}: {kind}! ");
            passed += &format!("{name}: ${name} ");
            variables.insert(name.to_owned(), self.fill(&argument["type"], name, ids));
        }
        let wrap = |text: String| if text.is_empty() { text } else { format!("({text})") };
        let name = field["name"].as_str().unwrap();
        let selection = if operation == "mutation" { "{ userErrors { code } }" } else { "{ __typename }" };
        (format!("{operation}{} {{ {name}{} {selection} }}", wrap(declared), wrap(passed)), Value::Object(variables))
    }
}

/// The relations that a description names: what stands after "Permission `…`:".
fn holders(field: &Value) -> Option<Vec<String>> {
    let description = field["description"].as_str().unwrap_or_default();
    let (_, rest) = description.split_once("Permission `")?;
    let (_, list) = rest.split_once(": ")?;
    Some(list.trim_end_matches('.').split(", ").map(str::to_owned).collect())
}

const PEOPLE: [(&str, &str); 8] = [
    ("leila", "administrator"),
    ("sami", "trainer"),
    ("amina", "training officer"),
    ("nizar", "programme officer"),
    ("salma", "quality officer"),
    ("hedi", "auditor"),
    ("giulia", "partner officer"),
    ("amel", "learner"),
];

/// Ids of things that are there, by the names of the arguments that take them.
async fn ids(centre: &Centre) -> BTreeMap<&'static str, String> {
    let leila = centre.person("leila").await;
    let new = json!({ "input": { "names": { "fr": "Cible" }, "email": "target@nabta.example", "password": "long enough to be one", "locale": "FR" } });
    let account = leila
        .ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { account { id } userErrors { code } } }", new)
        .await
        .checked();
    let account = account.text("accountCreate.account.id");
    let granted = leila.ask("mutation($id: ID!) { roleGrant(input: { account: $id, role: COACH }) { account { roles { id } } userErrors { code } } }", json!({ "id": account })).await.checked();
    let all = leila.ask("{ course(slug: \"impact-study\") { id edition { id } theme { id } chapters { lessons { id text { revision { id } } } } } guides { nodes { id } } legalTexts(last: 2) { nodes { id version } } legalText(code: \"D-2005-1991\") { id version } venues(first: 1) { nodes { id } } }", json!({})).await.checked();
    let change = json!({ "input": { "legalText": all.text("legalText.id"), "status": "AMENDED", "version": all.number("legalText.version") } });
    leila
        .ask("mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }", change)
        .await
        .ok();
    let review = leila.ask("{ contentReviews(first: 1) { nodes { id } } }", json!({})).await.checked();
    BTreeMap::from([
        ("account", account),
        ("grant", granted.text("roleGrant.account.roles.0.id")),
        ("course", all.text("course.id")),
        ("edition", all.text("course.edition.id")),
        ("theme", all.text("course.theme.id")),
        ("lesson", all.text("course.chapters.0.lessons.0.id")),
        ("from", all.text("legalTexts.nodes.0.id")),
        ("to", all.text("legalTexts.nodes.1.id")),
        ("legalText", all.text("legalText.id")),
        ("review", review.text("contentReviews.nodes.0.id")),
        ("guide", all.text("guides.nodes.0.id")),
        ("venue", all.text("venues.nodes.0.id")),
    ])
}

const DENIED: [&str; 3] = ["FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND"];

async fn is_denied(person: &Person, query: &str, variables: &Value) -> bool {
    let answer = person.ask(query, variables.clone()).await;
    answer.code().is_some_and(|code| DENIED.contains(&code.as_str()))
}

everywhere! {
    async fn each_role_may_do_what_the_schema_says_and_nothing_else(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, ids(&centre).await);
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
                let (query, variables) = schema.request(operation, &field, &ids);
                let holds = |relation: &str| holders.iter().any(|holder| holder == relation);
                assert!(is_denied(&visitor, &query, &variables).await || holds("anyone"), "a visitor may {}", field["name"]);
                for (name, role, person) in &people {
                    let author = *name == "sami" && holds("author");
                    let oneself = field["name"].as_str().unwrap().starts_with("signOut");
                    if holds(role) || author || oneself || holds("whoever is signed in") {
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
            if field == "roleEnd" && role != "administrator" { continue }
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
        for input in schema.0.iter().filter(|kind| kind["kind"] == "INPUT_OBJECT") {
            for field in input["inputFields"].as_array().unwrap() {
                let name = field["name"].as_str().unwrap();
                assert!(!owned.contains(&name) || (name == "number" && input["name"] == "LegalTextDefineInput"), "{}.{name}", input["name"]);
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
