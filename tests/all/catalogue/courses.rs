//! What is said about a course is changed as a whole; a copy holds what its model holds.

use nabta_testkit::{Answer, Value, everywhere, json};

use super::{create, details, revise};

const UPDATE: &str = "mutation($input: CourseUpdateInput!) { courseUpdate(input: $input) { course { code slug version titles { fr ar }
    skills { text } durationMinutes modality level languages fee { amount currency } isFree programmes { id } requires { id } } userErrors { code path } } }";
const COPY: &str =
    "mutation($input: CourseCopyInput!) { courseCopy(input: $input) { course { id version } userErrors { code path } } }";
/// All that a copy takes over.
const CONTENT: &str = "query($id: ID!) { node(id: $id) { ... on Course { titles { ar fr en } skills { text } durationMinutes halfDays modality level languages
    sourceLanguage theme { id } editions(first: 1) { nodes { state number chapters { slug title(locale: AR) { text } lessons { slug titles { ar fr en }
    texts { locale isStale revision { body summary digest } } } } } } } } }";

/// An answer without what is a course's own.
fn content(answer: &Answer) -> Value {
    let mut content = answer.at("node").clone();
    let edition = content["editions"]["nodes"][0].as_object_mut().unwrap();
    edition.remove("state");
    edition.remove("number");
    content
}

