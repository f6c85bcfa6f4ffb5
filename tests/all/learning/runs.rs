//! Runs: planned, opened, closed, cancelled; and what is refused.

use nabta_testkit::{everywhere, json};

use super::{CREATE_RUN, ENROL, MINE, OF_RUN, OPEN_RUN, course, open_run};
use crate::people::notices::notices;

const LIST: &str = "query($filter: CourseRunFilterInput!) { courseRuns(filter: $filter) { totalCount nodes { code state course { slug } programmes { code } } } }";
const UPDATE: &str = "mutation($input: CourseRunUpdateInput!) { courseRunUpdate(input: $input) { run { code seats version title { text } } userErrors { code path message } } }";
const CLOSE: &str = "mutation($run: ID!, $version: Int!) { courseRunClose(input: { run: $run, version: $version }) { run { state version } userErrors { code } } }";
const CANCEL: &str = "mutation($run: ID!, $version: Int!, $note: String!) { courseRunCancel(input: { run: $run, version: $version, note: $note }) { run { state note } userErrors { code path } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on CourseRun { code state } } }";

everywhere! {
    async fn a_run_is_planned_out_of_sight_and_found_once_it_is_open(centre: Centre) {
        let (amina, amel, visitor) = (centre.person("amina").await, centre.person("amel").await, centre.visitor());
        let (programme, course) = (programme(&centre).await, course(&centre, "impact-study").await);
        let details = json!({ "code": "EIE-2026-1", "titles": { "fr": "Étude d'impact, janvier", "ar": "دراسة المؤثرات، جانفي" }, "admission": "OPEN", "seats": 20,
            "startsOn": "2027-01-11", "endsOn": "2027-01-15", "locations": { "fr": "Tunis" }, "programmes": [programme] });
        let input = json!({ "input": { "course": course, "details": details, "idempotencyKey": "r1" } });
        let run = amina.ask(CREATE_RUN, input.clone()).await.checked().text("courseRunCreate.run.id");
        let again = amina.ask(CREATE_RUN, input).await.checked();
        assert_eq!(again.text("courseRunCreate.run.id"), run, "asked again with the same key it is the same run");
        let filter = json!({ "filter": { "programme": programme } });
        assert_eq!(amel.ask(LIST, filter.clone()).await.checked().number("courseRuns.totalCount"), 0);
        amel.ask(READ, json!({ "id": run })).await.refused_with("NOT_FOUND");
        visitor.ask(READ, json!({ "id": run })).await.refused_with("NOT_FOUND");
        assert_eq!(amina.ask(LIST, filter.clone()).await.checked().text("courseRuns.nodes.0.state"), "DRAFT");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 1 })).await.ok();
        let found = visitor.ask(LIST, filter).await.checked();
        assert_eq!(*found.at("courseRuns.nodes.0"), json!({ "code": "EIE-2026-1", "state": "OPEN", "course": { "slug": "impact-study" }, "programmes": [{ "code": "EMPLOI-VERT" }] }));
        let page = visitor.ask("{ course(slug: \"impact-study\") { runs { code title(locale: AR) { text } seatsLeft startsOn } } }", json!({})).await.checked();
        let expected = json!({ "code": "EIE-2026-1", "title": { "text": "دراسة المؤثرات، جانفي" }, "seatsLeft": 20, "startsOn": "2027-01-11" });
        let runs = page.at("course.runs").as_array().unwrap();
        assert!(runs.contains(&expected), "{runs:?}");
    }

    async fn a_closed_run_takes_nobody_and_a_cancelled_one_tells_everybody(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        amel.ask(ENROL, json!({ "run": run })).await.ok();
        amina.ask(CLOSE, json!({ "run": run, "version": 2 })).await.ok();
        let before = centre.fingerprint().await;
        sami.ask(ENROL, json!({ "run": run })).await.refused_with("NO_LONGER_OPEN");
        amina.ask(CLOSE, json!({ "run": run, "version": 3 })).await.refused_with("WRONG_STATE");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 2 })).await.refused_with("CONFLICT");
        amina.ask(CANCEL, json!({ "run": run, "version": 3, "note": " " })).await.refused_with("REQUIRED");
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.state"), "ACTIVE", "who takes part goes on");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 3 })).await.ok();
        amina.ask(CANCEL, json!({ "run": run, "version": 4, "note": "Trop peu d'inscrits" })).await.ok();
        let told = notices(&amel).await;
        assert!(told.text("notices.nodes.0.text").contains("Trop peu d'inscrits"), "{}", told.text("notices.nodes.0.text"));
        assert_eq!(amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.state"), "REMOVED");
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 0);
        let other = open_run(&centre, "impact-study", "R-2", &json!({})).await;
        amel.ask(ENROL, json!({ "run": other })).await.ok();
        sami.ask(ENROL, json!({ "run": run })).await.refused_with("WRONG_STATE");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 5 })).await.refused_with("WRONG_STATE");
    }

    async fn a_change_keeps_the_places_of_who_takes_part(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 5 })).await;
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        for one in [&amel, &sami] {
            one.ask(ENROL, json!({ "run": run })).await.ok();
        }
        let change = |seats: i32, version: i32| json!({ "input": { "run": run, "version": version, "details": { "code": "R-1", "admission": "OPEN", "seats": seats } } });
        amina.ask(UPDATE, change(1, 2)).await.refused_with("OUT_OF_RANGE");
        let changed = amina.ask(UPDATE, change(2, 2)).await.checked();
        assert_eq!(changed.number("courseRunUpdate.run.version"), 3);
        amina.ask(UPDATE, change(3, 2)).await.refused_with("CONFLICT");
        assert_eq!(amina.ask(OF_RUN, json!({ "run": run })).await.checked().number("node.seatsLeft"), 0);
    }

    async fn wrong_input_has_a_code_a_place_and_words_in_each_language(centre: Centre) {
        let (amina, course) = (centre.person("amina").await, course(&centre, "impact-study").await);
        open_run(&centre, "impact-study", "taken", &json!({})).await;
        let before = centre.fingerprint().await;
        let absent = |kind: &str| format!("{kind}_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f");
        for (change, code, path) in [
            (json!({ "code": "a b" }), "BAD_FORMAT", "code"),
            (json!({ "code": "taken" }), "ALREADY_EXISTS", "code"),
            (json!({ "seats": 0 }), "OUT_OF_RANGE", "seats"),
            (json!({ "seats": 100_001 }), "OUT_OF_RANGE", "seats"),
            (json!({ "accessDays": 0 }), "OUT_OF_RANGE", "accessDays"),
            (json!({ "startsOn": "2027-01-02", "endsOn": "2027-01-01" }), "OUT_OF_RANGE", "endsOn"),
            (json!({ "opensAt": "2027-01-02T08:00:00Z", "closesAt": "2027-01-02T08:00:00Z" }), "OUT_OF_RANGE", "closesAt"),
            (json!({ "titles": { "fr": "a\0b" } }), "FORBIDDEN_CHARACTER", "titles.fr"),
            (json!({ "programmes": [absent("programme")] }), "UNKNOWN_REFERENCE", "programmes"),
            (json!({ "edition": absent("edition") }), "UNKNOWN_REFERENCE", "edition"),
            (json!({ "audience": { "governorates": ["TN-99"] } }), "UNKNOWN_REFERENCE", "audience.governorates"),
            (json!({ "audience": { "leastAge": 30, "mostAge": 20 } }), "OUT_OF_RANGE", "audience.mostAge"),
            (json!({ "audience": { "leastAge": -1 } }), "OUT_OF_RANGE", "audience.leastAge"),
        ] {
            let mut details = json!({ "code": "new", "admission": "OPEN" });
            change.as_object().unwrap().iter().for_each(|(field, value)| details[field] = value.clone());
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let input = json!({ "input": { "course": course, "details": details } });
                let answer = amina.clone().reading(language).ask(CREATE_RUN, input).await;
                let at: Vec<String> = serde_json::from_value(answer.at("courseRunCreate.userErrors.0.path").clone()).unwrap();
                assert_eq!(at.join("."), path, "{change}");
                said.push(answer.text("courseRunCreate.userErrors.0.message"));
                answer.refused_with(code);
            }
            said.dedup();
            assert_eq!(said.len(), 3, "{change}");
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_has_no_text_is_not_opened(centre: Centre) {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let copy = "mutation($course: ID!) { courseCopy(input: { course: $course, code: \"copy\", slug: \"copy\" }) { course { id } userErrors { code } } }";
        let copied = sami.ask(copy, json!({ "course": course(&centre, "impact-study").await })).await.checked();
        let input = json!({ "input": { "course": copied.text("courseCopy.course.id"), "details": { "code": "R-1", "admission": "OPEN" } } });
        let run = amina.ask(CREATE_RUN, input).await.checked().text("courseRunCreate.run.id");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 1 })).await.refused_with("NOT_PUBLISHED");
    }

    async fn who_plans_for_one_programme_plans_its_runs_and_no_others(centre: Centre) {
        let (leila, amel) = (centre.person("leila").await, centre.person("amel").await);
        let programmes = leila.ask("{ programmes(first: 2) { nodes { id } } }", json!({})).await.checked();
        let (own, other) = (programmes.text("programmes.nodes.0.id"), programmes.text("programmes.nodes.1.id"));
        let course = course(&centre, "impact-study").await;
        let account = amel.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let grant = "mutation($input: RoleGrantInput!) { roleGrant(input: $input) { userErrors { code } } }";
        leila.ask(grant, json!({ "input": { "account": account, "role": "PROGRAMME_OFFICER", "scope": own } })).await.ok();
        let plan = |code: &str, programmes: &[&String]| json!({ "input": { "course": course, "details": { "code": code, "admission": "OPEN", "programmes": programmes } } });
        let before = centre.fingerprint().await;
        amel.ask(CREATE_RUN, plan("none", &[])).await.refused_with("FORBIDDEN");
        amel.ask(CREATE_RUN, plan("other", &[&other])).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        let run = amel.ask(CREATE_RUN, plan("own", &[&own])).await.checked().text("courseRunCreate.run.id");
        let both = json!({ "input": { "run": run, "version": 1, "details": { "code": "own", "admission": "OPEN", "programmes": [own, other] } } });
        amel.ask(UPDATE, both).await.refused_with("FORBIDDEN");
        amel.ask(OPEN_RUN, json!({ "run": run, "version": 1 })).await.ok();
    }
}

async fn programme(centre: &nabta_testkit::Centre) -> String {
    let all = centre.visitor().ask("{ programmes(first: 1) { nodes { id } } }", json!({})).await.checked();
    all.text("programmes.nodes.0.id")
}
