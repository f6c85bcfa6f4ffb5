//! Failures of our own (S18): a table is gone, or the database. Each answer has a code of the closed list, the number of its request
//! and a sentence in the reader's language, and says nothing of what is inside.

use std::collections::{BTreeMap, BTreeSet};

use nabta_testkit::{Answer, Centre, Ids, Person, Schema, everywhere, json};

use super::known::ids;

/// Each is broken in turn, and what rests on it with it.
const TABLES: [&str; 9] = [
    "course",
    "edition_lesson",
    "lesson_revision",
    "revision_citation",
    "journal_entry",
    "legal_text",
    "guide_date",
    "governorate",
    "role_grant",
];

/// A way through all that is loaded for rows.
const DEEP: &str = "{ courses(first: 2) { totalCount nodes { theme { code } author { name { text } } offers { dates { startsOn } } programmes { code } requires { code } \
    chapters { lessons { text { blocks { __typename } citations { legalText { code relations { to { code } } } } } } } editions { nodes { number } } } } \
    venues { nodes { governorate { code } } } }";

const LANGUAGES: [&str; 3] = ["ar", "fr", "en"];

/// What is not the caller's to repair.
const OURS: [&str; 2] = ["INTERNAL", "UNAVAILABLE"];

/// Codes besides those of refusals.
const OTHERS: [&str; 8] = [
    "BAD_INPUT",
    "FORBIDDEN",
    "INVALID_ID",
    "NOT_FOUND",
    "PERSISTED_QUERY_NOT_FOUND",
    "RATE_LIMITED",
    "TOO_COMPLEX",
    "UNAUTHENTICATED",
];

const LEAKS: [&str; 17] = [
    "select ",
    "insert ",
    "update ",
    "delete ",
    " from ",
    "no such",
    "relation \"",
    "sqlx",
    "sqlite",
    "postgres",
    "/root",
    "/tmp",
    ".rs",
    "panicked",
    "did you mean",
    "dberr",
    "pool",
];

/// What was seen: how many failures, and the sentences of each code in each language.
#[derive(Default)]
struct Seen {
    failures: usize,
    sentences: BTreeMap<(String, &'static str), BTreeSet<String>>,
}

impl Seen {
    fn look(&mut self, what: &str, language: &'static str, answer: &Answer) {
        let body = answer.body.to_string().to_lowercase();
        let tables = TABLES.iter().filter(|table| table.contains('_')).copied();
        let leaked: Vec<_> = LEAKS.into_iter().chain(tables).chain(["_gone"]).filter(|leak| body.contains(leak)).collect();
        assert!(leaked.is_empty(), "{what}: {leaked:?} in {body}");
        for error in answer.body["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            let known = OURS.contains(&code) || OTHERS.contains(&code) || nabta_domain::refusal_codes().contains(&code);
            assert!(known, "{what}: {body}");
            if OURS.contains(&code) {
                assert!(error["extensions"]["requestId"].as_str().is_some_and(|id| id.len() == 36), "{what}: {body}");
                let sentence = error["message"].as_str().unwrap().to_owned();
                self.sentences.entry((code.to_owned(), language)).or_default().insert(sentence);
            }
        }
        self.failures += usize::from(answer.code().is_some_and(|code| OURS.contains(&code.as_str())));
    }

    /// One sentence for a code and a language, each in its own.
    fn says_it_in_three_languages(&self, code: &str) {
        let said = LANGUAGES.map(|language| self.sentences.get(&(code.to_owned(), language)).cloned().unwrap_or_default());
        assert!(said.iter().all(|said| said.len() == 1), "{code}: {said:?}");
        assert_eq!(said.into_iter().collect::<BTreeSet<_>>().len(), LANGUAGES.len());
    }
}

/// Asks everything that can be asked and does everything that can be done, by GraphQL and by the other addresses.
async fn everything(person: &Person, schema: &Schema, ids: &Ids, language: &'static str, seen: &mut Seen) {
    let archive = format!("/courses/{}/archive", ids["course"]);
    for path in [archive.as_str(), "/health/ready", "/.well-known/jwks.json"] {
        seen.look(path, language, &person.get(path, &[]).await);
    }
    let packed = nabta_documents::archive::pack(&std::iter::once(("course.toml".to_owned(), Vec::new())).collect());
    seen.look("/courses/archive", language, &person.send_to("/courses/archive", "application/zip", packed).await);
    seen.look(DEEP, language, &person.ask(DEEP, json!({})).await);
    for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
        let mut fields = schema.fields(root);
        // Signing out comes last: whoever is out is refused everything else.
        fields.sort_by_key(|field| field["name"].as_str().unwrap().starts_with("signOut"));
        for field in fields {
            let request = schema.request(operation, &field, ids, None);
            let answer = person.ask(&request.query, request.variables).await;
            seen.look(&request.query, language, &answer);
        }
    }
}

/// Everything, in three languages, by somebody who may do all of it and is signed in anew.
async fn everything_by_leila(centre: &Centre, schema: &Schema, ids: &Ids, seen: &mut Seen, fault: impl AsyncFn(bool)) {
    for language in LANGUAGES {
        let leila = centre.person("leila").await.reading(language);
        fault(true).await;
        everything(&leila, schema, ids, language, seen).await;
        fault(false).await;
    }
}

everywhere! {
    async fn a_table_that_is_gone_is_told_to_nobody(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, ids(&centre).await);
        let mut seen = Seen::default();
        for table in TABLES {
            let before = seen.failures;
            let rename = async |is_gone: bool| {
                let (from, to) = if is_gone { (table.to_owned(), format!("{table}_gone")) } else { (format!("{table}_gone"), table.to_owned()) };
                centre.tamper(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
            };
            everything_by_leila(&centre, &schema, &ids, &mut seen, rename).await;
            assert!(seen.failures > before, "nothing rests on {table}");
        }
        assert!(seen.failures >= 200, "{}", seen.failures);
        seen.says_it_in_three_languages("INTERNAL");
    }

    async fn a_database_that_is_away_is_told_as_such_and_no_more(centre: Centre) {
        let (schema, ids) = (Schema::of(&centre).await, ids(&centre).await);
        let people = [centre.visitor(), centre.person("leila").await];
        centre.instance.services.database.clone().close().await.unwrap();
        let mut seen = Seen::default();
        for person in people {
            for language in LANGUAGES {
                everything(&person.clone().reading(language), &schema, &ids, language, &mut seen).await;
            }
        }
        assert!(seen.failures >= 200, "{}", seen.failures);
        seen.says_it_in_three_languages("UNAVAILABLE");
        assert!(seen.sentences.keys().all(|(code, _)| code == "UNAVAILABLE"), "a database that is away is no defect: {:?}", seen.sentences);
    }
}
