//! When a legal text changes, everything that rests on it is listed.

use nabta_testkit::{everywhere, json};

const RELATE: &str = "mutation($input: LegalTextRelateInput!) { legalTextRelate(input: $input) { legalText { relations { kind to { code } } } userErrors { code path } } }";

everywhere! {
    async fn a_lesson_rests_on_what_the_texts_that_it_cites_apply(centre: Centre) {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let found = amina.ask("{ decree: legalText(code: \"D-2005-1991\") { id } law: legalText(code: \"L-1996-41\") { id version } }", json!({})).await.checked();
        let (decree, law) = (found.text("decree.id"), found.text("law.id"));
        let relation = |from: &str, kind: &str, to: &str| json!({ "input": { "from": from, "kind": kind, "to": to } });
        amina.ask(RELATE, relation(&decree, "APPLIES", &law)).await.ok();
        let change = json!({ "input": { "legalText": law, "status": "REPEALED", "version": found.number("law.version") } });
        amina.ask("mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }", change).await.ok();
        let query = "query($law: ID) { contentReviews(legalText: $law, first: 50) { nodes { lesson { slug } } } }";
        let reviews = sami.ask(query, json!({ "law": law })).await.checked().at("contentReviews.nodes").to_string();
        assert!(reviews.contains("01-why/01-origin"), "the decree falls with its law: {reviews}");
    }

    async fn what_was_said_of_two_texts_by_mistake_is_taken_back(centre: Centre) {
        let unrelate = RELATE.replace("legalTextRelate(", "legalTextUnrelate(");
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let found = amina.ask("{ one: legalText(code: \"D-2005-1991\") { id relations { kind } } other: legalText(code: \"L-1996-41\") { id } }", json!({})).await.checked();
        let input = json!({ "input": { "from": found.text("one.id"), "kind": "REPEALS", "to": found.text("other.id") } });
        let before = centre.fingerprint().await;
        amina.ask(&unrelate, input.clone()).await.refused_with("UNKNOWN_REFERENCE");
        sami.ask(&unrelate, input.clone()).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        amina.ask(RELATE, input.clone()).await.ok();
        let left = amina.ask(&unrelate, input).await.checked();
        assert_eq!(left.count("legalTextUnrelate.legalText.relations"), found.count("one.relations"));
    }

    async fn what_rests_on_an_amended_text_is_to_be_reviewed(centre: Centre) {
        let (visitor, amina, sami) = (centre.visitor(), centre.person("amina").await, centre.person("sami").await);
        let law = visitor.ask("{ legalText(code: \"D-2005-1991\") { id version } }", json!({})).await.checked();
        let (id, version) = (law.text("legalText.id"), law.number("legalText.version"));
        let change = |status: &str, version: i64| json!({ "input": { "legalText": id, "status": status, "version": version } });
        let mutation = "mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { legalText { status version } userErrors { code } } }";
        let before = centre.fingerprint().await;
        sami.ask(mutation, change("AMENDED", version)).await.refused_with("FORBIDDEN");
        amina.ask(mutation, change("AMENDED", version + 1)).await.refused_with("CONFLICT");
        amina.ask(mutation, change("UNVERIFIED", version)).await.refused_with("NOTHING_CHANGED");
        assert_eq!(centre.fingerprint().await, before);
        amina.ask(mutation, change("AMENDED", version)).await.ok();
        let query = "query($law: ID) { contentReviews(legalText: $law, first: 50) { nodes { id version reason legalText { code } lesson { slug course { code } } } } }";
        let reviews = sami.ask(query, json!({ "law": id })).await.checked();
        let cited = centre.number("SELECT count(DISTINCT t.lesson_id) AS number FROM revision_citation c JOIN edition_text t ON t.revision_id = c.revision_id JOIN legal_text l ON l.id = c.legal_text_id WHERE l.code = 'D-2005-1991'").await;
        assert!(cited > 0);
        assert_eq!(reviews.count("contentReviews.nodes") as i64, cited);
        let slugs: Vec<_> = reviews.at("contentReviews.nodes").as_array().unwrap().iter().map(|review| review["lesson"]["slug"].as_str().unwrap()).collect();
        assert!(slugs.contains(&"01-why/01-origin"), "{slugs:?}");
        visitor.ask(query, json!({ "law": id })).await.refused_with("UNAUTHENTICATED");
        let close = json!({ "input": { "review": reviews.text("contentReviews.nodes.0.id"), "version": 1, "note": "Relu: rien ne change." } });
        let mutation = "mutation($input: ContentReviewCloseInput!) { contentReviewClose(input: $input) { review { closedAt note } userErrors { code } } }";
        sami.ask(mutation, close.clone()).await.ok();
        sami.ask(mutation, close).await.refused_with("CONFLICT");
        let left = sami.ask(query, json!({ "law": id })).await.checked();
        assert_eq!(left.count("contentReviews.nodes") as i64, cited - 1);
    }
}
