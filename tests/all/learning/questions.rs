//! The bank of questions: writing, finding, and who may.

use nabta_testkit::{Person, Value, everywhere, json};

use super::course;

pub(crate) const CREATE: &str = "mutation($input: QuestionCreateInput!) { questionCreate(input: $input) { question { id code kind version points category tags isRetired difficulty lessonIds legalTexts { code } wording { number } } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: QuestionUpdateInput!) { questionUpdate(input: $input) { question { id version wording { number } wordings { number text { fr } } tags } userErrors { code path } } }";
const RETIRE: &str = "mutation($input: QuestionRetireInput!) { questionRetire(input: $input) { question { isRetired version } userErrors { code path } } }";
pub(crate) const BANK: &str = "query($filter: QuestionFilterInput!) { questions(filter: $filter, first: 100) { totalCount nodes { id code category kind points tags lessonIds isRetired version legalTexts { code } wording { number locales } } } }";
/// All that is said of how a question is answered.
const ANSWERS: &str = "query($id: ID!) { node(id: $id) { ... on Question { kind wording { html(locale: FR) text { fr ar } feedback { fr ar } answers {
    __typename
    ... on SingleChoice { choices { ...C } isInOrder }
    ... on SeveralChoices { choices { ...C } isInOrder }
    ... on TrueOrFalse { isTrue onTrue { fr ar } onFalse { fr ar } }
    ... on NumericAnswer { accepted { ...N } unit { symbol isRequired others { symbol perUnit } } }
    ... on ShortTextAnswer { accepted { ...T } isCaseSensitive }
    ... on MatchingAnswer { pairs { premise { fr ar } target { fr ar } } lures { fr ar } isInOrder }
    ... on OrderingAnswer { items { fr ar } grading }
    ... on GapsAnswer { gaps { weight filling { __typename ... on TextGap { accepted { ...T } isCaseSensitive } ... on NumberGap { accepted { ...N } } ... on ChoiceGap { choices { ...C } } } } }
    ... on EssayAnswer { template { fr ar } guidance { fr ar } leastWords mostWords rubric { name { fr ar } levels { points description { fr ar } } } }
} } } } }
fragment C on QuestionChoice { text { fr ar } percent feedback { fr ar } }
fragment N on AcceptedNumber { value tolerance percent feedback { fr ar } }
fragment T on AcceptedText { locale text percent feedback }";

/// A filter, of a course.
fn of(course: &str, mut filter: Value) -> Value {
    filter["course"] = json!(course);
    filter
}

/// A text in two languages.
fn said(text: &str) -> Value {
    json!({ "fr": text, "ar": format!("ع {text}") })
}

fn choice(text: &str, percent: f64) -> Value {
    json!({ "text": said(text), "percent": percent, "feedback": said("retour") })
}

fn accepted(text: &str, percent: f64) -> Value {
    json!({ "locale": "FR", "text": text, "percent": percent, "feedback": "retour" })
}

fn number(value: &str, tolerance: &str, percent: f64) -> Value {
    json!({ "value": value, "tolerance": tolerance, "percent": percent, "feedback": said("retour") })
}

