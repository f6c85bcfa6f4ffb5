//! A list never grows the number of SQL statements (P2): every list of the schema with everything that its rows lead to, found by
//! walking the schema.

use std::collections::BTreeSet;

use nabta_testkit::{Centre, Person, Schema, Value, everywhere, innermost, json};

use super::crowd;

/// How many steps from a list's rows onwards.
const STEPS: usize = 4;

fn name(field: &Value) -> &str {
    field["name"].as_str().unwrap()
}

fn is_required(argument: &Value) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}

/// Who looks at a list: its rows are for those who look after persons, and not for who runs the platform alone.
const BY_OFFICER: [&str; 12] = [
    "certificates",
    "myCertificates",
    "courses",
    "persons",
    "personHistory",
    "accounts",
    "notices",
    "enrolments",
    "myEnrolments",
    "courseRuns",
    "questions",
    "quizAttemptsToGrade",
];
/// What these cost beside: what is sealed asks for keys, and reading it is written in the journal in a transaction; the history of a
/// person asks for the person, the key, and who did it; what questions are found under stands in three tables; an attempt is seen with all that decides what
/// may be seen of it.
const SEALED: u64 = 10;

/// What the enrolments of runs cost beside: their total, and who may know what about them depends on the run and its programmes.
const OF_RUNS: u64 = 3;

/// What attempts cost beside: their enrolments, quizzes, exceptions, other attempts and results decide what may be seen of them.
const OF_ATTEMPTS: u64 = 6;

/// Whose file was changed a hundred times.
async fn often_changed(officer: &Person) -> String {
    let found =
        officer.ask("{ persons(first: 1, filter: { name: \"souvent changee\" }) { nodes { id } } }", json!({})).await.checked();
    found.text("persons.nodes.0.id")
}

/// What is asked of each row: one way through the schema, and how many steps it has.
struct Way {
    selection: String,
    steps: usize,
}

/// All ways from a type, each to its end or as long as they may be. A way doesn't come twice through the same type.
fn ways(schema: &Schema, kind: &str, through: &mut Vec<String>) -> Vec<Way> {
    let mut found = Vec::new();
    if through.len() == STEPS || through.iter().any(|passed| passed == kind) {
        return found;
    }
    through.push(kind.to_owned());
    let (leaves, objects): (Vec<_>, Vec<_>) = schema
        .fields(kind)
        .into_iter()
        .filter(|field| !field["args"].as_array().unwrap().iter().any(is_required))
        .partition(|field| ["SCALAR", "ENUM"].contains(&innermost(&field["type"])["kind"].as_str().unwrap()));
    let leaves: Vec<_> = leaves.iter().map(name).collect();
    found.push(Way { selection: if leaves.is_empty() { "__typename".into() } else { leaves.join(" ") }, steps: 0 });
    for field in objects {
        let target = innermost(&field["type"])["name"].as_str().unwrap().to_owned();
        let (before, after, target) = match target.strip_suffix("Connection") {
            Some(node) => ("(first: 2) { totalCount nodes {", "} }", node.to_owned()),
            None => (" {", "}", target),
        };
        for way in ways(schema, &target, through) {
            found.push(Way { selection: format!("{}{before} {} {after}", name(&field), way.selection), steps: way.steps + 1 });
        }
    }
    through.pop();
    found
}

async fn statements(centre: &Centre, person: &Person, list: &str, row: &str, size: u32) -> (u64, usize) {
    // A search asks for something: what all of the crowd's courses are called.
    let text = match list {
        "search" => "text: \"modele\", ".to_owned(),
        "personHistory" => format!("person: {:?}, ", often_changed(person).await),
        "questions" => {
            let found = person.ask("{ course(slug: \"a-000\") { id } }", json!({})).await.checked();
            format!("filter: {{ course: {:?} }}, ", found.text("course.id"))
        }
        _ => String::new(),
    };
    let before = centre.instance.services.database.statements();
    let answer =
        person.ask(&format!("{{ {list}({text}first: {size}) {{ nodes {{ {row} }} totalCount }} }}"), json!({})).await.checked();
    (centre.instance.services.database.statements() - before, answer.count(&format!("{list}.nodes")))
}

