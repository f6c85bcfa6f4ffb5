//! The yearly guide as a PDF: what it says in each language, who gets it, and that nothing that people write breaks it.

use nabta_testkit::{Centre, Kind, Paper, Person, everywhere, json, run_with};

use super::super::commands::nabta;

const DEFINE: &str =
    "mutation($input: GuideDefineInput!) { guideDefine(input: $input) { guide { id version } userErrors { code path } } }";
const PUBLISH: &str = "mutation($guide: ID!, $version: Int!) { guidePublish(input: { guide: $guide, version: $version }) { guide { id } userErrors { code } } }";

/// A guide as somebody gets it.
async fn get(person: &Person, path: &str) -> (Vec<u8>, Paper) {
    let (answer, bytes) = person.download(path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/pdf")), "{path}");
    let paper = Paper::of(&bytes);
    (bytes, paper)
}

/// A guide in draft with these titles, which offers the first course.
async fn draft(centre: &Centre, titles: serde_json::Value) -> String {
    let course = centre.visitor().ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
    let offer = json!({ "course": course, "fee": { "amount": "120.500", "currency": "TND" }, "dates": [{ "startsOn": "2099-02-01", "endsOn": "2099-02-03", "places": { "fr": "Sfax", "ar": "صفاقس" } }] });
    let new = json!({ "input": { "code": "G-2099", "titles": titles, "startsOn": "2099-01-01", "endsOn": "2099-12-31", "offers": [offer] } });
    centre.person("amina").await.ask(DEFINE, new).await.checked().text("guideDefine.guide.id")
}

everywhere! {
    async fn a_visitor_prints_the_guide_in_three_languages(centre: Centre) {
        let visitor = centre.visitor();
        for (locale, titles) in [
            ("fr", ["Guide de formation 2020-2021", "Centre international des technologies de l'environnement de Tunis", "Responsable qualité, hygiène, sécurité et environnement (QHSE)", "26 octobre 2020", "1er décembre 2020", "Grand Tunis", "Emplois verts et QHSE", "22 jours", "Sommaire", "Calendrier"]),
            ("ar", ["دليل التكوين 2020-2021", "مركز تونس الدولي لتكنولوجيا البيئة", "مسؤول الجودة والبيئة والصحة والسلامة المهنية", "26 أكتوبر 2020", "1 ديسمبر 2020", "تونس الكبرى", "المهن الخضراء والجودة والصحة والسلامة والبيئة", "22 يوما", "المحتويات", "الرزنامة"]),
            ("en", ["Training guide 2020-2021", "Tunis International Centre for Environmental Technologies", "Quality, health, safety and environment (QHSE) manager", "26 October 2020", "1 December 2020", "Greater Tunis", "Green jobs and QHSE", "22 days", "Contents", "Calendar"]),
        ] {
            let (bytes, paper) = get(&visitor, &format!("/guides/2020-2021.pdf?locale={locale}")).await;
            paper.sound();
            let text = paper.close();
            for title in titles {
                assert!(text.contains(&title.split_whitespace().collect::<String>()), "{title} is not in {text}");
            }
            let facts = paper.facts();
            assert!(facts.contains(&format!("Title:           {}", titles[0])) && facts.contains("Tagged:          yes"), "{facts}");
            let said = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
            assert!(said("<pdfaid:part>2</pdfaid:part>") && said("<pdfaid:conformance>A</pdfaid:conformance>") && said("<pdfuaid:part>1</pdfuaid:part>"));
            let (again, _) = get(&visitor, &format!("/guides/2020-2021.pdf?locale={locale}")).await;
            assert!(again == bytes, "the same guide gives the same bytes");
        }
        // Without a word on it, the reader's own language.
        let (_, arabic) = get(&centre.visitor().reading("ar"), "/guides/2020-2021.pdf").await;
        assert!(arabic.text().contains("دليل التكوين"));
    }

    async fn the_schema_says_where_it_is_and_a_browser_keeps_it(centre: Centre) {
        let visitor = centre.visitor();
        let asked = visitor.ask("{ guides { nodes { code document(locale: AR) } } }", json!({})).await.checked();
        let address = asked.text("guides.nodes.0.document");
        assert!(address.ends_with("/guides/2020-2021.pdf?locale=ar"), "{address}");
        let path = "/guides/2020-2021.pdf?locale=ar";
        let (answer, _) = visitor.download(path).await;
        let tag = answer.header("etag").unwrap().to_owned();
        assert_eq!(answer.header("content-disposition"), Some("inline; filename=\"guide-2020-2021-ar.pdf\""));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert_eq!(visitor.get(path, &[("if-none-match", &tag)]).await.status, 304);
        let other = visitor.get("/guides/2020-2021.pdf?locale=fr", &[("if-none-match", &tag)]).await;
        assert_eq!(other.status, 200, "another language is another document");
        // A course that says something else is another document, though the guide is what it was.
        let course = "query { course(slug: \"qhse-manager\") { id version theme { id } } }";
        let amina = centre.person("amina").await;
        let found = amina.ask(course, json!({})).await.checked();
        let details = json!({ "code": "QHSE", "slug": "qhse-manager", "theme": found.text("course.theme.id"), "titles": { "ar": "مسؤول آخر", "fr": "Un autre titre" }, "modality": "REMOTE", "level": "BEGINNER", "languages": ["FR"], "sourceLanguage": "FR" });
        let change = "mutation($input: CourseUpdateInput!) { courseUpdate(input: $input) { course { id } userErrors { code path message } } }";
        amina.ask(change, json!({ "input": { "course": found.text("course.id"), "version": found.number("course.version"), "details": details } })).await.ok();
        let changed = visitor.get(path, &[("if-none-match", &tag)]).await;
        assert_eq!(changed.status, 200);
        assert!(get(&visitor, path).await.1.text().contains("مسؤول آخر"));
    }

    async fn a_draft_is_for_who_may_read_drafts_and_says_that_it_is_one(centre: Centre) {
        let guide = draft(&centre, json!({ "fr": "Guide 2099" })).await;
        let path = "/guides/G-2099.pdf?locale=fr";
        for stranger in [centre.visitor(), centre.person("amel").await, centre.person("sami").await] {
            let answer = stranger.get(path, &[]).await;
            assert_eq!(answer.status, 404);
            answer.refused_with("NOT_FOUND");
        }
        let amina = centre.person("amina").await;
        let (answer, bytes) = amina.download(path).await;
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
        let text = Paper::of(&bytes).text();
        assert!(text.contains("Projet, non publié") && text.contains("120.500 TND") && text.contains("Sfax"), "{text}");
        amina.ask(PUBLISH, json!({ "guide": guide, "version": 1 })).await.ok();
        let text = get(&centre.visitor(), path).await.1.text();
        assert!(text.contains("Guide 2099") && !text.contains("Projet"), "{text}");
    }

    async fn a_guide_that_there_is_not_and_a_language_that_nobody_writes_are_refused(centre: Centre) {
        let visitor = centre.visitor();
        let before = centre.fingerprint().await;
        for path in ["/guides/1999-2000.pdf", "/guides/2020-2021", "/guides/2020-2021.PDF", "/guides/.pdf", "/guides/..%2F..%2Fetc%2Fpasswd.pdf", "/guides/a%00b.pdf", "/guides/%22%0D%0Ax-evil:1.pdf", &format!("/guides/{}.pdf", "9".repeat(5_000))] {
            let answer = visitor.get(path, &[]).await;
            assert_eq!(answer.status, 404, "{path}");
            answer.refused_with("NOT_FOUND");
            assert_eq!(answer.header("x-evil"), None);
        }
        for locale in ["de", "FR", "", "fr-FR", "..", "%00"] {
            let answer = visitor.get(&format!("/guides/2020-2021.pdf?locale={locale}"), &[]).await;
            assert_eq!(answer.status, 422, "{locale}");
            answer.refused_with("BAD_FORMAT");
        }
        assert_eq!(visitor.send_to("/guides/2020-2021.pdf", "application/json", "{}").await.status, 404);
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn what_looks_like_markup_is_printed_as_it_was_written(centre: Centre) {
        let hostile = "#import \"x\" *a* $x$ \\u{202e} `c` <b> @ref // z = [k] #panic() 2099-01-02 🌱";
        draft(&centre, json!({ "fr": hostile, "ar": format!("دليل {hostile}") })).await;
        let amina = centre.person("amina").await;
        let whole = ["#import \"x\"", "*a* $x$", "#panic()", "`c` <b> @ref", "\\u{202e}", "2099-01-02"];
        // Signs beside Latin words go with the line, from right to left, as the standard has it.
        let among_arabic = ["import \"x\"", "*a*", "$x$", "panic", "`c` <b>", "@ref", "\\u{202e}", "2099-01-02"];
        for (locale, parts) in [("fr", &whole[..]), ("ar", &among_arabic[..])] {
            let (_, paper) = get(&amina, &format!("/guides/G-2099.pdf?locale={locale}")).await;
            paper.sound();
            let (text, facts) = (paper.text(), paper.facts());
            for part in parts {
                assert!(text.contains(part), "{part} is not in {text}");
            }
            assert!(text.contains('\u{FFFD}'), "no font has a seedling: {text}");
            assert!(facts.contains("#import \"x\" *a* $x$"), "{facts}");
        }
    }

    async fn many_ask_at_once_and_all_get_the_same(centre: Centre) {
        let visitor = centre.visitor();
        let all = futures::future::join_all((0..24).map(|_| visitor.download("/guides/2020-2021.pdf?locale=ar"))).await;
        assert!(all.iter().all(|(answer, bytes)| answer.status == 200 && *bytes == all[0].1));
    }

    async fn an_operator_prints_it_too(centre: Centre) {
        draft(&centre, json!({ "fr": "Guide 2099" })).await;
        let out = centre.folder().join("guide.pdf");
        let print = async |year: &str, locale: &str, out: &str| nabta(&centre, &["guide", "print", "--year", year, "--locale", locale, "--out", out], &[], "").await;
        let written = print("G-2099", "fr", out.to_str().unwrap()).await;
        assert_eq!(written.code, 0, "{}", written.said);
        let paper = Paper::of(&std::fs::read(&out).unwrap());
        paper.sound();
        assert!(paper.text().contains("Guide 2099"));
        std::fs::remove_file(&out).unwrap();
        assert_eq!(print("1999", "fr", out.to_str().unwrap()).await.code, 3);
        assert_eq!(print("2020-2021", "de", out.to_str().unwrap()).await.code, 2);
        assert_eq!(print("2020-2021", "ar", centre.folder().join("no/such/folder.pdf").to_str().unwrap()).await.code, 3);
        assert!(!out.exists(), "nothing was written");
    }

    async fn a_logo_that_cannot_be_printed_is_said_before_anything_is_done(centre: Centre) {
        let file = centre.folder().join("logo.png");
        let check = async || {
            let logo = [("NABTA_CENTRE__LOGO", file.to_str().unwrap())];
            nabta(&centre, &["config", "check"], &logo, "").await
        };
        let said = async |what: &str| {
            let ended = check().await;
            assert!(ended.code == 2 && ended.said.contains("centre.logo") && ended.said.contains(what) && ended.said.contains("Remedy"), "{}", ended.said);
        };
        said("cannot be read").await;
        std::fs::write(&file, "no image").unwrap();
        said("no image").await;
        std::fs::write(&file, vec![0; 3 * 1024 * 1024]).unwrap();
        said("more than").await;
        std::fs::write(&file, LOGO).unwrap();
        let ended = check().await;
        assert_eq!(ended.code, 0, "{}", ended.said);
    }
}

const LOGO: &str =
    r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="#0f5c4a"/></svg>"##;

/// The centre's own names stand where the demo's stood.
fn own_letterhead(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let logo = folder.path().join("logo.svg");
    std::fs::write(&logo, LOGO).unwrap();
    let settings = format!(
        "[centre]\nphone = '+216 70 000 000'\nemail = 'contact@essai.example'\nwebsite = 'essai.example'\nlogo = {logo:?}\n\
         [centre.names]\nfr = \"Centre d'essai\"\nar = 'مركز التجربة'\n[centre.address]\nfr = [\"1, rue de l'Essai\", '1000 Tunis']\n"
    );
    run_with(kind, &settings, async |centre| {
        for (locale, name) in [("fr", "Centre d'essai"), ("ar", "مركز التجربة"), ("en", "Centre d'essai")] {
            let (_, paper) = get(&centre.visitor(), &format!("/guides/2020-2021.pdf?locale={locale}")).await;
            paper.sound();
            let text = paper.text();
            for part in [name, "+216 70 000 000", "contact@essai.example", "essai.example", "1, rue de l'Essai", "1000 Tunis"] {
                assert!(text.contains(part), "{locale}: {part} is not in {text}");
            }
            assert!(!text.contains("technologies de l'environnement"), "{text}");
        }
    });
}

#[test]
fn a_centre_prints_under_its_own_letterhead_sqlite() {
    own_letterhead(Kind::Sqlite);
}

#[test]
fn a_centre_prints_under_its_own_letterhead_postgres() {
    own_letterhead(Kind::Postgres);
}
