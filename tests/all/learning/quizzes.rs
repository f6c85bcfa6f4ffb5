//! Quizzes: writing them, taking them, what is kept of them.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use nabta_testkit::{Centre, Person, Value, everywhere, json};

use super::progress::{RECORD, chapters, read};
use super::{ENROL, course, open_run};
use crate::people::at_once::at_once;

const QUESTION: &str =
    "mutation($input: QuestionCreateInput!) { questionCreate(input: $input) { question { id } userErrors { code path } } }";
pub(crate) const CREATE: &str = "mutation($input: QuizCreateInput!) { quizCreate(input: $input) { quiz { id version isOpen questionCount } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: QuizUpdateInput!) { quizUpdate(input: $input) { quiz { id version passPercent } userErrors { code path } } }";
pub(crate) const OPEN: &str = "mutation($quiz: ID!, $version: Int!) { quizOpen(input: { quiz: $quiz, version: $version }) { quiz { isOpen version } userErrors { code path } } }";
const CLOSE: &str = "mutation($quiz: ID!, $version: Int!) { quizClose(input: { quiz: $quiz, version: $version }) { quiz { isOpen version } userErrors { code path } } }";
pub(crate) const BEGIN: &str = "mutation($quiz: ID!, $enrolment: ID!) { quizAttemptBegin(input: { quiz: $quiz, enrolment: $enrolment }) { attempt { id number state dueAt startedAt mostPoints page } userErrors { code path message } } }";
pub(crate) const SAVE: &str = "mutation($attempt: ID!, $answers: [QuizAnswerInput!]!) { quizAnswersSave(input: { attempt: $attempt, answers: $answers }) { now attempt { state } refused { code path message } userErrors { code path message } } }";
const TURN: &str = "mutation($attempt: ID!, $page: Int!) { quizAttemptTurn(input: { attempt: $attempt, page: $page }) { attempt { page questions { place page } } userErrors { code path message } } }";
pub(crate) const SUBMIT: &str = "mutation($attempt: ID!) { quizAttemptSubmit(input: { attempt: $attempt }) { attempt { state points mostPoints endedAt enrolment { state progress { isFulfilled quizzes { isPassed } } } } userErrors { code path message } } }";
pub(crate) const ATTEMPT: &str = "query($id: ID!) { node(id: $id) { ... on QuizAttempt { state points mostPoints number page endedAt dueAt questions {
    place page kind points number savedAt units text { html locale direction } parts { html } targets gaps { choices } template leastWords mostWords
    answer { ...A } percent pointsEarned partPercents feedback { html } remark { html } rightAnswer { ...A }
} } } }
fragment A on AnswerGiven { choices truth text order matches { targets } gaps { texts } }";
const STANDING: &str = "query($id: ID!) { node(id: $id) { ... on Enrolment { quizzes { quiz { key } minutes attemptsLeft opensAt closesAt hindrance { code } percent passedAt attempts { number state points } } } } }";

fn said(text: &str) -> Value {
    json!({ "fr": text, "ar": format!("ع {text}") })
}

fn choice(text: &str, percent: f64) -> Value {
    json!({ "text": said(text), "percent": percent, "feedback": said(&format!("secret {text}")) })
}

/// A question of each kind that is marked by the service.
fn kinds() -> Vec<(&'static str, Value)> {
    vec![
        ("single", json!({ "single": { "choices": [choice("bon", 100.0), choice("faux", 0.0), choice("pire", -50.0)] } })),
        (
            "several",
            json!({ "several": { "choices": [choice("bon un", 50.0), choice("bon deux", 50.0), choice("faux", -50.0)] } }),
        ),
        ("true", json!({ "trueFalse": { "isTrue": true, "onTrue": said("secret vrai"), "onFalse": said("secret faux") } })),
        (
            "numeric",
            json!({ "numeric": { "accepted": [{ "value": "180", "tolerance": "0.5", "percent": 100.0 }], "unit": { "symbol": "kg", "others": [{ "symbol": "g", "perUnit": "1000" }] } } }),
        ),
        ("short", json!({ "shortText": { "accepted": [{ "locale": "FR", "text": "termes", "percent": 100.0 }] } })),
        (
            "matching",
            json!({ "matching": { "pairs": [{ "premise": said("premier"), "target": said("cible premier") }, { "premise": said("second"), "target": said("cible second") }], "lures": [said("cible perdue")] } }),
        ),
        ("ordering", json!({ "ordering": { "items": [said("étape 1"), said("étape 2"), said("étape 3")] } })),
        (
            "gaps",
            json!({ "gaps": { "gaps": [{ "filling": { "shortText": { "accepted": [{ "locale": "FR", "text": "ANPE", "percent": 100.0 }] } } }, { "filling": { "choice": { "choices": [choice("oui", 100.0), choice("non", 0.0)] } } }] } }),
        ),
    ]
}

