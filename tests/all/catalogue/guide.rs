//! The yearly guide: made as a draft, changed as long as it is one, published, archived.

use nabta_testkit::{Person, Value, everywhere, json};

const DEFINE: &str =
    "mutation($input: GuideDefineInput!) { guideDefine(input: $input) { guide { id version state } userErrors { code path } } }";
const UPDATE: &str = "mutation($input: GuideUpdateInput!) { guideUpdate(input: $input) { guide { version titles { fr } offers { course { code } fee { amount } dates { startsOn } } } userErrors { code path message } } }";
const PUBLISH: &str = "mutation($guide: ID!, $version: Int!) { guidePublish(input: { guide: $guide, version: $version }) { guide { id version } userErrors { code } } }";

async fn courses(person: &Person) -> Vec<String> {
    let found = person.ask("{ courses(first: 3) { nodes { id } } }", json!({})).await.checked();
    (0..3).map(|index| found.text(&format!("courses.nodes.{index}.id"))).collect()
}

everywhere! {
    async fn a_draft_is_changed_with_all_that_it_offers(centre: Centre) {
        let (amina, courses) = (centre.person("amina").await, courses(&centre.visitor()).await);
        let offer = |course: &str, fee: &str| json!({ "course": course, "fee": { "amount": fee, "currency": "TND" }, "dates": [{ "startsOn": "2099-02-01", "endsOn": "2099-02-03" }] });
        let new = json!({ "input": { "code": "G-2099", "titles": { "fr": "Guide 2099" }, "startsOn": "2099-01-01", "endsOn": "2099-12-31", "offers": [offer(&courses[0], "10.000"), offer(&courses[1], "20.000")] } });
        let made = amina.ask(DEFINE, new).await.checked().text("guideDefine.guide.id");
        let change = |version: i64, title: &str, offers: Value| json!({ "input": { "guide": made, "titles": { "fr": title }, "startsOn": "2099-01-01", "endsOn": "2099-12-31", "offers": offers, "version": version } });
        let changed = amina.ask(UPDATE, change(1, "Guide revu", json!([offer(&courses[2], "30.000")]))).await.checked();
        assert_eq!((changed.text("guideUpdate.guide.titles.fr"), changed.count("guideUpdate.guide.offers")), ("Guide revu".to_owned(), 1));
        assert_eq!(changed.text("guideUpdate.guide.offers.0.fee.amount"), "30.000");

        let before = centre.fingerprint().await;
        let stale = amina.ask(UPDATE, change(1, "Trop tard", json!([]))).await;
        assert_eq!(stale.text("guideUpdate.guide.titles.fr"), "Guide revu", "it is shown as somebody else left it");
        stale.refused_with("CONFLICT");
        for (offers, code, path) in [
            (json!([offer(&courses[0], "1.000"), offer(&courses[0], "1.000")]), "DUPLICATE", json!(["offers", "1", "course"])),
            (json!([offer(&courses[0], "-1")]), "BAD_FORMAT", json!(["offers", "0", "fee", "amount"])),
            (json!([offer("course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "1.000")]), "UNKNOWN_REFERENCE", json!(["offers", "0", "course"])),
            (json!([{ "course": courses[0], "dates": [{ "startsOn": "2099-02-03", "endsOn": "2099-02-01" }] }]), "OUT_OF_RANGE", json!(["offers", "0", "dates", "0", "endsOn"])),
        ] {
            let refused = amina.ask(UPDATE, change(2, "Non", offers)).await;
            assert_eq!(refused.at("guideUpdate.userErrors.0.path"), &path, "{}", refused.body);
            refused.refused_with(code);
        }
        centre.person("amel").await.ask(UPDATE, change(2, "Non", json!([]))).await.refused_with("FORBIDDEN");
        centre.person("sami").await.ask(UPDATE, change(2, "Non", json!([]))).await.refused_with("FORBIDDEN");
        assert!(centre.fingerprint().await["guide_offer"] == before["guide_offer"], "nothing was changed");

        amina.ask(PUBLISH, json!({ "guide": made, "version": 2 })).await.ok();
        let published = amina.ask(UPDATE, change(3, "Non", json!([]))).await;
        assert!(!published.text("guideUpdate.userErrors.0.message").contains("Published"));
        published.refused_with("WRONG_STATE");
        let read = centre.visitor().ask("query($id: ID!) { node(id: $id) { ... on Guide { titles { fr } offers { course { id } } } } }", json!({ "id": made })).await.checked();
        assert_eq!((read.text("node.titles.fr"), read.text("node.offers.0.course.id")), ("Guide revu".to_owned(), courses[2].clone()));
    }

    async fn a_guide_goes_from_draft_to_visitors_to_the_shelf_and_no_other_way(centre: Centre) {
        const STEP: &str = "mutation($input: GuideStepInput!) { ACT(input: $input) { guide { state version } userErrors { code path } } }";
        let (amina, visitor) = (centre.person("amina").await, centre.visitor());
        let course = courses(&visitor).await.remove(0);
        let new = json!({ "input": { "code": "G-2099", "titles": { "fr": "Guide 2099" }, "startsOn": "2099-01-01", "endsOn": "2099-12-31", "offers": [{ "course": course }] } });
        let guide = amina.ask(DEFINE, new).await.checked().text("guideDefine.guide.id");
        let step = async |person: &Person, act: &str, version: i64| {
            person.ask(&STEP.replace("ACT", act), json!({ "input": { "guide": guide, "version": version } })).await
        };
        let seen = async || visitor.ask("query($id: ID!) { node(id: $id) { ... on Guide { state } } }", json!({ "id": guide })).await;
        // A card shows the offers of guides that are out.
        let offered = async || {
            let card = visitor.ask("query($id: ID!) { node(id: $id) { ... on Course { offers { course { id } } } } }", json!({ "id": course })).await;
            card.checked().count("node.offers")
        };
        let (mut version, usual) = (1, offered().await);
        for (state, act, refused) in [
            ("DRAFT", Some("guidePublish"), &["guideArchive"][..]),
            ("PUBLISHED", Some("guideArchive"), &["guidePublish"]),
            ("ARCHIVED", None, &["guidePublish", "guideArchive"]),
        ] {
            let before = centre.fingerprint().await;
            for act in refused {
                step(&amina, act, version).await.refused_with("WRONG_STATE");
            }
            match seen().await {
                answer if state == "DRAFT" => answer.refused_with("NOT_FOUND"),
                answer => assert_eq!(answer.text("node.state"), state),
            }
            assert_eq!(offered().await, usual + usize::from(state == "PUBLISHED"), "{state}");
            if let Some(act) = act {
                for stranger in ["sami", "amel", "nizar"] {
                    step(&centre.person(stranger).await, act, version).await.refused_with("FORBIDDEN");
                }
                let before = centre.fingerprint().await;
                let stale = step(&amina, act, version + 1).await;
                assert_eq!((stale.text(&format!("{act}.guide.state")), stale.number(&format!("{act}.guide.version"))), (state.to_owned(), version));
                stale.refused_with("CONFLICT");
                assert_eq!(centre.fingerprint().await, before);
                version = step(&amina, act, version).await.checked().number(&format!("{act}.guide.version"));
                assert_eq!(centre.fingerprint().await["journal_entry"], before["journal_entry"] + 1);
            } else {
                assert_eq!(centre.fingerprint().await, before);
            }
        }
    }
}
