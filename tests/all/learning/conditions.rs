//! Conditions: the window, the audience, the courses that come before.

use chrono::TimeDelta;
use nabta_testkit::{everywhere, json};

use super::{CREATE_RUN, ENROL, ENTER, OPEN_RUN, course, on_file, oneself, open_run, say_of};

everywhere! {
    async fn people_enrol_within_the_window(centre: Centre) {
        let now = centre.instance.services.clock.now();
        let (from, until) = (now + TimeDelta::days(1), now + TimeDelta::days(2));
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "opensAt": from.to_rfc3339(), "closesAt": until.to_rfc3339() })).await;
        let early = centre.person("amel").await.ask(ENROL, json!({ "run": run })).await;
        early.refused_with("NOT_YET_OPEN");
        centre.clock.advance(TimeDelta::hours(30));
        centre.person("amel").await.ask(ENROL, json!({ "run": run })).await.ok();
        centre.clock.advance(TimeDelta::days(1));
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        sami.ask(ENROL, json!({ "run": run })).await.refused_with("NO_LONGER_OPEN");
        let late = json!({ "input": { "run": run, "persons": [oneself(&sami).await] } });
        amina.ask(ENTER, late).await.ok();
    }

    async fn a_run_for_some_tells_the_others_why_and_an_officer_may_say_otherwise(centre: Centre) {
        let audience = json!({ "situations": ["LOOKING_FOR_WORK"], "governorates": ["TN-83"], "leastAge": 20, "mostAge": 35, "degrees": ["BACHELOR", "MASTER"] });
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "audience": audience })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let before = centre.fingerprint().await;
        let refused = amel.ask(ENROL, json!({ "run": run })).await;
        assert!(refused.user_error_codes().iter().all(|code| code == "PROFILE_INCOMPLETE"));
        assert_eq!(refused.count("enrolmentCreate.userErrors"), 4, "all that is missing is told at once");
        assert_eq!(centre.fingerprint().await, before);
        let person = oneself(&amel).await;
        let said = json!({ "birthDate": "1960-01-01", "governorate": "TN-11", "situation": "EMPLOYED", "education": [{ "degree": "MASTER" }] });
        say_of(&amina, &person, &said).await;
        let refused = amel.ask(ENROL, json!({ "run": run })).await;
        assert_eq!(refused.user_error_codes(), ["NOT_IN_AUDIENCE"; 3]);
        let fits = json!({ "governorate": "TN-83", "situation": "LOOKING_FOR_WORK", "birthDate": "1998-01-01" });
        say_of(&amina, &person, &fits).await;
        amel.ask(ENROL, json!({ "run": run })).await.ok();
        let other = on_file(&amina, "Hors cible", &json!({ "governorate": "TN-11" })).await;
        let enter = json!({ "input": { "run": run, "persons": [other] } });
        let refused = amina.ask(ENTER, enter.clone()).await;
        assert_eq!(*refused.at("enrolmentsEnter.userErrors.0.path"), json!(["persons", "0"]));
        let mut waived = enter;
        waived["input"]["waiver"] = json!("Accord du bailleur, lettre du 3 mars");
        amina.ask(ENTER, waived).await.ok();
        assert_eq!(centre.number("SELECT count(*) AS number FROM enrolment WHERE note IS NOT NULL").await, 1, "why is kept");
    }

    async fn a_course_that_comes_before_is_completed_first(centre: Centre) {
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        let before = course(&centre, "environmental-legislation").await;
        let after = course(&centre, "impact-study").await;
        // The demo has no course that asks for another one.
        let (kind, x) = if centre.kind == nabta_testkit::Kind::Sqlite { ("x", "'") } else { ("", "'") };
        let raw = |wire: &str| wire.split_once('_').unwrap().1.replace('-', "");
        let row = format!("INSERT INTO course_requirement (course_id, requires_id) VALUES ({kind}{x}{}{x}, {kind}{x}{}{x})", raw(&after), raw(&before));
        centre.tamper(&row).await.unwrap();
        let first = open_run(&centre, "environmental-legislation", "L-1", &json!({})).await;
        let then = open_run(&centre, "impact-study", "I-1", &json!({ "audience": { "needsPrerequisites": true } })).await;
        let refused = amel.ask(ENROL, json!({ "run": then })).await;
        refused.refused_with("PREREQUISITE_MISSING");
        let id = amel.ask(ENROL, json!({ "run": first })).await.checked().text("enrolmentCreate.enrolment.id");
        let refused = amel.ask(ENROL, json!({ "run": then })).await;
        refused.refused_with("PREREQUISITE_MISSING");
        let complete = "mutation($id: ID!, $version: Int!) { enrolmentComplete(input: { enrolment: $id, version: $version }) { enrolment { state endedAt } userErrors { code } } }";
        amel.ask(complete, json!({ "id": id, "version": 1 })).await.refused_with("FORBIDDEN");
        sami.ask(complete, json!({ "id": id, "version": 1 })).await.ok();
        amel.ask(ENROL, json!({ "run": then })).await.ok();
        let plain = json!({ "input": { "course": after, "details": { "code": "I-2", "admission": "OPEN" } } });
        let plain = amina.ask(CREATE_RUN, plain).await.checked().text("courseRunCreate.run.id");
        amina.ask(OPEN_RUN, json!({ "run": plain, "version": 1 })).await.ok();
        sami.ask(ENROL, json!({ "run": plain })).await.ok();
    }
}
