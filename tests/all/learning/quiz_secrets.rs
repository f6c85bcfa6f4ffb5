//! Right answers reach nobody before the quiz's review says so: not by field, error, order, id, alias or the state of things.

use std::collections::BTreeSet;

use nabta_testkit::{Schema, Value, everywhere, json};

use super::quizzes::{ATTEMPT, SAVE, SUBMIT, exam, open_quiz};

/// Everything of an attempt that the schema holds, as deep as a request may be.
fn everything(schema: &Schema, kind: &str, deep: usize) -> String {
    let mut said = "__typename".to_owned();
    for field in schema.fields(kind) {
        let name = field["name"].as_str().unwrap();
        let required = field["args"]
            .as_array()
            .unwrap()
            .iter()
            .any(|argument| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null());
        let target = nabta_testkit::innermost(&field["type"]);
        let kind = target["name"].as_str().unwrap();
        match target["kind"].as_str().unwrap() {
            _ if required => {}
            "OBJECT" if deep > 0 && (kind.starts_with("Quiz") || kind == "AnswerGiven" || kind.ends_with("Given")) => {
                said += &format!(" {name} {{ {} }}", everything(schema, kind, deep - 1));
            }
            "OBJECT" | "UNION" | "INTERFACE" => {}
            _ => said += &format!(" {name}"),
        }
    }
    said
}

everywhere! {
    async fn nothing_of_what_counts_is_told_before_the_review_allows_it(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let review = json!({ "score": "SUBMITTED", "marks": "EXHAUSTED", "feedback": "EXHAUSTED", "answers": "NEVER" });
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({ "attempts": 2, "review": review })).await;
        let schema = Schema::of(&centre).await;
        let all = format!("query($id: ID!) {{ node(id: $id) {{ ... on QuizAttempt {{ {} }} }} }}", everything(&schema, "QuizAttempt", 4));
        assert!(all.contains("rightAnswer") && all.contains("partPercents") && all.contains("feedback") && all.contains("plan"), "{all}");
        let first = exam.begin(&quiz).await;
        exam.answer_all(&first, 1).await;
        let look = async |attempt: &str| {
            let shown = exam.amel.ask(&all, json!({ "id": attempt })).await.checked();
            shown.at("node").clone()
        };
        let is_silent = |shown: &Value| {
            let questions = shown["questions"].as_array().unwrap();
            assert!(!shown.to_string().contains("secret"), "{shown}");
            assert!(shown["quiz"]["plan"].is_null());
            questions.iter().all(|one| {
                one["percent"].is_null() && one["pointsEarned"].is_null() && one["partPercents"] == json!([]) && one["feedback"] == json!([]) && one["remark"].is_null() && one["rightAnswer"].is_null()
            })
        };
        let under_way = look(&first).await;
        assert!(is_silent(&under_way) && under_way["points"].is_null());
        exam.amel.ask(SUBMIT, json!({ "attempt": first })).await.ok();
        let submitted = look(&first).await;
        assert!(is_silent(&submitted) && submitted["points"] == json!(8.0), "the score alone");
        // While another attempt is under way, not even that of the first.
        let second = exam.begin(&quiz).await;
        let meanwhile = look(&first).await;
        assert!(is_silent(&meanwhile) && meanwhile["points"].is_null());
        exam.amel.ask(SUBMIT, json!({ "attempt": second })).await.ok();
        for attempt in [&first, &second] {
            let seen = look(attempt).await;
            assert!(seen["questions"].as_array().unwrap().iter().all(|one| !one["percent"].is_null() && one["rightAnswer"].is_null()));
            assert!(seen.to_string().contains("secret remarque"), "no attempt is left: now it is said");
        }
        let parts = look(&first).await["questions"][5]["partPercents"].clone();
        assert_eq!(parts, json!([100.0, 100.0]));
        // Who looks after the bank sees all of it.
        let trainer = exam.shown(&exam.sami, &second).await;
        assert_eq!(trainer["questions"][3]["rightAnswer"]["text"], "180 kg");
    }

    async fn a_right_and_a_wrong_answer_are_answered_alike(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({})).await;
        let attempt = exam.begin(&quiz).await;
        let mut answers = BTreeSet::new();
        for (save, answer) in [json!({ "text": "termes" }), json!({ "text": "autre" }), json!({ "text": "" })].into_iter().enumerate() {
            let saved = exam.amel.ask(SAVE, json!({ "attempt": attempt, "answers": [{ "place": 4, "save": save + 1, "answer": answer }] })).await.checked();
            let mut body = saved.body.clone();
            body["data"]["quizAnswersSave"]["now"] = Value::Null;
            answers.insert(body.to_string());
        }
        assert_eq!(answers.len(), 1, "{answers:?}");
        // And the bank stays shut.
        let question = exam.questions[0].clone();
        exam.amel.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": question })).await.refused_with("NOT_FOUND");
    }

    async fn the_order_of_what_is_shown_says_nothing(centre: Centre) {
        let exam = exam(&centre, &json!({})).await;
        let quiz = open_quiz(&exam.sami, &exam.course, "epreuve", exam.all(), &json!({})).await;
        let (mut choices, mut targets, mut items) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for _ in 0..12 {
            let attempt = exam.begin(&quiz).await;
            let shown = exam.amel.ask(ATTEMPT, json!({ "id": attempt })).await.checked();
            let questions = shown.at("node.questions");
            choices.insert(questions[0]["parts"].as_array().unwrap().iter().position(|part| part.to_string().contains("bon")).unwrap());
            targets.insert(questions[5]["targets"].to_string());
            items.insert(questions[6]["parts"].to_string());
            exam.amel.ask(SUBMIT, json!({ "attempt": attempt })).await.ok();
        }
        assert!(choices.len() > 1 && targets.len() > 1 && items.len() > 1, "{choices:?} {targets:?} {items:?}");
    }
}
