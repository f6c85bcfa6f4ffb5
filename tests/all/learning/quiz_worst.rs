//! The worst that comes through the door of quizzes: the same request fifty times at once, a megabyte of Arabic.

use std::collections::BTreeMap;

use nabta_testkit::{everywhere, json};

use super::quizzes::{CREATE, OPEN, SAVE, exam, open_quiz};
use crate::people::at_once::{at_once, one_of};

const EXCEPT: &str = "mutation($input: QuizExceptionSetInput!) { quizExceptionSet(input: $input) { userErrors { code } } }";
const REGRADE: &str = "mutation($input: QuestionRegradeInput!) { questionRegrade(input: $input) { userErrors { code } } }";

everywhere! {
    async fn fifty_at_once_are_one(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let done = BTreeMap::from([("DONE".to_owned(), 50)]);
        let plan = json!({ "parts": exam.all(), "passPercent": 50 });
        let create = json!({ "input": { "course": exam.course, "key": "once", "idempotencyKey": "k", "details": { "titles": { "fr": "Test" }, "plan": plan } } });
        assert_eq!(at_once(&exam.sami, 50, CREATE, &create).await, done);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz WHERE key = 'once'").await, 1);
        let quiz = exam.sami.ask(CREATE, create).await.checked().text("quizCreate.quiz.id");
        one_of(&at_once(&exam.sami, 50, OPEN, &json!({ "quiz": quiz, "version": 1 })).await, 50, "WRONG_STATE");
        let except = json!({ "input": { "quiz": quiz, "enrolment": exam.enrolment, "minutes": 90, "reason": "x" } });
        assert_eq!(at_once(&exam.sami, 50, EXCEPT, &except).await, done);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_exception").await, 1);
        let attempt = exam.begin(&quiz).await;
        let save = json!({ "attempt": attempt, "answers": [{ "place": 4, "save": 1, "answer": { "text": "termes" } }] });
        assert_eq!(at_once(&exam.amel, 50, SAVE, &save).await, done);
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'attempt.take'").await, 2, "begun, and saved once");
    }

    async fn a_megabyte_of_arabic_is_refused_by_name_and_changes_nothing(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({})).await;
        let attempt = exam.begin(&quiz).await;
        let before = centre.fingerprint().await;
        let huge = "ع".repeat(500_000);
        let plan = json!({ "parts": exam.all(), "passPercent": 50 });
        for (person, document, variables) in [
            (&exam.sami, CREATE, json!({ "input": { "course": exam.course, "key": "x", "details": { "titles": { "ar": huge }, "plan": plan } } })),
            (&exam.sami, EXCEPT, json!({ "input": { "quiz": quiz, "enrolment": exam.enrolment, "minutes": 9, "reason": huge } })),
            (&exam.sami, REGRADE, json!({ "input": { "question": exam.questions[0], "reason": huge } })),
            (&exam.amel, SAVE, json!({ "attempt": attempt, "answers": [{ "place": 4, "save": 1, "answer": { "text": huge } }] })),
        ] {
            let code = person.ask(document, variables).await.code();
            assert!(["TOO_COMPLEX", "TOO_LONG"].contains(&code.as_deref().unwrap_or("nothing")), "{document}: {code:?}");
        }
        // As long as a request may be, and still too long for what it is.
        let long = "ع".repeat(60_000);
        let saved = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": [{ "place": 4, "save": 1, "answer": { "text": long } }] })).await;
        assert_eq!(saved.text("quizAnswersSave.refused.0.code"), "TOO_LONG");
        assert_eq!(centre.fingerprint().await, before);
    }
}
