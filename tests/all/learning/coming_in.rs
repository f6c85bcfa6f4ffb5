//! Coming in: by oneself, by an officer for many at once, by invitation.

use chrono::TimeDelta;
use nabta_testkit::{everywhere, json};

use super::{ENROL, ENTER, INVITE, MINE, OF_RUN, on_file, oneself, open_run, say_of};
use crate::people::at_once::{at_once, one_of};
use crate::people::notices::notices;

const ANSWER: &str =
    "mutation($id: ID!) { enrolmentJoin(input: { enrolment: $id }) { enrolment { state activeAt } userErrors { code } } }";
const DECLINE: &str =
    "mutation($id: ID!) { enrolmentDecline(input: { enrolment: $id }) { enrolment { state } userErrors { code } } }";
const TRAITS: &str = "query($run: ID!) { node(id: $run) { ... on CourseRun { enrolments { nodes { gender age situation degree governorate { code } } } } } }";

everywhere! {
    async fn whoever_is_signed_in_enrols_once_and_is_answered_where_they_stand(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "accessDays": 30 })).await;
        let (amel, visitor) = (centre.person("amel").await, centre.visitor());
        visitor.ask(ENROL, json!({ "run": run })).await.refused_with("UNAUTHENTICATED");
        let enrolled = amel.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!((enrolled.text("enrolmentCreate.enrolment.state"), enrolled.text("enrolmentCreate.enrolment.way")), ("ACTIVE".into(), "ONESELF".into()));
        let at = |field: &str| chrono::DateTime::parse_from_rfc3339(&enrolled.text(&format!("enrolmentCreate.enrolment.{field}"))).unwrap();
        assert_eq!(at("endsAt") - at("activeAt"), TimeDelta::days(30));
        let before = centre.fingerprint().await;
        let again = amel.ask(ENROL, json!({ "run": run })).await.checked();
        assert_eq!(again.text("enrolmentCreate.enrolment.id"), enrolled.text("enrolmentCreate.enrolment.id"));
        assert_eq!(centre.fingerprint().await, before);
        let mine = amel.ask(MINE, json!({})).await.checked();
        assert_eq!(mine.text("myEnrolments.nodes.0.course.slug"), "impact-study");
        let own = amel.ask("query($id: ID!) { node(id: $id) { ... on CourseRun { myEnrolment { state } } } }", json!({ "id": run })).await.checked();
        assert_eq!(own.text("node.myEnrolment.state"), "ACTIVE");
    }

    async fn enrolling_fifty_times_at_once_is_enrolling_once(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 3 })).await;
        let amel = centre.person("amel").await;
        let codes = at_once(&amel, 50, ENROL, &json!({ "run": run })).await;
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["DONE"], "{codes:?}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM enrolment").await, 1);
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 1);
    }

    async fn what_donors_ask_about_is_kept_as_it_was_on_the_day_of_entering(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let person = oneself(&amel).await;
        let said = json!({ "birthDate": "1996-05-04", "gender": "FEMALE", "governorate": "TN-83", "situation": "LOOKING_FOR_WORK",
            "education": [{ "degree": "MASTER", "year": 2019 }, { "degree": "BACHELOR", "year": 2017 }] });
        say_of(&amina, &person, &said).await;
        amel.ask(ENROL, json!({ "run": run })).await.ok();
        let now = centre.instance.services.clock.now();
        let age = i64::from(chrono::Datelike::year(&now)) - 1996 - i64::from((chrono::Datelike::month(&now), chrono::Datelike::day(&now)) < (5, 4));
        let expected = json!({ "gender": "FEMALE", "age": age, "situation": "LOOKING_FOR_WORK", "degree": "MASTER", "governorate": { "code": "TN-83" } });
        assert_eq!(*amina.ask(TRAITS, json!({ "run": run })).await.checked().at("node.enrolments.nodes.0"), expected);
        say_of(&amina, &person, &json!({ "situation": "EMPLOYED", "governorate": "TN-11" })).await;
        assert_eq!(*amina.ask(TRAITS, json!({ "run": run })).await.checked().at("node.enrolments.nodes.0"), expected, "what was is told, not what is");
    }

    async fn an_officer_enters_many_or_nobody_and_hears_all_that_stands_in_the_way(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 40 })).await;
        let amina = centre.person("amina").await;
        let mut persons = Vec::new();
        for number in 0..30 {
            persons.push(on_file(&amina, &format!("Candidat {number}"), &json!({})).await);
        }
        let absent = "person_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f".to_owned();
        let mut with_strangers = persons.clone();
        with_strangers.insert(3, absent.clone());
        with_strangers.push("person_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e70".to_owned());
        let before = centre.fingerprint().await;
        let refused = amina.ask(ENTER, json!({ "input": { "run": run, "persons": with_strangers } })).await;
        assert_eq!(*refused.at("enrolmentsEnter.userErrors.0.path"), json!(["persons", "3"]));
        assert_eq!(*refused.at("enrolmentsEnter.userErrors.1.path"), json!(["persons", "31"]));
        assert_eq!(refused.user_error_codes(), ["UNKNOWN_REFERENCE", "UNKNOWN_REFERENCE"]);
        // Named twice, the places are still those of the list as it was sent.
        let twice = [persons[0].clone(), persons[0].clone(), absent.clone()];
        let refused = amina.ask(ENTER, json!({ "input": { "run": run, "persons": twice } })).await;
        assert_eq!(*refused.at("enrolmentsEnter.userErrors"), json!([{ "code": "UNKNOWN_REFERENCE", "path": ["persons", "2"], "message": refused.text("enrolmentsEnter.userErrors.0.message") }]));
        amina.ask(ENTER, json!({ "input": { "run": run, "persons": [] } })).await.refused_with("REQUIRED");
        assert_eq!(centre.fingerprint().await, before);
        let entered = amina.ask(ENTER, json!({ "input": { "run": run, "persons": persons } })).await.checked();
        assert_eq!(*entered.at("enrolmentsEnter.entered"), json!({ "new": 30, "known": 0, "run": { "seatsLeft": 10 } }));
        let before = centre.fingerprint().await;
        let again = amina.ask(ENTER, json!({ "input": { "run": run, "persons": persons } })).await.checked();
        assert_eq!(*again.at("enrolmentsEnter.entered"), json!({ "new": 0, "known": 30, "run": { "seatsLeft": 10 } }));
        assert_eq!(centre.fingerprint().await, before, "entered twice they are in once");
        // One entry in the journal for one act.
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'enrolment.enter'").await, 1);
    }

    async fn more_than_five_hundred_at_once_are_refused(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let amina = centre.person("amina").await;
        let many: Vec<String> = (0..501).map(|number| format!("person_0193e4c2-5b7a-7c3d-9e1f-{number:012x}")).collect();
        amina.ask(ENTER, json!({ "input": { "run": run, "persons": many } })).await.refused_with("OUT_OF_RANGE");
    }

    async fn an_invitation_keeps_a_seat_until_it_is_answered(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "admission": "INVITATION", "seats": 1 })).await;
        let (amina, amel, sami) = (centre.person("amina").await, centre.person("amel").await, centre.person("sami").await);
        amel.ask(ENROL, json!({ "run": run })).await.refused_with("BY_INVITATION");
        let invite = |person: &str| json!({ "input": { "run": run, "persons": [person] } });
        amina.ask(INVITE, invite(&oneself(&amel).await)).await.ok();
        assert!(notices(&amel).await.text("notices.nodes.0.text").contains("vous invite"));
        centre.work().await;
        assert!(centre.letters("amel@nabta.example").iter().any(|letter| letter.text.contains("مقعدك محجوز")));
        amina.ask(INVITE, invite(&oneself(&sami).await)).await.refused_with("FULL");
        let id = amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.id");
        sami.ask(ANSWER, json!({ "id": id })).await.refused_with("FORBIDDEN");
        amel.ask(DECLINE, json!({ "id": id })).await.ok();
        amel.ask(DECLINE, json!({ "id": id })).await.ok();
        amel.ask(ANSWER, json!({ "id": id })).await.refused_with("WRONG_STATE");
        amina.ask(INVITE, invite(&oneself(&sami).await)).await.ok();
        let id = sami.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.id");
        let joined = sami.ask(ANSWER, json!({ "id": id })).await.checked();
        assert_eq!(joined.text("enrolmentJoin.enrolment.state"), "ACTIVE");
        sami.ask(ANSWER, json!({ "id": id })).await.ok();
        assert_eq!(amina.ask(OF_RUN, json!({ "run": run })).await.checked().number("node.seatsLeft"), 0);
    }

    async fn nobody_takes_part_in_a_course_twice_at_once(centre: Centre) {
        let first = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let second = open_run(&centre, "impact-study", "R-2", &json!({})).await;
        let amel = centre.person("amel").await;
        amel.ask(ENROL, json!({ "run": first })).await.ok();
        let refused = amel.ask(ENROL, json!({ "run": second })).await;
        assert!(refused.text("enrolmentCreate.userErrors.0.message").contains("R-1"));
        refused.refused_with("ENROLLED_ELSEWHERE");
        let sami = centre.person("sami").await;
        let (here, there) = (json!({ "run": first }), json!({ "run": second }));
        tokio::join!(at_once(&sami, 10, ENROL, &here), at_once(&sami, 10, ENROL, &there));
        let person = "SELECT count(*) AS number FROM enrolment WHERE state = 'active'";
        assert_eq!(centre.number(person).await, 2, "amel once, and sami once");
    }

    async fn an_invitation_pressed_fifty_times_is_answered_once(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "seats": 2 })).await;
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        amina.ask(INVITE, json!({ "input": { "run": run, "persons": [oneself(&amel).await] } })).await.ok();
        let id = amel.ask(MINE, json!({})).await.checked().text("myEnrolments.nodes.0.id");
        at_once(&amel, 50, ANSWER, &json!({ "id": id })).await;
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 1);
        let withdraw = "mutation($id: ID!) { enrolmentWithdraw(input: { enrolment: $id }) { userErrors { code } } }";
        at_once(&amel, 50, withdraw, &json!({ "id": id })).await;
        assert_eq!(centre.number("SELECT sum(taken) AS number FROM course_run").await, 0);
        let accept = "mutation($id: ID!, $version: Int!) { enrolmentAccept(input: { enrolment: $id, version: $version }) { userErrors { code } } }";
        let ask = open_run(&centre, "environmental-legislation", "R-2", &json!({ "admission": "REQUEST", "seats": 2 })).await;
        let wish = amel.ask(ENROL, json!({ "run": ask })).await.checked();
        let codes = at_once(&amina, 20, accept, &json!({ "id": wish.text("enrolmentCreate.enrolment.id"), "version": 1 })).await;
        one_of(&codes, 20, "CONFLICT");
    }
}
