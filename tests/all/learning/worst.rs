//! The worst that comes to runs and enrolments: texts that are none, states that moved on, the same request fifty times at once.

use nabta_testkit::{everywhere, json};

use super::{CREATE_RUN, ENROL, ENTER, INVITE, course, on_file, open_run};
use crate::people::at_once::{at_once, one_of};

const CANCEL: &str = "mutation($run: ID!, $version: Int!, $note: String!) { courseRunCancel(input: { run: $run, version: $version, note: $note }) { userErrors { code path message } } }";
const REFUSE: &str = "mutation($id: ID!, $version: Int!, $note: String!) { enrolmentRefuse(input: { enrolment: $id, version: $version, note: $note }) { userErrors { code path message } } }";
const REMOVE: &str = "mutation($id: ID!, $version: Int!, $note: String!) { enrolmentRemove(input: { enrolment: $id, version: $version, note: $note }) { userErrors { code path message } } }";
const COMPLETE: &str = "mutation($id: ID!, $version: Int!, $note: String) { enrolmentComplete(input: { enrolment: $id, version: $version, note: $note }) { userErrors { code path message } } }";
const EXTEND: &str = "mutation($id: ID!, $version: Int!) { enrolmentExtend(input: { enrolment: $id, version: $version, until: \"2099-01-01T00:00:00Z\" }) { userErrors { code } } }";
const ACCEPT: &str = "mutation($id: ID!, $version: Int!) { enrolmentAccept(input: { enrolment: $id, version: $version }) { userErrors { code } } }";

everywhere! {
    async fn texts_that_are_none_are_refused_at_their_place_and_nothing_changes(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let id = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        let other = on_file(&amina, "Une autre", &json!({})).await;
        let before = centre.fingerprint().await;
        for (text, code) in [("ب".repeat(10_000), "TOO_LONG"), ("a\0b".to_owned(), "FORBIDDEN_CHARACTER"), ("user\u{202E}nimda".to_owned(), "FORBIDDEN_CHARACTER"), ("  ".to_owned(), "REQUIRED"), ("\u{64B}\u{651}".to_owned(), "UNREADABLE")] {
            amina.ask(CANCEL, json!({ "run": run, "version": 2, "note": text })).await.refused_with(code);
            for act in [REFUSE, REMOVE, COMPLETE] {
                amina.ask(act, json!({ "id": id, "version": 1, "note": text })).await.refused_with(code);
            }
            for act in [ENTER, INVITE] {
                amina.ask(act, json!({ "input": { "run": run, "persons": [other], "waiver": text } })).await.refused_with(code);
            }
        }
        let megabyte = "ب".repeat(500_000);
        for (act, variables) in [
            (REMOVE, json!({ "id": id, "version": 1, "note": megabyte })),
            (CANCEL, json!({ "run": run, "version": 2, "note": megabyte })),
            (ENTER, json!({ "input": { "run": run, "persons": [other], "waiver": megabyte } })),
            (CREATE_RUN, json!({ "input": { "course": course(&centre, "impact-study").await, "details": { "code": "x", "admission": "OPEN", "titles": { "ar": megabyte } } } })),
            (ENROL, json!({ "run": megabyte })),
        ] {
            amina.ask(act, variables).await.refused_with("TOO_COMPLEX");
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_has_moved_on_is_told_and_nothing_changes(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 5 })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let id = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        let stale = centre.fingerprint().await;
        amina.ask(ACCEPT, json!({ "id": id, "version": 1 })).await.refused_with("WRONG_STATE");
        amel.ask("mutation($id: ID!) { enrolmentDecline(input: { enrolment: $id }) { userErrors { code } } }", json!({ "id": id })).await.refused_with("WRONG_STATE");
        assert_eq!(centre.fingerprint().await, stale);
        amina.ask(REMOVE, json!({ "id": id, "version": 1, "note": "Absences" })).await.ok();
        let before = centre.fingerprint().await;
        for act in [REMOVE, REFUSE, COMPLETE] {
            amina.ask(act, json!({ "id": id, "version": 1, "note": "x" })).await.refused_with("CONFLICT");
            amina.ask(act, json!({ "id": id, "version": 2, "note": "x" })).await.refused_with("WRONG_STATE");
        }
        amina.ask(EXTEND, json!({ "id": id, "version": 2 })).await.refused_with("WRONG_STATE");
        for act in ["enrolmentJoin", "enrolmentWithdraw"] {
            let act = format!("mutation($id: ID!) {{ {act}(input: {{ enrolment: $id }}) {{ userErrors {{ code }} }} }}");
            amel.ask(&act, json!({ "id": id })).await.refused_with("WRONG_STATE");
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 0);
    }

    async fn fifty_times_at_once_is_once(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 5 })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let id = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        one_of(&at_once(&amina, 50, REMOVE, &json!({ "id": id, "version": 1, "note": "Absences" })).await, 50, "CONFLICT");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 0);
        let new = json!({ "input": { "course": course(&centre, "impact-study").await, "details": { "code": "R-2", "admission": "OPEN" }, "idempotencyKey": "once" } });
        let codes = at_once(&amina, 50, CREATE_RUN, &new).await;
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["DONE"], "{codes:?}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM course_run WHERE code = 'R-2'").await, 1);
        let other = on_file(&amina, "Une autre", &json!({})).await;
        let codes = at_once(&amina, 50, ENTER, &json!({ "input": { "run": run, "persons": [other] } })).await;
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["DONE"], "{codes:?}");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 1);
        let codes = at_once(&amina, 50, CANCEL, &json!({ "run": run, "version": 2, "note": "Trop peu d'inscrits" })).await;
        assert_eq!((codes["DONE"], codes.values().sum::<usize>()), (1, 50), "{codes:?}");
    }

    async fn a_key_that_comes_with_something_else_is_refused(centre: Centre) {
        let (amina, course) = (centre.person("amina").await, course(&centre, "impact-study").await);
        let new = |code: &str| json!({ "input": { "course": course, "details": { "code": code, "admission": "OPEN" }, "idempotencyKey": "once" } });
        amina.ask(CREATE_RUN, new("R-1")).await.ok();
        let before = centre.fingerprint().await;
        amina.ask(CREATE_RUN, new("R-2")).await.refused_with("IDEMPOTENCY_MISMATCH");
        assert_eq!(centre.fingerprint().await, before);
    }
}
