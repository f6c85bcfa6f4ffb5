//! Writing lessons and courses.

use super::{first_lesson, revise};
use nabta_testkit::{everywhere, json};

const CREATE: &str = "mutation($input: CourseCreateInput!) { courseCreate(input: $input) { course { id code version } userErrors { code path } } }";

everywhere! {
    async fn a_text_based_on_an_old_one_is_a_conflict(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, revision, _) = first_lesson(&sami).await;
        revise(&sami, &lesson, &revision, "Le premier.").await.ok();
        let before = centre.fingerprint().await;
        revise(&sami, &lesson, &revision, "Le second, qui ne connaît pas le premier.").await.refused_with("CONFLICT");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn twenty_writers_at_once_are_one(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, revision, _) = first_lesson(&sami).await;
        let tries: Vec<_> = (0..20).map(|number| {
            let (sami, lesson, revision) = (sami.clone(), lesson.clone(), revision.clone());
            tokio::spawn(async move { revise(&sami, &lesson, &revision, &format!("Version {number}.")).await.code() })
        }).collect();
        let mut written = 0;
        for one in tries {
            match one.await.unwrap() {
                None => written += 1,
                Some(code) => assert_eq!(code, "CONFLICT"),
            }
        }
        assert_eq!(written, 1);
    }

    async fn the_same_key_creates_one_course(centre: Centre) {
        let sami = centre.person("sami").await;
        let theme = sami.ask("{ themes(first: 1) { nodes { id } } }", json!({})).await.checked().text("themes.nodes.0.id");
        let input = |code: &str| json!({ "input": { "idempotencyKey": "k-1", "details": { "code": code, "slug": "essai", "theme": theme, "titles": { "fr": "Essai" },
            "modality": "REMOTE", "level": "BEGINNER", "languages": ["FR"], "sourceLanguage": "FR" } } });
        let tries: Vec<_> = (0..20).map(|_| { let (sami, input) = (sami.clone(), input("ESSAI")); tokio::spawn(async move { sami.ask(CREATE, input).await }) }).collect();
        let mut ids = Vec::new();
        for one in tries {
            let answer = one.await.unwrap();
            if answer.code().is_none() { ids.push(answer.text("courseCreate.course.id")) } else { answer.refused_with("CONFLICT") }
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        sami.ask(CREATE, input("ESSAI")).await.ok();
        let before = centre.fingerprint().await;
        sami.ask(CREATE, input("AUTRE")).await.refused_with("IDEMPOTENCY_MISMATCH");
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(centre.number("SELECT count(*) AS number FROM course WHERE code = 'ESSAI'").await, 1);
    }

    async fn a_course_does_not_come_before_itself(centre: Centre) {
        let amina = centre.person("amina").await;
        let theme = amina.ask("{ themes(first: 1) { nodes { id } } }", json!({})).await.checked().text("themes.nodes.0.id");
        let details = |code: &str, requires: Vec<String>| json!({ "code": code, "slug": code, "theme": theme, "titles": { "fr": code }, "modality": "REMOTE",
            "level": "BEGINNER", "languages": ["FR"], "sourceLanguage": "FR", "requires": requires });
        let mut chain: Vec<String> = Vec::new();
        for code in ["A1", "A2", "A3"] {
            let input = json!({ "input": { "details": details(code, chain.last().cloned().into_iter().collect()) } });
            chain.push(amina.ask(CREATE, input).await.checked().text("courseCreate.course.id"));
        }
        let before = centre.fingerprint().await;
        for last in [&chain[0], &chain[2]] {
            let input = json!({ "input": { "course": chain[0], "version": 1, "details": details("A1", vec![last.clone()]) } });
            amina.ask("mutation($input: CourseUpdateInput!) { courseUpdate(input: $input) { userErrors { code } } }", input).await.refused_with("CYCLIC_PREREQUISITE");
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_a_lesson_cannot_hold_is_refused_with_its_line(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, revision, _) = first_lesson(&sami).await;
        let before = centre.fingerprint().await;
        for (body, code) in [
            ("Un lien [dangereux](javascript:alert(1)).", "TEXT_REFUSED"),
            ("Une citation [inconnue](law:X-0000-1).", "UNKNOWN_REFERENCE"),
            ("Un [terme](term:nobody-knows-it).", "UNKNOWN_REFERENCE"),
            ("![une figure](figures/missing.fr.svg)", "UNKNOWN_REFERENCE"),
            ("Le nom se lit \u{202E}srevne à l'envers.", "TEXT_REFUSED"),
            (":::quiz key=\"x\" title=\"t\"", "TEXT_REFUSED"),
            (":::poem key=\"x\"\n:::", "TEXT_REFUSED"),
        ] {
            revise(&sami, &lesson, &revision, body).await.refused_with(code);
        }
        revise(&sami, &lesson, &revision, &"mot ".repeat(30_000)).await.refused_with("TOO_LONG");
        assert_eq!(centre.fingerprint().await, before);
    }
}
