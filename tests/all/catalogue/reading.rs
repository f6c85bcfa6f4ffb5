//! A lesson in another language than the one that was asked for.

use nabta_testkit::{everywhere, json};

use super::{chapters, create, outline, publish, write};

const READ: &str = "query($locale: Locale) { course(slug: \"langues\") { chapters { lessons { slug
    title(locale: $locale) { text locale direction isFallback } text(locale: $locale) { locale direction isFallback revision { body } } } } } }";

everywhere! {
    async fn a_lesson_falls_back_to_french_and_then_to_what_there_is(centre: Centre) {
        let (sami, amina, visitor) = (centre.person("sami").await, centre.person("amina").await, centre.visitor());
        let course = create(&sami, "langues").await;
        let set = outline(&sami, &course, chapters(&[("un", &["francais", "arabe", "les-deux", "annonce"])])).await.checked();
        let lesson = |index: usize| set.text(&format!("courseOutlineSet.edition.chapters.0.lessons.{index}.id"));
        for (index, locale, body) in [(0, "FR", "En français."), (1, "AR", "بالعربية."), (2, "AR", "نص."), (2, "FR", "Un texte.")] {
            write(&sami, &lesson(index), locale, body).await;
        }
        let edition = set.text("courseOutlineSet.edition.id");
        let now = sami.ask("query($id: ID!) { node(id: $id) { ... on Edition { version } } }", json!({ "id": edition })).await.checked();
        publish(&sami, &amina, &edition, now.number("node.version")).await;
        // What is asked for, and what comes: by lesson the language, its direction, whether it is another.
        for (asked, expected) in [
            ("EN", [Some(("FR", "LTR", true)), Some(("AR", "RTL", true)), Some(("FR", "LTR", true)), None]),
            ("FR", [Some(("FR", "LTR", false)), Some(("AR", "RTL", true)), Some(("FR", "LTR", false)), None]),
            ("AR", [Some(("FR", "LTR", true)), Some(("AR", "RTL", false)), Some(("AR", "RTL", false)), None]),
        ] {
            let said = visitor.ask(READ, json!({ "locale": asked })).await.checked();
            // Without an argument the reader's own language is the one asked for.
            let reader = visitor.clone().reading(match asked { "EN" => "en-GB,fr;q=0.5", "FR" => "fr", _ => "ar-TN" });
            assert_eq!(reader.ask(READ, json!({})).await.checked().body, said.body, "{asked}");
            for (index, expected) in expected.into_iter().enumerate() {
                let lesson = said.at(&format!("course.chapters.0.lessons.{index}"));
                let text = &lesson["text"];
                match expected {
                    None => assert!(text.is_null(), "what is only announced has no text"),
                    Some((locale, direction, is_fallback)) => {
                        let got = (&text["locale"], &text["direction"], &text["isFallback"]);
                        assert_eq!(got, (&json!(locale), &json!(direction), &json!(is_fallback)), "{asked}: {lesson}");
                    }
                }
                // Titles were written in French alone.
                let title = (&lesson["title"]["locale"], &lesson["title"]["isFallback"]);
                assert_eq!(title, (&json!("FR"), &json!(asked != "FR")));
            }
        }
    }
}
