//! The scenarios that must run from end to end, over HTTP.

mod gift_answers;
mod learning_graduate;
mod platform_guide;
mod platform_operator;
mod platform_stranger;

use nabta_testkit::{Person, Value, everywhere, json};

const SEARCH: &str = "query($text: String!, $locale: Locale) { search(text: $text, locale: $locale, first: 5) {
    totalCount nodes { course { slug title(locale: $locale) { text locale direction isFallback } } lesson { slug } } } }";

const COURSE: &str = "query($locale: Locale, $slug: String = \"impact-study\") { course(slug: $slug) {
    title(locale: $locale) { text } chapters { title(locale: $locale) { text locale } lessons { id title(locale: $locale) { text }
        text(locale: $locale) { locale direction isFallback isStale words revision { id number }
            blocks { __typename ... on TextBlock { html } ... on FigureBlock { address alternative } }
            citations { article legalText { code title(locale: $locale) { text } signedOn } } } } } } }";

/// Reads a module as it is published, in each language, and what its first chapter says; the blocks of all of it.
async fn read_in_three_languages(visitor: &Person, slug: &str, cited: &str) -> String {
    let mut words = Vec::new();
    for (locale, direction) in [("AR", "RTL"), ("FR", "LTR"), ("EN", "LTR")] {
        let course = visitor.ask(COURSE, json!({ "locale": locale, "slug": slug })).await.checked();
        assert!(course.count("course.chapters") >= 7);
        let lessons =
            course.at("course.chapters").as_array().unwrap().iter().map(|chapter| chapter["lessons"].as_array().unwrap().len());
        assert!(lessons.sum::<usize>() >= 22);
        assert!(course.count("course.chapters.0.lessons") >= 4);
        for lesson in course.at("course.chapters.0.lessons").as_array().unwrap() {
            let text = &lesson["text"];
            assert_eq!((text["locale"].as_str(), text["direction"].as_str()), (Some(locale), Some(direction)));
            assert_eq!((&text["isFallback"], &text["isStale"]), (&json!(false), &json!(false)));
            assert!((350..=800).contains(&text["words"].as_i64().unwrap()), "{lesson}");
            words.push(text["blocks"].to_string());
        }
        let citation = course.at("course.chapters.0.lessons.0.text.citations").as_array().unwrap();
        assert!(citation.iter().any(|citation| citation["legalText"]["code"] == cited), "the lesson leads to its text of law");
    }
    words.sort();
    words.dedup();
    assert_eq!(words.len(), 12, "four lessons, each in three languages of its own");
    words.concat()
}

