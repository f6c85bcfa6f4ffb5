//! Time in quizzes: by the centre's clock, whoever looks; pages, chapters, exceptions.

use chrono::TimeDelta;
use nabta_testkit::{Centre, Value, everywhere, json};

use super::progress::chapters;
use super::quizzes::{BEGIN, Exam, SAVE, SUBMIT, exam, open_quiz};
use crate::people::at_once::at_once;

const TURN: &str = "mutation($attempt: ID!, $page: Int!) { quizAttemptTurn(input: { attempt: $attempt, page: $page }) { attempt { page questions { place } } userErrors { code path message } } }";
const EXCEPT: &str = "mutation($input: QuizExceptionSetInput!) { quizExceptionSet(input: $input) { quiz { exceptions { id reason minutes attempts } } userErrors { code path message } } }";
const TAKE_BACK: &str =
    "mutation($id: ID!) { quizExceptionRemove(input: { exception: $id }) { quiz { exceptions { id } } userErrors { code } } }";

async fn state(exam: &Exam, attempt: &str) -> String {
    exam.shown(&exam.amel, attempt).await["state"].as_str().unwrap().to_owned()
}

fn kept(kind: &str) -> String {
    format!("SELECT count(*) AS number FROM quiz_attempt WHERE state = '{kind}'")
}

/// The learner, signed in anew: access runs out while the clock goes on.
async fn again(centre: &Centre, exam: &mut Exam) {
    exam.amel = centre.person("amel").await;
    exam.sami = centre.person("sami").await;
}

fn answer(save: i64) -> Value {
    json!([{ "place": 0, "save": save, "answer": { "choices": [0] } }])
}

