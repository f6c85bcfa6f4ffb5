//! What is decided about an enrolment, by whom, and what nobody else may.

use chrono::TimeDelta;
use nabta_testkit::{everywhere, json};

use super::{ENROL, ENTER, MINE, OF_RUN, on_file, oneself, open_run};
use crate::people::notices::notices;

const ACCEPT: &str = "mutation($id: ID!, $version: Int!) { enrolmentAccept(input: { enrolment: $id, version: $version }) { enrolment { state version } userErrors { code } } }";
const REFUSE: &str = "mutation($id: ID!, $version: Int!, $note: String!) { enrolmentRefuse(input: { enrolment: $id, version: $version, note: $note }) { enrolment { state note } userErrors { code } } }";
const REMOVE: &str = "mutation($id: ID!, $version: Int!, $note: String!) { enrolmentRemove(input: { enrolment: $id, version: $version, note: $note }) { enrolment { state version } userErrors { code } } }";
const WITHDRAW: &str =
    "mutation($id: ID!) { enrolmentWithdraw(input: { enrolment: $id }) { enrolment { state } userErrors { code } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Enrolment { state name { text } note person { id } } } }";

everywhere! {
    async fn a_wish_is_taken_or_refused_and_whoever_wished_is_told(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "admission": "REQUEST", "seats": 1 })).await;
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        let wish = amel.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!(wish.text("enrolmentCreate.enrolment.state"), "REQUESTED");
        assert_eq!(amina.ask(OF_RUN, json!({ "run": run })).await.checked().number("node.seatsLeft"), 1, "a wish takes no seat");
        assert!(notices(&amina).await.text("notices.nodes.0.link").contains("/runs/R-1"), "who decides is told");
        let (id, other) = (wish.text("enrolmentCreate.enrolment.id"), sami.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id"));
        amel.ask(ACCEPT, json!({ "id": id, "version": 1 })).await.refused_with("FORBIDDEN");
        amina.ask(ACCEPT, json!({ "id": id, "version": 1 })).await.ok();
        assert!(notices(&amel).await.text("notices.nodes.0.text").contains("est acceptée"));
        amina.ask(ACCEPT, json!({ "id": other, "version": 1 })).await.refused_with("FULL");
        amina.ask(REFUSE, json!({ "id": other, "version": 1, "note": "Complet cette fois" })).await.ok();
        assert!(notices(&sami).await.text("notices.nodes.0.text").contains("Complet cette fois"));
        sami.ask(ENROL, json!({ "run": run })).await.refused_with("WRONG_STATE");
    }

    async fn who_leaves_may_come_again_and_who_was_taken_out_may_not(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 1 })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let id = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        amel.ask(WITHDRAW, json!({ "id": id })).await.ok();
        assert_eq!(amina.ask(OF_RUN, json!({ "run": run })).await.checked().number("node.seatsLeft"), 1);
        let again = amel.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!(again.text("enrolmentCreate.enrolment.id"), id, "one person has one enrolment in a run");
        let version = again.number("enrolmentCreate.enrolment.version");
        amina.ask(REMOVE, json!({ "id": id, "version": version, "note": "Absences" })).await.ok();
        amel.ask(ENROL, json!({ "run": run })).await.refused_with("WRONG_STATE");
        let enter = json!({ "input": { "run": run, "persons": [oneself(&amel).await] } });
        amina.ask(ENTER, enter).await.ok();
        assert_eq!(amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.state"), "ACTIVE");
    }

    async fn nobody_decides_or_learns_about_anothers(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let (amel, sami, salma, visitor) = (centre.person("amel").await, centre.person("sami").await, centre.person("salma").await, centre.visitor());
        let other = on_file(&centre.person("amina").await, "Une autre", &json!({})).await;
        centre.person("amina").await.ask(ENTER, json!({ "input": { "run": run, "persons": [other] } })).await.ok();
        let all = sami.ask(OF_RUN, json!({ "run": run })).await.checked();
        assert_eq!(all.text("node.enrolments.nodes.0.name.text"), "Une autre", "who trains knows whom");
        let id = all.text("node.enrolments.nodes.0.id");
        let before = centre.fingerprint().await;
        for (who, code) in [(&visitor, "NOT_FOUND"), (&amel, "NOT_FOUND")] {
            who.ask(READ, json!({ "id": id })).await.refused_with(code);
            who.ask(WITHDRAW, json!({ "id": id })).await.refused_with(code);
            who.ask(REMOVE, json!({ "id": id, "version": 1, "note": "x" })).await.refused_with(code);
        }
        for who in [&sami, &salma] {
            who.ask(WITHDRAW, json!({ "id": id })).await.refused_with("FORBIDDEN");
            who.ask(REMOVE, json!({ "id": id, "version": 1, "note": "x" })).await.refused_with("FORBIDDEN");
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(amel.ask(OF_RUN, json!({ "run": run })).await.checked().count("node.enrolments.nodes"), 0);
        amel.ask("{ enrolments { totalCount } }", json!({})).await.refused_with("FORBIDDEN");
        assert_eq!(salma.ask("{ enrolments { totalCount } }", json!({})).await.checked().number("enrolments.totalCount"), 1);
        visitor.ask("{ enrolments { totalCount } }", json!({})).await.refused_with("UNAUTHENTICATED");
    }

    async fn an_officer_gives_time_also_to_whom_it_ran_out(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "accessDays": 2 })).await;
        let id = centre.person("amel").await.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
        let extend = "mutation($id: ID!, $version: Int!, $until: DateTime!) { enrolmentExtend(input: { enrolment: $id, version: $version, until: $until }) { enrolment { state endsAt version } userErrors { code path } } }";
        centre.clock.advance(TimeDelta::days(3));
        crate::people::notices::morning(&centre).await;
        let amina = centre.person("amina").await;
        let now = centre.instance.services.clock.now();
        amina.ask(extend, json!({ "id": id, "version": 2, "until": now.to_rfc3339() })).await.refused_with("OUT_OF_RANGE");
        let until = (now + TimeDelta::days(10)).to_rfc3339();
        let extended = amina.ask(extend, json!({ "id": id, "version": 2, "until": until })).await.checked();
        assert_eq!(extended.text("enrolmentExtend.enrolment.state"), "ACTIVE");
    }
}
