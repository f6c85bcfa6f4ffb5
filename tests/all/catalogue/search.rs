//! Search over HTTP: filters, pages, highlights, and texts that are no questions.

use nabta_testkit::{Value, everywhere, json};

const SEARCH: &str = "query($text: String!, $filter: SearchFilter, $first: Int, $after: String) { search(text: $text, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { course { slug languages modality level theme { id } } lesson { slug } title { text isMatch } } } }";

everywhere! {
    async fn pages_put_together_are_the_whole_without_doubles(centre: Centre) {
        centre.refresh_search().await;
        let visitor = centre.visitor();
        let whole = visitor.ask(SEARCH, json!({ "text": "impact", "first": 100 })).await.checked();
        let named = |answer: &nabta_testkit::Answer| -> Vec<String> {
            answer.at("search.nodes").as_array().unwrap().iter().map(|hit| format!("{}/{}", hit["course"]["slug"], hit["lesson"]["slug"])).collect()
        };
        let all = named(&whole);
        assert!(all.len() >= 6 && all.len() as i64 == whole.number("search.totalCount"), "{all:?}");
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = visitor.ask(SEARCH, json!({ "text": "impact", "first": 2, "after": after })).await.checked();
            seen.extend(named(&page));
            if page.at("search.pageInfo.hasNextPage") != &json!(true) { break }
            after = page.at("search.pageInfo.endCursor").clone();
        }
        assert_eq!(seen, all);
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len());
    }

    async fn filters_leave_out_what_they_say(centre: Centre) {
        centre.refresh_search().await;
        let visitor = centre.visitor();
        let every = visitor.ask(SEARCH, json!({ "text": "formation environnement", "first": 100 })).await.checked();
        let total = every.number("search.totalCount");
        for (filter, field) in [(json!({ "level": "ADVANCED" }), "level"), (json!({ "modality": "IN_PERSON" }), "modality")] {
            let some = visitor.ask(SEARCH, json!({ "text": "formation environnement", "first": 100, "filter": filter })).await.checked();
            assert!(some.number("search.totalCount") <= total);
            for hit in some.at("search.nodes").as_array().unwrap() {
                assert_eq!(&hit["course"][field], filter.as_object().unwrap().values().next().unwrap());
            }
        }
        let arabic = visitor.ask(SEARCH, json!({ "text": "impact", "first": 100, "filter": { "language": "AR" } })).await.checked();
        assert!(arabic.number("search.totalCount") > 0);
        for hit in arabic.at("search.nodes").as_array().unwrap() {
            assert!(hit["course"]["languages"].as_array().unwrap().contains(&json!("AR")));
        }
        visitor.ask(SEARCH, json!({ "text": "impact", "filter": { "theme": "course_x" } })).await.refused_with("INVALID_ID");
    }

    async fn what_is_no_question_finds_nothing_and_breaks_nothing(centre: Centre) {
        centre.refresh_search().await;
        let visitor = centre.visitor();
        for text in ["", "   ", "\u{0}", "ًٌٍ", "!?*:\"()", "AND (", "title:impact", "\\", "ـــ", "🌱", "\u{202E}"] {
            let _ = visitor.ask(SEARCH, json!({ "text": text })).await.checked();
        }
        let _ = visitor.ask(SEARCH, json!({ "text": "impact ".repeat(5_000) })).await.checked();
        let _ = visitor.ask(SEARCH, json!({ "text": "ا".repeat(10_000) })).await.checked();
        for (name, value) in [("after", json!("x")), ("first", json!(0)), ("first", json!(101)), ("first", json!(-5))] {
            let mut variables = json!({ "text": "impact" });
            variables[name] = value;
            visitor.ask(SEARCH, variables).await.refused_with("BAD_INPUT");
        }
    }
}