everywhere! {
    async fn what_ran_out_is_submitted_while_nobody_looks(centre: Centre) {
        let mut exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "minutes": 20 })).await;
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        centre.clock.advance(TimeDelta::minutes(20) + TimeDelta::seconds(5));
        again(&centre, &mut exam).await;
        let on_its_way = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answer(2) })).await.checked();
        assert_eq!(on_its_way.text("quizAnswersSave.attempt.state"), "IN_PROGRESS", "an answer may be on its way");
        centre.clock.advance(TimeDelta::seconds(10));
        let before = centre.fingerprint().await;
        let late = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answer(3) })).await;
        assert_eq!(late.text("quizAnswersSave.userErrors.0.code"), "TIME_OVER");
        assert_eq!(state(&exam, &attempt).await, "SUBMITTED", "by the clock, before the worker came");
        assert_eq!(centre.fingerprint().await, before);
        centre.work().await;
        let shown = exam.shown(&exam.amel, &attempt).await;
        assert_eq!(shown["state"], "GRADED");
        assert_eq!(shown["endedAt"], shown["dueAt"], "it ended when its time was over");
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'attempt.keep'").await, 1);
        centre.work().await;
        assert_eq!(centre.number(&kept("graded")).await, 1);
    }

    async fn grace_lets_one_submit_and_answer_no_more_and_then_it_is_abandoned(centre: Centre) {
        let mut exam = exam(&centre, &json!({})).await;
        let rules = json!({ "minutes": 20, "atEnd": { "kind": "GRACE", "graceMinutes": 10 } });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &rules).await;
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        centre.clock.advance(TimeDelta::minutes(25));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(centre.number(&kept("overdue")).await, 1);
        let late = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answer(2) })).await;
        assert_eq!(late.text("quizAnswersSave.userErrors.0.code"), "TIME_OVER");
        let done = exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.checked();
        assert_eq!(done.at("quizAttemptSubmit.attempt.points"), &json!(8.0));
        let left = exam.begin(&quiz).await;
        exam.answer_all(&left, 1).await;
        centre.clock.advance(TimeDelta::minutes(31));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!((state(&exam, &left).await.as_str(), centre.number(&kept("abandoned")).await), ("ABANDONED", 1));
        let late = exam.amel.ask(SUBMIT, json!({ "attempt": left })).await;
        assert_eq!(late.text("quizAttemptSubmit.userErrors.0.code"), "WRONG_STATE");
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_result WHERE passed_at IS NOT NULL").await, 1, "what was passed stays");
    }

    async fn what_is_abandoned_counts_as_an_attempt_and_for_nothing(centre: Centre) {
        let mut exam = exam(&centre, &json!({})).await;
        let rules = json!({ "minutes": 5, "atEnd": { "kind": "ABANDON" }, "attempts": 1 });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &rules).await;
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        centre.clock.advance(TimeDelta::minutes(6));
        again(&centre, &mut exam).await;
        // Nobody looked yet: who begins anew is told, and what is over ends.
        let more = exam.amel.ask(BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await;
        assert_eq!(more.text("quizAttemptBegin.userErrors.0.code"), "NO_ATTEMPT_LEFT");
        assert_eq!(state(&exam, &attempt).await, "ABANDONED");
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_result").await, 0);
    }

    async fn windows_and_waits_are_kept_by_the_centres_clock(centre: Centre) {
        let mut exam = exam(&centre, &json!({})).await;
        let now = centre.instance.services.clock.now();
        let at = |minutes: i64| (now + TimeDelta::minutes(minutes)).to_rfc3339();
        let rules = json!({ "opensAt": at(60), "closesAt": at(180), "minutes": 90, "waitMinutes": 15 });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &rules).await;
        let begin = async |exam: &Exam| exam.amel.ask(BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await;
        assert_eq!(begin(&exam).await.text("quizAttemptBegin.userErrors.0.code"), "QUIZ_NOT_YET_OPEN");
        centre.clock.advance(TimeDelta::minutes(61));
        again(&centre, &mut exam).await;
        let first = begin(&exam).await.checked().text("quizAttemptBegin.attempt.id");
        exam.amel.ask(SUBMIT, json!({ "attempt": first })).await.ok();
        assert_eq!(begin(&exam).await.text("quizAttemptBegin.userErrors.0.code"), "WAIT");
        centre.clock.advance(TimeDelta::minutes(45));
        again(&centre, &mut exam).await;
        let second = begin(&exam).await.checked();
        let due = second.text("quizAttemptBegin.attempt.dueAt");
        assert_eq!(chrono::DateTime::parse_from_rfc3339(&due).unwrap(), chrono::DateTime::parse_from_rfc3339(&at(180)).unwrap(), "no later than the quiz closes");
        centre.clock.advance(TimeDelta::minutes(80));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(begin(&exam).await.text("quizAttemptBegin.userErrors.0.code"), "QUIZ_NO_LONGER_OPEN");
        assert_eq!(centre.number(&kept("graded")).await, 2);
    }

    async fn more_time_reaches_an_attempt_that_is_under_way(centre: Centre) {
        let mut exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "minutes": 20, "attempts": 1 })).await;
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        let except = async |exam: &Exam, details: Value| {
            let mut input = json!({ "quiz": quiz, "reason": "Tiers temps" });
            details.as_object().unwrap().iter().for_each(|(name, value)| input[name] = value.clone());
            exam.sami.ask(EXCEPT, json!({ "input": input })).await
        };
        except(&exam, json!({ "run": exam.run, "minutes": 30 })).await.ok();
        except(&exam, json!({ "enrolment": exam.enrolment, "minutes": 60, "attempts": 2 })).await.ok();
        centre.clock.advance(TimeDelta::minutes(45));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(state(&exam, &attempt).await, "IN_PROGRESS", "one's own goes before the run's");
        let id = except(&exam, json!({ "enrolment": exam.enrolment, "minutes": 70, "attempts": 2 })).await.checked();
        assert_eq!(id.count("quizExceptionSet.quiz.exceptions"), 2, "said anew it is the same one");
        centre.clock.advance(TimeDelta::minutes(20));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(state(&exam, &attempt).await, "IN_PROGRESS");
        centre.clock.advance(TimeDelta::minutes(6));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(state(&exam, &attempt).await, "GRADED");
        let second = exam.begin(&quiz).await;
        // Taken back, the time is that of the run, and no other attempt is left.
        let of_enrolment = id.at("quizExceptionSet.quiz.exceptions").as_array().unwrap().iter().find(|one| one["minutes"] == 70).unwrap()["id"].clone();
        exam.sami.ask(TAKE_BACK, json!({ "id": of_enrolment })).await.ok();
        centre.clock.advance(TimeDelta::minutes(31));
        centre.work().await;
        again(&centre, &mut exam).await;
        assert_eq!(state(&exam, &second).await, "GRADED");
        let none = exam.amel.ask(BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await;
        assert_eq!(none.text("quizAttemptBegin.userErrors.0.code"), "NO_ATTEMPT_LEFT");
        // What cannot be is refused, by whom it may be said.
        let before = centre.fingerprint().await;
        for (details, code, path) in [
            (json!({}), "REQUIRED", "enrolment"),
            (json!({ "run": exam.run, "enrolment": exam.enrolment, "minutes": 5 }), "REQUIRED", "enrolment"),
            (json!({ "run": exam.run }), "REQUIRED", "minutes"),
            (json!({ "run": exam.run, "minutes": 0 }), "OUT_OF_RANGE", "minutes"),
            (json!({ "run": exam.run, "minutes": 5, "reason": " " }), "REQUIRED", "reason"),
            (json!({ "run": exam.run, "opensAt": "2027-01-02T00:00:00Z", "closesAt": "2027-01-01T00:00:00Z" }), "OUT_OF_RANGE", "closesAt"),
        ] {
            let refused = except(&exam, details.clone()).await;
            assert_eq!((refused.text("quizExceptionSet.userErrors.0.code").as_str(), refused.text("quizExceptionSet.userErrors.0.path.0").as_str()), (code, path), "{details}");
        }
        let input = json!({ "input": { "quiz": quiz, "enrolment": exam.enrolment, "minutes": 500, "reason": "Moi" } });
        assert_eq!(exam.amel.ask(EXCEPT, input).await.code().as_deref(), Some("FORBIDDEN"));
        let seen = exam.amel.ask("query($id: ID!) { node(id: $id) { ... on Quiz { exceptions { reason } plan { passPercent } } } }", json!({ "id": quiz })).await.checked();
        assert_eq!(seen.at("node"), &json!({ "exceptions": [], "plan": null }), "why others have more time is nobody's affair");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn pages_that_were_left_stay_behind(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "isForwardOnly": true, "pageSize": 3 })).await;
        let attempt = exam.begin(&quiz).await;
        let places = |shown: &Value| shown["questions"].as_array().unwrap().iter().map(|one| one["place"].as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(places(&exam.shown(&exam.amel, &attempt).await), [0, 1, 2]);
        let save = async |place: i32| exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": [{ "place": place, "save": 1, "answer": null }] })).await.checked();
        assert_eq!(save(3).await.text("quizAnswersSave.refused.0.code"), "PAGE_LEFT");
        let turn = async |page: i32| exam.amel.ask(TURN, json!({ "attempt": attempt, "page": page })).await;
        assert_eq!(turn(2).await.text("quizAttemptTurn.userErrors.0.code"), "PAGE_LEFT", "page by page");
        assert_eq!(turn(3).await.text("quizAttemptTurn.userErrors.0.code"), "OUT_OF_RANGE");
        assert_eq!(places(turn(1).await.checked().at("quizAttemptTurn.attempt")), [3, 4, 5]);
        assert_eq!(turn(0).await.text("quizAttemptTurn.userErrors.0.code"), "PAGE_LEFT", "and not back");
        assert_eq!(save(0).await.text("quizAnswersSave.refused.0.code"), "PAGE_LEFT");
        assert_eq!(save(3).await.at("quizAnswersSave.refused"), &json!([]));
        exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.ok();
        assert_eq!(places(&exam.shown(&exam.amel, &attempt).await).len(), 8, "afterwards all of it is seen");
    }

    async fn a_quiz_opens_with_its_chapter(centre: Centre) {
        let chapters = chapters(&centre, "impact-study").await;
        let opens = centre.instance.services.clock.now() + TimeDelta::days(1);
        let gates = json!([{ "chapter": chapters[1].0, "afterChapter": chapters[0].0 }, { "chapter": chapters[2].0, "opensAt": opens.to_rfc3339() }]);
        let mut exam = exam(&centre, &json!({ "policy": { "gates": gates } })).await;
        for (chapter, code) in [(1, "CHAPTER_CLOSED"), (2, "QUIZ_NOT_YET_OPEN")] {
            let quiz = open_quiz(&exam.sami, &exam.course, &format!("quiz-{chapter}"), exam.all(), &json!({ "lesson": chapters[chapter].1[0] })).await;
            let begun = exam.amel.ask(BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await;
            assert_eq!(begun.text("quizAttemptBegin.userErrors.0.code"), code);
            if chapter == 2 {
                centre.clock.advance(TimeDelta::days(2));
                again(&centre, &mut exam).await;
                exam.begin(&quiz).await;
            }
        }
        let open = open_quiz(&exam.sami, &exam.course, "quiz-0", exam.all(), &json!({ "lesson": chapters[0].1[0] })).await;
        exam.begin(&open).await;
    }

    async fn many_who_save_at_the_last_second_lose_nothing(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "minutes": 5 })).await;
        let attempt = exam.begin(&quiz).await;
        centre.clock.advance(TimeDelta::minutes(4) + TimeDelta::seconds(50));
        let answers: Vec<Value> = (1..=50).map(|save| json!({ "place": 4, "save": save, "answer": { "text": format!("réponse {save}") } })).collect();
        let codes = at_once(&exam.amel, 50, SAVE, &json!({ "attempt": attempt, "answers": answers })).await;
        assert_eq!(codes.get("DONE"), Some(&50), "{codes:?}");
        centre.clock.advance(TimeDelta::minutes(1));
        centre.work().await;
        let shown = exam.shown(&exam.amel, &attempt).await;
        assert_eq!((&shown["state"], &shown["questions"][4]["answer"]["text"]), (&json!("GRADED"), &json!("réponse 50")));
    }
}
