//! The list of courses: filters, orders, pages from either end.

use nabta_testkit::{Answer, Centre, Person, Value, everywhere, json};

use super::{first_lesson, newest, publish, revise};

const LIST: &str =
    "query($filter: CourseFilterInput, $sort: CourseSort! = CODE, $first: Int, $after: String, $last: Int, $before: String) {
    courses(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) { totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { code publishedAt languages modality level theme { id } programmes { id } } } }";

async fn list(person: &Person, mut arguments: Value) -> Answer {
    let paged = arguments.get("first").is_some() || arguments.get("last").is_some();
    if !paged {
        arguments["first"] = json!(100);
    }
    person.ask(LIST, arguments).await.checked()
}

fn nodes(answer: &Answer) -> Vec<Value> {
    answer.at("courses.nodes").as_array().unwrap().clone()
}

fn codes(answer: &Answer) -> Vec<String> {
    nodes(answer).iter().map(|node| node["code"].as_str().unwrap().to_owned()).collect()
}

/// Two people, a revision of one of the demo's courses let out: it is now the newest.
async fn renew(centre: &Centre) {
    let (sami, amina) = (centre.person("sami").await, centre.person("amina").await);
    let (lesson, revision, _) = first_lesson(&sami).await;
    revise(&sami, &lesson, &revision, "Un texte tout à fait nouveau.").await.ok();
    let (edition, version) = newest(&sami).await;
    publish(&sami, &amina, &edition, version).await;
}

everywhere! {
    async fn each_filter_leaves_those_that_it_says_and_no_other(centre: Centre) {
        let visitor = centre.visitor();
        let all = nodes(&list(&visitor, json!({})).await);
        assert!(all.len() >= 14);
        let fits = |course: &Value, filter: &Value| {
            filter.as_object().unwrap().iter().all(|(name, value)| match name.as_str() {
                "theme" => course["theme"]["id"] == *value,
                "programme" => course["programmes"].as_array().unwrap().iter().any(|programme| programme["id"] == *value),
                "language" => course["languages"].as_array().unwrap().contains(value),
                other => course[other] == *value,
            })
        };
        let mut filters = Vec::new();
        for course in &all {
            filters.push(json!({ "theme": course["theme"]["id"] }));
            filters.push(json!({ "level": course["level"] }));
            filters.push(json!({ "modality": course["modality"] }));
            filters.push(json!({ "theme": course["theme"]["id"], "level": course["level"], "modality": course["modality"], "language": course["languages"][0] }));
            filters.extend(course["programmes"].as_array().unwrap().iter().map(|programme| json!({ "programme": programme["id"] })));
        }
        filters.extend(["AR", "FR", "EN"].map(|language| json!({ "language": language })));
        let mut narrowing = 0;
        for filter in &filters {
            let found = list(&visitor, json!({ "filter": filter })).await;
            let expected: Vec<_> = all.iter().filter(|course| fits(course, filter)).cloned().collect();
            assert_eq!(nodes(&found), expected, "{filter}");
            assert_eq!(found.number("courses.totalCount") as usize, expected.len(), "{filter}");
            narrowing += usize::from(!expected.is_empty() && expected.len() < all.len());
        }
        assert!(narrowing > 40, "{narrowing}");
        let nothing = json!({ "level": "ADVANCED", "language": "EN" });
        assert!(!all.iter().any(|course| fits(course, &nothing)));
        assert_eq!(codes(&list(&visitor, json!({ "filter": nothing })).await), Vec::<String>::new());
    }

    async fn the_newest_comes_first_when_asked_and_codes_in_order_otherwise(centre: Centre) {
        let visitor = centre.visitor();
        let by_code = codes(&list(&visitor, json!({})).await);
        assert!(by_code.is_sorted(), "{by_code:?}");
        assert_ne!(codes(&list(&visitor, json!({ "sort": "NEWEST" })).await)[0], "EIE", "it is not the newest yet");
        renew(&centre).await;
        let newest = list(&visitor, json!({ "sort": "NEWEST" })).await;
        assert_eq!(codes(&newest)[0], "EIE");
        let dates: Vec<_> = nodes(&newest).iter().map(|node| node["publishedAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap()).collect();
        assert!(dates.iter().rev().is_sorted(), "{dates:?}");
        assert_eq!(codes(&list(&visitor, json!({})).await), by_code, "a code stays where it was");
    }

    async fn pages_from_either_end_put_together_are_the_whole(centre: Centre) {
        let visitor = centre.visitor();
        for sort in ["CODE", "NEWEST"] {
            let whole = codes(&list(&visitor, json!({ "sort": sort })).await);
            let (mut forward, mut after) = (Vec::new(), Value::Null);
            loop {
                let page = list(&visitor, json!({ "sort": sort, "first": 3, "after": after })).await;
                assert_eq!(page.at("courses.pageInfo.hasPreviousPage"), &json!(!forward.is_empty()), "{sort}");
                forward.extend(codes(&page));
                after = page.at("courses.pageInfo.endCursor").clone();
                if page.at("courses.pageInfo.hasNextPage") == &json!(false) { break }
            }
            assert_eq!(forward, whole, "{sort}");
            let (mut backward, mut before) = (Vec::new(), Value::Null);
            loop {
                let page = list(&visitor, json!({ "sort": sort, "last": 3, "before": before })).await;
                // A page from the end is in the order of the list, as every page is.
                backward.splice(0..0, codes(&page));
                assert_eq!(backward, whole[whole.len() - backward.len()..], "{sort}");
                assert_eq!(page.at("courses.pageInfo.hasNextPage"), &json!(backward.len() > codes(&page).len()), "{sort}");
                before = page.at("courses.pageInfo.startCursor").clone();
                if page.at("courses.pageInfo.hasPreviousPage") == &json!(false) { break }
            }
            assert_eq!(backward, whole, "{sort}");
        }
        let cursor = list(&visitor, json!({ "first": 3 })).await.at("courses.pageInfo.endCursor").clone();
        for wrong in [json!({ "first": 1, "last": 1 }), json!({ "last": 0 }), json!({ "last": 101 }), json!({ "last": 1, "before": "x" })] {
            visitor.ask(LIST, wrong).await.refused_with("BAD_INPUT");
        }
        assert!(cursor.is_string());
    }
}
