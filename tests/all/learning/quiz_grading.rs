//! Grading by hand, marking anew, and how quizzes do.

use nabta_testkit::{Centre, Person, Value, everywhere, json};

use super::quizzes::{ATTEMPT, BEGIN, Exam, SAVE, SUBMIT, exam, open_quiz, right};
use super::{ENROL, oneself};
use crate::people::notices::notices;

const CREATE: &str = "mutation($input: QuestionCreateInput!) { questionCreate(input: $input) { question { id version } userErrors { code path } } }";
const UPDATE: &str =
    "mutation($input: QuestionUpdateInput!) { questionUpdate(input: $input) { question { version } userErrors { code path } } }";
const TO_GRADE: &str = "query($filter: QuizAttemptsToGradeFilterInput) { quizAttemptsToGrade(filter: $filter, first: 10) { totalCount nodes { id state enrolment { id } questions { place kind answer { text } guidance { html } rubric { name { fr } levels { points } } grades { isOwn percent } } } } }";
pub(crate) const GRADE: &str = "mutation($input: QuizAnswerGradeInput!) { quizAnswerGrade(input: $input) { attempt { state points enrolment { id } questions { grades { isOwn percent comment levels } } } userErrors { code path message } } }";
const REGRADE: &str = "mutation($input: QuestionRegradeInput!) { questionRegrade(input: $input) { regrade { id isWhole reason job { state } } userErrors { code path message } } }";
const STATISTICS: &str = "query($quiz: ID!, $run: ID) { quizStatistics(quiz: $quiz, run: $run) { attempts people passed meanPercent questions { asked answered facilityPercent discrimination question { code } choices { percent text { fr } } } } }";

fn said(text: &str) -> Value {
    json!({ "fr": text, "ar": format!("ع {text}") })
}

async fn essay(sami: &Person, course: &str, code: &str, with_rubric: bool) -> String {
    let levels = json!([{ "description": said("rien"), "points": 0 }, { "description": said("un peu"), "points": 2 }, { "description": said("tout"), "points": 4 }]);
    let rubric = if with_rubric {
        json!([{ "name": said("clarté"), "levels": levels }, { "name": said("sources"), "levels": levels }])
    } else {
        json!([])
    };
    let answers = json!({ "essay": { "guidance": said("Voir la leçon"), "rubric": rubric } });
    let details = json!({ "category": "rédaction", "points": 4, "text": said("Expliquez."), "answers": answers });
    let input = json!({ "input": { "course": course, "code": code, "details": details } });
    sami.ask(CREATE, input).await.checked().text("questionCreate.question.id")
}

/// An attempt at an essay and a question that is marked by a rule, submitted.
async fn written(exam: &Exam, quiz: &str) -> String {
    let attempt = exam.begin(quiz).await;
    let answers = json!([{ "place": 0, "save": 1, "answer": { "text": "Parce que l'eau est à tous." } }, { "place": 1, "save": 1, "answer": { "truth": true } }]);
    exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answers })).await.ok();
    let done = exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.checked();
    assert_eq!(done.at("quizAttemptSubmit.attempt.state"), "SUBMITTED");
    assert!(done.at("quizAttemptSubmit.attempt.points").is_null());
    attempt
}

async fn told(exam: &Exam, about: &str) -> usize {
    let told = notices(&exam.amel).await;
    told.at("notices.nodes").as_array().unwrap().iter().filter(|one| one["title"].as_str().unwrap().contains(about)).count()
}

/// Another trainer.
async fn second_trainer(centre: &Centre) -> Person {
    let leila = centre.person("leila").await;
    let new = json!({ "input": { "names": { "fr": "Hatem" }, "email": "hatem@nabta.example", "password": "nabta-demo-2020", "locale": "FR" } });
    let account = leila
        .ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { account { id } userErrors { code } } }", new)
        .await
        .checked()
        .text("accountCreate.account.id");
    let grant = json!({ "input": { "account": account, "role": "TRAINER" } });
    leila.ask("mutation($input: RoleGrantInput!) { roleGrant(input: $input) { userErrors { code } } }", grant).await.ok();
    centre.person("hatem").await
}

