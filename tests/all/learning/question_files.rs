//! Banks of questions as files: GIFT and Moodle's XML, in and out, whole or not at all.

use std::path::Path;
use std::time::Instant;

use nabta_documents::archive::{self, Files};
use nabta_testkit::{Answer, Person, Value, everywhere, json};

use super::course;
use super::questions::BANK;

/// The files of the demo's questions for a chapter.
fn written(chapter: &str) -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/questions");
    ["ar", "fr"]
        .map(|locale| {
            let name = format!("{chapter}.{locale}.gift");
            let bytes = std::fs::read(folder.join(&name)).unwrap();
            (name.replace('/', "-"), bytes)
        })
        .into()
}

async fn send(person: &Person, course: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    person.send_to(&format!("/courses/{course}/questions?locale=fr"), kind, body.into()).await
}

async fn pack(person: &Person, course: &str, files: &Files) -> Answer {
    person.send_to(&format!("/courses/{course}/questions"), "application/zip", archive::pack(files)).await
}

/// What a report counts.
fn counted(report: &Value) -> (&str, i64, i64, i64) {
    let number = |name: &str| report[name].as_i64().unwrap_or_else(|| panic!("{report}"));
    (report["outcome"].as_str().unwrap(), number("created"), number("revised"), number("unchanged"))
}

/// The first remark: its line, code and words.
fn first(report: &Value) -> (i64, &str, &str) {
    let remark = &report["remarks"][0];
    (
        remark["line"].as_i64().unwrap_or_else(|| panic!("{report}")),
        remark["code"].as_str().unwrap(),
        remark["message"].as_str().unwrap(),
    )
}

async fn taken_out(person: &Person, course: &str, format: &str, locale: &str) -> Vec<u8> {
    let (answer, bytes) = person.download(&format!("/courses/{course}/questions?format={format}&locale={locale}")).await;
    assert_eq!(answer.status, 200, "{format} {locale}");
    bytes
}

/// A red dot.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

fn moodle(question: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n{question}\n</quiz>\n")
}