everywhere! {
    async fn a_course_is_changed_by_who_read_it_as_it_is(centre: Centre) {
        let (sami, amina, salma) = (centre.person("sami").await, centre.person("amina").await, centre.person("salma").await);
        let strangers = [centre.person("amel").await, centre.person("giulia").await];
        let all = amina.ask("{ programmes(first: 1) { nodes { id } } courses(first: 1) { nodes { id } } }", json!({})).await.checked();
        let (programme, before) = (all.text("programmes.nodes.0.id"), all.text("courses.nodes.0.id"));
        let course = create(&sami, "essai").await;
        let said = details(&sami, "essai").await;
        let input = |version: i64, changes: Value| {
            let mut details = said.clone();
            changes.as_object().unwrap().iter().for_each(|(name, value)| details[name] = value.clone());
            json!({ "input": { "course": course, "version": version, "details": details } })
        };
        let change = json!({ "code": "ESSAI-2", "titles": { "fr": "Essai revu", "ar": "تجربة" }, "skills": [{ "fr": "Mesurer" }, { "fr": "Décider" }], "durationMinutes": 90,
            "modality": "BLENDED", "level": "ADVANCED", "languages": ["AR", "FR"], "fee": { "amount": "12.500", "currency": "TND" }, "programmes": [programme], "requires": [before] });
        let entries = async || centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'course.update'").await;
        let written = entries().await;
        let changed = sami.ask(UPDATE, input(1, change)).await.checked();
        let expected = json!({ "code": "ESSAI-2", "slug": "essai", "version": 2, "titles": { "fr": "Essai revu", "ar": "تجربة" }, "skills": [{ "text": "Mesurer" }, { "text": "Décider" }],
            "durationMinutes": 90, "modality": "BLENDED", "level": "ADVANCED", "languages": ["AR", "FR"], "fee": { "amount": "12.500", "currency": "TND" }, "isFree": false,
            "programmes": [{ "id": programme }], "requires": [{ "id": before }] });
        assert_eq!(changed.at("courseUpdate.course"), &expected);
        assert_eq!(entries().await, written + 1);

        let untouched = centre.fingerprint().await;
        for stale in [1, 3, -1] {
            let late = amina.ask(UPDATE, input(stale, json!({}))).await;
            assert_eq!(late.at("courseUpdate.course"), &expected, "whoever lost sees what is there");
            late.refused_with("CONFLICT");
        }
        for stranger in &strangers {
            // A course that is not out is not there for them.
            stranger.ask(UPDATE, input(2, json!({}))).await.refused_with("NOT_FOUND");
        }
        salma.ask(UPDATE, input(2, json!({}))).await.refused_with("FORBIDDEN");
        for (wrong, code, path) in [
            (json!({ "code": "EIE" }), "ALREADY_EXISTS", json!(["details", "code"])),
            (json!({ "slug": "impact-study" }), "ALREADY_EXISTS", json!(["details", "slug"])),
            (json!({ "titles": {} }), "REQUIRED", json!(["details", "titles"])),
            (json!({ "durationMinutes": 0 }), "OUT_OF_RANGE", json!(["details", "durationMinutes"])),
            (json!({ "fee": { "amount": "1.0001", "currency": "TND" } }), "BAD_FORMAT", json!(["details", "fee", "amount"])),
            (json!({ "theme": "theme_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f" }), "UNKNOWN_REFERENCE", json!(["details", "theme"])),
            (json!({ "programmes": ["programme_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f"] }), "UNKNOWN_REFERENCE", json!(["details", "programmes"])),
            (json!({ "requires": [course] }), "CYCLIC_PREREQUISITE", json!(["details", "requires"])),
        ] {
            let refused = sami.ask(UPDATE, input(2, wrong)).await;
            assert_eq!(refused.at("courseUpdate.userErrors.0.path"), &path, "{}", refused.body);
            refused.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, untouched);
        // What is left out is said no more.
        let bare = amina.ask(UPDATE, input(2, json!({}))).await.checked();
        assert_eq!((bare.count("courseUpdate.course.programmes"), bare.count("courseUpdate.course.requires"), bare.at("courseUpdate.course.fee")), (0, 0, &Value::Null));
    }

    async fn a_copy_holds_what_its_model_holds_and_goes_its_own_way(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let model = amina.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let as_it_was = amina.ask(CONTENT, json!({ "id": model })).await.checked();
        let input = |code: &str, slug: &str| json!({ "input": { "course": model, "code": code, "slug": slug } });
        let before = centre.fingerprint().await;
        amina.ask(COPY, input("EIE", "copie")).await.refused_with("ALREADY_EXISTS");
        amina.ask(COPY, input("COPIE", "impact-study")).await.refused_with("ALREADY_EXISTS");
        amina.ask(COPY, input("COPIE", "../x")).await.refused_with("BAD_FORMAT");
        amel.ask(COPY, input("COPIE", "copie")).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);

        let copy = amina.ask(COPY, input("COPIE", "copie")).await.checked().text("courseCopy.course.id");
        let copied = amina.ask(CONTENT, json!({ "id": copy })).await.checked();
        assert_eq!(content(&copied), content(&as_it_was));
        assert_eq!((copied.text("node.editions.nodes.0.state"), copied.number("node.editions.nodes.0.number")), ("DRAFT".to_owned(), 1));
        let texts = copied.body.to_string().matches("\"body\"").count();
        assert_eq!(texts, 12, "four lessons, each in three languages");
        centre.visitor().ask("{ course(slug: \"copie\") { id } }", json!({})).await.refused_with("NOT_FOUND");
        let author = amina.ask("query($id: ID!) { node(id: $id) { ... on Course { author { name(locale: FR) { text } } } } }", json!({ "id": copy })).await.checked();
        assert_eq!(author.text("node.author.name.text"), "Amina Gharbi");

        // What is written in the copy is not written in its model.
        let lesson = "query($id: ID!) { node(id: $id) { ... on Course { editions(first: 1) { nodes { chapters { lessons { id text(locale: FR) { revision { id } } } } } } } } }";
        let found = amina.ask(lesson, json!({ "id": copy })).await.checked();
        let place = "node.editions.nodes.0.chapters.0.lessons.0";
        revise(&amina, &found.text(&format!("{place}.id")), &found.text(&format!("{place}.text.revision.id")), "Autre chose.").await.ok();
        assert_eq!(amina.ask(CONTENT, json!({ "id": model })).await.checked().body["data"], as_it_was.body["data"]);
        assert_ne!(content(&amina.ask(CONTENT, json!({ "id": copy })).await.checked()), content(&as_it_was));
    }
}
