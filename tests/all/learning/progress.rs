//! Studying: what devices tell of it, in any order and any number of times, and what is no news of anybody's.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_testkit::{Centre, Person, Value, everywhere, json};

use super::{CREATE_RUN, ENROL, MINE, OPEN_RUN, course, open_run};
use crate::people::notices::morning;

pub(crate) const RECORD: &str = "mutation($enrolment: ID!, $visits: [StudyVisitInput!]!) { studyRecord(input: { enrolment: $enrolment, visits: $visits }) { now enrolment { state progress { completed required minutes isFulfilled resume { lesson { id } place } } } refused { code path message } userErrors { code path message } } }";
const LESSONS: &str = "query($slug: String!) { course(slug: $slug) { chapters { id lessons { id } } } }";
const PROGRESS: &str = "query($id: ID!) { node(id: $id) { ... on Enrolment { state progress { completed required minutes isFulfilled lastAt resume { lesson { id } place } chapters { isOpen opensAt chapter { id } lessons { lesson { id } openedAt lastAt viewedAt isCompleted completedAt minutes place } } } } } }";
const COMPLETE: &str = "mutation($id: ID!, $version: Int!) { enrolmentComplete(input: { enrolment: $id, version: $version }) { enrolment { state } userErrors { code } } }";

/// The chapters of a course, with the ids of their lessons.
pub(crate) async fn chapters(centre: &Centre, slug: &str) -> Vec<(String, Vec<String>)> {
    let found = centre.visitor().ask(LESSONS, json!({ "slug": slug })).await.checked();
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let lessons = |chapter: &Value| chapter["lessons"].as_array().unwrap().iter().map(id).collect();
    found.at("course.chapters").as_array().unwrap().iter().map(|chapter| (id(chapter), lessons(chapter))).collect()
}

async fn enrolled(person: &Person, run: &str) -> String {
    person.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id")
}

fn now(centre: &Centre) -> DateTime<Utc> {
    centre.instance.services.clock.now()
}

/// A visit that reached the end.
pub(crate) fn read(lesson: &str, at: DateTime<Utc>, minutes: &[i32]) -> Value {
    json!({ "lesson": lesson, "openedAt": at.to_rfc3339(), "minutes": minutes, "viewedAt": (at + TimeDelta::minutes(1)).to_rfc3339() })
}