/// Each kind of question, as it is written; the first name is the type on the wire.
fn kinds() -> Vec<(&'static str, &'static str, Value)> {
    let levels = json!([{ "description": said("rien"), "points": 0 }, { "description": said("tout"), "points": 4 }]);
    let gaps = json!([
        { "weight": 1, "filling": { "shortText": { "accepted": [accepted("ANPE", 100.0)], "isCaseSensitive": true } } },
        { "weight": 2, "filling": { "numeric": { "accepted": [number("3", "0.5", 100.0)] } } },
        { "weight": 1, "filling": { "choice": { "choices": [choice("oui", 100.0), choice("non", 0.0)] } } },
    ]);
    let thirds = json!([choice("a", 33.3333), choice("b", 33.3333), choice("c", 33.3333), choice("d", -50.0)]);
    vec![
        (
            "SINGLE",
            "SingleChoice",
            json!({ "single": { "choices": [choice("oui $x^2$", 100.0), choice("non", -25.0)], "isInOrder": true } }),
        ),
        ("SEVERAL", "SeveralChoices", json!({ "several": { "choices": thirds, "isInOrder": false } })),
        ("TRUE_FALSE", "TrueOrFalse", json!({ "trueFalse": { "isTrue": false, "onTrue": said("non"), "onFalse": said("oui") } })),
        (
            "NUMERIC",
            "NumericAnswer",
            json!({ "numeric": { "accepted": [number("180", "0.5", 100.0), number("181", "0", 50.0)], "unit": { "symbol": "kg", "isRequired": true, "others": [{ "symbol": "g", "perUnit": "1000" }] } } }),
        ),
        (
            "SHORT_TEXT",
            "ShortTextAnswer",
            json!({ "shortText": { "accepted": [accepted("termes de référence", 100.0), accepted("*termes*", 50.0)], "isCaseSensitive": false } }),
        ),
        (
            "MATCHING",
            "MatchingAnswer",
            json!({ "matching": { "pairs": [{ "premise": said("a"), "target": said("1") }, { "premise": said("b"), "target": said("2") }], "lures": [said("3")], "isInOrder": true } }),
        ),
        (
            "ORDERING",
            "OrderingAnswer",
            json!({ "ordering": { "items": [said("un"), said("deux"), said("trois")], "grading": "NEIGHBOURS" } }),
        ),
        ("GAPS", "GapsAnswer", json!({ "gaps": { "gaps": gaps } })),
        (
            "ESSAY",
            "EssayAnswer",
            json!({ "essay": { "template": said("plan"), "guidance": said("voir"), "leastWords": 50, "mostWords": 200, "rubric": [{ "name": said("clarté"), "levels": levels }] } }),
        ),
    ]
}

/// What is said about a question that is answered so.
fn details(answers: &Value) -> Value {
    let text =
        if answers.get("gaps").is_some() { said("Voir [[1]], [[2]] et [[3]].") } else { said("Que dit la loi sur $N = A$ ?") };
    json!({ "category": "impact-study/01-why", "difficulty": "MEDIUM", "points": 2.5, "text": text, "feedback": said("Voir la leçon."), "answers": answers })
}

/// What stands in both: what was written, without what the answer says beside it.
fn written(answers: &Value, kind: &str) -> Value {
    let mut written = answers.as_object().unwrap().values().next().unwrap().clone();
    written["__typename"] = json!(kind);
    if let Some(gaps) = written.get_mut("gaps").and_then(Value::as_array_mut) {
        for gap in gaps {
            let (name, filling) =
                gap["filling"].as_object().unwrap().iter().next().map(|(name, filling)| (name.clone(), filling.clone())).unwrap();
            gap["filling"] = filling;
            gap["filling"]["__typename"] = json!(match name.as_str() {
                "shortText" => "TextGap",
                "numeric" => "NumberGap",
                _ => "ChoiceGap",
            });
        }
    }
    written
}

async fn create(person: &Person, course: &str, code: &str, details: Value) -> nabta_testkit::Answer {
    person.ask(CREATE, json!({ "input": { "course": course, "code": code, "details": details } })).await
}