everywhere! {
    async fn foundation_visitor_finds_and_reads_in_three_languages(centre: Centre) {
        centre.refresh_search().await;
        let visitor = centre.visitor();
        for text in ["etude impact", "Étude d'impact", "دراسة المؤثرات", "دِرَاسَةُ المُؤَثِّرَاتِ", "impact study", "IMPACT STUDY", "impcat"] {
            let found = visitor.ask(SEARCH, json!({ "text": text, "locale": "AR" })).await.checked();
            assert_eq!(found.text("search.nodes.0.course.slug"), "impact-study", "{text}");
            assert!(found.at("search.nodes.0.lesson").is_null(), "{text}: the course comes before its lessons");
            assert_eq!(found.text("search.nodes.0.course.title.locale"), "AR");
        }
        let whole = read_in_three_languages(&visitor, "impact-study", "D-2005-1991").await;
        assert!(whole.contains("<math") && whole.contains("<table"), "formulas and tables are rendered on the server");
        let law = visitor.ask("{ legalText(code: \"D-2005-1991\") { signedOn status title(locale: AR) { text direction } } }", json!({})).await;
        let law = law.checked();
        assert_eq!((law.text("legalText.signedOn"), law.text("legalText.status")), ("2005-07-11".into(), "UNVERIFIED".into()));
        assert_eq!(law.text("legalText.title.direction"), "RTL");
    }

    async fn foundation_visitor_reads_the_module_on_law_in_three_languages(centre: Centre) {
        let visitor = centre.visitor();
        let whole = read_in_three_languages(&visitor, "environmental-legislation", "L-1988-91").await;
        assert!(whole.contains("<table") && whole.contains("/figures/"), "tables and drawings are there");
        centre.refresh_search().await;
        for text in ["legislation environnementale", "التشريعات البيئية", "environmental legislation"] {
            let found = visitor.ask(SEARCH, json!({ "text": text, "locale": "EN" })).await.checked();
            assert_eq!(found.text("search.nodes.0.course.slug"), "environmental-legislation", "{text}");
        }
    }

    async fn foundation_a_trainer_revises_and_somebody_else_approves(centre: Centre) {
        let (visitor, sami, amina) = (centre.visitor(), centre.person("sami").await, centre.person("amina").await);
        let before = visitor.ask(COURSE, json!({ "locale": "FR" })).await.checked();
        let lesson = before.text("course.chapters.0.lessons.0.id");
        let old = before.text("course.chapters.0.lessons.0.text.revision.id");
        let body = "## Une nouvelle version\n\nLe [décret](law:D-2005-1991) fixe les catégories d'unités.";
        let input = json!({ "input": { "lesson": lesson, "locale": "FR", "body": body, "basedOn": old } });
        let revised = sami
            .ask("mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { revision { id number } userErrors { code } } }", input)
            .await
            .checked();
        assert_eq!(revised.number("lessonRevise.revision.number"), 2);
        let draft = sami.ask("{ course(slug: \"impact-study\") { editions(first: 1) { nodes { id state version number } } } }", json!({})).await;
        let draft = draft.checked();
        assert_eq!(draft.text("course.editions.nodes.0.state"), "DRAFT");
        let (edition, mut version) = (draft.text("course.editions.nodes.0.id"), draft.number("course.editions.nodes.0.version"));
        let mut states = Vec::new();
        for (person, act) in [(&sami, "editionSubmit"), (&amina, "editionApprove"), (&amina, "editionPublish")] {
            let unchanged = visitor.ask(COURSE, json!({ "locale": "FR" })).await.checked();
            assert_eq!(unchanged.text("course.chapters.0.lessons.0.text.revision.id"), old, "what is published does not move before {act}");
            let query = format!("mutation($input: EditionStepInput!) {{ {act}(input: $input) {{ edition {{ state version }} userErrors {{ code }} }} }}");
            let step = person.ask(&query, json!({ "input": { "edition": edition, "version": version } })).await.checked();
            version = step.number(&format!("{act}.edition.version"));
            states.push(step.text(&format!("{act}.edition.state")));
        }
        assert_eq!(states, ["IN_REVIEW", "APPROVED", "PUBLISHED"]);
        let after = visitor.ask(COURSE, json!({ "locale": "FR" })).await.checked();
        assert_eq!(after.text("course.chapters.0.lessons.0.text.revision.id"), revised.text("lessonRevise.revision.id"));
        assert!(after.text("course.chapters.0.lessons.0.text.blocks.0.html").contains("Une nouvelle version"));
        let kept = visitor.ask("query($id: ID!) { node(id: $id) { ... on LessonRevision { number body } } }", json!({ "id": old })).await.checked();
        assert_eq!(kept.number("node.number"), 1, "the old text is still there");
        let arabic = visitor.ask(COURSE, json!({ "locale": "AR" })).await.checked();
        assert_eq!(arabic.at("course.chapters.0.lessons.0.text.isStale"), &json!(true), "the translation follows a text that moved on");
        let compared = visitor
            .ask(
                "query($from: ID!, $to: ID!) { lessonRevisionCompare(from: $from, to: $to) { kind text } }",
                json!({ "from": old, "to": revised.text("lessonRevise.revision.id") }),
            )
            .await
            .checked();
        let changes = compared.at("lessonRevisionCompare").as_array().unwrap().clone();
        let joined = |without: &str| -> String {
            changes.iter().filter(|change| change["kind"] != without).filter_map(|change| change["text"].as_str()).collect()
        };
        assert_eq!(joined("DELETE"), body);
        assert_eq!(joined("INSERT"), kept.text("node.body"));
        centre.refresh_search().await;
        let found = visitor.ask(SEARCH, json!({ "text": "nouvelle version catégories" })).await.checked();
        assert_eq!(found.text("search.nodes.0.lesson.slug"), "01-why/01-origin", "search follows what is published");
    }

    async fn foundation_the_demo_holds_what_the_centre_has(centre: Centre) {
        let visitor = centre.visitor();
        let all = visitor
            .ask(
                "{ governorates { code } programmes(first: 50) { nodes { code } } themes(first: 50) { nodes { code } }
                   legalTexts(first: 50) { nodes { code relations { kind to { code } from { code } } } }
                   guides { nodes { code state offers { course { code } fee { amount currency } dates { startsOn endsOn } } } }
                   glossaryTerms(first: 100) { nodes { code term(locale: AR) { isFallback } } } courses(first: 50) { totalCount } }",
                json!({}),
            )
            .await
            .checked();
        assert_eq!(all.count("governorates"), 24);
        assert_eq!(all.count("legalTexts.nodes"), 19);
        assert!(all.count("programmes.nodes") >= 8 && all.count("themes.nodes") >= 8 && all.count("glossaryTerms.nodes") >= 40);
        assert_eq!((all.text("guides.nodes.0.code"), all.text("guides.nodes.0.state")), ("2020-2021".into(), "PUBLISHED".into()));
        let offers = all.at("guides.nodes.0.offers").as_array().unwrap();
        assert_eq!(offers.len() as i64, all.number("courses.totalCount"), "every course of the guide is published");
        let qhse = offers.iter().find(|offer| offer["course"]["code"] == "QHSE").unwrap();
        assert_eq!(qhse["dates"][0], json!({ "startsOn": "2020-10-26", "endsOn": "2020-12-01" }));
        let amended: Vec<&Value> = all.at("legalTexts.nodes").as_array().unwrap().iter().filter(|text| text["code"] == "L-1988-91").collect();
        assert_eq!(amended[0]["relations"][0]["from"]["code"], "L-1992-115");
    }

    async fn foundation_loading_the_demo_again_changes_nothing(centre: Centre) {
        let before = centre.fingerprint().await;
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.fingerprint().await, before);
    }
}