/// Fills a bank of its own: the questions' ids.
pub(crate) async fn bank(sami: &Person, course: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (code, answers) in kinds() {
        let text = if code == "gaps" { said("Voir [[1]] et [[2]].") } else { said(&format!("Question {code}")) };
        let details = json!({ "category": "épreuve", "text": text, "feedback": said("secret remarque"), "answers": answers });
        let input = json!({ "input": { "course": course, "code": format!("q-{code}"), "details": details } });
        ids.push(sami.ask(QUESTION, input).await.checked().text("questionCreate.question.id"));
    }
    ids
}

/// A right answer, found by what is shown.
pub(crate) fn right(question: &Value) -> Value {
    let place =
        |text: &str, of: &str| question[of].as_array().unwrap().iter().position(|part| part.to_string().contains(text)).unwrap();
    match question["kind"].as_str().unwrap() {
        "SINGLE" => json!({ "choices": [place("bon", "parts")] }),
        "SEVERAL" => json!({ "choices": [place("bon un", "parts"), place("bon deux", "parts")] }),
        "TRUE_FALSE" => json!({ "truth": true }),
        "NUMERIC" => json!({ "text": "180,2 kg" }),
        "SHORT_TEXT" => json!({ "text": "Termes" }),
        "MATCHING" => {
            let target = |part: &Value| {
                place(if part.to_string().contains("premier") { "cible premier" } else { "cible second" }, "targets")
            };
            json!({ "matches": { "targets": question["parts"].as_array().unwrap().iter().map(target).collect::<Vec<_>>() } })
        }
        "ORDERING" => json!({ "order": [place("étape 1", "parts"), place("étape 2", "parts"), place("étape 3", "parts")] }),
        _ => json!({ "gaps": { "texts": ["anpe", "oui"] } }),
    }
}

/// A quiz that people can take, with other rules in place of, or beside, the usual ones.
pub(crate) async fn open_quiz(sami: &Person, course: &str, key: &str, parts: Value, rules: &Value) -> String {
    let mut plan = json!({ "parts": parts, "passPercent": 60 });
    rules.as_object().unwrap().iter().for_each(|(name, value)| plan[name] = value.clone());
    let mut details = json!({ "titles": said("Épreuve"), "plan": plan });
    if let Some(lesson) = details["plan"].as_object_mut().unwrap().remove("lesson") {
        details["lesson"] = lesson;
    }
    let input = json!({ "input": { "course": course, "key": key, "details": details } });
    let quiz = sami.ask(CREATE, input).await.checked().text("quizCreate.quiz.id");
    sami.ask(OPEN, json!({ "quiz": quiz, "version": 1 })).await.ok();
    quiz
}

/// A course with a bank, a run in it, and the learner's enrolment.
pub(crate) struct Exam {
    pub(crate) course: String,
    pub(crate) questions: Vec<String>,
    pub(crate) run: String,
    pub(crate) enrolment: String,
    pub(crate) sami: Person,
    pub(crate) amel: Person,
}

pub(crate) async fn exam(centre: &Centre, run: &Value) -> Exam {
    let course = course(centre, "impact-study").await;
    let (sami, amel) = (centre.person("sami").await, centre.person("amel").await);
    let questions = bank(&sami, &course).await;
    let run = open_run(centre, "impact-study", "R-1", run).await;
    let enrolment = amel.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
    Exam { course, questions, run, enrolment, sami, amel }
}

impl Exam {
    /// All questions of the bank, fixed.
    pub(crate) fn all(&self) -> Value {
        self.questions.iter().map(|id| json!({ "fixed": { "question": id } })).collect()
    }

    pub(crate) async fn begin(&self, quiz: &str) -> String {
        self.amel
            .ask(BEGIN, json!({ "quiz": quiz, "enrolment": self.enrolment }))
            .await
            .checked()
            .text("quizAttemptBegin.attempt.id")
    }

    pub(crate) async fn shown(&self, person: &Person, attempt: &str) -> Value {
        person.ask(ATTEMPT, json!({ "id": attempt })).await.checked().at("node").clone()
    }