everywhere! {
    async fn a_trainer_writes_questions_of_every_kind(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        for (kind, shape, answers) in kinds() {
            let created = create(&sami, &course, &format!("k-{}", kind.to_lowercase()), details(&answers)).await.checked();
            assert_eq!(created.text("questionCreate.question.kind"), kind);
            assert_eq!(created.at("questionCreate.question.points"), &json!(2.5));
            let id = created.text("questionCreate.question.id");
            let read = sami.ask(ANSWERS, json!({ "id": id })).await.checked();
            assert_eq!(read.at("node.wording.answers"), &written(&answers, shape), "{kind}");
            assert_eq!(read.at("node.wording.feedback"), &said("Voir la leçon."));
            let html = read.text("node.wording.html");
            assert!(html.contains("<math") || kind == "GAPS", "{html}");
        }
    }

    async fn a_change_of_what_is_asked_is_a_new_wording_and_another_is_none(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let answers = kinds().remove(0).2;
        let id = create(&sami, &course, "w-1", details(&answers)).await.checked().text("questionCreate.question.id");
        let change = async |details: Value, version: i64| {
            sami.ask(UPDATE, json!({ "input": { "question": id, "details": details, "version": version } })).await.checked()
        };
        let mut tagged = details(&answers);
        tagged["tags"] = json!(["eau", "air", "eau"]);
        let found = change(tagged.clone(), 1).await;
        assert_eq!((found.number("questionUpdate.question.version"), found.number("questionUpdate.question.wording.number")), (2, 1));
        assert_eq!(found.at("questionUpdate.question.tags"), &json!(["air", "eau"]));
        tagged["text"] = said("Et maintenant ?");
        let found = change(tagged.clone(), 2).await;
        assert_eq!(found.number("questionUpdate.question.wording.number"), 2);
        assert_eq!(found.at("questionUpdate.question.wordings.0.text.fr"), &json!("Que dit la loi sur $N = A$ ?"));
        let late = sami.ask(UPDATE, json!({ "input": { "question": id, "details": tagged, "version": 2 } })).await;
        assert_eq!(late.text("questionUpdate.userErrors.0.code"), "CONFLICT");
        assert_eq!(late.number("questionUpdate.question.version"), 3, "as somebody else left it");

        let retire = async |is_retired: bool, version: i64| {
            sami.ask(RETIRE, json!({ "input": { "question": id, "isRetired": is_retired, "version": version } })).await
        };
        assert_eq!(retire(true, 3).await.checked().at("questionRetire.question.isRetired"), &json!(true));
        assert_eq!(retire(true, 3).await.text("questionRetire.userErrors.0.code"), "CONFLICT");
        let in_use = sami.ask(BANK, json!({ "filter": { "course": course, "code": "w-" } })).await.checked();
        assert_eq!(in_use.number("questions.totalCount"), 0);
        let all = sami.ask(BANK, json!({ "filter": { "course": course, "code": "w-", "withRetired": true } })).await.checked();
        assert_eq!(all.number("questions.totalCount"), 1);
        retire(false, 4).await.ok();
    }

    async fn what_cannot_be_asked_is_refused_and_nothing_is_changed(centre: Centre) {
        let sami = centre.person("sami").await;
        let (course, other) = (course(&centre, "impact-study").await, course(&centre, "environmental-legislation").await);
        create(&sami, &course, "taken", details(&kinds().remove(0).2)).await.ok();
        let lesson = sami.ask("query($id: ID!) { node(id: $id) { ... on Course { chapters { lessons { id } } } } }", json!({ "id": other })).await.checked().text("node.chapters.0.lessons.0.id");
        let single = |choices: Value| json!({ "single": { "choices": choices } });
        let with = |field: &str, value: Value| {
            let mut said = details(&kinds().remove(0).2);
            said[field] = value;
            said
        };
        let text = |text: &str| with("text", json!({ "fr": text, "ar": "ع" }));
        let answered = |answers: Value| with("answers", answers);
        let gaps = |filling: Value| {
            let mut said = details(&json!({ "gaps": { "gaps": [{ "filling": filling }] } }));
            said["text"] = said_in_both("Un [[1]] seul [[2]]");
            said
        };
        let cases = [
            ("TAKEN", "taken", details(&kinds().remove(0).2), "ALREADY_EXISTS", "code"),
            ("", "a b", details(&kinds().remove(0).2), "BAD_FORMAT", "code"),
            ("", "x", text(""), "REQUIRED", "text.fr"),
            ("", "x", with("text", json!({})), "REQUIRED", "text"),
            ("", "x", text("<script>alert(1)</script>"), "TEXT_REFUSED", "text.fr"),
            ("", "x", text("$\\frac{1}$"), "TEXT_REFUSED", "text.fr"),
            ("", "x", text("![plan](figures/nowhere.png)"), "UNKNOWN_REFERENCE", "body"),
            ("", "x", text(&"é".repeat(10_001)), "TOO_LONG", "text.fr"),
            ("", "x", text("a\u{202e}b"), "FORBIDDEN_CHARACTER", "text.fr"),
            ("", "x", with("points", json!(0)), "OUT_OF_RANGE", "points"),
            ("", "x", with("points", json!(1000.5)), "OUT_OF_RANGE", "points"),
            ("", "x", with("lessons", json!([lesson])), "UNKNOWN_REFERENCE", "lessons"),
            ("", "x", with("tags", json!((0..21).map(|n| n.to_string()).collect::<Vec<_>>())), "OUT_OF_RANGE", "tags"),
            ("", "x", answered(single(json!([choice("a", 100.0)]))), "OUT_OF_RANGE", "choices"),
            ("", "x", answered(single(json!([choice("a", 50.0), choice("b", 0.0)]))), "NO_RIGHT_ANSWER", "choices"),
            ("", "x", answered(single(json!([choice("a", 100.0), { "text": { "fr": "b" }, "percent": 0 }]))), "PART_MISSING", "choices.1.text"),
            ("", "x", answered(single(json!([choice("a", 100.0), choice("b", 101.0)]))), "OUT_OF_RANGE", "choices.1.percent"),
            ("", "x", answered(json!({ "several": { "choices": [choice("a", 50.0), choice("b", 40.0)] } })), "CREDITS_WRONG", "choices"),
            ("", "x", answered(json!({ "several": { "choices": [choice("a", 100.0), choice("b", 100.0)] } })), "CREDITS_WRONG", "choices"),
            ("", "x", answered(json!({ "numeric": { "accepted": [number("dix", "0", 100.0)] } })), "BAD_FORMAT", "accepted.0.value"),
            ("", "x", answered(json!({ "numeric": { "accepted": [number("1", "-1", 100.0)] } })), "OUT_OF_RANGE", "accepted.0.tolerance"),
            ("", "x", answered(json!({ "numeric": { "accepted": [number("1", "0", 100.0)], "unit": { "symbol": "kg", "others": [{ "symbol": "g", "perUnit": "0" }] } } })), "OUT_OF_RANGE", "unit.others.0.perUnit"),
            ("", "x", answered(json!({ "shortText": { "accepted": [] } })), "OUT_OF_RANGE", "accepted"),
            ("", "x", answered(json!({ "matching": { "pairs": [{ "premise": said("a"), "target": said("1") }, { "premise": said("b"), "target": said("1") }] } })), "OUT_OF_RANGE", "pairs"),
            ("", "x", answered(json!({ "ordering": { "items": [said("un")] } })), "OUT_OF_RANGE", "items"),
            ("", "x", gaps(json!({ "numeric": { "accepted": [number("3", "0", 100.0)] } })), "GAPS_WRONG", "text.ar"),
            ("", "x", answered(json!({ "essay": { "leastWords": 100, "mostWords": 10 } })), "OUT_OF_RANGE", "mostWords"),
            ("", "x", answered(json!({ "essay": { "rubric": [{ "name": said("a"), "levels": [{ "description": said("a"), "points": 0 }, { "description": said("b"), "points": 0 }] }] } })), "NO_RIGHT_ANSWER", "rubric.0"),
        ];
        let before = centre.fingerprint().await;
        for (_, code, details, refusal, path) in cases {
            let answer = create(&sami, &course, code, details.clone()).await;
            let error = answer.at("questionCreate.userErrors.0");
            let at: Vec<_> = error["path"].as_array().unwrap_or_else(|| panic!("{details}: {}", answer.body)).iter().map(|part| part.as_str().unwrap()).collect();
            assert_eq!((error["code"].as_str().unwrap(), at.join(".").as_str()), (refusal, path), "{details}");
        }
        // Two ways to answer at once are none.
        let two = json!({ "single": { "choices": [] }, "essay": {} });
        assert_eq!(create(&sami, &course, "x", with("answers", two)).await.code().as_deref(), Some("BAD_INPUT"));
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn the_bank_is_for_those_who_write_it(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let id = create(&sami, &course, "secret", details(&kinds().remove(0).2)).await.checked().text("questionCreate.question.id");
        let file = format!("/courses/{course}/questions?format=gift&locale=fr");
        for name in ["amel", "giulia", "nizar"] {
            let person = centre.person(name).await;
            let before = centre.fingerprint().await;
            person.ask(BANK, json!({ "filter": { "course": course } })).await.refused_with("FORBIDDEN");
            person.ask("query($course: ID!) { questionCategories(course: $course) { path } }", json!({ "course": course })).await.refused_with("FORBIDDEN");
            person.ask(ANSWERS, json!({ "id": id })).await.refused_with("NOT_FOUND");
            let denied = create(&person, &course, "mine", details(&kinds().remove(0).2)).await.code();
            assert_eq!(denied.as_deref(), Some("FORBIDDEN"), "{name}");
            let denied = person.ask(RETIRE, json!({ "input": { "question": id, "isRetired": true, "version": 1 } })).await.code();
            assert!(["FORBIDDEN", "NOT_FOUND"].contains(&denied.as_deref().unwrap()), "{name}: {denied:?}");
            assert_eq!(person.download(&file).await.0.status, 403, "{name}");
            let post = format!("/courses/{course}/questions?locale=fr");
            assert_eq!(person.send_to(&post, "text/plain", "x {T}").await.status, 403, "{name}");
            assert_eq!(centre.fingerprint().await, before);
        }
        let visitor = centre.visitor();
        visitor.ask(BANK, json!({ "filter": { "course": course } })).await.refused_with("UNAUTHENTICATED");
        visitor.ask(ANSWERS, json!({ "id": id })).await.refused_with("NOT_FOUND");
        assert_eq!(visitor.get(&file, &[]).await.status, 401);
        // Who looks after quality reads it and changes nothing.
        let salma = centre.person("salma").await;
        salma.ask(ANSWERS, json!({ "id": id })).await.ok();
        assert_eq!(create(&salma, &course, "mine", details(&kinds().remove(0).2)).await.code().as_deref(), Some("FORBIDDEN"));
    }

    async fn questions_are_found_by_what_they_are_about(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let shown = sami.ask("query($id: ID!) { node(id: $id) { ... on Course { chapters { lessons { id } } } } legalText(code: \"D-2005-1991\") { id } }", json!({ "id": course })).await.checked();
        let (lesson, law) = (shown.text("node.chapters.0.lessons.0.id"), shown.text("legalText.id"));
        let mut first = details(&kinds().remove(0).2);
        first["lessons"] = json!([lesson, lesson]);
        first["legalTexts"] = json!([law]);
        first["tags"] = json!(["100%"]);
        first["category"] = json!("f_nd/ 01 / a");
        create(&sami, &course, "f_1", first).await.ok();
        let mut second = details(&kinds().remove(1).2);
        second["difficulty"] = json!("HARD");
        second["category"] = json!("find");
        create(&sami, &course, "fx1", second).await.ok();
        let find = async |filter: Value| -> Vec<String> {
            let found = sami.ask(BANK, json!({ "filter": of(&course, filter) })).await.checked();
            found.at("questions.nodes").as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(find(json!({ "category": "f_nd" })).await, ["f_1"], "an underline means itself");
        assert_eq!(find(json!({ "category": "f_nd/01" })).await, ["f_1"]);
        assert_eq!(find(json!({ "category": "f_nd/01/a" })).await, ["f_1"]);
        assert_eq!(find(json!({ "category": "f_nd/0" })).await, Vec::<String>::new(), "a category is a whole name");
        assert_eq!(find(json!({ "code": "f_" })).await, ["f_1"]);
        assert_eq!(find(json!({ "tag": "100%" })).await, ["f_1"]);
        assert_eq!(find(json!({ "lesson": lesson, "legalText": law, "code": "f" })).await, ["f_1"]);
        assert_eq!(find(json!({ "difficulty": "HARD", "kind": "SEVERAL", "category": "find" })).await, ["fx1"]);
        let shown = sami.ask("query($course: ID!) { questionCategories(course: $course) { path questionCount } }", json!({ "course": course })).await.checked();
        let paths = shown.at("questionCategories");
        assert!(paths.as_array().unwrap().contains(&json!({ "path": "f_nd/01/a", "questionCount": 1 })), "{paths}");
    }

    async fn the_same_request_twice_writes_one_question(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let input = json!({ "input": { "course": course, "code": "once", "details": details(&kinds().remove(0).2), "idempotencyKey": "q-1" } });
        let first = sami.ask(CREATE, input.clone()).await.checked().text("questionCreate.question.id");
        assert_eq!(sami.ask(CREATE, input).await.checked().text("questionCreate.question.id"), first);
        assert_eq!(centre.number("SELECT count(*) AS number FROM question WHERE code = 'once'").await, 1);
    }
}

fn said_in_both(text: &str) -> Value {
    json!({ "fr": text, "ar": text })
}