everywhere! {
    async fn the_questions_of_the_first_chapters_are_one_in_both_languages(centre: Centre) {
        let sami = centre.person("sami").await;
        for (slug, chapter) in [("impact-study", "impact-study/01-why"), ("environmental-legislation", "environmental-legislation/01-sources")] {
            let course = course(&centre, slug).await;
            let files = written(chapter);
            // A copy of the course has the lessons and no questions.
            let copy = json!({ "input": { "course": course, "code": format!("{slug}-q"), "slug": format!("{slug}-q") } });
            let copied = sami.ask("mutation($input: CourseCopyInput!) { courseCopy(input: $input) { course { id } userErrors { code path } } }", copy).await.checked();
            let copied = copied.text("courseCopy.course.id");
            let tried = sami.send_to(&format!("/courses/{copied}/questions?trial=true"), "application/zip", archive::pack(&files)).await;
            assert_eq!(counted(&tried.body), ("TRIED", 24, 0, 0), "{}", tried.body);
            assert_eq!(sami.ask(BANK, json!({ "filter": { "course": copied } })).await.checked().number("questions.totalCount"), 0);
            let kept = pack(&sami, &copied, &files).await;
            assert_eq!((kept.status, counted(&kept.body)), (200, ("KEPT", 24, 0, 0)), "{}", kept.body);
            assert_eq!(kept.body["remarkCount"], 0, "{}", kept.body);
            let before = centre.fingerprint().await;
            assert_eq!(counted(&pack(&sami, &copied, &files).await.body), ("KEPT", 0, 0, 24), "what is the same is not written again");
            assert_eq!(centre.fingerprint().await, before);
            let bank = sami.ask(BANK, json!({ "filter": { "course": copied } })).await.checked();
            let rows = bank.at("questions.nodes").as_array().unwrap();
            assert!(rows.iter().all(|row| row["wording"]["locales"] == json!(["AR", "FR"]) && row["category"] == chapter), "{bank:?}", bank = bank.body);
            assert!(rows.iter().all(|row| row["lessonIds"].as_array().unwrap().len() == 1), "the tag is the lesson: {}", bank.body);
            assert!(rows.iter().any(|row| row["legalTexts"][0]["code"].is_string()), "{}", bank.body);
        }
    }

    async fn what_goes_out_comes_in_as_it_was(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        pack(&sami, &course, &written("impact-study/01-why")).await;
        let picture = format!("<question type=\"shortanswer\"><name><text>dot</text></name><questiontext format=\"html\"><text><![CDATA[<p>Quelle couleur ?</p><p><img src=\"@@PLUGINFILE@@/dot.png\" alt=\"Un point\"></p>]]></text><file name=\"dot.png\" path=\"/\" encoding=\"base64\">{DOT}</file></questiontext><answer fraction=\"100\"><text>rouge</text></answer></question>");
        let sent = send(&sami, &course, "application/xml", moodle(&picture)).await;
        assert_eq!(counted(&sent.body), ("KEPT", 1, 0, 0), "{}", sent.body);
        for format in ["gift", "xml"] {
            let mut files = Files::new();
            for locale in ["ar", "fr"] {
                files.insert(format!("bank.{locale}.{format}"), taken_out(&sami, &course, format, locale).await);
            }
            let before = centre.fingerprint().await;
            let back = pack(&sami, &course, &files).await;
            let (outcome, created, revised, _) = counted(&back.body);
            assert_eq!((back.status, outcome, created, revised), (200, "KEPT", 0, 0), "{format}: {}", back.body);
            assert_eq!(centre.fingerprint().await, before, "{format}");
        }
        // The picture is read where the text says, as a picture alone.
        let shown = sami.ask(BANK, json!({ "filter": { "course": course, "code": "dot" } })).await.checked();
        assert_eq!(shown.number("questions.totalCount"), 1);
        let html = sami.ask("query($course: ID!) { questions(filter: { course: $course, code: \"dot\" }) { nodes { wording { html(locale: FR) } } } }", json!({ "course": course })).await.checked().text("questions.nodes.0.wording.html");
        let address = html.split('"').find(|part| part.starts_with("/pictures/")).unwrap_or_else(|| panic!("{html}"));
        let visitor = centre.visitor();
        let (answer, bytes) = visitor.download(address).await;
        assert_eq!((answer.status, answer.header("content-type"), &bytes[1..4]), (200, Some("image/png"), b"PNG".as_slice()));
        assert!(answer.header("content-security-policy").unwrap().contains("sandbox"));
        assert_eq!(visitor.get(&format!("/pictures/{}.png", "0".repeat(64)), &[]).await.status, 404);
        assert_eq!(visitor.get("/pictures/../x", &[]).await.status, 404);
    }

    async fn a_language_that_is_read_later_joins_what_is_there(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let one = async |locale: &str, text: &str| {
            sami.send_to(&format!("/courses/{course}/questions?locale={locale}"), "text/plain", text.as_bytes().to_vec()).await
        };
        assert_eq!(counted(&one("fr", "::j-1:: Quand ? {=avant ~après}").await.body), ("KEPT", 1, 0, 0));
        assert_eq!(counted(&one("ar", "::j-1:: متى؟ {=قبل ~بعد}").await.body), ("KEPT", 0, 1, 0));
        // Built otherwise, it would be another question for who reads French.
        let differs = one("ar", "::j-1:: متى؟ {=قبل ~بعد ~أبدا}").await;
        assert_eq!((differs.status, differs.body["remarks"][0]["code"].as_str()), (422, Some("TRANSLATION_DIFFERS")), "{}", differs.body);
        let both: Files = [("a.fr.gift", "::j-1:: Quand ? {=avant ~après ~jamais}"), ("a.ar.gift", "::j-1:: متى؟ {=قبل ~بعد ~أبدا}")]
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
        assert_eq!(counted(&pack(&sami, &course, &both).await.body), ("KEPT", 0, 1, 0));
        let bank = sami.ask(BANK, json!({ "filter": { "course": course, "code": "j-1" } })).await.checked();
        assert_eq!(bank.at("questions.nodes.0.wording"), &json!({ "number": 3, "locales": ["AR", "FR"] }));
    }

    async fn a_broken_file_is_told_by_its_lines_and_changes_nothing(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        send(&sami, &course, "text/plain", "::here:: Déjà là ? {T}").await;
        let whole = String::from_utf8(written("impact-study/01-why").remove("impact-study-01-why.fr.gift").unwrap()).unwrap();
        let before = centre.fingerprint().await;
        // In the middle of an answer.
        let middle = whole.match_indices('{').nth(10).unwrap().0 + 5;
        let cut = send(&sami, &course, "text/plain", &whole.as_bytes()[..middle]).await;
        let line = whole[..middle].lines().count() as i64;
        let (at, code, message) = first(&cut.body);
        assert_eq!((cut.status, cut.body["outcome"].as_str(), code), (422, Some("REFUSED"), "QUESTION_FILE"), "{}", cut.body);
        assert!((line - 2..=line).contains(&at) && !message.is_empty(), "{at} {message}");
        // In Windows-1256: the second line is the first that is no UTF-8.
        let arabic = [b"// A\n::x:: \xE3\xCA\xEC\xBF {T}\n".as_slice()].concat();
        let encoded = send(&sami, &course, "text/plain", arabic).await;
        assert_eq!(first(&encoded.body).0, 2);
        assert!(first(&encoded.body).2.contains("UTF-8"), "{}", encoded.body);
        // Several faults, all of them told, each at its line.
        let several = "::a:: Un ? {T}\n\n::b:: Deux ? {\n\n::c:: Trois ? {#dix}\n\n::a:: Encore ? {F}\n\n// [law:NONE]\n::d:: Quatre ? {T}\n";
        let told = send(&sami, &course, "text/plain", several).await;
        let lines: Vec<i64> = told.body["remarks"].as_array().unwrap().iter().map(|remark| remark["line"].as_i64().unwrap()).collect();
        assert!(lines.len() >= 4 && lines.is_sorted(), "{}", told.body);
        let kinds: Vec<_> = told.body["remarks"].as_array().unwrap().iter().map(|remark| remark["message"].as_str().unwrap()).collect();
        assert!(kinds.iter().any(|told| told.contains("NONE")) && kinds.iter().any(|told| told.contains("dix")), "{kinds:?}");
        // What runs in a page, or would be lost.
        let script = send(&sami, &course, "text/plain", "::s:: [markdown]Voir <script>alert(1)</script> {T}").await;
        assert_eq!((script.status, first(&script.body).1), (422, "TEXT_REFUSED"), "{}", script.body);
        // No question is right.
        let wrong = send(&sami, &course, "text/plain", "::w:: Rien ? {~a ~b}").await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        for (kind, body, status) in [("application/json", "{}", 415), ("application/zip", "PK", 422), ("text/plain", "", 200)] {
            let answer = send(&sami, &course, kind, body).await;
            assert_eq!(answer.status, status, "{kind} {}", answer.body);
        }
        let unnamed: Files = [("questions.gift".to_owned(), b"x {T}".to_vec())].into();
        assert_eq!(pack(&sami, &course, &unnamed).await.status, 422);
        let nowhere = sami.send_to(&format!("/courses/{course}/questions"), "text/plain", b"x {T}".to_vec()).await;
        assert_eq!((nowhere.status, nowhere.code().as_deref()), (422, Some("REQUIRED")), "in which language?");
        let absent = "course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f";
        assert_eq!(send(&sami, absent, "text/plain", "x {T}").await.status, 404);
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn html_is_taken_for_what_it_says_and_nothing_of_it_runs(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let html = "::h:: [html]<p onclick\\=\"alert(1)\">Un <b>mot</b><script>alert(1)</script> <a href\\=\"javascript\\:alert(1)\">ici</a></p> {T}";
        let sent = send(&sami, &course, "text/plain", html).await;
        assert_eq!(counted(&sent.body), ("KEPT", 1, 0, 0), "{}", sent.body);
        let shown = sami.ask("query($course: ID!) { questions(filter: { course: $course, code: \"h\" }) { nodes { wording { html(locale: FR) } } } }", json!({ "course": course })).await.checked().text("questions.nodes.0.wording.html");
        assert!(shown.contains("<strong>mot</strong>") && !shown.contains("alert") && !shown.contains("onclick"), "{shown}");
    }

    async fn xml_that_unfolds_or_asks_elsewhere_is_refused(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let question = "<question type=\"truefalse\"><name><text>t</text></name><questiontext format=\"html\"><text>&x;</text></questiontext><answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\"><text>false</text></answer></question>";
        let laughs: String = (1..10).map(|n| format!("<!ENTITY x{n} \"&x{};&x{};&x{};\">", n - 1, n - 1, n - 1)).collect();
        let before = centre.fingerprint().await;
        let bombs = [
            format!("<?xml version=\"1.0\"?>\n<!DOCTYPE quiz [<!ENTITY x0 \"ha\">{laughs}<!ENTITY x \"&x9;\">]>\n<quiz>{question}</quiz>"),
            format!("<?xml version=\"1.0\"?>\n<!DOCTYPE quiz [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<quiz>{question}</quiz>"),
            moodle(question),
            moodle(&"<a>".repeat(100_000)),
            "<quiz><question".to_owned(),
            "pas du XML".to_owned(),
        ];
        for bomb in bombs {
            let begun = Instant::now();
            let answer = send(&sami, &course, "application/xml", bomb.clone()).await;
            assert_eq!((answer.status, answer.body["outcome"].as_str()), (422, Some("REFUSED")), "{:.80} {}", bomb, answer.body);
            assert!(begun.elapsed().as_secs() < 20 && !answer.body.to_string().contains("root:"), "{:.80}", bomb);
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn more_questions_than_a_bank_takes_at_once_are_refused(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = course(&centre, "impact-study").await;
        let many: String = (0..50_000).map(|n| format!("::m-{n}:: Question {n} ? {{T}}\n\n")).collect();
        let before = centre.fingerprint().await;
        let answer = send(&sami, &course, "text/plain", many).await;
        assert_eq!((answer.status, answer.body["outcome"].as_str()), (422, Some("REFUSED")));
        assert!(first(&answer.body).2.contains("10000") || answer.body.to_string().contains("10\u{202f}000"), "{}", answer.body);
        // More names of laws than a statement has places for.
        let laws: String = (0..70_000).map(|n| format!("[law:L-{n}] ")).collect();
        let named = send(&sami, &course, "text/plain", format!("// {laws}\n::l-1:: Lesquelles ? {{T}}\n")).await;
        assert_eq!((named.status, named.body["outcome"].as_str()), (422, Some("REFUSED")), "{:.300}", named.body.to_string());
        let large = send(&sami, &course, "text/plain", vec![b'x'; 21 * 1024 * 1024]).await;
        assert_eq!(large.status, 413);
        assert_eq!(centre.fingerprint().await, before);
    }
}