everywhere! {
    async fn an_essay_is_graded_by_its_rubric_and_whose_it_is_is_told(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let question = essay(&exam.sami, &exam.course, "essay", true).await;
        let parts = json!([{ "fixed": { "question": question } }, { "fixed": { "question": exam.questions[2] } }]);
        let review = json!({ "score": "SUBMITTED", "marks": "SUBMITTED", "feedback": "SUBMITTED", "answers": "NEVER" });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", parts, &json!({ "review": review })).await;
        let attempt = written(&exam, &quiz).await;
        let waiting = exam.sami.ask(TO_GRADE, json!({ "filter": { "quiz": quiz } })).await.checked();
        assert_eq!((waiting.number("quizAttemptsToGrade.totalCount"), waiting.text("quizAttemptsToGrade.nodes.0.id")), (1, attempt.clone()));
        let first = waiting.at("quizAttemptsToGrade.nodes.0.questions.0");
        assert_eq!(first["answer"]["text"], "Parce que l'eau est à tous.");
        assert!(first["guidance"]["html"].as_str().unwrap().contains("Voir la leçon") && first["rubric"].as_array().unwrap().len() == 2);
        // What cannot be is refused.
        let others = [("amel", exam.amel.clone()), ("giulia", centre.person("giulia").await), ("salma", centre.person("salma").await)];
        let before = centre.fingerprint().await;
        let grade = async |person: &Person, details: Value| {
            let mut input = json!({ "attempt": attempt });
            details.as_object().unwrap().iter().for_each(|(name, value)| input[name] = value.clone());
            person.ask(GRADE, json!({ "input": input })).await
        };
        for (details, code) in [
            (json!({ "place": 0 }), "GRADE_WRONG"),
            (json!({ "place": 0, "levels": [1] }), "GRADE_WRONG"),
            (json!({ "place": 0, "levels": [1, 3] }), "GRADE_WRONG"),
            (json!({ "place": 0, "levels": [1, 1], "percent": 50 }), "GRADE_WRONG"),
            (json!({ "place": 0, "percent": 50 }), "GRADE_WRONG"),
            (json!({ "place": 1, "percent": 50 }), "NOT_AN_ESSAY"),
            (json!({ "place": 9, "percent": 50 }), "UNKNOWN_REFERENCE"),
            (json!({ "place": 0, "levels": [1, 1], "comment": "a\u{202E}b" }), "FORBIDDEN_CHARACTER"),
            (json!({ "place": 0, "levels": [1, 1], "comment": "ع".repeat(5_001) }), "TOO_LONG"),
        ] {
            let refused = grade(&exam.sami, details.clone()).await;
            assert_eq!(refused.text("quizAnswerGrade.userErrors.0.code"), code, "{details}");
        }
        for (name, person) in &others {
            let denied = grade(person, json!({ "place": 0, "levels": [2, 2] })).await.code();
            assert!(["FORBIDDEN", "NOT_FOUND"].contains(&denied.as_deref().unwrap()), "{name}: {denied:?}");
        }
        assert_eq!(centre.fingerprint().await, before);
        let graded = grade(&exam.sami, json!({ "place": 0, "levels": [2, 1], "comment": "Bien, mais citez." })).await.checked();
        assert_eq!((graded.text("quizAnswerGrade.attempt.state").as_str(), graded.at("quizAnswerGrade.attempt.points")), ("GRADED", &json!(4.0)));
        assert_eq!(told(&exam, "noté").await, 1);
        let seen = exam.amel.ask("query($id: ID!) { node(id: $id) { ... on QuizAttempt { points questions { guidance { html } rubric { points: levels { points } } grades { isOwn percent comment } } } } }", json!({ "id": attempt })).await.checked();
        assert_eq!(seen.at("node.questions.0.grades"), &json!([{ "isOwn": false, "percent": 75.0, "comment": "Bien, mais citez." }]));
        assert_eq!((seen.at("node.questions.0.guidance"), seen.at("node.questions.0.rubric")), (&Value::Null, &json!([])), "what graders read is theirs");
        // Said anew, it counts anew, and what was passed stays.
        let lower = grade(&exam.sami, json!({ "place": 0, "levels": [0, 0] })).await.checked();
        assert_eq!(lower.at("quizAnswerGrade.attempt.points"), &json!(1.0));
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_result WHERE passed_at IS NOT NULL").await, 1);
        assert_eq!(exam.sami.ask(TO_GRADE, json!({ "filter": {} })).await.checked().number("quizAttemptsToGrade.totalCount"), 0);
    }

    async fn two_grade_blindly_and_their_mean_counts(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let question = essay(&exam.sami, &exam.course, "essay", false).await;
        let parts = json!([{ "fixed": { "question": question } }, { "fixed": { "question": exam.questions[2] } }]);
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", parts, &json!({ "graders": 2, "isBlind": true })).await;
        let attempt = written(&exam, &quiz).await;
        let hatem = second_trainer(&centre).await;
        let waiting = exam.sami.ask(TO_GRADE, json!({ "filter": { "course": exam.course, "run": exam.run } })).await.checked();
        assert!(waiting.at("quizAttemptsToGrade.nodes.0.enrolment").is_null(), "nobody knows whose it is");
        // From the person's side, the attempt is there without what they wrote.
        let of_person = "query($id: ID!) { node(id: $id) { ... on Enrolment { quizzes { attempts { id state } } } } }";
        let seen = exam.sami.ask(of_person, json!({ "id": exam.enrolment })).await.checked();
        assert!(!seen.body.to_string().contains(&attempt), "{}", seen.body);
        let grade = async |person: &Person, percent: f64| person.ask(GRADE, json!({ "input": { "attempt": attempt, "place": 0, "percent": percent } })).await.checked();
        let first = grade(&exam.sami, 50.0).await;
        assert_eq!(first.text("quizAnswerGrade.attempt.state"), "SUBMITTED", "one is not two");
        assert_eq!(grade(&exam.sami, 60.0).await.text("quizAnswerGrade.attempt.state"), "SUBMITTED", "nor twice one");
        let second = grade(&hatem, 100.0).await;
        assert_eq!((second.text("quizAnswerGrade.attempt.state").as_str(), second.at("quizAnswerGrade.attempt.points")), ("GRADED", &json!(4.2)));
        assert_eq!(second.text("quizAnswerGrade.attempt.enrolment.id"), exam.enrolment, "now it is said");
        // Nobody grades their own.
        let own = hatem.ask(ENROL, json!({ "run": exam.run })).await.checked().text("enrolmentCreate.enrolment.id");
        let begun = hatem.ask(BEGIN, json!({ "quiz": quiz, "enrolment": own })).await.checked().text("quizAttemptBegin.attempt.id");
        hatem.ask(SAVE, json!({ "attempt": begun, "answers": [{ "place": 0, "save": 1, "answer": { "text": "Moi." } }] })).await.ok();
        hatem.ask(SUBMIT, json!({ "attempt": begun })).await.ok();
        let denied = hatem.ask(GRADE, json!({ "input": { "attempt": begun, "place": 0, "percent": 100 } })).await;
        assert_eq!(denied.code().as_deref(), Some("FORBIDDEN"));
        assert!(!oneself(&hatem).await.is_empty());
    }

    async fn a_wrong_question_is_marked_anew_and_what_was_is_kept(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        // The first wrong key: true is said to be right.
        let single = |bad: f64, good: f64| json!({ "category": "cle", "text": said("Quelle loi ?"), "answers": { "single": { "choices": [
            { "text": said("bon"), "percent": good }, { "text": said("faux"), "percent": bad }] } } });
        let created = exam.sami.ask(CREATE, json!({ "input": { "course": exam.course, "code": "cle", "details": single(100.0, 0.0) } })).await.checked();
        let question = created.text("questionCreate.question.id");
        let review = json!({ "score": "SUBMITTED", "marks": "SUBMITTED", "feedback": "SUBMITTED", "answers": "SUBMITTED" });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", json!([{ "fixed": { "question": question } }]), &json!({ "review": review })).await;
        let answered = async |attempt: &str| {
            let shown = exam.shown(&exam.amel, attempt).await;
            exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": [{ "place": 0, "save": 1, "answer": right(&shown["questions"][0]) }] })).await.ok();
        };
        let first = exam.begin(&quiz).await;
        answered(&first).await;
        exam.amel.ask(SUBMIT, json!({ "attempt": first })).await.ok();
        assert_eq!(exam.shown(&exam.amel, &first).await["points"], 0.0);
        let under_way = exam.begin(&quiz).await;
        answered(&under_way).await;
        let change = json!({ "input": { "question": question, "details": single(0.0, 100.0), "version": 1 } });
        exam.sami.ask(UPDATE, change).await.ok();
        let before = centre.fingerprint().await;
        let regrade = async |person: &Person, details: Value| {
            let mut input = json!({ "question": question, "reason": "La réponse indiquée était fausse." });
            details.as_object().unwrap().iter().for_each(|(name, value)| input[name] = value.clone());
            person.ask(REGRADE, json!({ "input": input })).await
        };
        assert_eq!(regrade(&exam.amel, json!({})).await.code().as_deref(), Some("NOT_FOUND"));
        assert_eq!(regrade(&exam.sami, json!({ "reason": " " })).await.text("questionRegrade.userErrors.0.code"), "REQUIRED");
        assert_eq!(centre.fingerprint().await, before);
        let said = regrade(&exam.sami, json!({})).await.checked();
        assert_eq!(said.at("questionRegrade.regrade.isWhole"), &json!(false));
        centre.work().await;
        let shown = exam.shown(&exam.sami, &first).await;
        assert_eq!((&shown["points"], &shown["questions"][0]["percent"]), (&json!(1.0), &json!(100.0)));
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_mark_change WHERE former_credit = 0 AND former_points = 0").await, 1);
        assert_eq!(told(&exam, "corrigé à nouveau").await, 1);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_result WHERE passed_at IS NOT NULL").await, 1, "now it is passed");
        exam.amel.ask(SUBMIT, json!({ "attempt": under_way })).await.ok();
        let shown = exam.shown(&exam.amel, &under_way).await;
        assert_eq!((&shown["points"], shown["questions"][0]["rightAnswer"] == right(&shown["questions"][0])), (&json!(1.0), false));
        assert_eq!(shown["questions"][0]["rightAnswer"]["choices"], right(&shown["questions"][0])["choices"]);
        // Wrong the other way round, what was passed stays passed; the whole for everybody.
        exam.sami.ask(UPDATE, json!({ "input": { "question": question, "details": single(100.0, 0.0), "version": 2 } })).await.ok();
        regrade(&exam.sami, json!({})).await.ok();
        centre.work().await;
        assert_eq!(exam.shown(&exam.amel, &first).await["points"], 0.0);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_result WHERE passed_at IS NOT NULL").await, 1);
        let whole = regrade(&exam.sami, json!({ "isWhole": true })).await.checked();
        assert_eq!(whole.at("questionRegrade.regrade.isWhole"), &json!(true));
        centre.work().await;
        assert_eq!(exam.shown(&exam.amel, &first).await["points"], 1.0);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_mark_change").await, 5, "each time what was is kept");
        // Built otherwise, places mean something else.
        let mut three = single(0.0, 100.0);
        three["answers"]["single"]["choices"].as_array_mut().unwrap().push(json!({ "text": { "fr": "autre", "ar": "ع" }, "percent": 0.0 }));
        exam.sami.ask(UPDATE, json!({ "input": { "question": question, "details": three, "version": 3 } })).await.ok();
        assert_eq!(regrade(&exam.sami, json!({})).await.text("questionRegrade.userErrors.0.code"), "QUESTION_REBUILT");
        let listed = exam.sami.ask("query($id: ID!) { node(id: $id) { ... on Question { regrades { reason isWhole job { state } } } } }", json!({ "id": question })).await.checked();
        assert_eq!(listed.count("node.regrades"), 3);
        let later = exam.begin(&quiz).await;
        assert_eq!(exam.shown(&exam.amel, &later).await["questions"][0]["parts"].as_array().unwrap().len(), 3);
    }

    async fn questions_tell_how_they_do_once_enough_have_tried(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let parts = json!([{ "fixed": { "question": exam.questions[0] } }, { "fixed": { "question": exam.questions[2] } }, { "fixed": { "question": exam.questions[4] } }]);
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", parts, &json!({})).await;
        let ask = async |person: &Person| person.ask(STATISTICS, json!({ "quiz": quiz, "run": exam.run })).await;
        for number in 0..12 {
            if number == 9 {
                let few = ask(&exam.sami).await.checked();
                assert_eq!((few.number("quizStatistics.attempts"), few.at("quizStatistics.questions"), few.at("quizStatistics.meanPercent")), (9, &json!([]), &Value::Null));
            }
            let attempt = exam.begin(&quiz).await;
            let shown = exam.amel.ask(ATTEMPT, json!({ "id": attempt })).await.checked();
            let is_good = number % 2 == 0;
            let question = shown.at("node.questions.0").clone();
            let choice = if is_good { right(&question) } else { json!({ "choices": [question["parts"].as_array().unwrap().iter().position(|part| part.to_string().contains("faux")).unwrap()] }) };
            let answers = json!([{ "place": 0, "save": 1, "answer": choice }, { "place": 1, "save": 1, "answer": { "truth": is_good } }, { "place": 2, "save": 1, "answer": { "text": if number < 6 { "termes" } else { "autre" } } }]);
            exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answers })).await.ok();
            exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.ok();
        }
        let found = ask(&exam.sami).await.checked();
        let of = |code: &str| found.at("quizStatistics.questions").as_array().unwrap().iter().find(|one| one["question"]["code"] == code).unwrap().clone();
        assert_eq!((found.number("quizStatistics.attempts"), found.number("quizStatistics.people"), found.number("quizStatistics.passed")), (12, 1, 1));
        assert!((found.at("quizStatistics.meanPercent").as_f64().unwrap() - 50.0).abs() < 0.01);
        let single = of("q-single");
        assert_eq!((single["asked"].as_i64(), single["facilityPercent"].as_f64()), (Some(12), Some(50.0)));
        assert!(single["discrimination"].as_f64().unwrap() > 0.5, "{single}");
        let taken = |text: &str| single["choices"].as_array().unwrap().iter().find(|one| one["text"]["fr"] == text).unwrap()["percent"].as_f64();
        assert_eq!((taken("bon"), taken("faux"), taken("pire")), (Some(50.0), Some(50.0), Some(0.0)));
        assert!(of("q-short")["discrimination"].as_f64().unwrap().abs() < single["discrimination"].as_f64().unwrap());
        assert_eq!(ask(&exam.amel).await.code().as_deref(), Some("FORBIDDEN"));
        let nobody = exam.sami.ask(STATISTICS, json!({ "quiz": quiz, "run": "run_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f" })).await.checked();
        assert_eq!(nobody.number("quizStatistics.attempts"), 0);
    }
}
