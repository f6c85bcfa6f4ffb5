//! The edition that somebody follows: the one that is out when they come in, until they move.

use nabta_testkit::{everywhere, json};

use super::{ENROL, open_run};
use crate::catalogue::{first_lesson, newest, publish, revise};

const MOVE: &str = "mutation($id: ID!, $edition: ID!) { enrolmentMove(input: { enrolment: $id, edition: $edition }) { enrolment { edition { number } } userErrors { code path } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Enrolment { edition { id number } } } }";

everywhere! {
    async fn nothing_moves_under_ones_hands_and_one_moves_when_one_wishes(centre: Centre) {
        let (sami, amina, amel, giulia) = (centre.person("sami").await, centre.person("amina").await, centre.person("amel").await, centre.person("giulia").await);
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let id = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        let first = amel.ask(READ, json!({ "id": id })).await.checked().text("node.edition.id");
        let (lesson, revision, _) = first_lesson(&sami).await;
        revise(&sami, &lesson, &revision, "Un texte plus récent.").await.ok();
        let (draft, version) = newest(&sami).await;
        let before = centre.fingerprint().await;
        amel.ask(MOVE, json!({ "id": id, "edition": draft })).await.refused_with("UNKNOWN_REFERENCE");
        assert_eq!(centre.fingerprint().await, before, "nobody follows a draft");
        publish(&sami, &amina, &draft, version).await;
        assert_eq!(amel.ask(READ, json!({ "id": id })).await.checked().text("node.edition.id"), first);
        let foreign = centre.visitor().ask("{ course(slug: \"environmental-legislation\") { edition { id } } }", json!({})).await.checked();
        let before = centre.fingerprint().await;
        amel.ask(MOVE, json!({ "id": id, "edition": foreign.text("course.edition.id") })).await.refused_with("UNKNOWN_REFERENCE");
        giulia.ask(MOVE, json!({ "id": id, "edition": draft })).await.refused_with("FORBIDDEN");
        sami.ask(MOVE, json!({ "id": id, "edition": draft })).await.refused_with("FORBIDDEN");
        centre.visitor().ask(MOVE, json!({ "id": id, "edition": draft })).await.refused_with("NOT_FOUND");
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(amel.ask(MOVE, json!({ "id": id, "edition": draft })).await.checked().number("enrolmentMove.enrolment.edition.number"), 2);
        let before = centre.fingerprint().await;
        amel.ask(MOVE, json!({ "id": id, "edition": draft })).await.ok();
        assert_eq!(centre.fingerprint().await, before, "asked again nothing changes");
        let late = giulia.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!(late.text("enrolmentCreate.enrolment.edition.id"), draft, "who comes now follows what is out");
        // A run that gives one edition gives everybody the same.
        let fixed = open_run(&centre, "impact-study", "R-2", &json!({ "edition": first })).await;
        let id = sami.ask(ENROL, json!({ "run": fixed })).await.checked().text("enrolmentCreate.enrolment.id");
        assert_eq!(sami.ask(READ, json!({ "id": id })).await.checked().text("node.edition.id"), first);
        sami.ask(MOVE, json!({ "id": id, "edition": draft })).await.refused_with("WRONG_STATE");
    }
}