/// Walks the lists that officers look at, or all others.
async fn walk(centre: &Centre, by_officer: bool) {
    crowd::gather(centre).await;
    centre.refresh_search().await;
    let (schema, leila) = (Schema::of(centre).await, centre.person("leila").await);
    let amina = centre.person("amina").await;
    // Who lists accounts and reads what is on file of their owners is both.
    let id = amina.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
    let grant = "mutation($id: ID!) { roleGrant(input: { account: $id, role: ADMINISTRATOR }) { userErrors { code } } }";
    leila.ask(grant, json!({ "id": id })).await.ok();
    // The first request of a connection may cost a word more.
    leila.ask("{ viewer { id } }", json!({})).await.ok();
    amina.ask("{ viewer { id } }", json!({})).await.ok();
    let (mut lists, mut walked, mut known) = (0, 0, BTreeSet::new());
    let looked_at = |list: &Value| Schema::is_connection(list) && BY_OFFICER.contains(&name(list)) == by_officer;
    for list in schema.fields("Query").into_iter().filter(looked_at) {
        let node = innermost(&list["type"])["name"].as_str().unwrap().strip_suffix("Connection").unwrap().to_owned();
        lists += 1;
        let person = if by_officer { &amina } else { &leila };
        // What rows lead to is the same whichever list they come from: a second list of the same is followed one step.
        let deepest = if known.insert(node.clone()) { STEPS } else { 1 };
        for way in ways(&schema, &node, &mut Vec::new()).into_iter().filter(|way| way.steps <= deepest) {
            let mut counts = Vec::new();
            // What grows with the rows shows at thirty as well; a long way with a hundred takes its time.
            for size in [1, 10, if way.steps > 1 { 30 } else { 100 }] {
                let (count, rows) = statements(centre, person, name(&list), &way.selection, size).await;
                assert_eq!(rows, size as usize, "{} has too few rows to tell", name(&list));
                counts.push(count);
            }
            // One for the rights, one for the list, one for its total, one for what is counted or kept apart of the last rows; two
            // for each step: the rows and what decides who sees them.
            let of_runs = if way.selection.contains("enrolments(") { OF_RUNS } else { 0 };
            let of_attempts = if name(&list) == "quizAttemptsToGrade" { OF_ATTEMPTS } else { 0 };
            let most = 4 + 2 * way.steps as u64 + of_runs + of_attempts + if by_officer { SEALED } else { 0 };
            assert!(
                counts[0] <= counts[1] && counts[1] == counts[2] && counts[2] <= most,
                "{} {{ {} }}: {counts:?}, at most {most}",
                name(&list),
                way.selection
            );
            walked += 1;
        }
    }
    assert!(lists >= 10 && walked >= 100, "{walked} ways in {lists} lists");
}

everywhere! {
    async fn every_list_costs_the_same_whatever_its_length(centre: Centre) {
        walk(&centre, false).await;
    }

    async fn every_list_of_officers_costs_the_same_whatever_its_length(centre: Centre) {
        walk(&centre, true).await;
    }

    async fn a_visitors_list_is_one_statement_and_one_for_each_relation(centre: Centre) {
        let visitor = centre.visitor();
        let statements = async |row: &str| {
            let before = centre.instance.services.database.statements();
            visitor.ask(&format!("{{ courses(first: 24) {{ nodes {{ {row} }} }} }}"), json!({})).await.ok();
            centre.instance.services.database.statements() - before
        };
        assert_eq!(statements("code title { text }").await, 1);
        let card = "code title { text } theme { title { text } } author { name { text } } chapterCount offers { dates { startsOn } }";
        assert_eq!(statements(card).await, 6);
    }
}
