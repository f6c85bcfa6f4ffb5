//! Names that are no names: each has its code, in the user's language, and nothing changes.

use nabta_testkit::{everywhere, json};

use super::{first_lesson, revise};

const DEFINE: &str = "mutation($code: String!, $titles: LocalizedTextInput!) { themeDefine(input: { code: $code, titles: $titles, position: 1 }) { userErrors { code path message } } }";

everywhere! {
    async fn disguised_and_endless_names_are_refused(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = centre.fingerprint().await;
        for (title, code) in [
            ("x".repeat(10_000), "TOO_LONG"),
            ("ا".repeat(10_000), "TOO_LONG"),
            ("a\0b".to_owned(), "FORBIDDEN_CHARACTER"),
            ("user\u{202E}nimda".to_owned(), "FORBIDDEN_CHARACTER"),
            ("\u{2067}مرحبا\u{2069}".to_owned(), "FORBIDDEN_CHARACTER"),
            ("\u{0301}".repeat(20), "UNREADABLE"),
            ("ًٌٍَُِّْ".to_owned(), "UNREADABLE"),
            ("\u{200B}\u{200B}".to_owned(), "UNREADABLE"),
            ("🌱🌱".to_owned(), "UNREADABLE"),
        ] {
            let answer = amina.ask(DEFINE, json!({ "code": "t", "titles": { "fr": title } })).await;
            assert_eq!(answer.at("themeDefine.userErrors.0.path"), &json!(["titles", "fr"]));
            answer.refused_with(code);
        }
        amina.ask(DEFINE, json!({ "code": "t", "titles": {} })).await.refused_with("REQUIRED");
        amina.ask(DEFINE, json!({ "code": "t", "titles": { "fr": "   " } })).await.refused_with("REQUIRED");
        for code in ["", "a b", "../x", "é", &"x".repeat(81), "-a", "a\n"] {
            amina.ask(DEFINE, json!({ "code": code, "titles": { "fr": "x" } })).await.refused_with("BAD_FORMAT");
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_an_author_writes_never_runs_in_a_readers_browser(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, mut based_on, _) = first_lesson(&sami).await;
        for (number, vector) in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt&#58;alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<a href=\"vbscript:x\">x</a>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "<math><mtext><mglyph><style><img src=x onerror=alert(1)>",
            "$\\href{javascript:alert(1)}{x}$",
            "<style>@import 'https://evil.example'</style>",
            "![x](figures/x.svg\" onload=\"alert(1))",
        ]
        .iter()
        .enumerate()
        {
            // Refused, or kept as harmless text: never as something that runs.
            let written = revise(&sami, &lesson, &based_on, &format!("Texte {number}\n\n{vector}\n")).await;
            if written.code().is_some() {
                written.refused_with("TEXT_REFUSED");
                continue;
            }
            based_on = written.text("lessonRevise.revision.id");
            let read = sami.ask("query($id: ID!) { node(id: $id) { ... on LessonRevision { blocks { ... on TextBlock { html } } } } }", json!({ "id": based_on })).await.checked();
            let html = read.body.to_string().to_lowercase();
            for live in ["<script", "<img", "<iframe", "<style", "<svg", "=\\\"javascript:", "=\\\"vbscript:", "=\\\"data:"] {
                assert!(!html.contains(live), "{vector}: {html}");
            }
        }
    }

    async fn a_refusal_speaks_the_readers_language(centre: Centre) {
        let amina = centre.person("amina").await;
        let mut said = Vec::new();
        for language in ["ar", "fr", "en"] {
            let answer = amina.clone().reading(language).ask(DEFINE, json!({ "code": "t", "titles": {} })).await;
            said.push(answer.text("themeDefine.userErrors.0.message"));
        }
        assert_eq!(said, ["يرجى كتابة شيء هنا.", "Veuillez écrire quelque chose ici.", "Please write something here."]);
    }
}