everywhere! {
    async fn what_is_read_counts_and_one_goes_on_where_one_was(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(2));
        let (amel, begin) = (centre.person("amel").await, now(&centre) - TimeDelta::hours(1));
        let opened = json!({ "lesson": lessons[1], "openedAt": begin.to_rfc3339(), "minutes": [0, 1, 2, 2], "place": "block-4" });
        let told = amel.ask(RECORD, json!({ "enrolment": id, "visits": [opened, read(&lessons[0], begin, &[0, 1])] })).await.checked();
        let progress = told.at("studyRecord.enrolment.progress");
        assert_eq!(*progress, json!({ "completed": 1, "required": lessons.len(), "minutes": 3, "isFulfilled": false,
            "resume": { "lesson": { "id": lessons[1] }, "place": "block-4" } }), "a minute with two lessons open is one minute");
        let before = centre.fingerprint().await;
        let again = amel.ask(RECORD, json!({ "enrolment": id, "visits": [opened] })).await.checked();
        assert_eq!(again.at("studyRecord.enrolment.progress"), progress);
        assert_eq!(centre.fingerprint().await, before, "told again it is no news");
        let read = centre.person("sami").await.ask(PROGRESS, json!({ "id": id })).await.checked();
        assert_eq!(read.number("node.progress.completed"), 1, "who trains sees it");
    }

    async fn reading_all_completes_the_run_and_only_then(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(2));
        let (amel, begin) = (centre.person("amel").await, now(&centre) - TimeDelta::hours(1));
        // The last first, as a phone may tell it that was offline.
        let mut visits: Vec<Value> = lessons.iter().rev().map(|lesson| read(lesson, begin, &[0])).collect();
        let last = visits.pop().unwrap();
        let most = amel.ask(RECORD, json!({ "enrolment": id, "visits": visits })).await.checked();
        assert_eq!(most.text("studyRecord.enrolment.state"), "ACTIVE");
        let all = amel.ask(RECORD, json!({ "enrolment": id, "visits": [last] })).await.checked();
        assert_eq!(all.text("studyRecord.enrolment.state"), "COMPLETED");
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'enrolment.study'").await, 2);
        let once_more = amel.ask(RECORD, json!({ "enrolment": id, "visits": visits })).await.checked();
        assert_eq!(once_more.text("studyRecord.enrolment.state"), "COMPLETED");
    }

    async fn what_was_done_in_time_and_is_told_late_completes_the_run(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "accessDays": 9 })).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        let begin = now(&centre) + TimeDelta::hours(1);
        for _ in 0..11 {
            morning(&centre).await;
        }
        let amel = centre.person("amel").await;
        let mut visits: Vec<Value> = lessons.iter().map(|lesson| read(lesson, begin, &[0])).collect();
        visits[0] = read(&lessons[0], begin + TimeDelta::days(10), &[0]);
        let late = amel.ask(RECORD, json!({ "enrolment": id, "visits": visits })).await;
        assert_eq!((late.text("studyRecord.refused.0.code").as_str(), late.text("studyRecord.enrolment.state").as_str()), ("CLOCK_WRONG", "EXPIRED"));
        let in_time = amel.ask(RECORD, json!({ "enrolment": id, "visits": [read(&lessons[0], begin, &[0])] })).await.checked();
        assert_eq!(in_time.text("studyRecord.enrolment.state"), "COMPLETED");
    }

    async fn visits_in_another_order_and_twice_lead_to_the_same(centre: Centre) {
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "policy": { "lessonRule": { "kind": "MINUTES", "minutes": 3 } } })).await;
        let (one, other) = (enrolled(&centre.person("amel").await, &run).await, enrolled(&centre.person("giulia").await, &run).await);
        centre.clock.advance(TimeDelta::days(2));
        let begin = now(&centre) - TimeDelta::hours(30);
        let visit = |lesson: usize, hours: i64, minutes: &[i32], place: &str| json!({ "lesson": lessons[lesson], "openedAt": (begin + TimeDelta::hours(hours)).to_rfc3339(), "minutes": minutes, "place": place });
        let visits = [visit(0, 0, &[0, 5], "a"), visit(1, 20, &[3], "b"), visit(0, 24, &[1, 2, 3], "c"), visit(0, 2, &[0], "d"), visit(1, 21, &[0, 1], "e")];
        let amel = centre.person("amel").await;
        amel.ask(RECORD, json!({ "enrolment": one, "visits": visits })).await.ok();
        let giulia = centre.person("giulia").await;
        for order in [[3, 4], [1, 0], [4, 2], [2, 3]] {
            let batch: Vec<&Value> = order.iter().map(|index| &visits[*index]).collect();
            giulia.ask(RECORD, json!({ "enrolment": other, "visits": batch })).await.ok();
        }
        let stands = async |person: &Person, id: &str| person.ask(PROGRESS, json!({ "id": id })).await.checked().at("node.progress").clone();
        let first = stands(&amel, &one).await;
        assert_eq!(first, stands(&giulia, &other).await);
        assert_eq!((first["completed"].as_i64(), first["minutes"].as_i64()), (Some(2), Some(9)));
    }

    async fn chapters_open_in_time_and_one_after_another(centre: Centre) {
        let chapters = chapters(&centre, "impact-study").await;
        assert!(chapters.len() >= 3);
        let lessons: Vec<&String> = chapters[0].1.iter().collect();
        let opens = now(&centre) + TimeDelta::days(3);
        let gates = json!([{ "chapter": chapters[1].0, "afterChapter": chapters[0].0 }, { "chapter": chapters[2].0, "opensAt": opens.to_rfc3339() }]);
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "policy": { "gates": gates } })).await;
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(2));
        let (amel, begin) = (centre.person("amel").await, now(&centre) - TimeDelta::hours(1));
        let open = async |person: &Person| {
            let read = person.ask(PROGRESS, json!({ "id": id })).await.checked();
            (0..3).map(|at| read.at(&format!("node.progress.chapters.{at}.isOpen")).as_bool().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(open(&amel).await, [true, false, false]);
        let mut visits = vec![read(&chapters[1].1[0], begin, &[0]), read(&chapters[2].1[0], begin, &[0])];
        let told = amel.ask(RECORD, json!({ "enrolment": id, "visits": visits })).await;
        assert_eq!(told.at("studyRecord.refused.0.path"), &json!(["visits", "1", "openedAt"]), "{}", told.body);
        assert_eq!(told.text("studyRecord.refused.0.code"), "NOT_YET_OPEN");
        assert_eq!(told.number("studyRecord.enrolment.progress.completed"), 0, "what was read too early does not count yet");
        visits = lessons.iter().map(|lesson| read(lesson, begin, &[0])).collect();
        let told = amel.ask(RECORD, json!({ "enrolment": id, "visits": visits })).await.checked();
        assert_eq!(told.number("studyRecord.enrolment.progress.completed"), 1 + i64::try_from(lessons.len()).unwrap());
        assert_eq!(open(&amel).await, [true, true, false]);
        centre.clock.advance(TimeDelta::days(3));
        assert_eq!(open(&centre.person("amel").await).await, [true, true, true]);
    }

    async fn what_no_clock_can_have_seen_is_refused_and_nothing_changes(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(3));
        let (amel, now) = (centre.person("amel").await, now(&centre));
        let elsewhere = chapters(&centre, "environmental-legislation").await[0].1[0].clone();
        let at = |hours: i64| (now + TimeDelta::hours(hours)).to_rfc3339();
        let before = centre.fingerprint().await;
        for (visit, code, path) in [
            (json!({ "lesson": lessons[0], "openedAt": at(1) }), "CLOCK_WRONG", "openedAt"),
            (json!({ "lesson": lessons[0], "openedAt": at(-4) }), "CLOCK_WRONG", "openedAt"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "minutes": [1_000] }), "CLOCK_WRONG", "openedAt"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "viewedAt": at(-2) }), "OUT_OF_RANGE", "viewedAt"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "viewedAt": at(400) }), "CLOCK_WRONG", "openedAt"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "minutes": [1_440] }), "OUT_OF_RANGE", "minutes"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "minutes": [-1] }), "OUT_OF_RANGE", "minutes"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "place": "x".repeat(201) }), "TOO_LONG", "place"),
            (json!({ "lesson": lessons[0], "openedAt": at(-1), "place": "a\0b" }), "FORBIDDEN_CHARACTER", "place"),
            (json!({ "lesson": elsewhere, "openedAt": at(-1) }), "UNKNOWN_REFERENCE", "lesson"),
        ] {
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let told = amel.clone().reading(language).ask(RECORD, json!({ "enrolment": id, "visits": [visit] })).await;
                assert_eq!((told.text("studyRecord.refused.0.code").as_str(), told.at("studyRecord.refused.0.path")), (code, &json!(["visits", "0", path])), "{visit}");
                assert!(told.text("studyRecord.now").starts_with(&now.format("%Y-%m-%d").to_string()));
                said.push(told.text("studyRecord.refused.0.message"));
            }
            said.dedup();
            assert_eq!(said.len(), 3, "{code}");
        }
        let record = |visits: Value| json!({ "enrolment": id, "visits": visits });
        amel.ask(RECORD, record(json!([]))).await.refused_with("REQUIRED");
        let many: Vec<Value> = (0..1_001).map(|_| json!({ "lesson": lessons[0], "openedAt": at(-1) })).collect();
        amel.ask(RECORD, record(json!(many))).await.refused_with("OUT_OF_RANGE");
        assert_eq!(centre.fingerprint().await, before);
        // One that is wrong does not keep the other out.
        let told = amel.ask(RECORD, record(json!([{ "lesson": lessons[0], "openedAt": at(1) }, read(&lessons[0], now - TimeDelta::hours(1), &[0])]))).await;
        assert_eq!(told.number("studyRecord.enrolment.progress.completed"), 1);
    }

    async fn four_hundred_hours_in_a_day_are_a_day_at_most(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({})).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::days(2));
        let (amel, begin) = (centre.person("amel").await, now(&centre) - TimeDelta::hours(40));
        let all: Vec<i32> = (0..1_440).collect();
        for lesson in lessons.iter().take(4) {
            let visit = json!({ "lesson": lesson, "openedAt": begin.to_rfc3339(), "minutes": all });
            amel.ask(RECORD, json!({ "enrolment": id, "visits": [visit, visit, visit] })).await.ok();
        }
        assert_eq!(amel.ask(PROGRESS, json!({ "id": id })).await.checked().number("node.progress.minutes"), 1_440);
    }

    async fn nobody_studies_for_another_or_without_taking_part(centre: Centre) {
        let run = open_run(&centre, "impact-study", "R-1", &json!({ "admission": "REQUEST" })).await;
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(2));
        let people = [centre.visitor(), centre.person("giulia").await, centre.person("sami").await, centre.person("amina").await, centre.person("leila").await];
        let amel = centre.person("amel").await;
        let record = json!({ "enrolment": id, "visits": [read(&lessons[0], now(&centre) - TimeDelta::hours(1), &[0])] });
        let before = centre.fingerprint().await;
        amel.ask(RECORD, record.clone()).await.refused_with("WRONG_STATE");
        for (person, code) in people.iter().zip(["NOT_FOUND", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]) {
            person.ask(RECORD, record.clone()).await.refused_with(code);
        }
        people[0].ask(PROGRESS, json!({ "id": id })).await.refused_with("NOT_FOUND");
        assert!(people[1].ask(PROGRESS, json!({ "id": id })).await.checked().at("node.progress").is_null(), "a partner does not follow people");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_run_that_is_completed_by_hand_is_completed_by_hand(centre: Centre) {
        let chapters = chapters(&centre, "impact-study").await;
        let lesson = &chapters[0].1[0];
        let by_hand = json!({ "policy": { "required": [lesson], "isByHand": true } });
        let run = open_run(&centre, "impact-study", "R-1", &by_hand).await;
        let id = enrolled(&centre.person("amel").await, &run).await;
        centre.clock.advance(TimeDelta::hours(2));
        let (amel, sami) = (centre.person("amel").await, centre.person("sami").await);
        let told = amel.ask(RECORD, json!({ "enrolment": id, "visits": [read(lesson, now(&centre) - TimeDelta::hours(1), &[0])] })).await.checked();
        assert_eq!(told.at("studyRecord.enrolment.progress.isFulfilled"), &json!(true));
        assert_eq!(told.text("studyRecord.enrolment.state"), "ACTIVE");
        let version = amel.ask(MINE, json!({})).await.checked().number("myEnrolments.nodes.0.version");
        amel.ask(COMPLETE, json!({ "id": id, "version": version })).await.refused_with("FORBIDDEN");
        sami.ask(COMPLETE, json!({ "id": id, "version": version })).await.ok();
    }

    async fn a_policy_that_cannot_be_is_refused(centre: Centre) {
        let (amina, course) = (centre.person("amina").await, course(&centre, "impact-study").await);
        let own = chapters(&centre, "impact-study").await;
        let foreign = chapters(&centre, "environmental-legislation").await;
        let before = centre.fingerprint().await;
        for (policy, code, path) in [
            (json!({ "lessonRule": { "kind": "MINUTES" } }), "OUT_OF_RANGE", "policy.lessonRule.minutes"),
            (json!({ "exceptions": [{ "lesson": own[0].1[0], "rule": { "kind": "MINUTES", "minutes": 1_441 } }] }), "OUT_OF_RANGE", "policy.exceptions"),
            (json!({ "exceptions": [{ "lesson": foreign[0].1[0], "rule": { "kind": "OPENED" } }] }), "UNKNOWN_REFERENCE", "policy.exceptions"),
            (json!({ "gates": [{ "chapter": foreign[0].0 }] }), "UNKNOWN_REFERENCE", "policy.gates.0.chapter"),
            (json!({ "gates": [{ "chapter": own[1].0, "afterChapter": foreign[0].0 }] }), "UNKNOWN_REFERENCE", "policy.gates.0.afterChapter"),
            (json!({ "gates": [{ "chapter": own[1].0, "afterDays": -1 }] }), "OUT_OF_RANGE", "policy.gates.0.afterDays"),
            (json!({ "gates": [{ "chapter": own[0].0, "afterChapter": own[1].0 }, { "chapter": own[1].0, "afterChapter": own[0].0 }] }), "CIRCULAR_GATES", "policy.gates"),
            (json!({ "required": [foreign[0].1[0]] }), "UNKNOWN_REFERENCE", "policy.required"),
        ] {
            let input = json!({ "input": { "course": course, "details": { "code": "new", "admission": "OPEN", "policy": policy } } });
            let refused = amina.ask(CREATE_RUN, input).await;
            let at: Vec<String> = serde_json::from_value(refused.at("courseRunCreate.userErrors.0.path").clone()).unwrap();
            assert_eq!(at.join("."), path, "{policy}");
            refused.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        let input = json!({ "input": { "course": course, "details": { "code": "new", "admission": "OPEN", "policy": { "lessonRule": { "kind": "OPENED" } } } } });
        let run = amina.ask(CREATE_RUN, input).await.checked().text("courseRunCreate.run.id");
        amina.ask(OPEN_RUN, json!({ "run": run, "version": 1 })).await.ok();
        let read = amina.ask("query($id: ID!) { node(id: $id) { ... on CourseRun { policy { lessonRule { kind minutes } isByHand } } } }", json!({ "id": run })).await.checked();
        assert_eq!(*read.at("node.policy"), json!({ "lessonRule": { "kind": "OPENED", "minutes": null }, "isByHand": false }));
    }
}
