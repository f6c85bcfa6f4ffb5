//! A graduate comes by mail, studies both digitised modules in Arabic on a phone, passes the quizzes of the demo, and shows an employer one
//! certificate, whose paper and whose badge prove themselves to programs of others.

use chrono::TimeDelta;
use nabta_testkit::checker::{badge, scan};
use nabta_testkit::{Centre, Paper, Person, Value, everywhere, fetch, json};

use super::gift_answers::{known, right};
use crate::learning::certificates::MINE;
use crate::learning::progress::{RECORD, chapters, read};
use crate::learning::quiz_grading::GRADE;
use crate::learning::quizzes::{ATTEMPT, BEGIN, SAVE, SUBMIT};
use crate::learning::{COURSE, ENROL};

const EMAIL: &str = "hela.mejri@example.tn";
const PASSWORD: &str = "نخلة وسحابة ودراجة ومفتاح";
const MODULES: [&str; 2] = ["impact-study", "environmental-legislation"];
const QUIZZES: &str =
    "query($id: ID!) { node(id: $id) { ... on Enrolment { state quizzes { quiz { id title { text locale } } } } } }";

/// Comes to an account by the letter that was sent.
async fn arrive(centre: &Centre) -> Person {
    let visitor = centre.visitor().reading("ar");
    let wish =
        json!({ "names": { "ar": "هالة الماجري", "fr": "Hela Mejri" }, "email": EMAIL, "password": PASSWORD, "locale": "AR" });
    let request = "mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }";
    visitor.ask(request, json!({ "input": wish })).await.ok();
    centre.work().await;
    let letter = &centre.letters(EMAIL)[0].text;
    let secret = letter.lines().find_map(|line| line.split_once('#')).expect("a link with a secret").1.trim().to_owned();
    let confirm = "mutation($secret: String!) { registrationConfirm(input: { secret: $secret }) { userErrors { code } } }";
    visitor.ask(confirm, json!({ "secret": secret })).await.ok();
    signed_in(centre).await
}

async fn signed_in(centre: &Centre) -> Person {
    let mut hela = centre.visitor().reading("ar");
    hela.sign_in(EMAIL, PASSWORD).await.ok();
    hela
}

/// Reads all of a module; the phone tells it in two batches, the later one first.
async fn study(centre: &Centre, slug: &str, enrolment: &str) {
    let lessons: Vec<String> = chapters(centre, slug).await.into_iter().flat_map(|(_, lessons)| lessons).collect();
    let begin = centre.instance.services.clock.now();
    centre.clock.advance(TimeDelta::minutes(2 * i64::try_from(lessons.len()).unwrap() + 5));
    let hela = signed_in(centre).await;
    let visits: Vec<Value> =
        (0..).zip(&lessons).map(|(n, lesson)| read(lesson, begin + TimeDelta::minutes(2 * n), &[0, 1])).collect();
    let (early, late) = visits.split_at(visits.len() / 2);
    for visits in [late, early] {
        let told = hela.ask(RECORD, json!({ "enrolment": enrolment, "visits": visits })).await.checked();
        assert_eq!(told.at("studyRecord.refused"), &json!([]));
    }
}

/// Takes the quizzes that a run asks for, with the answers that the files of questions say are right.
async fn pass(centre: &Centre, slug: &str, enrolment: &str) {
    let (hela, known) = (signed_in(centre).await, known(slug));
    let asked = hela.ask(QUIZZES, json!({ "id": enrolment })).await.checked();
    assert_eq!(asked.text("node.state"), "ACTIVE", "reading alone does not complete it");
    for one in asked.at("node.quizzes").as_array().unwrap() {
        assert_eq!(one["quiz"]["title"]["locale"], "AR");
        let begun = hela.ask(BEGIN, json!({ "quiz": one["quiz"]["id"], "enrolment": enrolment })).await.checked();
        let attempt = begun.text("quizAttemptBegin.attempt.id");
        let seen = hela.ask(ATTEMPT, json!({ "id": attempt })).await.checked();
        let questions = seen.at("node.questions").as_array().unwrap().clone();
        assert_eq!(questions.len(), 10);
        assert!(questions.iter().all(|question| question["text"]["locale"] == "AR" && question["rightAnswer"].is_null()));
        for question in &questions {
            let answers = json!([{ "place": question["place"], "save": 1, "answer": right(&known, question) }]);
            let saved = hela.ask(SAVE, json!({ "attempt": attempt, "answers": answers })).await.checked();
            assert_eq!(saved.at("quizAnswersSave.refused"), &json!([]));
        }
        let done = hela.ask(SUBMIT, json!({ "attempt": attempt })).await.checked();
        // What no rule marks a trainer reads.
        let sami = centre.person("sami").await;
        for question in questions.iter().filter(|question| question["kind"] == "ESSAY") {
            let grade = json!({ "input": { "attempt": attempt, "place": question["place"], "percent": 100.0 } });
            sami.ask(GRADE, grade).await.ok();
        }
        let most = done.at("quizAttemptSubmit.attempt.mostPoints");
        let graded = hela.ask(ATTEMPT, json!({ "id": attempt })).await.checked();
        assert_eq!((graded.text("node.state").as_str(), graded.at("node.points")), ("GRADED", most));
    }
    let after = hela.ask(QUIZZES, json!({ "id": enrolment })).await.checked();
    assert_eq!(after.text("node.state"), "COMPLETED");
}

