//! Ids that are foreign, of another type, malformed, empty, huge (S2): what is absent and what is hidden look alike.

use nabta_testkit::{everywhere, json};

use super::known;

const QUERY: &str = "query($id: ID!) { node(id: $id) { id __typename } }";

fn malformed() -> Vec<String> {
    let uuid = "0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";
    let mut ids: Vec<String> = [
        "",
        " ",
        "null",
        "0",
        "-1",
        "course",
        "course_",
        "_",
        "course_1",
        "' OR 1=1 --",
        "{}",
        "[]",
        "%00",
        "../../x",
        "كورس",
        "\u{202E}",
    ]
    .map(str::to_owned)
    .to_vec();
    for prefix in ["", "COURSE", "Course", "course ", "entry", "signin", "refresh", "x", "course__", "🌱"] {
        ids.push(format!("{prefix}_{uuid}"));
    }
    for broken in [
        uuid.to_uppercase(),
        uuid.replace('-', ""),
        format!("{{{uuid}}}"),
        format!("urn:uuid:{uuid}"),
        format!("{uuid} "),
        format!("{uuid}\n"),
        uuid[..35].to_owned(),
        format!("{uuid}0"),
    ] {
        for prefix in ["course", "lesson", "revision", "edition", "law", "theme"] {
            ids.push(format!("{prefix}_{broken}"));
        }
    }
    ids.push("a".repeat(10_000));
    ids.push(format!("course_{}", "0".repeat(10_000)));
    ids
}

/// Ids that are of no node.
const NO_NODES: [&str; 9] =
    ["exception_", "look_", "notice_", "signin_", "consent_", "member_", "passkey_", "challenge_", "connection_"];

everywhere! {
    async fn malformed_ids_are_told_from_absent_ones_and_nothing_else_is_told(centre: Centre) {
        let visitor = centre.visitor();
        let malformed = malformed();
        for id in &malformed {
            visitor.ask(QUERY, json!({ "id": id })).await.refused_with("INVALID_ID");
        }
        let mut absent = 0;
        for prefix in ["course", "lesson", "revision", "edition", "guide", "review", "account", "organisation", "theme", "law", "term", "programme", "venue", "person", "file", "upload", "wording", "holiday", "run", "enrolment", "question", "quiz", "attempt", "template", "certificate", "batch"] {
            for number in 0..12_u32 {
                visitor.ask(QUERY, json!({ "id": format!("{prefix}_0193e4c2-5b7a-7c3d-9e1f-{number:012x}") })).await.refused_with("NOT_FOUND");
                absent += 1;
            }
        }
        assert!(malformed.len() + absent >= 200, "{} + {absent}", malformed.len());
        for wrong in [json!(null), json!({}), json!([]), json!(1.5), json!(true)] {
            let code = visitor.ask(QUERY, json!({ "id": wrong })).await.code();
            assert!(["BAD_INPUT", "INVALID_ID"].contains(&code.as_deref().unwrap()), "{code:?}");
        }
    }

    async fn several_at_once_cost_what_one_costs_and_hide_no_fault(centre: Centre) {
        const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        let leila = centre.person("leila").await;
        let known = known::ids(&centre).await;
        let courses = leila.ask("{ courses(first: 10) { nodes { id edition { id chapters { id } } } } viewer { id roles { id } } }", json!({})).await.checked();
        // A device and a consent are their owner's own affair, and no nodes.
        let mut ids: Vec<String> = known.values().filter(|id| !NO_NODES.iter().any(|kind| id.starts_with(kind))).cloned().collect();
        let of = |path: &str| courses.text(path);
        ids.extend([of("courses.nodes.0.edition.id"), of("viewer.id"), of("viewer.roles.0.id")]);
        ids.push(leila.ask("{ course(slug: \"impact-study\") { chapters { id } } }", json!({})).await.checked().text("course.chapters.0.id"));
        let answer = leila.ask(NODES, json!({ "ids": ids })).await.checked();
        for (index, id) in ids.iter().enumerate() {
            assert_eq!(answer.text(&format!("nodes.{index}.id")), *id, "everything that has an id is found by it");
        }
        let ids: Vec<_> = courses.at("courses.nodes").as_array().unwrap().iter().map(|course| course["id"].clone()).collect();
        let count = async |ids: &[nabta_testkit::Value]| {
            let before = centre.instance.services.database.statements();
            leila.ask(NODES, json!({ "ids": ids })).await.ok();
            centre.instance.services.database.statements() - before
        };
        assert_eq!(count(&ids[..1]).await, count(&ids).await);
        let absent = "course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";
        assert_eq!(leila.ask(NODES, json!({ "ids": [ids[0], absent] })).await.checked().at("nodes.1"), &json!(null));
        leila.ask(NODES, json!({ "ids": [ids[0], "x"] })).await.refused_with("INVALID_ID");
        leila.ask(NODES, json!({ "ids": vec![absent; 101] })).await.refused_with("BAD_INPUT");
        centre.tamper("ALTER TABLE course RENAME TO lost").await.unwrap();
        leila.ask(NODES, json!({ "ids": ids })).await.refused_with("INTERNAL");
    }

    async fn a_draft_looks_like_nothing_to_who_may_not_see_it(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = sami.ask("{ courses(first: 1) { nodes { id } } }", json!({})).await.checked().text("courses.nodes.0.id");
        let input = json!({ "input": { "course": course, "code": "COPIE", "slug": "copie" } });
        let copied = sami.ask("mutation($input: CourseCopyInput!) { courseCopy(input: $input) { course { id } userErrors { code } } }", input).await.checked();
        let id = copied.text("courseCopy.course.id");
        sami.ask(QUERY, json!({ "id": id })).await.ok();
        for person in [centre.visitor(), centre.person("amel").await, centre.person("giulia").await] {
            person.ask(QUERY, json!({ "id": id })).await.refused_with("NOT_FOUND");
            let list = person.ask("{ courses(filter: { unpublished: true }) { nodes { id } totalCount } course(slug: \"copie\") { id } }", json!({})).await;
            list.refused_with("NOT_FOUND");
            let list = person.ask("{ courses(filter: { unpublished: true }) { nodes { id } totalCount } }", json!({})).await.checked();
            assert_eq!(list.number("courses.totalCount"), 0);
        }
    }
}
