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

    async fn a_text_that_amends_another_opens_reviews_of_what_rests_on_it(centre: Centre) {
        const RELATE: &str = "mutation($input: LegalTextRelateInput!) { legalTextRelate(input: $input) { legalText { relations { kind from { code } to { code } } } userErrors { code path } } }";
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let define = "mutation($input: LegalTextDefineInput!) { legalTextDefine(input: $input) { legalText { id } userErrors { code } } }";
        let new = json!({ "input": { "code": "D-2099-1", "kind": "DECREE", "signedOn": "2099-01-01", "titles": { "fr": "Décret nouveau" }, "status": "IN_FORCE" } });
        let new = amina.ask(define, new).await.checked().text("legalTextDefine.legalText.id");
        let old = amina.ask("{ legalText(code: \"D-2005-1991\") { id } }", json!({})).await.checked().text("legalText.id");
        let relate = |kind: &str, to: &str| json!({ "input": { "from": new, "kind": kind, "to": to } });
        let reviews = async || amina.ask("query($law: ID) { contentReviews(legalText: $law, first: 100) { nodes { reason lesson { slug } } } }", json!({ "law": old })).await.checked();
        let before = centre.fingerprint().await;
        sami.ask(RELATE, relate("AMENDS", &old)).await.refused_with("FORBIDDEN");
        let itself = amina.ask(RELATE, relate("AMENDS", &new)).await;
        assert_eq!(itself.at("legalTextRelate.userErrors.0.path"), &json!(["to"]));
        itself.refused_with("BAD_FORMAT");
        amina.ask(RELATE, relate("AMENDS", "law_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f")).await.refused_with("UNKNOWN_REFERENCE");
        assert_eq!(centre.fingerprint().await, before);

        amina.ask(RELATE, relate("APPLIES", &old)).await.ok();
        assert_eq!(reviews().await.count("contentReviews.nodes"), 0, "how a text is applied changes nothing in it");
        let related = amina.ask(RELATE, relate("AMENDS", &old)).await.checked();
        assert!(related.at("legalTextRelate.legalText.relations").as_array().unwrap().contains(&json!({ "kind": "AMENDS", "from": { "code": "D-2099-1" }, "to": { "code": "D-2005-1991" } })));
        let cited = centre.number("SELECT count(DISTINCT t.lesson_id) AS number FROM revision_citation c JOIN edition_text t ON t.revision_id = c.revision_id JOIN legal_text l ON l.id = c.legal_text_id WHERE l.code = 'D-2005-1991'").await;
        let open = reviews().await;
        assert!(cited > 0);
        assert_eq!(open.count("contentReviews.nodes") as i64, cited);
        let reason = open.text("contentReviews.nodes.0.reason");
        assert!(reason.contains("D-2099-1") && reason.contains("D-2005-1991"), "{reason}");

        let before = centre.fingerprint().await;
        amina.ask(RELATE, relate("AMENDS", &old)).await.ok();
        assert_eq!(centre.fingerprint().await, before, "said twice, it is there once");
        amina.ask(RELATE, relate("REPEALS", &old)).await.ok();
        assert_eq!(reviews().await.count("contentReviews.nodes") as i64, cited, "a lesson is looked at once for a text");
    }
}