    /// Answers every question rightly.
    pub(crate) async fn answer_all(&self, attempt: &str, save: i64) {
        let shown = self.shown(&self.amel, attempt).await;
        let answers: Vec<Value> = shown["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!({ "place": one["place"], "save": save, "answer": right(one) }))
            .collect();
        let saved = self.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answers })).await.checked();
        assert_eq!(saved.at("quizAnswersSave.refused"), &json!([]));
    }
}

everywhere! {
    async fn who_answers_all_rightly_passes_and_completes_the_run(centre: Centre) {
        let lessons: Vec<String> = chapters(&centre, "impact-study").await.into_iter().flat_map(|(_, lessons)| lessons).collect();
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "isShuffled": true })).await;
        // The run asks for one lesson and the quiz.
        let amina = centre.person("amina").await;
        let version = amina.ask("query($id: ID!) { node(id: $id) { ... on CourseRun { version } } }", json!({ "id": exam.run })).await.checked().number("node.version");
        let policy = json!({ "required": [lessons[0]], "quizzes": [quiz] });
        let input = json!({ "run": exam.run, "version": version, "details": { "code": "R-1", "admission": "OPEN", "policy": policy } });
        amina.ask("mutation($input: CourseRunUpdateInput!) { courseRunUpdate(input: $input) { run { policy { quizzes } } userErrors { code path } } }", json!({ "input": input })).await.ok();
        centre.clock.advance(TimeDelta::minutes(5));
        let now = centre.instance.services.clock.now();
        exam.amel.ask(RECORD, json!({ "enrolment": exam.enrolment, "visits": [read(&lessons[0], now - TimeDelta::minutes(3), &[0])] })).await.ok();
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        let done = exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.checked();
        let done = done.at("quizAttemptSubmit.attempt");
        assert_eq!((&done["state"], &done["points"], &done["mostPoints"]), (&json!("GRADED"), &json!(8.0), &json!(8.0)));
        assert_eq!(done["enrolment"]["state"], "COMPLETED", "{done}");
        assert_eq!(done["enrolment"]["progress"]["quizzes"], json!([{ "isPassed": true }]));
        let before = centre.fingerprint().await;
        let again = exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.checked();
        assert_eq!(again.at("quizAttemptSubmit.attempt.endedAt"), &done["endedAt"], "twice is once");
        assert_eq!(centre.fingerprint().await, before);
        let standing = exam.amel.ask(STANDING, json!({ "id": exam.enrolment })).await.checked();
        let standing = standing.at("node.quizzes").as_array().unwrap().iter().find(|one| one["quiz"]["key"] == "epreuve").unwrap().clone();
        assert_eq!((&standing["percent"], &standing["attempts"][0]["state"]), (&json!(100.0), &json!("GRADED")));
        assert!(!standing["passedAt"].is_null());
        let trainer = exam.sami.ask(STANDING, json!({ "id": exam.enrolment })).await.checked();
        assert!(trainer.count("node.quizzes") >= 2, "who trains sees it");
    }

    async fn an_attempt_is_shown_the_same_whenever_it_is_looked_at_and_others_have_other_orders(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let parts = json!([{ "drawn": { "count": 6, "category": "épreuve" } }]);
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", parts, &json!({ "isShuffled": true })).await;
        let mut orders = BTreeSet::new();
        for _ in 0..4 {
            let attempt = exam.begin(&quiz).await;
            let first = exam.shown(&exam.amel, &attempt).await;
            assert_eq!(first["questions"].as_array().unwrap().len(), 6);
            // A question that changes afterwards is not what was asked.
            assert_eq!(exam.shown(&exam.amel, &attempt).await, first);
            orders.insert(first["questions"].to_string());
            exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.ok();
        }
        assert!(orders.len() >= 2, "drawn and shuffled anew");
    }

    async fn the_last_save_wins_by_its_number_and_not_by_arrival(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", json!([{ "fixed": { "question": exam.questions[2] } }, { "fixed": { "question": exam.questions[4] } }]), &json!({})).await;
        let attempt = exam.begin(&quiz).await;
        let save = async |answers: Value| exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": answers })).await.checked();
        save(json!([{ "place": 1, "save": 5, "answer": { "text": "cinq" } }])).await;
        let before = centre.fingerprint().await;
        save(json!([{ "place": 1, "save": 4, "answer": { "text": "quatre" } }, { "place": 1, "save": 5, "answer": { "text": "cinq" } }])).await;
        assert_eq!(centre.fingerprint().await, before, "what is older, or known, is no news");
        // Two devices that count alike: whichever arrives last, the same answer stands.
        let stands = async || exam.shown(&exam.amel, &attempt).await["questions"][1]["answer"]["text"].clone();
        save(json!([{ "place": 1, "save": 6, "answer": { "text": "aaa" } }])).await;
        save(json!([{ "place": 1, "save": 6, "answer": { "text": "bbb" } }])).await;
        save(json!([{ "place": 1, "save": 6, "answer": { "text": "aaa" } }])).await;
        assert_eq!(stands().await, "bbb");
        save(json!([{ "place": 1, "save": 9, "answer": { "text": "neuf" } }, { "place": 1, "save": 8, "answer": { "text": "huit" } }])).await;
        assert_eq!(stands().await, "neuf");
        // What is wrong with one is told, and the others are taken.
        let mixed = save(json!([
            { "place": 0, "save": 1, "answer": { "truth": true } },
            { "place": 0, "save": 2, "answer": { "text": "true" } },
            { "place": 7, "save": 1, "answer": { "truth": true } },
            { "place": 1, "save": 0, "answer": { "text": "x" } },
            { "place": 1, "save": 10, "answer": { "text": "a\u{202E}b" } },
        ])).await;
        let codes: Vec<_> = mixed.at("quizAnswersSave.refused").as_array().unwrap().iter().map(|one| (one["path"][1].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned())).collect();
        let told = [("1", "ANSWER_WRONG"), ("2", "UNKNOWN_REFERENCE"), ("3", "OUT_OF_RANGE"), ("4", "FORBIDDEN_CHARACTER")];
        assert_eq!(codes, told.map(|(place, code)| (place.to_owned(), code.to_owned())));
        assert_eq!(exam.shown(&exam.amel, &attempt).await["questions"][0]["answer"]["truth"], true);
        // An answer can be taken back.
        save(json!([{ "place": 0, "save": 3, "answer": null }])).await;
        assert!(exam.shown(&exam.amel, &attempt).await["questions"][0]["answer"].is_null());
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'attempt.take'").await, 7, "begun, and six saves that were news");
    }

    async fn a_thousand_starts_are_one_attempt_and_none_more_than_are_left(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "attempts": 1 })).await;
        let input = json!({ "quiz": quiz, "enrolment": exam.enrolment });
        let codes = at_once(&exam.amel, 100, BEGIN, &input).await;
        assert_eq!(codes.get("DONE"), Some(&100), "{codes:?}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_attempt").await, 1);
        let attempt = exam.begin(&quiz).await;
        let codes = at_once(&exam.amel, 30, SUBMIT, &json!({ "attempt": attempt })).await;
        assert_eq!(codes.get("DONE"), Some(&30), "{codes:?}");
        let before = centre.fingerprint().await;
        let more = exam.amel.ask(BEGIN, input.clone()).await;
        assert_eq!(more.text("quizAttemptBegin.userErrors.0.code"), "NO_ATTEMPT_LEFT");
        let late = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": [{ "place": 0, "save": 1, "answer": { "choices": [0] } }] })).await;
        assert_eq!(late.text("quizAnswersSave.userErrors.0.code"), "WRONG_STATE");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_quiz_is_written_by_rules_that_can_hold_and_by_who_may(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let other = course(&centre, "environmental-legislation").await;
        let lesson = chapters(&centre, "environmental-legislation").await[0].1[0].clone();
        let foreign = exam.sami.ask(QUESTION, json!({ "input": { "course": other, "code": "foreign", "details": { "text": said("?"), "answers": { "trueFalse": { "isTrue": true } } } } })).await.checked().text("questionCreate.question.id");
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({})).await;
        let one = json!([{ "fixed": { "question": exam.questions[0] } }]);
        let with = |rules: Value| {
            let mut plan = json!({ "parts": one, "passPercent": 60 });
            rules.as_object().unwrap().iter().for_each(|(name, value)| plan[name] = value.clone());
            json!({ "titles": said("Autre"), "plan": plan })
        };
        let mut nowhere = with(json!({}));
        nowhere["lesson"] = json!(lesson);
        let mut untitled = with(json!({}));
        untitled["titles"] = json!({});
        let draws = |count: i32| json!({ "parts": [{ "drawn": { "count": count } }] });
        let cases = [
            ("epreuve", with(json!({})), "ALREADY_EXISTS", "key"),
            ("MAJ*", with(json!({})), "BAD_FORMAT", "key"),
            ("autre", nowhere, "UNKNOWN_REFERENCE", "lesson"),
            ("autre", untitled, "REQUIRED", "titles"),
            ("autre", with(json!({ "parts": [] })), "REQUIRED", "plan.parts"),
            ("autre", with(json!({ "parts": [{ "fixed": { "question": foreign } }] })), "UNKNOWN_REFERENCE", "plan.parts.0.question"),
            ("autre", with(json!({ "parts": [{ "fixed": { "question": exam.questions[0] } }, { "fixed": { "question": exam.questions[0] } }] })), "UNKNOWN_REFERENCE", "plan.parts.1.question"),
            ("autre", with(json!({ "parts": [{ "fixed": { "question": exam.questions[0], "points": 0 } }] })), "OUT_OF_RANGE", "plan.parts.0.points"),
            ("autre", with(json!({ "parts": [{ "fixed": { "question": exam.questions[0], "points": 5000 } }] })), "OUT_OF_RANGE", "plan.parts.0.points"),
            ("autre", with(draws(0)), "OUT_OF_RANGE", "plan.parts.0.count"),
            ("autre", with(draws(201)), "OUT_OF_RANGE", "plan.parts.0.count"),
            ("autre", with(json!({ "parts": [{ "drawn": { "count": 150 } }, { "drawn": { "count": 150 } }] })), "OUT_OF_RANGE", "plan.parts"),
            ("autre", with(json!({ "parts": [{ "drawn": { "count": 1, "lesson": lesson } }] })), "UNKNOWN_REFERENCE", "plan.parts.0.lesson"),
            ("autre", with(json!({ "minutes": 0 })), "OUT_OF_RANGE", "plan.minutes"),
            ("autre", with(json!({ "attempts": 0 })), "OUT_OF_RANGE", "plan.attempts"),
            ("autre", with(json!({ "waitMinutes": -1 })), "OUT_OF_RANGE", "plan.waitMinutes"),
            ("autre", with(json!({ "pageSize": 0 })), "OUT_OF_RANGE", "plan.pageSize"),
            ("autre", with(json!({ "passPercent": 101 })), "OUT_OF_RANGE", "plan.passPercent"),
            ("autre", with(json!({ "penaltyPercent": -1 })), "OUT_OF_RANGE", "plan.penaltyPercent"),
            ("autre", with(json!({ "atEnd": { "kind": "GRACE" } })), "OUT_OF_RANGE", "plan.graceMinutes"),
            ("autre", with(json!({ "opensAt": "2027-01-02T00:00:00Z", "closesAt": "2027-01-01T00:00:00Z" })), "OUT_OF_RANGE", "plan.closesAt"),
        ];
        let before = centre.fingerprint().await;
        for (key, details, code, path) in cases {
            let answer = exam.sami.ask(CREATE, json!({ "input": { "course": exam.course, "key": key, "details": details } })).await;
            let error = answer.at("quizCreate.userErrors.0");
            let at: Vec<_> = error["path"].as_array().unwrap_or_else(|| panic!("{details}: {}", answer.body)).iter().map(|part| part.as_str().unwrap()).collect();
            assert_eq!((error["code"].as_str().unwrap(), at.join(".").as_str()), (code, path), "{details}");
        }
        let denied = exam.amel.ask(CREATE, json!({ "input": { "course": exam.course, "key": "mine", "details": with(json!({})) } })).await;
        assert_eq!(denied.code().as_deref(), Some("FORBIDDEN"));
        assert_eq!(centre.fingerprint().await, before);
        // What the bank cannot fill is written down, and does not open.
        let lacking = exam.sami.ask(CREATE, json!({ "input": { "course": exam.course, "key": "lacking", "details": with(json!({ "parts": [{ "drawn": { "count": 5, "category": "rien" } }] })) } })).await.checked().text("quizCreate.quiz.id");
        let opened = exam.sami.ask(OPEN, json!({ "quiz": lacking, "version": 1 })).await;
        assert_eq!(opened.text("quizOpen.userErrors.0.code"), "TOO_FEW_QUESTIONS");
        // What is closed is there for those who write it alone, and is begun by nobody.
        assert_eq!(exam.amel.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": lacking })).await.code().as_deref(), Some("NOT_FOUND"));
        let begun = exam.amel.ask(BEGIN, json!({ "quiz": lacking, "enrolment": exam.enrolment })).await;
        assert_eq!(begun.text("quizAttemptBegin.userErrors.0.code"), "UNKNOWN_REFERENCE");
        // Two who write at once.
        let change = json!({ "input": { "quiz": quiz, "version": 2, "details": with(json!({ "passPercent": 70 })) } });
        assert_eq!(exam.sami.ask(UPDATE, change.clone()).await.checked().at("quizUpdate.quiz.passPercent"), &json!(70.0));
        let late = exam.sami.ask(UPDATE, change).await;
        assert_eq!((late.text("quizUpdate.userErrors.0.code").as_str(), late.number("quizUpdate.quiz.version")), ("CONFLICT", 3));
        exam.sami.ask(CLOSE, json!({ "quiz": quiz, "version": 3 })).await.ok();
        let begun = exam.amel.ask(BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await;
        assert_eq!(begun.text("quizAttemptBegin.userErrors.0.code"), "UNKNOWN_REFERENCE");
        let once = json!({ "input": { "course": exam.course, "key": "once", "details": with(json!({})), "idempotencyKey": "k-1" } });
        let first = exam.sami.ask(CREATE, once.clone()).await.checked().text("quizCreate.quiz.id");
        assert_eq!(exam.sami.ask(CREATE, once).await.checked().text("quizCreate.quiz.id"), first);
    }

    async fn an_attempt_is_its_own_persons_affair(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({})).await;
        let attempt = exam.begin(&quiz).await;
        for name in ["giulia", "nizar", "sami", "leila"] {
            let person = centre.person(name).await;
            let before = centre.fingerprint().await;
            let answers = json!([{ "place": 0, "save": 1, "answer": { "choices": [0] } }]);
            for (document, variables) in [
                (BEGIN, json!({ "quiz": quiz, "enrolment": exam.enrolment })),
                (SAVE, json!({ "attempt": attempt, "answers": answers })),
                (TURN, json!({ "attempt": attempt, "page": 0 })),
                (SUBMIT, json!({ "attempt": attempt })),
            ] {
                let code = person.ask(document, variables).await.code();
                assert!(["FORBIDDEN", "NOT_FOUND"].contains(&code.as_deref().unwrap_or("nothing")), "{name}: {code:?}");
            }
            let reads = person.ask(ATTEMPT, json!({ "id": attempt })).await.code();
            assert_eq!(reads.is_none(), ["sami", "leila"].contains(&name), "{name}: {reads:?}");
            assert_eq!(centre.fingerprint().await, before);
        }
        assert_eq!(centre.visitor().ask(ATTEMPT, json!({ "id": attempt })).await.code().as_deref(), Some("NOT_FOUND"));
        assert_eq!(centre.visitor().ask(SUBMIT, json!({ "attempt": attempt })).await.code().as_deref(), Some("NOT_FOUND"));
    }

    async fn what_was_answered_is_in_the_record_and_outlives_the_name_without_its_words(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "attempts": 2 })).await;
        let attempt = exam.begin(&quiz).await;
        exam.answer_all(&attempt, 1).await;
        exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.ok();
        let left = exam.begin(&quiz).await;
        exam.amel.ask("mutation { dataExportRequest(input: { locale: AR }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        let path = exam.amel.ask("{ dataExports { jsonPath } }", json!({})).await.checked().text("dataExports.0.jsonPath");
        let fetched = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let text = String::from_utf8(fetched.bytes.to_vec()).unwrap();
        let data: Value = serde_json::from_str(&text).unwrap();
        let tried = &data["enrolments"][0]["quizzes"];
        assert_eq!(tried.as_array().unwrap().len(), 2, "{tried}");
        assert!(tried[0]["questions"].to_string().contains("180,2 kg"));
        assert!(!text.contains("secret"), "what is said to answers is not theirs yet");
        assert!(tried[0]["questions"].as_array().unwrap().iter().all(|one| one["credit"].is_null()), "an attempt is under way");
        let excepted = "mutation($quiz: ID!, $enrolment: ID!) { quizExceptionSet(input: { quiz: $quiz, enrolment: $enrolment, minutes: 90, reason: \"Mal aux yeux\" }) { userErrors { code } } }";
        exam.sami.ask(excepted, json!({ "quiz": quiz, "enrolment": exam.enrolment })).await.ok();
        exam.amel.ask("mutation { erasureRequest(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_attempt_question WHERE answer IS NOT NULL").await, 0);
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_attempt WHERE state = 'graded'").await, 1, "that it was passed stays");
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_attempt WHERE state = 'abandoned'").await, 1, "{left}");
        assert_eq!(centre.number("SELECT count(*) AS number FROM quiz_exception WHERE reason <> ''").await, 0);
    }
}