everywhere! {
    async fn from_a_letter_to_a_certificate_that_an_employer_checks(centre: Centre) {
        // Studying takes hours, and those who check have their own clock.
        centre.clock.advance(TimeDelta::hours(-6));
        let hela = arrive(&centre).await;
        let mut enrolments = Vec::new();
        for slug in MODULES {
            let run = hela.ask(COURSE, json!({ "slug": slug })).await.checked().text("course.runs.0.id");
            enrolments.push(hela.ask(ENROL, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id"));
        }
        for (slug, enrolment) in MODULES.into_iter().zip(&enrolments) {
            assert_eq!(signed_in(&centre).await.ask(MINE, json!({})).await.checked().number("myCertificates.totalCount"), 0);
            study(&centre, slug, enrolment).await;
            pass(&centre, slug, enrolment).await;
            centre.work().await;
        }
        let hela = signed_in(&centre).await;
        let mine = hela.ask(MINE, json!({})).await.checked();
        assert_eq!(mine.number("myCertificates.totalCount"), 1, "one for both");
        let certificate = mine.at("myCertificates.nodes.0").clone();
        let text = |field: &str| certificate[field].as_str().unwrap().to_owned();
        assert_eq!((&certificate["name"]["text"], &certificate["title"]["text"]), (&json!("هالة الماجري"), &json!("شهادة تكوين عن بعد")));
        assert!(centre.letters(EMAIL)[0].text.contains(&text("serialNumber")), "a letter says so too");

        // The employer types the code, without an account.
        let code = text("checkAddress").rsplit('/').next().unwrap().to_owned();
        let check = "query($code: String!) { certificateCheck(code: $code) { standing serialNumber name { text } courses { text } } }";
        let employer = centre.visitor().reading("ar");
        let checked = employer.ask(check, json!({ "code": code })).await.checked();
        assert_eq!((checked.text("certificateCheck.standing").as_str(), checked.text("certificateCheck.name.text").as_str()), ("VALID", "هالة الماجري"));
        assert_eq!(checked.count("certificateCheck.courses"), 2);
        let page = fetch(&format!("{}?lang=ar", centre.reach(&text("checkAddress"))), None).await;
        let page = String::from_utf8(page.bytes).unwrap();
        assert!(page.contains("هالة الماجري") && page.contains(&text("serialNumber")) && !page.contains(EMAIL));

        // Scans the paper, and has a program look at the badge.
        let pdf = fetch(&format!("{}{}", centre.address, text("pdfPath")), None).await.bytes;
        let paper = Paper::of(&pdf);
        paper.sound();
        assert!(paper.close().contains("هالةالماجري"), "{}", paper.close());
        let keys = fetch(&format!("{}/.well-known/certificate-keys.json", centre.address), None).await.bytes;
        let proven = scan(&pdf, &keys).unwrap();
        assert_eq!((&proven["address"], &proven["name"], &proven["number"]), (&certificate["checkAddress"], &certificate["name"]["text"], &certificate["serialNumber"]));
        let token = fetch(&format!("{}{}", centre.address, text("badgePath")), None).await.bytes;
        let proven = badge(&token, "http://localhost:8080", &centre.address).unwrap();
        assert_eq!((&proven["achievement"], &proven["number"]), (&certificate["title"]["text"], &certificate["serialNumber"]));
    }
}
