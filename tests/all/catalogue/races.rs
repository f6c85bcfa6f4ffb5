//! Two at once: one of them wins, the other is told, and nothing of both is lost or left half done.

use nabta_testkit::{Person, Value, everywhere, json};

use super::step;

const OUTLINE: &str = "mutation($input: CourseOutlineSetInput!) { courseOutlineSet(input: $input) { edition { version chapters { slug } } userErrors { code path } } }";

fn outline(course: &str, slug: &str, version: Value) -> Value {
    let lessons = json!([{ "slug": "un", "titles": { "fr": "Un" } }]);
    json!({ "input": { "course": course, "chapters": [{ "slug": slug, "titles": { "fr": slug }, "lessons": lessons }], "version": version } })
}

/// A course of nobody's interest: what is said about it, as its author entered it.
async fn course(sami: &Person, code: &str) -> (String, Value) {
    let theme = sami.ask("{ themes(first: 1) { nodes { id } } }", json!({})).await.checked().text("themes.nodes.0.id");
    let details = json!({
        "code": code, "slug": code, "theme": theme, "titles": { "fr": code }, "modality": "REMOTE", "level": "BEGINNER", "languages": ["FR"],
        "sourceLanguage": "FR"
    });
    let create =
        "mutation($input: CourseCreateInput!) { courseCreate(input: $input) { course { id } userErrors { code path } } }";
    let created = sami.ask(create, json!({ "input": { "details": details } })).await.checked();
    (created.text("courseCreate.course.id"), details)
}

everywhere! {
    async fn two_outlines_of_one_version_are_one(centre: Centre) {
        let sami = centre.person("sami").await;
        let (id, _) = course(&sami, "ordre").await;
        // Nobody saw a draft yet: the second to come is told that there is one.
        let first = sami.ask(OUTLINE, outline(&id, "premier", Value::Null)).await.checked();
        let version = first.number("courseOutlineSet.edition.version");
        let before = centre.fingerprint().await;
        for stale in [Value::Null, json!(version - 1), json!(version + 1)] {
            let refused = sami.ask(OUTLINE, outline(&id, "autre", stale)).await;
            assert_eq!(refused.text("courseOutlineSet.edition.chapters.0.slug"), "premier", "whoever lost sees what is there");
            refused.refused_with("CONFLICT");
        }
        assert_eq!(centre.fingerprint().await, before);
        let tries: Vec<_> = ["deux", "trois", "quatre"]
            .map(|slug| {
                let (sami, input) = (sami.clone(), outline(&id, slug, json!(version)));
                tokio::spawn(async move { sami.ask(OUTLINE, input).await.code() })
            })
            .into_iter()
            .collect();
        let mut codes = Vec::new();
        for one in tries {
            codes.push(one.await.unwrap());
        }
        codes.sort();
        assert_eq!(codes, [None, Some("CONFLICT".into()), Some("CONFLICT".into())]);
    }

    async fn two_courses_never_come_before_each_other(centre: Centre) {
        const UPDATE: &str = "mutation($input: CourseUpdateInput!) { courseUpdate(input: $input) { course { version } userErrors { code path } } }";
        let sami = centre.person("sami").await;
        for round in 0..8 {
            let mut courses = Vec::new();
            for side in ["a", "b"] {
                courses.push(course(&sami, &format!("{side}-{round}")).await);
            }
            let tries: Vec<_> = [(0, 1), (1, 0)]
                .map(|(one, other)| {
                    let (mut details, sami) = (courses[one].1.clone(), sami.clone());
                    details["requires"] = json!([courses[other].0]);
                    let input = json!({ "input": { "course": courses[one].0, "details": details, "version": 1 } });
                    tokio::spawn(async move { sami.ask(UPDATE, input).await.code() })
                })
                .into_iter()
                .collect();
            let mut codes = Vec::new();
            for one in tries {
                codes.push(one.await.unwrap());
            }
            codes.sort();
            assert_eq!(codes, [None, Some("CYCLIC_PREREQUISITE".into())], "round {round}");
        }
    }

    async fn who_has_a_turn_holds_it_to_the_end(centre: Centre) {
        use nabta_domain::kernel::work::Turn;
        let ctx = centre.instance.operator();
        let first = ctx.begin().await.ok().unwrap();
        assert!(first.in_turn(Turn::CatalogueChange).await.is_ok());
        let waiting = tokio::spawn({
            let ctx = ctx.clone();
            async move {
                let second = ctx.begin().await.ok().unwrap();
                second.in_turn(Turn::CatalogueChange).await.is_ok()
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(!waiting.is_finished(), "the second has the turn while the first holds it");
        drop(first);
        assert!(tokio::time::timeout(std::time::Duration::from_secs(5), waiting).await.unwrap().unwrap());
    }

    async fn what_was_published_at_once_is_all_found(centre: Centre) {
        let (sami, amina) = (centre.person("sami").await, centre.person("amina").await);
        let mut approved = Vec::new();
        for number in 0..6 {
            let (id, _) = course(&sami, &format!("zirconium-{number}")).await;
            sami.ask(OUTLINE, outline(&id, "premier", Value::Null)).await.ok();
            let query = "query($id: ID!) { node(id: $id) { ... on Course { editions(first: 1) { nodes { id version } } } } }";
            let found = sami.ask(query, json!({ "id": id })).await.checked();
            let (edition, version) = (found.text("node.editions.nodes.0.id"), found.number("node.editions.nodes.0.version"));
            step(&sami, "editionSubmit", &edition, version).await.ok();
            step(&amina, "editionApprove", &edition, version + 1).await.ok();
            approved.push((edition, version + 2));
        }
        let publishing: Vec<_> = approved
            .into_iter()
            .map(|(edition, version)| {
                let amina = amina.clone();
                tokio::spawn(async move { step(&amina, "editionPublish", &edition, version).await.ok() })
            })
            .collect();
        for one in publishing {
            centre.refresh_search().await;
            one.await.unwrap();
        }
        centre.refresh_search().await;
        let found = sami.ask("{ search(text: \"zirconium\", first: 20) { totalCount } }", json!({})).await.checked();
        assert_eq!(found.number("search.totalCount"), 6);
    }
}
